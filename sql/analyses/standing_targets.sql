-- 长期目标: targets all of whose deadlines are standing (长期坚持, 持续推进), which can never be late. (question 7)
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    report_year,
    target_no,
    target_text,
    string_agg(distinct deadline_text, '、' order by deadline_text) as deadline_texts,
    string_agg(distinct status_text, '、' order by status_text) as status_texts
from marts.mart_target_progress
where speaks_for_year
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
group by jurisdiction_name, report_year, target_no, target_text, target_id
having bool_and(coalesce(deadline_class, '') = 'standing')
order by jurisdiction_name, report_year, try_cast(target_no as integer), target_text
