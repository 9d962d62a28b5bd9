-- 单位种子行: a seed line that says what a unit is called or who took over from it, its names parted into level and stem.
-- grain: line_kind, jurisdiction_name, old_name, new_name
-- The seeds leave the level (市 县 区) out, for a line holds under every level. Where a name is written with one, it is
-- meant of that level alone; 市 in 市场 or 市政公用 is no level. A line of the reforms may use any spelling: its stems are the
-- canonical ones, by the aliases for every place.
with
lines as (
    select
        'alias' as line_kind,
        jurisdiction_name,
        alias as old_name,
        canonical_name as new_name,
        cast(null as integer) as changed_in_year
    from seeds.unit_aliases
    where alias is not null and canonical_name is not null
    union all
    -- Without a new name the line says that there was no reform.
    select
        'successor' as line_kind,
        jurisdiction_name,
        old_name,
        new_name,
        try_cast(changed_in_year as integer) as changed_in_year
    from seeds.unit_successors
    where old_name is not null
),

level_words as (
    select list_sort(list(distinct word)) as words
    from seeds.unit_level_words
),

levels_found as (
    select
        lines.line_kind,
        lines.jurisdiction_name,
        lines.old_name,
        lines.new_name,
        lines.changed_in_year,
        regexp_matches(lines.old_name, '^[省市县区州旗盟]..')
        and coalesce(
            array_length(list_filter(level_words.words, lambda w: starts_with(lines.old_name, w))),
            0
        ) = 0 as old_has_level,
        regexp_matches(lines.new_name, '^[省市县区州旗盟]..')
        and coalesce(
            array_length(list_filter(level_words.words, lambda w: starts_with(lines.new_name, w))),
            0
        ) = 0 as new_has_level
    from lines
    cross join level_words
),

parted as (
    select
        line_kind,
        jurisdiction_name,
        old_name,
        case when old_has_level then substr(old_name, 1, 1) else '' end as old_level,
        case when old_has_level then substr(old_name, 2) else old_name end as old_stem,
        new_name,
        case when new_has_level then substr(new_name, 1, 1) else '' end as new_level,
        case when new_has_level then substr(new_name, 2) else new_name end as new_stem,
        changed_in_year
    from levels_found
),

spellings as (
    select
        old_stem as spelt_stem,
        min(new_stem) as canonical_stem
    from parted
    where line_kind = 'alias' and jurisdiction_name is null and old_level = '' and new_level = ''
    group by old_stem
),

spelt as (
    select
        parted.line_kind,
        parted.jurisdiction_name,
        parted.old_name,
        parted.old_level,
        case
            when parted.line_kind = 'successor' then coalesce(old_spellings.canonical_stem, parted.old_stem)
            else parted.old_stem
        end as old_stem,
        parted.new_name,
        parted.new_level,
        case
            when parted.line_kind = 'successor' then coalesce(new_spellings.canonical_stem, parted.new_stem)
            else parted.new_stem
        end as new_stem,
        parted.changed_in_year,
        parted.old_stem is distinct from parted.new_stem as is_change
    from parted
    left join spellings as old_spellings
        on parted.old_stem = old_spellings.spelt_stem
    left join spellings as new_spellings
        on parted.new_stem = new_spellings.spelt_stem
)

select
    line_kind::varchar as line_kind,  -- 种子: alias or successor
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: NULL for every place
    old_name::varchar as old_name,  -- 旧名: the spelling, or the old name
    old_level::varchar as old_level,  -- 旧名层级: empty for every level
    old_stem::varchar as old_stem,  -- 旧名去层级
    new_name::varchar as new_name,  -- 新名: the canonical name, or who took over; NULL for nobody
    new_level::varchar as new_level,  -- 新名层级: empty for the level of the old name
    new_stem::varchar as new_stem,  -- 新名去层级
    min(changed_in_year)::integer as changed_in_year  -- 变更年: of a reform
from spelt
-- a change of spelling is no reform
where not (is_change and old_level = new_level and old_stem is not distinct from new_stem)
group by line_kind, jurisdiction_name, old_name, old_level, old_stem, new_name, new_level, new_stem
