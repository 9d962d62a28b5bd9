-- 文档事实: where, which year and what kind a landed document is, and how each of these is known.
-- grain: document_id
-- A side file is believed first, then the title, then the texts around the table, last the folder and the file name;
-- each question has its own model.
with
documents as (
    select
        document_id,
        document_path,
        format,
        sha256
    from raw.documents
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document it comes from
    documents.document_path::varchar as document_path,  -- 路径: relative to the raw folder
    documents.format::varchar as format,
    documents.sha256::varchar as sha256,  -- 摘要: of the content
    titles.title_text::varchar as title_text,
    jurisdictions.jurisdiction_name::varchar as jurisdiction_name,
    jurisdictions.jurisdiction_method::varchar as jurisdiction_method,
    jurisdictions.division_code::varchar as division_code,
    jurisdictions.jurisdiction_confidence::double as jurisdiction_confidence,
    jurisdictions.jurisdiction_candidates::varchar as jurisdiction_candidates,
    jurisdictions.jurisdiction_evidence::varchar as jurisdiction_evidence,
    jurisdictions.jurisdictions_also_named::varchar as jurisdictions_also_named,
    years.report_year::integer as report_year,
    years.year_method::varchar as year_method,
    years.year_confidence::double as year_confidence,
    years.year_candidate::integer as year_candidate,
    years.year_evidence::varchar as year_evidence,
    kinds.document_kind::varchar as document_kind,
    kinds.kind_method::varchar as kind_method,
    kinds.kind_evidence::varchar as kind_evidence,
    days.as_of_date::date as as_of_date,
    days.as_of_method::varchar as as_of_method,
    coalesce(side_files.is_compiled, false)::boolean as is_compiled,  -- 汇编: figures put together from reports, not a published table
    (
        coalesce(side_files.first_unit_leads, false) or coalesce(covering_rules.first_unit_leads, false)
    )::boolean as first_unit_leads,  -- 首列单位牵头: the covering notice says that the first listed unit leads
    side_files.published_on::date as published_on,
    side_files.edition::varchar as edition,
    side_files.part::varchar as part,
    side_files.source_url::varchar as source_url
from documents
left join staging.stg_side_files as side_files
    on documents.document_id = side_files.document_id
left join staging.stg_covering_rules as covering_rules
    on documents.document_id = covering_rules.document_id
left join staging.stg_document_titles as titles
    on documents.document_id = titles.document_id
left join staging.stg_document_jurisdictions as jurisdictions
    on documents.document_id = jurisdictions.document_id
left join staging.stg_document_years as years
    on documents.document_id = years.document_id
left join staging.stg_document_kinds as kinds
    on documents.document_id = kinds.document_id
left join staging.stg_document_days as days
    on documents.document_id = days.document_id
