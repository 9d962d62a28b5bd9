-- 变动所用的数: the counts of a document that drift is judged by.
-- grain: document_path
-- Read from the candidate and from the published build, so from promised tables only: a build of an older version can
-- be compared with too.
with
facts as (
    select
        document_path,
        count(distinct (source_table_no, source_row_no)) as data_rows,
        count(distinct (target_no, target_text)) as targets,
        count(*) as facts,
        count(distinct (source_table_no, source_row_no)) filter (where needs_review) as flagged,
        count(*) filter (where unit_name is null) as without_unit,
        count(*) filter (where progress_text is null) as without_progress,
        count(*) filter (where status_text is not null) as with_status,
        count(*) filter (where status_text is not null and status_class is null) as unjudged_status
    from marts.mart_target_progress
    group by document_path
)

select
    documents.document_id,
    documents.document_path,
    coalesce(documents.jurisdiction_name, '') as jurisdiction_name,
    coalesce(documents.document_kind, '') as document_kind,
    coalesce(documents.report_year, 0) as report_year,
    coalesce(documents.is_current, false) as is_current,
    coalesce(facts.data_rows, 0) as data_rows,
    coalesce(facts.targets, 0) as targets,
    coalesce(facts.facts, 0) as facts,
    coalesce(facts.flagged, 0) as flagged,
    coalesce(facts.without_unit, 0) as without_unit,
    coalesce(facts.without_progress, 0) as without_progress,
    coalesce(facts.with_status, 0) as with_status,
    coalesce(facts.unjudged_status, 0) as unjudged_status
from marts.dim_document as documents
left join facts
    on documents.document_path = facts.document_path
