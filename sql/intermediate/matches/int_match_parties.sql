-- 接续责任方: who answers for a target, under keys that outlive a change of name.
-- grain: target_id
-- A bureau that was renamed or merged is known by its newest printed name, so that 国土局 and 规划局 of one year are the
-- 自然资源和规划局 of the next. One that was split keeps its own name; those it was split into are its heirs, and what goes on
-- with them has not moved. In a place that was renamed from a county to a city 县教育局 is 市教育局: a name's level is that of
-- the place's newest name.
with
targets as (
    select * from intermediate.int_match_targets
),

levels as (
    select
        target_units.target_id,
        coalesce(units.current_name, target_units.unit_name) as unit_name,
        coalesce(units.heir_names, []) as heir_names,
        case
            when units.jurisdiction_id <> targets.jurisdiction_id
                and appearances.level_name = right(units.jurisdiction_name, 1)
                then appearances.level_name
        end as former_level,
        right(targets.jurisdiction_name, 1) as current_level
    from intermediate.int_target_units as target_units
    inner join targets
        on targets.target_id = target_units.target_id
    left join intermediate.int_units as units
        on units.unit_id = target_units.unit_id
    left join intermediate.int_unit_appearances as appearances
        on appearances.unit_id = target_units.unit_id
    where coalesce(units.current_name, target_units.unit_name) is not null
),

named as (
    select
        target_id,
        case
            when starts_with(unit_name, former_level) then concat(current_level, substr(unit_name, 2))
            else unit_name
        end as unit_key,
        case
            when former_level is null then heir_names
            else list_transform(
                heir_names,
                lambda heir: case
                    when starts_with(heir, former_level) then concat(current_level, substr(heir, 2))
                    else heir
                end
            )
        end as heir_names
    from levels
),

named_units as (
    select
        target_id,
        list_sort(list(distinct unit_key)) as unit_keys,
        list_sort(list_distinct(flatten(list(heir_names)))) as heir_keys
    from named
    group by target_id
),

named_leaders as (
    select
        target_id,
        list_sort(list(distinct leader_name)) as leader_keys
    from intermediate.int_target_leaders
    group by target_id
)

select
    targets.target_id::varchar as target_id,  -- 目标键: the target
    coalesce(named_units.unit_keys, [])::varchar[] as unit_keys,  -- 责任单位键: the newest name of each unit that answers for it
    coalesce(named_units.heir_keys, [])::varchar[] as heir_keys,  -- 后继单位键: the newest names of those that a split unit's work went to
    coalesce(named_leaders.leader_keys, [])::varchar[] as leader_keys  -- 责任领导键: the leaders' names
from targets
left join named_units
    on named_units.target_id = targets.target_id
left join named_leaders
    on named_leaders.target_id = targets.target_id
