-- 单位: every organisation of a jurisdiction that its tables name.
-- grain: unit_id
with
named as (
    select * from intermediate.int_unit_appearances
),

successions as (
    select * from intermediate.int_unit_successions
),

group_names as (
    select distinct group_name
    from seeds.unit_groups
),

-- 各县区, 各县（市、区）, 各区县人民政府 are one group: signs, the word government and the order of the levels mean nothing.
spelt_lines as (
    select
        named.unit_id,
        named.unit_name,
        named.last_year,
        lines.group_name,
        lines.member_name,
        try_cast(lines.valid_from as date) as valid_from,
        try_cast(lines.valid_to as date) as valid_to,
        list_transform([named.unit_name, lines.group_name], lambda name: regexp_replace(
            regexp_replace(
                regexp_replace(name, '[()（）、，,/\s和及与]|人民', '', 'g'), '(政府|管委会|管理委员会|办事处)+$', ''
            ),
            '^各[县市区旗]*(区[县市旗]|[县市旗]区)[县市区旗]*$', '各县区'
        )) as group_keys
    from named
    inner join seeds.unit_groups as lines
        on named.jurisdiction_name = lines.jurisdiction_name
    left join group_names
        on named.unit_name = group_names.group_name
    where named.unit_kind = 'group' or group_names.group_name is not null
),

-- Lines under the very name go before those under another spelling of it.
member_lines as (
    select
        unit_id,
        last_year,
        member_name,
        valid_from,
        valid_to
    from spelt_lines
    where group_keys[1] = group_keys[2]
    qualify dense_rank() over (
        partition by unit_id order by case when group_name = unit_name then 0 else 1 end
    ) = 1
),

members as (
    select
        unit_id,
        list_sort(
            list(distinct {'member_name': member_name, 'valid_from': valid_from, 'valid_to': valid_to})
        ) as members,
        -- Who a group is, at the end of the last year that names it.
        list_sort(list(distinct member_name) filter (
            where coalesce(valid_from, date '0001-01-01') <= make_date(last_year, 12, 31)
                and coalesce(valid_to, date '9999-12-31') >= make_date(last_year, 12, 31)
        )) as member_names
    from member_lines
    group by unit_id
),

-- A person has said what a name is called: the seed's line for this place, or for every place.
reviewed as (
    select distinct named.unit_id
    from named
    inner join intermediate.int_unit_seed_lines as lines
        on lines.line_kind = 'alias'
        and named.stem_name = lines.new_stem
        and (lines.new_level = '' or lines.new_level = named.level_name)
        and (lines.jurisdiction_name is null or lines.jurisdiction_name = named.jurisdiction_name)
),

lookalikes as (
    select
        unit_id,
        similar_name
    from intermediate.int_unit_lookalikes
    where not is_settled
)

select
    named.unit_id::varchar as unit_id,  -- 单位键: the unit
    named.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    named.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    named.unit_name::varchar as unit_name,  -- 单位名: canonical
    coalesce(named.unit_kind, 'other')::varchar as unit_kind,  -- 单位类别: bureau, commission, office, county_government, township_government, government, park, company, association, institution, party, congress, court_procuratorate, group or other
    (coalesce(named.unit_kind, '') = 'group' and members.unit_id is null)::boolean as is_open_group,  -- 开放组: a group whose members nobody listed
    members.member_names::varchar[] as member_names,  -- 成员: of a group, at the end of the last year that names it
    members.members::struct(member_name varchar, valid_from date, valid_to date)[] as members,  -- 历任成员: of a group, each with its first and last day, NULL where there is no bound
    named.printed_names::varchar[] as printed_names,  -- 印名: the spellings met
    named.first_year::integer as first_year,  -- 首年: the first year that names it
    named.last_year::integer as last_year,  -- 末年: the last year that names it
    successions.valid_from_year::integer as valid_from_year,  -- 起年: when it took over from another, NULL where not known
    successions.valid_to_year::integer as valid_to_year,  -- 止年: when another took over, NULL where not known
    successions.successor_name::varchar as successor_name,  -- 继任: the one organisation that took over, NULL where none or several did
    successions.successor_names::varchar[] as successor_names,  -- 继任者: all that took over, several after a split, NULL where none did
    successions.predecessor_names::varchar[] as predecessor_names,  -- 前身: the names of this place that it took over from, NULL where none is printed
    successions.current_name::varchar as current_name,  -- 现名: the newest printed name of the same organisation; its own where it was split
    successions.heir_names::varchar[] as heir_names,  -- 后继现名: the newest names of those a split gave its work to
    lookalikes.similar_name::varchar as similar_name,  -- 形近名: a better known name of this place that it may be a spelling or a misprint of, NULL where none is or a person has separated them
    (
        (named.unit_kind is not null or reviewed.unit_id is not null) and lookalikes.similar_name is null
    )::boolean as is_reviewed  -- 已识别: a seed knows its kind or its name, and no other name of the place is like it; else it waits in `duban review names`
from named
inner join successions
    on named.unit_id = successions.unit_id
left join members
    on named.unit_id = members.unit_id
left join reviewed
    on named.unit_id = reviewed.unit_id
left join lookalikes
    on named.unit_id = lookalikes.unit_id
