-- One unit: its kind, its printed names, what it came from and went into. Grain: unit.
select
    unit_name, unit_kind, printed_names, member_names, first_year, last_year, successor_names, predecessor_names,
    similar_name, is_reviewed
from marts.dim_unit
where jurisdiction_name = $place and unit_name = $unit
limit 1
