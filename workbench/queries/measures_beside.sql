-- A measure in two neighbouring reports: promised and reported in both, and the ratchet. Grain: yoy measure.
select
    yoy.measure_key, yoy.from_year, yoy.to_year, yoy.match_kind, yoy.from_measure_text, yoy.to_measure_text,
    yoy.measure_unit_text, yoy.from_target_value, yoy.from_reported_value, yoy.from_attainment_ratio,
    yoy.from_attainment_class, yoy.to_target_value, yoy.to_reported_value, yoy.to_attainment_ratio,
    yoy.to_attainment_class, yoy.target_change, yoy.ratchet_change, yoy.ratchet_ratio, yoy.has_new_concept,
    yoy.has_new_measure_unit, yoy.from_target_no, yoy.to_target_no, yoy.from_target_id, yoy.to_target_id,
    yoy.is_on_both_sides
from marts.mart_yoy_measure as yoy
where yoy.jurisdiction_name = $place
    and yoy.to_year between $first_year and $last_year
    and ($leader is null or exists (
        select 1 from marts.bridge_target_leader as bridge
        where bridge.leader_name = $leader and bridge.target_id in (yoy.from_target_id, yoy.to_target_id)
    ))
    and ($unit is null or exists (
        select 1 from marts.bridge_target_unit as bridge
        where bridge.unit_name = $unit and bridge.target_id in (yoy.from_target_id, yoy.to_target_id)
    ))
order by yoy.is_on_both_sides desc, yoy.to_year, yoy.yoy_measure_id
limit $row_limit
