-- 目标表里印出的每一行都恰好读到一次: every printed row of a target table is read exactly once
-- severity: quarantine
-- checked: staging.stg_rows
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
printed as (
    select distinct
        cells.document_id,
        cells.table_no,
        cells.row_no
    from staging.stg_cells as cells
    inner join staging.stg_documents as documents
        on cells.document_id = documents.document_id
),

read_rows as (
    select
        document_id,
        table_no,
        row_no,
        count(*) as times
    from staging.stg_rows
    group by document_id, table_no, row_no
)

select
    printed.document_id,
    printed.table_no,
    printed.row_no,
    coalesce(read_rows.times, 0) as times_read
from printed
inner join staging.stg_tables as parts
    on printed.document_id = parts.document_id
    and printed.table_no = parts.table_no
    and printed.row_no between parts.first_row_no and parts.last_row_no
left join read_rows
    on printed.document_id = read_rows.document_id
    and printed.table_no = read_rows.table_no
    and printed.row_no = read_rows.row_no
where parts.role <> 'ignored' and coalesce(read_rows.times, 0) <> 1
