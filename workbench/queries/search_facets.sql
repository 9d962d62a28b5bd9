-- What the targets found divide into, the largest of each kind first. Grain: facet x value.
with
words as (
    select distinct word
    from (select unnest(string_split_regex(lower(coalesce($q, '')), '[\s　]+')) as word)
    where word <> ''
),
asked as (
    select target_id, jurisdiction_name, report_year, section_name, target_text, annual_target_text
    from marts.dim_target
    where speaks_for_year
        and ($place is null or jurisdiction_name = $place)
        and ($year is null or report_year = $year)
        and ($section is null or section_name = $section)
        and ($leader is null or target_id in (
            select target_id from marts.bridge_target_leader where leader_name = $leader
        ))
        and ($unit is null or target_id in (select target_id from marts.bridge_target_unit where unit_name = $unit))
        and ($attainment is null or target_id in (
            select target_id from marts.fct_target_measure
            where attainment_class = $attainment or ($attainment = 'met' and attainment_class = 'exceeded')
        ))
),
texts as (
    select target_id, lower(concat_ws(' ', target_text, annual_target_text)) as text
    from asked
    where $q is not null
    union all
    select target_id, lower(progress_text)
    from marts.fct_target_unit
    where $q is not null and progress_text is not null and target_id in (select target_id from asked)
),
matching as (
    select texts.target_id
    from texts
    inner join words on contains(texts.text, words.word)
    group by texts.target_id
    having count(distinct words.word) = (select count(*) from words)
),
found as (
    select *
    from asked
    where ($q is null or target_id in (select target_id from matching))
),
counts as (
    select 'place' as facet, jurisdiction_name as value, count(*) as target_count from found group by all
    union all
    select 'year', report_year::varchar, count(*) from found where report_year is not null group by all
    union all
    select 'section', section_name, count(*) from found where section_name is not null group by all
    union all
    select 'attainment', attainment_class, count(distinct target_id)
    from marts.fct_target_measure
    where attainment_class <> 'no_number' and target_id in (select target_id from found)
    group by all
    union all
    select 'leader', leader_name, count(*)
    from marts.bridge_target_leader
    where target_id in (select target_id from found)
    group by all
    union all
    select 'unit', unit_name, count(*)
    from marts.bridge_target_unit
    where target_id in (select target_id from found)
    group by all
)
select facet, value, target_count
from counts
qualify row_number() over (partition by facet order by target_count desc, value desc) <= 12
order by facet, target_count desc, value desc
