-- 形近单位: a name that may be another spelling, or a misprint, of one that the same place prints and that is better known.
-- grain: unit_id
-- Alike are names of one kind: the same but for the level or words without meaning (教育局 beside 市教育局), one contained in
-- the other but for two characters (市场监督管理局 beside 市场监管局), and names that are one character apart (市财证局 beside 市财政局).
-- A character may be all the difference there is (教育局, 体育局; 东河县, 西河县; 一中, 二中). So two known names are two, numbers and
-- directions always differ, and names of places and companies are not compared by a single character.
-- Each name is held against keys, a name less one or two of its characters, and not against every other name.
-- A key that more than a hundred names of a place share shows no misprint and is left out.
with
units as (
    select
        unit_id,
        place_id,
        jurisdiction_name,
        unit_name,
        level_name,
        stem_name,
        unit_kind,
        target_count,
        -- what says nothing: 和, 委员会 for 委, 办公室 for 办, 人民政府 for 政府
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    stem_name,
                    '人民(政府|法院|检察院)', '\1', 'g'
                ),
                '(委)员会$|(办)公室$', '\1\2', 'g'
            ),
            '[和与及暨、()（）\s]', '', 'g'
        ) as plain_stem
    from intermediate.int_unit_appearances
    where unit_kind is not null and unit_kind <> 'group'
),

lines as (
    select * from intermediate.int_unit_seed_lines
),

-- Names that seeds know, and those that several places print: a misprint is seldom made in three.
known_stems as (
    select unit_name as stem_name
    from seeds.unit_known_names
    union
    select new_stem as stem_name
    from lines
    where new_stem is not null and jurisdiction_name is null
    union
    select old_stem as stem_name
    from lines
    where line_kind = 'successor' and jurisdiction_name is null
    union
    select stem_name
    from intermediate.int_unit_known_stems
),

-- Of two names that are alike, the lesser waits for a person.
ranked as (
    select
        units.unit_id,
        units.place_id,
        units.jurisdiction_name,
        units.unit_name,
        units.level_name,
        units.stem_name,
        units.unit_kind,
        units.plain_stem,
        known_stems.stem_name is not null as is_known,
        row_number() over (
            partition by units.place_id
            order by
                case when known_stems.stem_name is not null then 0 else 1 end,
                case
                    when units.level_name = right(units.jurisdiction_name, 1) then 0
                    when units.level_name <> '' then 1
                    else 2
                end,
                units.target_count desc,
                units.unit_name
        ) as place_rank
    from units
    left join known_stems
        on units.stem_name = known_stems.stem_name
),

stem_places as (
    select
        unit_id,
        plain_stem,
        unnest(range(1, length(plain_stem) + 1)) as first_place
    from ranked
    -- what is longer is a sentence that was taken for a name
    where length(plain_stem) <= 24
),

-- a number or a direction is never left out of a key, as it always separates two names
first_places as (
    select *
    from stem_places
    where not regexp_matches(
        substr(plain_stem, first_place, 1),
        '[0-9一二三四五六七八九十百甲乙丙丁东西南北中上下前后左右内外大小新老旧高低初]'
    )
),

keys as (
    select
        unit_id,
        'whole' as key_kind,
        plain_stem as key_text,
        '' as left_out
    from ranked
    union all
    select
        unit_id,
        'less one' as key_kind,
        concat(substr(plain_stem, 1, first_place - 1), substr(plain_stem, first_place + 1)) as key_text,
        substr(plain_stem, first_place, 1) as left_out
    from first_places
    union all
    select
        unit_id,
        'one open' as key_kind,
        concat(substr(plain_stem, 1, first_place - 1), '_', substr(plain_stem, first_place + 1)) as key_text,
        substr(plain_stem, first_place, 1) as left_out
    from first_places
    union all
    select
        ones.unit_id,
        'less two' as key_kind,
        concat(
            substr(ones.plain_stem, 1, ones.first_place - 1),
            substr(ones.plain_stem, ones.first_place + 1, twos.first_place - ones.first_place - 1),
            substr(ones.plain_stem, twos.first_place + 1)
        ) as key_text,
        concat(substr(ones.plain_stem, ones.first_place, 1), substr(ones.plain_stem, twos.first_place, 1)) as left_out
    from first_places as ones
    inner join first_places as twos
        on ones.unit_id = twos.unit_id
        and ones.first_place < twos.first_place
),

placed_keys as (
    select
        ranked.place_id,
        ranked.unit_kind,
        keys.unit_id,
        keys.key_kind,
        keys.key_text,
        keys.left_out
    from ranked
    inner join keys
        on ranked.unit_id = keys.unit_id
),

crowded_keys as (
    select
        place_id,
        unit_kind,
        key_kind,
        key_text
    from placed_keys
    where key_kind in ('whole', 'one open')
    group by place_id, unit_kind, key_kind, key_text
    having count(*) > 100
),

