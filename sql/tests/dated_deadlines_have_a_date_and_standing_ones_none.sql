-- 有日期的时限有日期，长期的没有: dated deadlines have a date and standing ones none
-- severity: quarantine
-- checked: marts.dim_deadline
-- why: 按日期筛选时，类别与日期矛盾的时限会漏掉或误入:
--     a deadline whose class and date contradict each other is missed or met by mistake when analysts filter by date
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
with
-- A wording stands in many documents: a row of each.
first_rows as (
    select
        deadline_id,
        document_id,
        min({'table_no': source_table_no, 'row_no': source_row_no}) as printed
    from marts.fct_target_unit
    group by deadline_id, document_id
)

select
    first_rows.document_id,
    first_rows.printed.table_no as table_no,
    first_rows.printed.row_no as row_no,
    deadlines.deadline_id,
    deadlines.deadline_text,
    deadlines.report_year,
    deadlines.deadline_class,
    deadlines.deadline_date
from marts.dim_deadline as deadlines
left join first_rows
    on deadlines.deadline_id = first_rows.deadline_id
where (
    deadlines.deadline_class in ('date', 'year')
    and deadlines.deadline_date is null
    and deadlines.report_year is not null
)
    or (deadlines.deadline_class in ('standing', 'none') and deadlines.deadline_date is not null)
