-- The numbers of a target's line through the years. Grain: measure x report_year.
with recursive
line as (
    select $target_id::varchar as target_id
    union
    select case when matches.from_target_id = line.target_id then matches.to_target_id else matches.from_target_id end
    from line
    inner join marts.fct_target_match as matches on line.target_id in (matches.from_target_id, matches.to_target_id)
    where matches.from_target_id is not null and matches.to_target_id is not null
)
select
    coalesce(measure_key, measure_text, '') as measure_key, base_measure_unit, measure_unit_text, report_year,
    max(target_value) as target_value, max(reported_value) as reported_value
from line
inner join marts.fct_target_measure using (target_id)
where target_value is not null
group by all
order by measure_key, measure_unit_text, report_year
