-- The printed cells of some rows of a table, with what each row was assigned to; a cell that began above the rows
-- stands in the first of them, with its text and spans. Grain: printed cell.
with
cells as (
    select
        cells.* exclude (text, row_span, column_span),
        origins.text, origins.row_span, origins.column_span
    from raw.cells as cells
    inner join raw.cells as origins
        on cells.document_id = origins.document_id
        and cells.table_no = origins.table_no
        and cells.origin_row_no = origins.row_no
        and cells.origin_column_no = origins.column_no
    where cells.document_id = $document_id
        and cells.table_no = $table_no
        -- said of both sides: each is scanned for one table only
        and origins.document_id = $document_id
        and origins.table_no = $table_no
        and cells.row_no between $first_row and $last_row
        and (cells.is_origin or cells.row_no = $first_row)
),
assigned as (
    select distinct on (rows.row_no)
        rows.row_no, rows.target_id, targets.target_no, rows.assignment_method, rows.assignment_confidence,
        rows.review_reason
    from intermediate.int_target_rows as rows
    left join marts.dim_target as targets using (target_id)
    where rows.document_id = $document_id and rows.table_no = $table_no
        and rows.row_no between $first_row and $last_row
    order by rows.row_no, rows.target_id
),
fields as (
    select
        columns.column_no, any_value(columns.field order by columns.part_no) as field,
        any_value(columns.header_text order by columns.part_no) as header_text
    from staging.stg_tables as tables
    inner join staging.stg_columns as columns
        on tables.document_id = columns.document_id and tables.columns_table_no = columns.table_no
    where tables.document_id = $document_id and tables.table_no = $table_no
    group by columns.column_no
)
select
    cells.row_no, cells.column_no, cells.text, cells.row_span, cells.column_span, cells.is_origin,
    cells.origin_row_no, cells.origin_column_no, cells.span_is_known, cells.source_place, fields.field, fields.header_text,
    exists (
        select 1 from staging.stg_tables as tables
        where tables.document_id = $document_id and tables.table_no = $table_no
            and cells.row_no <= tables.last_header_row_no
    ) as is_header,
    assigned.target_id, assigned.target_no, assigned.assignment_method, assigned.assignment_confidence,
    assigned.review_reason
from cells
left join assigned using (row_no)
left join fields using (column_no)
order by cells.row_no, cells.column_no
