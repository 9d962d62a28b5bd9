-- The targets of a leader or unit, the newest first. Grain: target.
select
    targets.target_id, targets.report_year, targets.target_no, targets.target_text,
    list_sort(list(distinct measures.attainment_class) filter (where measures.attainment_class <> 'no_number'))
        as attainment_classes,
    (select count(*) from marts.mart_claim_audit as audit where audit.target_id = targets.target_id) as finding_count
from marts.dim_target as targets
left join marts.fct_target_measure as measures using (target_id)
where targets.speaks_for_year
    and targets.jurisdiction_name = $place
    and ($year is null or targets.report_year = $year)
    and ($leader is null or targets.target_id in (
        select target_id from marts.bridge_target_leader where leader_name = $leader
    ))
    and ($unit is null or targets.target_id in (select target_id from marts.bridge_target_unit where unit_name = $unit))
group by targets.target_id, targets.report_year, targets.target_no, targets.target_text
order by targets.report_year desc, try_cast(targets.target_no as integer), targets.target_id
limit $row_limit
