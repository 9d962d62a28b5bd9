-- The numbers of a target's line through the years. Grain: measure x report_year.
select
    coalesce(measure_key, measure_text, '') as measure_key, base_measure_unit, measure_unit_text, report_year,
    max(target_value) as target_value, max(reported_value) as reported_value
from marts.fct_target_measure
where list_contains($target_ids, target_id) and target_value is not null
group by all
order by measure_key, measure_unit_text, report_year
