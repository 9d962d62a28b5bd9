-- 单位接替: who took over from a unit and from whom it took over, and the name that its load goes by.
-- grain: unit_id
-- Chains are followed through the seed, whether or not a document prints the names between (经委, 经信委, 工业和信息化局), and the
-- level is kept. Two new names of one old name are a split; where one of them is the old name itself, another was
-- parted from it.
-- A line for a place goes before one for every place. One for every place does not hold in a place that evidently did
-- not follow it: the old name is printed in a later year than the line's, and no heir is first printed after that.
with recursive
units as (
    select
        unit_id,
        place_id,
        jurisdiction_name,
        unit_name,
        level_name,
        first_year,
        last_year
    from intermediate.int_unit_appearances
),

place_levels as (
    select distinct
        place_id,
        jurisdiction_name,
        level_name
    from units
),

place_lines as (
    select
        place_levels.place_id,
        concat(place_levels.level_name, lines.old_stem) as old_name,
        concat(
            case lines.new_level when '' then place_levels.level_name else lines.new_level end,
            lines.new_stem
        ) as new_name,
        lines.new_name is null as is_denial,
        lines.changed_in_year,
        lines.jurisdiction_name is not null as is_local,
        dense_rank() over (
            partition by place_levels.place_id, place_levels.level_name, lines.old_stem
            order by
                case when lines.jurisdiction_name is not null then 0 else 1 end,
                case when lines.old_level <> '' then 0 else 1 end
        ) as line_rank
    from place_levels
    inner join intermediate.int_unit_seed_lines as lines
        on lines.line_kind = 'successor'
        and (lines.jurisdiction_name is null or lines.jurisdiction_name = place_levels.jurisdiction_name)
        and (lines.old_level = '' or lines.old_level = place_levels.level_name)
),

changes as (
    select
        place_lines.place_id,
        place_lines.old_name,
        place_lines.new_name,
        place_lines.is_local,
        min(place_lines.changed_in_year) as changed_in_year,
        min(heirs.first_year) as new_first_year,
        count(heirs.unit_id) > 0 as new_is_printed
    from place_lines
    left join units as heirs
        on place_lines.place_id = heirs.place_id
        and place_lines.new_name = heirs.unit_name
    where place_lines.line_rank = 1 and not place_lines.is_denial
    group by place_lines.place_id, place_lines.old_name, place_lines.new_name, place_lines.is_local
),

-- From each unit through names that nobody printed to the next that somebody did; the bound stops a ring of unprinted
-- names.
walks as (
    select
        units.unit_id,
        units.place_id,
        units.unit_name,
        units.last_year,
        changes.new_name,
        changes.is_local,
        changes.changed_in_year,
        changes.new_name as reached_name,
        changes.new_is_printed as is_printed,
        changes.new_first_year as reached_first_year,
        1 as step_no
    from units
    inner join changes
        on units.place_id = changes.place_id
        and units.unit_name = changes.old_name
    union all
    select
        walks.unit_id,
        walks.place_id,
        walks.unit_name,
        walks.last_year,
        walks.new_name,
        walks.is_local,
        walks.changed_in_year,
        changes.new_name as reached_name,
        changes.new_is_printed as is_printed,
        changes.new_first_year as reached_first_year,
        walks.step_no + 1 as step_no
    from walks
    inner join changes
        on walks.place_id = changes.place_id
        and walks.reached_name = changes.old_name
    where not walks.is_printed and walks.step_no < 8
),

-- The year in which a place followed that still printed the old name after the line's year.
late_followers as (
    select
        unit_id,
        min(reached_first_year) as followed_in_year
    from walks
    where is_printed and reached_first_year > last_year
    group by unit_id
),

standing as (
    select
        walks.unit_id,
        walks.place_id,
        walks.unit_name,
        walks.new_name,
        walks.reached_name,
        walks.is_printed,
        walks.step_no,
        case
            when walks.is_local or walks.changed_in_year is null then walks.changed_in_year
            when walks.last_year > walks.changed_in_year then late_followers.followed_in_year
            -- the new name is printed before the line's year, and the old one never beside it: this place went first
            when walks.step_no = 1
                and walks.reached_first_year between walks.last_year + 1 and walks.changed_in_year - 1
                then walks.reached_first_year
            else walks.changed_in_year
        end as changed_in_year
    from walks
    left join late_followers
        on walks.unit_id = late_followers.unit_id
    where (walks.reached_name <> walks.unit_name or walks.step_no = 1)
        and (
            walks.is_local
            or walks.changed_in_year is null
            or walks.last_year is null
            or walks.last_year <= walks.changed_in_year
            or late_followers.followed_in_year is not null
        )
),

ended as (
    select
        unit_id,
        list_sort(list(distinct new_name) filter (where new_name <> unit_name)) as successor_names,
        case when bool_and(new_name <> unit_name) then min(changed_in_year) end as changed_in_year
    from standing
    where step_no = 1
    group by unit_id
),

