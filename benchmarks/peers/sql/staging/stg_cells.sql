-- 单元格: a printed cell with the blanks at its ends taken off.
-- grain: document_id, table_no, row_no, column_no
select
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    column_no::integer as column_no,
    nullif(trim(text), '')::varchar as text
from raw.cells
where is_origin
