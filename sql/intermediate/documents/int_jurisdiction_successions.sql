-- 地区沿革: what a place was called before and after, and the newest name under which its tables are in.
-- grain: jurisdiction_id
-- across places: jurisdiction_id, jurisdiction_name, current_jurisdiction_id, current_jurisdiction_name
-- Chains are followed through the seed whether or not a document is there under the names between. Where the seed says
-- nothing, two names that differ in their ending alone (某县, 某市), one of them no division of today and never in the same
-- year, may be one place: that is a hint for a person, and nothing is followed.
with recursive
places as (
    select
        jurisdiction_id,
        jurisdiction_name,
        division_code,
        parent_name,
        first_year,
        last_year
    from intermediate.int_jurisdictions
),

-- A line without a new name says that the old one goes on under none.
lines as (
    select
        old_name,
        new_name,
        parent_name,
        try_cast(changed_by_year as integer) as changed_by_year,
        count(*) over (partition by old_name) as namesake_count
    from seeds.jurisdiction_successors
    where old_name is not null
),

-- A name is written alone or behind that of the division above; alone it is believed where no division of today has it
-- and the division above, if the place is known to have one, is the line's.
steps as (
    select
        lines.old_name,
        lines.new_name,
        lines.parent_name,
        lines.changed_by_year,
        written.old_text,
        written.new_text
    from lines
    cross join lateral (
        select
            unnest([lines.old_name, concat(lines.parent_name, lines.old_name)]) as old_text,
            unnest([lines.new_name, concat(lines.parent_name, lines.new_name)]) as new_text,
            unnest([false, true]) as has_parent
    ) as written
    where written.has_parent or lines.namesake_count = 1
),

walks as (
    select
        places.jurisdiction_id,
        steps.new_name as reached_name,
        steps.parent_name,
        steps.changed_by_year,
        steps.new_name as successor_name,
        1 as step_no
    from places
    inner join steps
        on places.jurisdiction_name = steps.old_text
    where steps.new_name is not null
        and (places.division_code is null or places.jurisdiction_name <> steps.old_name)
        and (
            places.parent_name is null
            or steps.parent_name is null
            or contains(places.parent_name, steps.parent_name)
            or contains(steps.parent_name, places.parent_name)
        )
    union all
    select
        walks.jurisdiction_id,
        lines.new_name as reached_name,
        lines.parent_name,
        lines.changed_by_year,
        walks.successor_name,
        walks.step_no + 1 as step_no
    from walks
    inner join lines
        on walks.reached_name = lines.old_name
        and walks.parent_name is not distinct from lines.parent_name
    where lines.new_name is not null and walks.step_no < 8
),

-- The last name of the chain under which there is a table.
reached as (
    select
        walks.jurisdiction_id,
        heirs.jurisdiction_id as heir_id,
        heirs.jurisdiction_name as heir_name
    from walks
    inner join places as heirs
        on heirs.jurisdiction_name in (walks.reached_name, concat(walks.parent_name, walks.reached_name))
    where heirs.jurisdiction_id <> walks.jurisdiction_id
    qualify row_number() over (
        partition by walks.jurisdiction_id
        order by walks.step_no desc, length(heirs.jurisdiction_name) desc, heirs.jurisdiction_name
    ) = 1
),

successors as (
    select
        jurisdiction_id,
        min({'changed_by_year': changed_by_year, 'name': successor_name}) as first_step
    from walks
    where step_no = 1
    group by jurisdiction_id
),

predecessors as (
    select
        heir_id as jurisdiction_id,
        list_sort(list(distinct places.jurisdiction_name)) as predecessor_names
    from reached
    inner join places
        on reached.jurisdiction_id = places.jurisdiction_id
    group by heir_id
),

stems as (
    select
        jurisdiction_id,
        jurisdiction_name,
        division_code,
        parent_name,
        first_year,
        last_year,
        regexp_extract(jurisdiction_name, '^(?:.*(?:省|自治区|市|州|盟|地区))?([一-龥]{2,}?)(?:[一-龥]族自治)?[县市区旗]$', 1) as stem
    from places
),

lookalikes as (
    select
        earlier.jurisdiction_id as earlier_id,
        earlier.jurisdiction_name as earlier_name,
        later.jurisdiction_id as later_id,
        later.jurisdiction_name as later_name
    from stems as earlier
    inner join stems as later
        on earlier.stem = later.stem
        and earlier.stem <> ''
        and earlier.last_year < later.first_year
        and (earlier.division_code is null or later.division_code is null)
        and (
            earlier.parent_name is null
            or later.parent_name is null
            or contains(earlier.parent_name, later.parent_name)
            or contains(later.parent_name, earlier.parent_name)
        )
    left join reached
        on earlier.jurisdiction_id = reached.jurisdiction_id
    left join lines
        on ends_with(earlier.jurisdiction_name, lines.old_name)
    where reached.jurisdiction_id is null and lines.old_name is null
),

similar_names as (
    select
        jurisdiction_id,
        min(similar_name) as similar_name
    from (
        select
            earlier_id as jurisdiction_id,
            later_name as similar_name
        from lookalikes
        union all
        select
            later_id as jurisdiction_id,
            earlier_name as similar_name
        from lookalikes
    ) as both_ways
    group by jurisdiction_id
)

select
    places.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    places.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: its name
    coalesce(reached.heir_id, places.jurisdiction_id)::varchar as current_jurisdiction_id,  -- 现地区键: of the newest name under which the place has a table
    coalesce(reached.heir_name, places.jurisdiction_name)::varchar as current_jurisdiction_name,  -- 现地区名: that name
    successors.first_step.name::varchar as successor_name,  -- 继任: what the place was called next, whether or not a table is in under it; NULL where it was not renamed
    successors.first_step.changed_by_year::integer as changed_by_year,  -- 更名年: by the end of which it had that name
    predecessors.predecessor_names::varchar[] as predecessor_names,  -- 前身: the names of its earlier tables; NULL where there is none
    similar_names.similar_name::varchar as similar_name  -- 形近名: another name under which the same place may have tables, for a person to decide; NULL where none is
from places
left join reached
    on places.jurisdiction_id = reached.jurisdiction_id
left join successors
    on places.jurisdiction_id = successors.jurisdiction_id
left join predecessors
    on places.jurisdiction_id = predecessors.jurisdiction_id
left join similar_names
    on places.jurisdiction_id = similar_names.jurisdiction_id
