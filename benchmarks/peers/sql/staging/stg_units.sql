-- 单位: a unit named in a printed row.
-- grain: document_id, table_no, row_no, unit_name
with
names as (
    select document_id, table_no, row_no, unnest(string_split_regex(unit_text, '[、,，;；]')) as unit_name
    from staging.stg_rows
)

select distinct
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    trim(unit_name)::varchar as unit_name
from names
where trim(unit_name) <> ''
