-- 目标: a target of a document, its text put together.
-- grain: target_id
select
    md5(concat_ws('|', document_id, table_no, target_no))::varchar as target_id,
    document_id::varchar as document_id,
    table_no::integer as table_no,
    target_no::varchar as target_no,
    min(row_no)::integer as first_row_no,
    count(*)::bigint as row_count,
    string_agg(target_text, '' order by row_no)::varchar as target_text
from intermediate.int_rows
where target_no is not null
group by document_id, table_no, target_no
