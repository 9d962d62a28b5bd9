-- 文件: a source document and what it holds.
-- grain: document_id
select
    document_id::varchar as document_id,
    jurisdiction_name::varchar as jurisdiction_name,
    report_year::integer as report_year,
    target_count::bigint as target_count,
    row_count::bigint as row_count
from intermediate.int_document_load
