-- Leaders who answer for the same targets. Grain: pair of leaders, both ways.
select one.leader_name, other.leader_name as other_name, count(distinct one.target_id) as target_count
from marts.bridge_target_leader as one
inner join marts.bridge_target_leader as other
    on one.target_id = other.target_id and one.leader_name <> other.leader_name
inner join marts.dim_target as targets on one.target_id = targets.target_id
where targets.speaks_for_year
    and targets.jurisdiction_name = $place
    and targets.report_year between $first_year and $last_year
    and ($leader is null or one.leader_name = $leader)
group by one.leader_name, other.leader_name
order by target_count desc, one.leader_name, other_name
limit 1000
