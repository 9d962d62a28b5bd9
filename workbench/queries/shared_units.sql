-- Units that answer for the same targets as one. Grain: other unit.
select other.unit_name as other_name, count(distinct one.target_id) as target_count
from marts.bridge_target_unit as one
inner join marts.bridge_target_unit as other on one.target_id = other.target_id and one.unit_name <> other.unit_name
inner join marts.dim_target as targets on one.target_id = targets.target_id
where targets.speaks_for_year
    and targets.jurisdiction_name = $place
    and targets.report_year between $first_year and $last_year
    and one.unit_name = $unit
group by other.unit_name
order by target_count desc, other_name
limit 100
