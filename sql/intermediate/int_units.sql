-- 单位: every organisation of a jurisdiction that its tables name.
-- grain: unit_id
with

mentions as (

    select
        units.unit_id,
        units.unit_name,
        units.unit_text,
        units.document_id,
        targets.jurisdiction_id,
        targets.jurisdiction_name,
        targets.report_year
    from intermediate.int_target_units as units
    inner join intermediate.int_targets as targets
        on units.document_id = targets.document_id
        and units.target_id = targets.target_id

),

named as (

    select
        unit_id,
        unit_name,
        min(jurisdiction_id) as jurisdiction_id,
        min(jurisdiction_name) as jurisdiction_name,
        min(report_year) as first_year,
        max(report_year) as last_year,
        list_sort(list(distinct regexp_replace(unit_text, '\s+', '', 'g'))) as printed_names
    from mentions
    group by unit_id, unit_name

),

names as (

    -- The same names return in every place: each is held against the patterns once.
    select distinct
        unit_name
    from named

),

kinds as (

    -- The first pattern of the seed that fits the name.
    select
        names.unit_name,
        min({'priority': unit_kinds.priority::integer, 'unit_kind': unit_kinds.unit_kind}).unit_kind as unit_kind
    from names
    inner join seeds.unit_kinds as unit_kinds
        on regexp_matches(names.unit_name, unit_kinds.pattern)
    group by names.unit_name

),

stems as (

    select
        unit_id,
        regexp_extract(unit_name, '^([省市县区州旗盟]直?)..', 1) as level_name,
        case
            when regexp_matches(unit_name, '^[省市县区州旗盟]..') then regexp_replace(unit_name, '^[省市县区州旗盟]', '')
            else unit_name
        end as stem
    from named

),

successions as (

    select
        old_name,
        new_name,
        try_cast(changed_in_year as integer) as changed_in_year
    from seeds.unit_successors

),

ended as (

    select
        stems.unit_id,
        min(concat(stems.level_name, successions.new_name)) as successor_name,
        min(successions.changed_in_year) as changed_in_year
    from stems
    inner join successions
        on stems.stem = successions.old_name
    group by stems.unit_id

),

begun as (

    select
        stems.unit_id,
        min(successions.changed_in_year) as changed_in_year
    from stems
    inner join successions
        on stems.stem = successions.new_name
    group by stems.unit_id

),

members as (

    -- Who a group is, at the end of the last year that names it.
    select
        named.unit_id,
        list_sort(list(distinct unit_groups.member_name)) as member_names
    from named
    inner join seeds.unit_groups as unit_groups
        on named.jurisdiction_name = unit_groups.jurisdiction_name
        and named.unit_name = unit_groups.group_name
    where coalesce(try_cast(unit_groups.valid_from as date), date '0001-01-01') <= make_date(named.last_year, 12, 31)
        and coalesce(try_cast(unit_groups.valid_to as date), date '9999-12-31') >= make_date(named.last_year, 12, 31)
    group by named.unit_id

),

reviewed as (

    -- A person has said what a name is called: the seed's line for this place, or for every place.
    select distinct
        named.unit_id
    from named
    inner join seeds.unit_aliases as unit_aliases
        on named.unit_name = unit_aliases.canonical_name
        and coalesce(unit_aliases.jurisdiction_name, named.jurisdiction_name) = named.jurisdiction_name

)

select
    named.unit_id::varchar as unit_id,  -- 单位键: the unit
    named.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    named.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the government whose targets these are
    named.unit_name::varchar as unit_name,  -- 单位名: canonical
    coalesce(kinds.unit_kind, 'other')::varchar as unit_kind,  -- 类别: bureau, commission, office, county_government, township_government, government, park, company, association, institution, party, congress, court_procuratorate, group or other
    (coalesce(kinds.unit_kind, '') = 'group' and members.member_names is null)::boolean as is_open_group,  -- 开放组: a group whose members nobody listed
    members.member_names::varchar[] as member_names,  -- 成员: of a group, at the end of the last year that names it
    named.printed_names::varchar[] as printed_names,  -- 印名: the spellings met
    named.first_year::integer as first_year,  -- 首年: the first year that names it
    named.last_year::integer as last_year,  -- 末年: the last year that names it
    begun.changed_in_year::integer as valid_from_year,  -- 起年: when it took over from another, NULL where not known
    ended.changed_in_year::integer as valid_to_year,  -- 止年: when another took over, NULL where not known
    ended.successor_name::varchar as successor_name,  -- 继任: the organisation that took over, NULL where none did
    (kinds.unit_kind is not null or reviewed.unit_id is not null)::boolean as is_reviewed  -- 已识别: a seed knows its kind or its name; else it waits in `duban review names`
from named
left join kinds on named.unit_name = kinds.unit_name
left join ended on named.unit_id = ended.unit_id
left join begun on named.unit_id = begun.unit_id
left join members on named.unit_id = members.unit_id
left join reviewed on named.unit_id = reviewed.unit_id
