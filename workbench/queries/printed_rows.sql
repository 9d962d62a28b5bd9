-- The printed cells of some windows of rows, with what each row was assigned to; a cell that began above a window
-- stands in its first row, with its text and spans. windows: a list of (document_id, table_no, first_row, last_row).
-- Grain: window x printed cell.
with
windows as (
    select window_no, asked.document_id, asked.table_no, asked.first_row, asked.last_row
    from (select unnest($windows) as asked, generate_subscripts($windows, 1) as window_no)
),
cells as (
    select
        windows.window_no,
        cells.* exclude (text, row_span, column_span),
        origins.text, origins.row_span, origins.column_span
    from windows
    inner join raw.cells as cells
        on windows.document_id = cells.document_id
        and windows.table_no = cells.table_no
        and cells.row_no between windows.first_row and windows.last_row
        and (cells.is_origin or cells.row_no = windows.first_row)
    inner join raw.cells as origins
        on cells.document_id = origins.document_id
        and cells.table_no = origins.table_no
        and cells.origin_row_no = origins.row_no
        and cells.origin_column_no = origins.column_no
    -- said of both sides: each is scanned for the documents asked for only
    where list_contains(list_transform($windows, lambda asked: asked.document_id), cells.document_id)
        and list_contains(list_transform($windows, lambda asked: asked.document_id), origins.document_id)
),
assigned as (
    select distinct on (windows.window_no, rows.row_no)
        windows.window_no, rows.row_no, rows.target_id, targets.target_no, rows.assignment_method,
        rows.assignment_confidence, rows.review_reason
    from windows
    inner join intermediate.int_target_rows as rows
        on windows.document_id = rows.document_id
        and windows.table_no = rows.table_no
        and rows.row_no between windows.first_row and windows.last_row
    left join marts.dim_target as targets using (target_id)
    order by windows.window_no, rows.row_no, rows.target_id
),
fields as (
    select
        windows.window_no, columns.column_no, any_value(columns.field order by columns.part_no) as field,
        any_value(columns.header_text order by columns.part_no) as header_text
    from windows
    inner join staging.stg_tables as tables
        on windows.document_id = tables.document_id
        and windows.table_no = tables.table_no
    inner join staging.stg_columns as columns
        on tables.document_id = columns.document_id
        and tables.columns_table_no = columns.table_no
    group by windows.window_no, columns.column_no
),
headers as (
    select windows.window_no, max(tables.last_header_row_no) as last_header_row_no
    from windows
    inner join staging.stg_tables as tables
        on windows.document_id = tables.document_id
        and windows.table_no = tables.table_no
    group by windows.window_no
)
select
    cells.window_no, cells.row_no, cells.column_no, cells.text, cells.row_span, cells.column_span, cells.is_origin,
    cells.origin_row_no, cells.origin_column_no, cells.span_is_known, cells.source_place, fields.field,
    fields.header_text, coalesce(cells.row_no <= headers.last_header_row_no, false) as is_header,
    assigned.target_id, assigned.target_no, assigned.assignment_method, assigned.assignment_confidence,
    assigned.review_reason
from cells
left join assigned using (window_no, row_no)
left join fields using (window_no, column_no)
left join headers using (window_no)
order by cells.window_no, cells.row_no, cells.column_no
