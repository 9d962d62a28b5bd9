-- 文档: the documents that are in, with what was read from them.
-- grain: document_id
with
documents as (
    select
        document_id,
        document_path,
        jurisdiction_id,
        jurisdiction_name,
        report_year,
        document_kind,
        as_of_date,
        published_on,
        edition_no,
        edition_count,
        part,
        is_current,
        speaks_for_year,
        is_compiled,
        first_unit_leads,
        title_text,
        jurisdiction_method,
        jurisdiction_confidence,
        jurisdiction_evidence,
        year_method,
        year_confidence,
        year_evidence,
        kind_method,
        source_url,
        format,
        sha256
    from staging.stg_documents
),

row_counts as (
    select
        document_id,
        count(case when row_kind = 'data' then 1 end) as data_row_count,
        bool_or(span_is_known) as span_is_known
    from staging.stg_rows
    group by document_id
),

target_counts as (
    select
        document_id,
        count(*) as target_count
    from intermediate.int_targets
    group by document_id
)

select
    documents.document_id::varchar as document_id,
    documents.document_path::varchar as document_path,
    documents.title_text::varchar as title_text,
    documents.jurisdiction_id::varchar as jurisdiction_id,
    documents.jurisdiction_name::varchar as jurisdiction_name,
    documents.report_year::integer as report_year,
    documents.document_kind::varchar as document_kind,
    documents.as_of_date::date as as_of_date,
    documents.published_on::date as published_on,
    documents.edition_no::integer as edition_no,
    documents.edition_count::integer as edition_count,
    documents.part::varchar as part,
    documents.is_current::boolean as is_current,
    documents.speaks_for_year::boolean as speaks_for_year,
    documents.is_compiled::boolean as is_compiled,
    documents.first_unit_leads::boolean as first_unit_leads,
    coalesce(row_counts.span_is_known, false)::boolean as span_is_known,
    coalesce(row_counts.data_row_count, 0)::bigint as data_row_count,
    coalesce(target_counts.target_count, 0)::bigint as target_count,
    documents.format::varchar as format,
    documents.sha256::varchar as sha256,
    documents.source_url::varchar as source_url,
    documents.jurisdiction_method::varchar as jurisdiction_method,
    documents.jurisdiction_confidence::double as jurisdiction_confidence,
    documents.jurisdiction_evidence::varchar as jurisdiction_evidence,
    documents.year_method::varchar as year_method,
    documents.year_confidence::double as year_confidence,
    documents.year_evidence::varchar as year_evidence,
    documents.kind_method::varchar as kind_method
from documents
left join row_counts
    on documents.document_id = row_counts.document_id
left join target_counts
    on documents.document_id = target_counts.document_id
