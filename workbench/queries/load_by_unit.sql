-- The load and results of units in the newest of some years. Grain: unit.
select
    unit_name, report_year, target_count, met_count, short_count
from marts.mart_yoy_unit
where jurisdiction_name = $place and report_year = $last_year and target_count > 0
order by target_count desc, unit_name
limit 30
