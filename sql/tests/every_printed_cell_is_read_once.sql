-- 印出的每一格都恰好读一次: every printed cell is read exactly once
-- severity: stop
-- checked: staging.stg_cells
-- why: 并排的表拆开来读，拆的时候一格也不能丢: a table in blocks side by side is taken apart, and no cell may be lost in that
-- remedy: 看 staging.stg_side_by_side 里这张表怎样拆的:
--     see in staging.stg_side_by_side how this table was taken apart
with
printed as (
    select
        cells.document_id,
        cells.table_no,
        count(*) as printed_count
    from raw.cells as cells
    inner join staging.stg_documents as documents
        on cells.document_id = documents.document_id
    group by cells.document_id, cells.table_no
),

read_cells as (
    select
        document_id,
        table_no,
        count(*) as read_count
    from staging.stg_cells
    group by document_id, table_no
)

select
    printed.document_id,
    printed.table_no,
    printed.printed_count,
    coalesce(read_cells.read_count, 0) as read_count
from printed
left join read_cells
    on printed.document_id = read_cells.document_id
    and printed.table_no = read_cells.table_no
where printed.printed_count <> coalesce(read_cells.read_count, 0)
