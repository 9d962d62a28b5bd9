-- 序号连续的文件没有缺号: documents that number their targets in a row miss no number
-- severity: warn
-- checked: intermediate.int_targets
-- why: 缺号处可能在转换时丢了行，也可能原文如此: rows may have been lost in conversion there, or the source skips
-- remedy: 对照原文；若漏了行，换一份版本:
--     compare with the source; if rows were lost, use another version
with
-- 5-1 and 5-2 are of number 5
numbers as (
    select
        document_id,
        table_run_no,
        try_cast(regexp_extract(target_no, '^[0-9]+') as integer) as number,
        min({'table_no': anchor_table_no, 'row_no': anchor_row_no}) as printed
    from intermediate.int_targets
    where is_current and regexp_matches(target_no, '^[0-9]{1,5}(-[0-9]{1,3})?$')
    group by document_id, table_run_no, try_cast(regexp_extract(target_no, '^[0-9]+') as integer)
),

steps as (
    select
        document_id,
        table_run_no,
        number,
        printed,
        lag(number) over (partition by document_id, table_run_no order by number) as number_before,
        -- An extract keeps the sparse numbers of the whole, and a gap there is no news.
        count(*) over (partition by document_id, table_run_no) * 10 >= 8 * (
            max(number) over (partition by document_id, table_run_no)
            - min(number) over (partition by document_id, table_run_no) + 1
        ) as is_dense
    from numbers
)

select
    document_id,
    table_run_no,
    printed.table_no as table_no,
    printed.row_no as row_no,
    number_before,
    number as next_number,
    number - number_before - 1 as missing
from steps
where is_dense and number - number_before > 1
