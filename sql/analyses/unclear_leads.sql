-- 牵头不明: targets with no leading unit, or with more than one, and how many units answer for them. (question 6)
-- Most tables do not say who leads: a place whose units are all 'unspecified' says nothing about its leads.
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
with
units as (
    select
        target_id,
        count(distinct unit_name) as unit_count,
        count(distinct case when unit_role = 'lead' then unit_name end) as lead_count
    from marts.bridge_target_unit
    group by target_id
)

select
    dim_target.jurisdiction_name,
    dim_target.report_year,
    dim_target.target_no,
    dim_target.target_text,
    coalesce(units.unit_count, 0) as unit_count,
    coalesce(units.lead_count, 0) as lead_count
from marts.dim_target
left join units
    on units.target_id = dim_target.target_id
where dim_target.speaks_for_year
    and not dim_target.is_compiled
    and coalesce(units.lead_count, 0) <> 1
    and (getvariable('place')::varchar is null or dim_target.jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or dim_target.report_year = getvariable('year')::integer)
order by
    dim_target.jurisdiction_name,
    dim_target.report_year,
    unit_count desc,
    try_cast(dim_target.target_no as integer),
    dim_target.target_id
