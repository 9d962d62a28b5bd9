-- 时限分布: 每个月有多少目标到期 / how many targets fall due in each month
-- 没有月份的行，是长期、随事项或没有写明日期的目标。兼有两类时限的目标两处都计。 /
-- A row without a month is of targets that are standing, wait for an event, or state no day. A target with rows of two
-- kinds counts in both.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter class: varchar of marts.dim_deadline.deadline_class, 时限类别: 只列这一类 / only this class (date, standing ...)
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 目标所属年度 / the year of the targets
    extract(year from deadline_date) as deadline_year,  -- 时限年: 没有写明日期的为空 / blank where no day is stated
    extract(month from deadline_date) as deadline_month,  -- 时限月: 没有写明日期的为空 / blank where no day is stated
    deadline_class,  -- 时限类别: 有日期、当年、长期、随事项或未写 / date, year, standing, event or none
    count(distinct target_id) as target_count  -- 目标数: 那时到期的目标 / targets that fall due then
from marts.mart_target_progress
where speaks_for_year
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
    and (getvariable('class')::varchar is null or deadline_class = getvariable('class')::varchar)
group by
    jurisdiction_name,
    report_year,
    extract(year from deadline_date),
    extract(month from deadline_date),
    deadline_class
order by jurisdiction_name, report_year, deadline_year nulls last, deadline_month nulls last, deadline_class
