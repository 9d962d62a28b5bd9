-- 数据弱点: where a document's data is weak. (question 8)
-- Inferred rows by confidence, rows to review, gaps in the numbers, copied progress texts, doubtful measures.
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
with
documents as (
    select *
    from marts.dim_document
    where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
),

rows_told as (
    select
        document_id,
        count(*) as row_count,
        sum(case when assignment_method in ('span', 'single', 'corrected') then 1 else 0 end) as exact_row_count,
        sum(
            case when assignment_method = 'segmented' and assignment_confidence >= 0.9 then 1 else 0 end
        ) as sure_row_count,
        sum(
            case when assignment_method = 'segmented' and assignment_confidence < 0.9 then 1 else 0 end
        ) as unsure_row_count,
        sum(case when needs_review then 1 else 0 end) as review_row_count,
        sum(case when unit_kind = 'other' then 1 else 0 end) as unknown_unit_row_count
    from marts.mart_target_progress
    group by document_id
),

numbers as (
    select
        document_id,
        max(try_cast(target_no as integer))
        - min(try_cast(target_no as integer))
        + 1
        - count(distinct try_cast(target_no as integer)) as gap_count
    from marts.dim_target
    group by document_id
),

copies as (
    select
        document_id,
        count(distinct target_id) as copied_target_count
    from marts.mart_claim_audit
    where reason = 'copied_progress'
    group by document_id
),

doubts as (
    select
        document_id,
        sum(case when confidence < 0.7 then 1 else 0 end) as doubtful_measure_count
    from marts.fct_target_measure
    group by document_id
)

select
    documents.jurisdiction_name,
    documents.report_year,
    documents.document_path,
    documents.is_compiled,
    coalesce(rows_told.row_count, 0) as row_count,
    coalesce(rows_told.exact_row_count, 0) as exact_row_count,
    coalesce(rows_told.sure_row_count, 0) as sure_row_count,
    coalesce(rows_told.unsure_row_count, 0) as unsure_row_count,
    coalesce(rows_told.review_row_count, 0) as review_row_count,
    coalesce(rows_told.unknown_unit_row_count, 0) as unknown_unit_row_count,
    coalesce(numbers.gap_count, 0) as number_gap_count,
    coalesce(copies.copied_target_count, 0) as copied_target_count,
    coalesce(doubts.doubtful_measure_count, 0) as doubtful_measure_count
from documents
left join rows_told
    on rows_told.document_id = documents.document_id
left join numbers
    on numbers.document_id = documents.document_id
left join copies
    on copies.document_id = documents.document_id
left join doubts
    on doubts.document_id = documents.document_id
order by documents.jurisdiction_name, documents.report_year, documents.document_path
