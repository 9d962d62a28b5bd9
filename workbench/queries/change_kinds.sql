-- How many targets went on in which way, by pair of years. Grain: to_year x match_kind.
select matches.to_year, matches.match_kind, count(*) as target_count
from marts.fct_target_match as matches
where matches.jurisdiction_name = $place
    and matches.to_year between $first_year and $last_year
    and ($leader is null or exists (
        select 1 from marts.bridge_target_leader as bridge
        where bridge.leader_name = $leader and bridge.target_id in (matches.from_target_id, matches.to_target_id)
    ))
    and ($unit is null or exists (
        select 1 from marts.bridge_target_unit as bridge
        where bridge.unit_name = $unit and bridge.target_id in (matches.from_target_id, matches.to_target_id)
    ))
group by all
order by all
