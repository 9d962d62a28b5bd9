-- The targets whose texts, or what was reported of them, hold all of some words. Grain: target.
with
words as (
    select distinct word
    from (select unnest(string_split_regex(lower(coalesce($q, '')), '[\s　]+')) as word)
    where word <> ''
),
asked as (
    select target_id, jurisdiction_name, report_year, section_name, target_no, target_text, annual_target_text
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
)
select target_id, jurisdiction_name, report_year, section_name, target_no
from asked
where $q is null or target_id in (select target_id from matching)
