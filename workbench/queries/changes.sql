-- A target beside the one that it continues in the next report, and from whom to whom it went. Grain: match.
with
asked as (
    select matches.match_id, matches.from_target_id, matches.to_target_id
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
),
units as (
    select target_id, string_agg(unit_name, '、' order by unit_name) as unit_names
    from marts.bridge_target_unit
    where target_id in (select from_target_id from asked union all select to_target_id from asked)
    group by target_id
),
leaders as (
    select target_id, string_agg(leader_name, '、' order by leader_no, leader_name) as leader_names
    from marts.bridge_target_leader
    where target_id in (select from_target_id from asked union all select to_target_id from asked)
    group by target_id
)
select
    yoy.from_year, yoy.to_year, yoy.match_kind, yoy.from_target_no, yoy.from_target_text, yoy.to_target_no,
    yoy.to_target_text, from_units.unit_names as from_units, to_units.unit_names as to_units,
    from_leaders.leader_names as from_leaders, to_leaders.leader_names as to_leaders, yoy.has_moved_unit,
    yoy.has_new_leader, yoy.from_is_met_by_measure, yoy.to_is_met_by_measure, yoy.from_status_text, yoy.to_status_text,
    yoy.confidence, yoy.needs_review, asked.from_target_id, asked.to_target_id
from asked
inner join marts.mart_yoy_target as yoy using (match_id)
left join units as from_units on asked.from_target_id = from_units.target_id
left join units as to_units on asked.to_target_id = to_units.target_id
left join leaders as from_leaders on asked.from_target_id = from_leaders.target_id
left join leaders as to_leaders on asked.to_target_id = to_leaders.target_id
order by yoy.to_year, try_cast(coalesce(yoy.to_target_no, yoy.from_target_no) as integer), asked.match_id
limit $row_limit
