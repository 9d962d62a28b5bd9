-- The targets of a line through the years: what a target continues and what continues it, within its government and
-- those that it succeeds. Grain: one row, target_ids a list.
with recursive
places as (
    select list(jurisdiction_id order by jurisdiction_id) as ids
    from marts.dim_jurisdiction
    where current_jurisdiction_id = (
        select dim_jurisdiction.current_jurisdiction_id
        from marts.dim_target
        inner join marts.dim_jurisdiction using (jurisdiction_id)
        where dim_target.target_id = $target_id
    )
),
matches as materialized (
    select from_target_id, to_target_id
    from marts.fct_target_match
    where from_target_id is not null and to_target_id is not null
        and list_contains((select ids from places), jurisdiction_id)
),
steps as (
    select from_target_id as target_id, to_target_id as next_target_id
    from matches
    union all
    select to_target_id, from_target_id
    from matches
),
line as (
    select $target_id::varchar as target_id
    union
    select steps.next_target_id
    from line
    inner join steps using (target_id)
)
select list(target_id order by target_id) as target_ids
from line
