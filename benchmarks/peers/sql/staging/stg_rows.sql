-- 行: a printed table row, one column a field.
-- grain: document_id, table_no, row_no
select
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    (max(text) filter (where column_no = 1))::varchar as target_no_text,
    (max(text) filter (where column_no = 2))::varchar as target_text,
    (max(text) filter (where column_no = 3))::varchar as leader_text,
    (max(text) filter (where column_no = 4))::varchar as unit_text,
    (max(text) filter (where column_no = 5))::varchar as deadline_text,
    (max(text) filter (where column_no = 6))::varchar as progress_text
from staging.stg_cells
group by document_id, table_no, row_no
