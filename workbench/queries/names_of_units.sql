-- The units of a place to choose from. Grain: unit.
select unit_name, unit_kind, first_year, last_year
from marts.dim_unit
where jurisdiction_name = $place
order by unit_name
limit 600
