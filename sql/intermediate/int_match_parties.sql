-- 接续责任方: who answers for a target, under keys that outlive a change of name.
-- A bureau that was renamed or merged is known by the name of its newest successor, so that 国土局 and 规划局 of one year are the 自然资源和规划局 of the next.
-- grain: target_id
with recursive
targets as (
    select * from intermediate.int_match_targets
),
units as (
    select * from intermediate.int_units
),
successions as (
    -- a chain of changes (经委, 经信委, 工业和信息化局) is followed to its end; the bound stops a ring of names
    select
        unit_id,
        jurisdiction_id,
        coalesce(successor_name, unit_name) as current_name,
        1 as step_no
    from units
    union all
    select
        successions.unit_id,
        successions.jurisdiction_id,
        units.successor_name as current_name,
        successions.step_no + 1 as step_no
    from successions
    inner join units on units.jurisdiction_id = successions.jurisdiction_id and units.unit_name = successions.current_name
    where units.successor_name is not null and successions.step_no < 6
),
newest_names as (
    select
        unit_id,
        arg_max(current_name, step_no) as current_name
    from successions
    group by unit_id
),
named_units as (
    select
        target_units.target_id,
        list_sort(list(distinct coalesce(newest_names.current_name, target_units.unit_name))) as unit_keys
    from intermediate.int_target_units as target_units
    left join newest_names on newest_names.unit_id = target_units.unit_id
    where coalesce(newest_names.current_name, target_units.unit_name) is not null
    group by target_units.target_id
),
named_leaders as (
    select
        target_id,
        list_sort(list(distinct leader_name)) as leader_keys
    from intermediate.int_target_leaders
    group by target_id
)
select
    targets.target_id::varchar as target_id,  -- 目标: the target
    coalesce(named_units.unit_keys, [])::varchar[] as unit_keys,  -- 责任单位键: the newest name of each unit that answers for it
    coalesce(named_leaders.leader_keys, [])::varchar[] as leader_keys  -- 责任领导键: the leaders' names
from targets
left join named_units on named_units.target_id = targets.target_id
left join named_leaders on named_leaders.target_id = targets.target_id
