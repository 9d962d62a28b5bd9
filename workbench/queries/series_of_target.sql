-- The numbers of a target's line through the years. Grain: measure x report_year.
with recursive
places as (
    select jurisdiction_id
    from marts.dim_jurisdiction
    where current_jurisdiction_id = (
        select dim_jurisdiction.current_jurisdiction_id
        from marts.dim_target
        inner join marts.dim_jurisdiction using (jurisdiction_id)
        where dim_target.target_id = $target_id
    )
),
steps as (
    select from_target_id as target_id, to_target_id as next_target_id
    from marts.fct_target_match
    where from_target_id is not null and to_target_id is not null
        and jurisdiction_id in (select jurisdiction_id from places)
    union all
    select to_target_id, from_target_id
    from marts.fct_target_match
    where from_target_id is not null and to_target_id is not null
        and jurisdiction_id in (select jurisdiction_id from places)
),
line as (
    select $target_id::varchar as target_id
    union
    select steps.next_target_id
    from line
    inner join steps using (target_id)
)
select
    coalesce(measure_key, measure_text, '') as measure_key, base_measure_unit, measure_unit_text, report_year,
    max(target_value) as target_value, max(reported_value) as reported_value
from line
inner join marts.fct_target_measure using (target_id)
where target_value is not null
group by all
order by measure_key, measure_unit_text, report_year
