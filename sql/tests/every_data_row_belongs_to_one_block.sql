-- 每个数据行恰好归入一个行块: every data row belongs to exactly one block
-- severity: quarantine
-- checked: staging.stg_rows
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
data_rows as (
    select
        document_id,
        table_no,
        row_no
    from staging.stg_rows
    where row_kind = 'data'
),

assigned as (
    select
        document_id,
        table_no,
        row_no,
        count(*) as times
    from intermediate.int_row_blocks
    group by document_id, table_no, row_no
)

select
    coalesce(data_rows.document_id, assigned.document_id) as document_id,
    coalesce(data_rows.table_no, assigned.table_no) as table_no,
    coalesce(data_rows.row_no, assigned.row_no) as row_no,
    data_rows.document_id is not null as is_data_row,
    coalesce(assigned.times, 0) as times_assigned
from data_rows
full join assigned
    on data_rows.document_id = assigned.document_id
    and data_rows.table_no = assigned.table_no
    and data_rows.row_no = assigned.row_no
where data_rows.document_id is null or coalesce(assigned.times, 0) <> 1
