-- 时限分布: how many targets fall due in each month; NULL months are standing, events or not told. (question 7)
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    report_year,
    extract(year from deadline_date) as deadline_year,
    extract(month from deadline_date) as deadline_month,
    deadline_class,
    count(distinct target_id) as target_count
from marts.mart_target_progress
where speaks_for_year
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
group by
    jurisdiction_name,
    report_year,
    extract(year from deadline_date),
    extract(month from deadline_date),
    deadline_class
order by jurisdiction_name, report_year, deadline_year nulls last, deadline_month nulls last, deadline_class
