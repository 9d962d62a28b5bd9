-- 雷同完成情况: 同一份报告中写在几个目标之下的完成情况，及这些目标 / progress texts that stand under several targets of a report, with the targets
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 目标所属年度 / the year of the targets
    count(distinct target_id) as target_count,  -- 目标数: 文字相同的目标 / targets that share the text
    progress_text,  -- 完成情况: 按原文 / the text, as printed
    string_agg(distinct target_no, '、' order by target_no) as target_nos,  -- 目标序号: 这些目标的编号 / their numbers
    string_agg(distinct progress_source_place, '、' order by progress_source_place) as progress_source_places,  -- 完成情况出处: 印在何处 / where it is printed
    document_path  -- 路径: 文档所在 / of the document
from marts.mart_claim_audit
where reason = 'copied_progress'
    and is_current
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
group by jurisdiction_name, report_year, document_path, progress_text
order by jurisdiction_name, report_year, target_count desc, progress_text
