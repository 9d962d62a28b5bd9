-- 领导: a leader named in a printed row.
-- grain: document_id, table_no, row_no, leader_name
with
names as (
    select document_id, table_no, row_no, unnest(string_split_regex(leader_text, '[、 ]')) as leader_name
    from staging.stg_rows
)

select distinct
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    leader_name::varchar as leader_name
from names
where leader_name <> ''