-- the keys that others are held against
asked_keys as (
    select placed_keys.*
    from placed_keys
    left join crowded_keys
        on placed_keys.place_id = crowded_keys.place_id
        and placed_keys.unit_kind = crowded_keys.unit_kind
        and placed_keys.key_kind = crowded_keys.key_kind
        and placed_keys.key_text = crowded_keys.key_text
    where placed_keys.key_kind in ('whole', 'one open') and crowded_keys.key_text is null
),

met as (
    select
        wholes.unit_id as one_unit_id,
        others.unit_id as other_unit_id,
        case others.key_kind when 'whole' then 'same' else 'contained' end as likeness,
        others.left_out as difference,
        length(wholes.key_text) as shared_length,
        '' as open_text
    from asked_keys as wholes
    inner join placed_keys as others
        on wholes.place_id = others.place_id
        and wholes.unit_kind = others.unit_kind
        and wholes.key_text = others.key_text
    where wholes.key_kind = 'whole' and others.key_kind <> 'one open' and wholes.unit_id <> others.unit_id
    union
    select
        ones.unit_id as one_unit_id,
        others.unit_id as other_unit_id,
        'one apart' as likeness,
        concat(ones.left_out, others.left_out) as difference,
        length(ones.key_text) - 1 as shared_length,
        ones.key_text as open_text
    from asked_keys as ones
    inner join placed_keys as others
        on ones.place_id = others.place_id
        and ones.unit_kind = others.unit_kind
        and ones.key_text = others.key_text
    where ones.key_kind = 'one open' and others.key_kind = 'one open' and ones.left_out <> others.left_out
),

both_ways as (
    select
        one_unit_id as unit_id,
        other_unit_id,
        likeness,
        difference,
        shared_length,
        open_text
    from met
    union
    select
        other_unit_id as unit_id,
        one_unit_id as other_unit_id,
        likeness,
        difference,
        shared_length,
        open_text
    from met
),

-- kept, or the engine may first hold every name against all that rank behind it
these as materialized (
    select
        both_ways.*,
        ranked.unit_kind,
        ranked.is_known,
        ranked.level_name,
        ranked.place_rank
    from both_ways
    inner join ranked
        on both_ways.unit_id = ranked.unit_id
),

pairs as (
    select
        these.unit_id,
        these.likeness,
        these.difference,
        these.shared_length,
        these.open_text,
        these.unit_kind,
        these.is_known,
        others.unit_name as other_unit_name,
        others.is_known as other_is_known,
        others.place_rank as other_place_rank
    from these
    inner join ranked as others
        on these.other_unit_id = others.unit_id
    where these.place_rank > others.place_rank
        and (these.level_name = others.level_name or these.level_name = '' or others.level_name = '')
),

alike as (
    select *
    from pairs
    where likeness = 'same'
        or not (is_known and other_is_known)
        and case
            -- 曹县 and 曹县人民政府 are one, 张庄镇 and 张李庄镇 two
            when likeness = 'contained' and unit_kind in ('county_government', 'township_government', 'park')
                then shared_length >= 2 and regexp_matches(difference, '^(政府|人民|街道|管委会?|办事|办)$')
            when likeness = 'contained' then shared_length >= 3
            when unit_kind in ('county_government', 'township_government', 'park', 'company') then false
            -- of two unknown names only long ones that begin alike are taken to be one: 市铁塔局 and 市铁路局 are not, nor are
            -- 大名县自然资源局 and 大厂县自然资源局
            else is_known or other_is_known
                or shared_length >= 6 and not regexp_matches(open_text, '^_|_.?[县区市旗乡镇]')
        end
),

-- An old name and the one that took over are alike and two.
related as (
    select distinct
        unit_id,
        unnest(list_concat(coalesce(successor_names, []), coalesce(predecessor_names, []))) as other_unit_name
    from intermediate.int_unit_successions
),

-- A person has said that it is a name of its own, by an alias of the name to itself.
settled as (
    select distinct units.unit_id
    from units
    inner join lines
        on lines.line_kind = 'alias'
        and units.stem_name = lines.new_stem
        and (lines.new_level = '' or lines.new_level = units.level_name)
        and (lines.jurisdiction_name is null or lines.jurisdiction_name = units.jurisdiction_name)
    where lines.old_name = lines.new_name
)

select
    alike.unit_id::varchar as unit_id,  -- 单位键: the lesser known of the two
    alike.other_unit_name::varchar as similar_name,  -- 形近名: the better known name most like it in the same place
    alike.likeness::varchar as likeness,  -- 相似方式: same (but for the level), contained or one apart
    (settled.unit_id is not null)::boolean as is_settled  -- 已认定: a person's line says that it is a name of its own
from alike
left join related
    on alike.unit_id = related.unit_id
    and alike.other_unit_name = related.other_unit_name
left join settled
    on alike.unit_id = settled.unit_id
where related.unit_id is null
qualify row_number() over (
    partition by alike.unit_id
    order by
        case alike.likeness when 'same' then 1 when 'contained' then 2 else 3 end,
        alike.other_place_rank,
        alike.other_unit_name
) = 1
