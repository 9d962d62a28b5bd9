-- Claims that numbers and words do not bear out, with both texts and the numbers in them. Grain: claim finding.
select
    audit.claim_id, audit.target_id, audit.document_id, audit.document_path, audit.jurisdiction_name, audit.report_year,
    audit.target_no, audit.status_text, audit.reason, audit.reason_name, audit.severity, audit.evidence_text,
    audit.confidence, audit.attainment_ratio, audit.target_text, audit.progress_text, audit.target_table_no,
    audit.target_row_no, audit.target_source_place, audit.progress_table_no, audit.progress_row_no,
    audit.progress_source_place,
    case when measures.target_text_name = 'target'
        then substr(audit.target_text, measures.target_start_pos, measures.target_end_pos - measures.target_start_pos + 1)
    end as promised_words,
    substr(
        audit.progress_text, measures.reported_start_pos, measures.reported_end_pos - measures.reported_start_pos + 1
    ) as reported_words
from marts.mart_claim_audit as audit
left join marts.fct_target_measure as measures
    on audit.target_id = measures.target_id and audit.measure_no = measures.measure_no
where ($place is null or audit.jurisdiction_name = $place)
    and ($year is null or audit.report_year = $year)
    and ($severity is null or audit.severity = $severity)
    and ($reason is null or audit.reason = $reason)
    and ($leader is null or exists (
        select 1 from marts.bridge_target_leader as bridge
        where bridge.leader_name = $leader and bridge.target_id = audit.target_id
    ))
    and ($unit is null or exists (
        select 1 from marts.bridge_target_unit as bridge
        where bridge.unit_name = $unit and bridge.target_id = audit.target_id
    ))
order by
    audit.severity = 'high' desc, audit.severity = 'medium' desc, audit.jurisdiction_name, audit.report_year desc,
    audit.target_no, audit.claim_id
limit $row_limit offset $row_offset
