-- 存疑评价: which claims (是, 已完成) their numbers and words do not bear out, the heaviest reason first. (question 2)
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    report_year,
    target_no,
    status_text,
    reason_name,
    severity,
    evidence_text,
    round(confidence, 2) as confidence,
    target_text,
    progress_text,
    document_path,
    target_source_place,
    progress_source_place
from marts.mart_claim_audit
where is_current
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
order by
    jurisdiction_name,
    report_year,
    array_position(['high', 'medium', 'low'], severity),
    try_cast(target_no as integer),
    reason,
    claim_id
