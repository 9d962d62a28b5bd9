-- 长期目标: 时限全为长期、因而永不逾期的目标 / targets all of whose deadlines are standing, which can never be late
-- 长期，指长期坚持、持续推进之类。 /
-- Standing is 长期坚持, 持续推进 and the like.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 目标所属年度 / the year of the targets
    target_no,  -- 目标序号: 按原文 / as printed
    target_text,  -- 责任目标: 按原文 / as printed
    string_agg(distinct deadline_text, '、' order by deadline_text) as deadline_texts,  -- 完成时限: 按原文 / as printed
    string_agg(distinct status_text, '、' order by status_text) as status_texts  -- 评价原文: 按原文 / as printed
from marts.mart_target_progress
where speaks_for_year
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
group by jurisdiction_name, report_year, target_no, target_text, target_id
having bool_and(coalesce(deadline_class, '') = 'standing')
order by jurisdiction_name, report_year, try_cast(target_no as integer), target_text
