-- 印出的每一行都属于一个表段: every printed row belongs to one part of a table
-- severity: quarantine
-- checked: staging.stg_tables
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
)

select
    printed.document_id,
    printed.table_no,
    printed.row_no,
    count(parts.part_no) as part_count
from printed
left join staging.stg_tables as parts
    on printed.document_id = parts.document_id
    and printed.table_no = parts.table_no
    and printed.row_no between parts.first_row_no and parts.last_row_no
group by printed.document_id, printed.table_no, printed.row_no
having count(parts.part_no) <> 1
