-- Measures by how they were attained, by year. Grain: report_year x attainment_class.
select measures.report_year, measures.attainment_class, count(*) as measure_count
from marts.fct_target_measure as measures
inner join marts.dim_target as targets using (target_id)
where targets.speaks_for_year
    and measures.attainment_class <> 'no_number'
    and measures.jurisdiction_name = $place
    and measures.report_year between $first_year and $last_year
    and ($leader is null or exists (
        select 1 from marts.bridge_target_leader as bridge
        where bridge.leader_name = $leader and bridge.target_id = measures.target_id
    ))
    and ($unit is null or exists (
        select 1 from marts.bridge_target_unit as bridge
        where bridge.unit_name = $unit and bridge.target_id = measures.target_id
    ))
group by all
order by all
