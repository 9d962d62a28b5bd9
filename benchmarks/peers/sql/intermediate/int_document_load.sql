-- 文件概况: what a document holds.
-- grain: document_id
select
    d.document_id::varchar as document_id,
    d.jurisdiction_name::varchar as jurisdiction_name,
    d.report_year::integer as report_year,
    count(distinct t.target_id)::bigint as target_count,
    sum(t.row_count)::bigint as row_count
from staging.stg_documents as d
left join intermediate.int_targets as t on t.document_id = d.document_id
group by d.document_id, d.jurisdiction_name, d.report_year