-- Of a name that the place never printed before, a line for every place gives the year unless the new name was there
-- earlier.
begun as (
    select
        units.unit_id,
        min(
            case
                when standing.unit_id is not null then standing.changed_in_year
                when formers.unit_id is not null then null
                when changes.is_local or coalesce(units.first_year >= changes.changed_in_year, true)
                    then changes.changed_in_year
            end
        ) as changed_in_year
    from units
    inner join changes
        on units.place_id = changes.place_id
        and units.unit_name = changes.new_name
    left join units as formers
        on changes.place_id = formers.place_id
        and changes.old_name = formers.unit_name
    left join standing
        on formers.unit_id = standing.unit_id
        and changes.new_name = standing.new_name
        and standing.step_no = 1
    where changes.old_name <> changes.new_name
    group by units.unit_id
),

-- Where each walk ends: at a printed name, or at a name after which the seed knows no other.
next_names as (
    select distinct
        standing.unit_id,
        standing.place_id,
        standing.unit_name,
        standing.reached_name,
        standing.is_printed
    from standing
    left join changes
        on standing.place_id = changes.place_id
        and standing.reached_name = changes.old_name
    where standing.is_printed or changes.old_name is null
),

-- The load goes on to one heir; of several, none has it all.
sole_heirs as (
    select
        place_id,
        unit_name,
        min(reached_name) as reached_name
    from next_names
    group by place_id, unit_name
    having count(distinct reached_name) = 1 and bool_and(is_printed and reached_name <> unit_name)
),

loads as (
    select
        unit_id,
        place_id,
        unit_name as reached_name,
        0 as step_no
    from units
    union all
    select
        loads.unit_id,
        loads.place_id,
        sole_heirs.reached_name,
        loads.step_no + 1 as step_no
    from loads
    inner join sole_heirs
        on loads.place_id = sole_heirs.place_id
        and loads.reached_name = sole_heirs.unit_name
    where loads.step_no < 12
),

-- The newest name; of names that follow each other in a ring, the one printed last.
currents as (
    select
        loads.unit_id,
        loads.place_id,
        loads.reached_name as current_name
    from loads
    inner join units as reached
        on loads.place_id = reached.place_id
        and loads.reached_name = reached.unit_name
    left join sole_heirs
        on loads.place_id = sole_heirs.place_id
        and loads.reached_name = sole_heirs.unit_name
    qualify row_number() over (
        partition by loads.unit_id
        order by
            case when sole_heirs.unit_name is null then 0 else 1 end,
            reached.last_year desc nulls last,
            loads.reached_name
    ) = 1
),

-- Every printed name that came of a unit, through splits too.
descents as (
    select
        unit_id,
        place_id,
        reached_name
    from next_names
    where is_printed
    union
    select
        descents.unit_id,
        descents.place_id,
        next_names.reached_name
    from descents
    inner join next_names
        on descents.place_id = next_names.place_id
        and descents.reached_name = next_names.unit_name
    where next_names.is_printed
),

descendants as (
    select
        descents.unit_id,
        list_sort(list(distinct heirs.current_name)) as heir_names
    from descents
    inner join units as reached
        on descents.place_id = reached.place_id
        and descents.reached_name = reached.unit_name
    inner join currents as heirs
        on reached.unit_id = heirs.unit_id
    inner join currents as own
        on descents.unit_id = own.unit_id
    where heirs.current_name <> own.current_name
    group by descents.unit_id
),

formers as (
    select
        units.unit_id,
        list_sort(list(distinct next_names.unit_name)) as predecessor_names
    from units
    inner join next_names
        on units.place_id = next_names.place_id
        and units.unit_name = next_names.reached_name
    where next_names.unit_name <> next_names.reached_name
    group by units.unit_id
)

select
    units.unit_id::varchar as unit_id,  -- 单位键: the unit
    begun.changed_in_year::integer as valid_from_year,  -- 起年: when it took over from another, NULL where not known
    ended.changed_in_year::integer as valid_to_year,  -- 止年: when another took over, NULL where not known
    (case when array_length(ended.successor_names) = 1 then ended.successor_names[1] end)::varchar as successor_name,  -- 继任: the one organisation that took over, printed or not, NULL where none or several did
    ended.successor_names::varchar[] as successor_names,  -- 继任者: all that took over, several after a split, NULL where none did
    formers.predecessor_names::varchar[] as predecessor_names,  -- 前身: the names of this place that it took over from, NULL where none is printed
    currents.current_name::varchar as current_name,  -- 现名: the newest printed name of the same organisation; its own where it was split
    coalesce(descendants.heir_names, [])::varchar[] as heir_names  -- 后继现名: the newest names of those a split gave its work to
from units
inner join currents
    on units.unit_id = currents.unit_id
left join ended
    on units.unit_id = ended.unit_id
left join begun
    on units.unit_id = begun.unit_id
left join descendants
    on units.unit_id = descendants.unit_id
left join formers
    on units.unit_id = formers.unit_id
