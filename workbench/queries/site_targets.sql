-- Every target of a place that speaks for its year, with all that a plain page says of it. Grain: target.
with
asked as (
    select *
    from marts.dim_target
    where jurisdiction_name = $place and speaks_for_year and report_year is not null
),
measures as (
    select
        target_id,
        list({
            'measure_text': measure_text, 'target_value': target_value, 'unit': measure_unit_text,
            'reported_value': reported_value, 'reported_unit': reported_measure_unit_text,
            'ratio': attainment_ratio, 'class': attainment_class, 'operator': operator
        } order by measure_no) filter (where attainment_class <> 'no_number') as measures
    from marts.fct_target_measure
    where target_id in (select target_id from asked)
    group by target_id
),
findings as (
    select
        target_id,
        list({'reason': reason_name, 'severity': severity, 'evidence': evidence_text} order by severity, claim_id)
            as findings
    from marts.mart_claim_audit
    where target_id in (select target_id from asked)
    group by target_id
),
progress as (
    select
        target_id, progress_text, min(source_place) as source_place, min(status_text) as status_text,
        min(source_row_no) as first_row_no
    from marts.fct_target_unit
    left join marts.dim_status using (status_id)
    where target_id in (select target_id from asked) and progress_text is not null
    group by target_id, progress_text
),
reports as (
    select
        target_id,
        list({'text': progress_text, 'place': source_place, 'status': status_text} order by first_row_no, progress_text)
            as reports
    from progress
    group by target_id
),
places as (
    select target_id, arg_min(source_place, (source_row_no, source_place)) as source_place
    from marts.fct_target_unit
    where target_id in (select target_id from asked)
    group by target_id
),
units as (
    select target_id, list(unit_name order by unit_name) as unit_names
    from marts.bridge_target_unit
    where target_id in (select target_id from asked)
    group by target_id
),
leaders as (
    select target_id, list(leader_name order by leader_no, leader_name) as leader_names
    from marts.bridge_target_leader
    where target_id in (select target_id from asked)
    group by target_id
),
before as (
    select to_target_id as target_id, from_target_id, from_year, match_kind
    from marts.fct_target_match
    where jurisdiction_name = $place and to_target_id is not null
    qualify row_number() over (partition by to_target_id order by confidence desc, from_target_id nulls last) = 1
)
select
    asked.target_id, asked.report_year, asked.section_name, asked.target_no, asked.target_text,
    asked.annual_target_text, asked.is_compiled, documents.document_path, documents.source_url, places.source_place,
    measures.measures, findings.findings, reports.reports, units.unit_names, leaders.leader_names,
    before.from_target_id, before.from_year, before.match_kind
from asked
inner join marts.dim_document as documents using (document_id)
left join places using (target_id)
left join measures using (target_id)
left join findings using (target_id)
left join reports using (target_id)
left join units using (target_id)
left join leaders using (target_id)
left join before using (target_id)
order by asked.report_year desc, asked.source_table_no, asked.source_row_no, asked.target_id
