-- 文件: a landed document.
-- grain: document_id
select
    document_id::varchar as document_id,
    document_path::varchar as document_path,
    split_part(document_path, '/', 1)::varchar as jurisdiction_name,
    regexp_extract(document_path, '(\d{4})', 1)::integer as report_year
from raw.documents
