-- 超额与棘轮: measures over-achieved by half or more, and whether the next report asked for more. (question 3)
-- A ratchet ratio below 1 asks for less than the year before had brought: 6% -> 12.3% -> 7%.
-- Parameters: the variables place and year (the year of the actual) narrow the answer; unset, they ask for all.
with
achieved as (
    select *
    from marts.fct_target_measure
    where is_current
        and attainment_class = 'exceeded'
        and attainment_ratio >= 1.5
        and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
),

followed as (
    select *
    from marts.mart_yoy_measure
    where is_on_both_sides
)

select
    achieved.jurisdiction_name,
    achieved.report_year,
    achieved.target_no,
    achieved.measure_text,
    achieved.value_kind,
    achieved.target_value,
    achieved.reported_value,
    achieved.measure_unit_text,
    round(achieved.attainment_ratio, 2) as attainment_ratio,
    achieved.is_forecast,
    followed.to_year as next_year,
    followed.to_target_value as next_target_value,
    round(followed.ratchet_ratio, 2) as ratchet_ratio,
    followed.to_reported_value as next_reported_value,
    followed.has_compiled_side
from achieved
left join followed
    on followed.from_target_id = achieved.target_id
    and followed.from_measure_no = achieved.measure_no
order by
    achieved.jurisdiction_name,
    achieved.report_year,
    achieved.attainment_ratio desc,
    achieved.target_no,
    achieved.measure_no
