-- Who answers for how many targets together with whom. Grain: leader x unit.
select leaders.leader_name, units.unit_name, count(distinct leaders.target_id) as target_count
from marts.bridge_target_leader as leaders
inner join marts.bridge_target_unit as units using (target_id)
inner join marts.dim_target as targets using (target_id)
where targets.speaks_for_year
    and targets.jurisdiction_name = $place
    and targets.report_year between $first_year and $last_year
    and ($leader is null or leaders.leader_name = $leader)
    and ($unit is null or units.unit_name = $unit)
group by leaders.leader_name, units.unit_name
order by target_count desc, leaders.leader_name, units.unit_name
limit 3000
