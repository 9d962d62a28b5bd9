-- 单位出现: where and when each organisation is named, and what its name alone shows.
-- grain: unit_id
with
mentions as (
    select
        units.unit_id,
        units.unit_name,
        units.unit_text,
        units.target_id,
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
        min(coalesce(jurisdiction_id, document_id)) as place_id,
        min(jurisdiction_id) as jurisdiction_id,
        min(jurisdiction_name) as jurisdiction_name,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(distinct target_id) as target_count,
        list_sort(list(distinct regexp_replace(unit_text, '\s+', '', 'g'))) as printed_names
    from mentions
    group by unit_id, unit_name
),

-- The same names return in every place: the patterns are compiled for each once.
names as (
    select distinct unit_name
    from named
),

-- The first pattern of the seed that fits the name; compiled for each name once.
kinds as (
    select
        names.unit_name,
        min({'priority': unit_kinds.priority::integer, 'unit_kind': unit_kinds.unit_kind}).unit_kind as unit_kind
    from names
    inner join seeds.unit_kinds as unit_kinds
        on regexp_matches(names.unit_name, unit_kinds.pattern)
    group by names.unit_name
),

level_words as (
    select list_sort(list(distinct word)) as words
    from seeds.unit_level_words
),

levels_found as (
    select
        names.unit_name,
        regexp_matches(names.unit_name, '^[省市县区州旗盟]..')
        and coalesce(
            array_length(list_filter(level_words.words, lambda w: starts_with(names.unit_name, w))),
            0
        ) = 0 as has_level
    from names
    cross join level_words
)

select
    named.unit_id::varchar as unit_id,  -- 单位键: the unit
    named.place_id::varchar as place_id,  -- 地方键: the government, or the document where none is known
    named.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    named.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: its name
    named.unit_name::varchar as unit_name,  -- 单位名: canonical
    (case when levels_found.has_level then substr(named.unit_name, 1, 1) else '' end)::varchar as level_name,  -- 层级: 市, 县, 区 ... before the name, empty where there is none
    (case when levels_found.has_level then substr(named.unit_name, 2) else named.unit_name end)::varchar as stem_name,  -- 去层级名: the name without its level
    kinds.unit_kind::varchar as unit_kind,  -- 单位类别: NULL where no pattern fits
    named.printed_names::varchar[] as printed_names,  -- 印名: the spellings met
    named.first_year::integer as first_year,  -- 首年: the first year that names it
    named.last_year::integer as last_year,  -- 末年: the last year that names it
    named.target_count::integer as target_count  -- 目标数: targets that name it
from named
inner join levels_found
    on named.unit_name = levels_found.unit_name
left join kinds
    on named.unit_name = kinds.unit_name
