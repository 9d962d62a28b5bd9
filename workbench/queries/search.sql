-- Targets whose texts hold all of some words, with what was reported and who answers. Grain: target.
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
),
page as (
    select asked.*, count(*) over () as found_count
    from asked
    where ($q is null or target_id in (select target_id from matching))
    order by jurisdiction_name, report_year desc, try_cast(target_no as integer), target_no, target_id
    limit $row_limit offset $row_offset
),
progress as (
    select target_id, string_agg(distinct progress_text, ' ') as progress_text
    from marts.fct_target_unit
    where target_id in (select target_id from page)
    group by target_id
),
units as (
    select target_id, string_agg(unit_name, '、' order by unit_name) as unit_names
    from marts.bridge_target_unit
    where target_id in (select target_id from page)
    group by target_id
),
leaders as (
    select target_id, string_agg(leader_name, '、' order by leader_no, leader_name) as leader_names
    from marts.bridge_target_leader
    where target_id in (select target_id from page)
    group by target_id
),
attainment as (
    select
        target_id,
        list(distinct attainment_class order by attainment_class)
            filter (where attainment_class <> 'no_number') as attainment_classes
    from marts.fct_target_measure
    where target_id in (select target_id from page)
    group by target_id
)
select
    page.*, progress.progress_text, units.unit_names, leaders.leader_names, attainment.attainment_classes
from page
left join progress using (target_id)
left join units using (target_id)
left join leaders using (target_id)
left join attainment using (target_id)
order by
    page.jurisdiction_name, page.report_year desc, try_cast(page.target_no as integer), page.target_no, page.target_id
