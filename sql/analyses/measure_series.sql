-- 指标序列: the same measure across reports, promised and reported. (question 4)
-- The place where the concept or the unit of measure changed is marked.
-- Parameters: the variables place and year (the latter of two years) narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    measure_key,
    value_kind,
    from_year,
    from_target_no,
    from_target_value,
    from_reported_value,
    to_year,
    to_target_no,
    to_target_value,
    to_reported_value,
    measure_unit_text,
    target_change,
    reported_change,
    ratchet_change,
    has_new_concept,
    has_new_measure_unit,
    has_compiled_side
from marts.mart_yoy_measure
where is_on_both_sides
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or to_year = getvariable('year')::integer)
order by jurisdiction_name, measure_key, value_kind, from_year, from_target_no, to_target_no
