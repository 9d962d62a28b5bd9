-- 指标序列: 同一指标在相邻两份报告中的承诺与完成 / the same measure in two neighbouring reports, promised and reported
-- 口径或计量单位变化之处有标记。每年一列的见 `measure_years`（指标历年）。 /
-- The place where the concept or the unit of measure changed is marked. `measure_years` has a column a year.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 以此为本年度的 / where this is the latter year
-- parameter measure: varchar in marts.fct_target_measure.measure_key, 指标: 只列含这些字的 / only those that hold these words
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    measure_key,  -- 指标: 名词，同义词归一 / its noun, synonyms made one
    from_year,  -- 上年度: 前一份报告 / the report before
    to_year,  -- 本年度: 后一份报告 / the report after
    from_target_value,  -- 上年目标值: 所承诺的 / promised
    from_reported_value,  -- 上年完成值: 所报数字 / reported
    to_target_value,  -- 本年目标值: 所承诺的 / promised
    ratchet_change,  -- 棘轮差: 本年目标减上年完成；小于0表示要求低于已完成的 / the latter target less the former result; below 0 asks for less than was done
    to_reported_value,  -- 本年完成值: 所报数字 / reported
    has_new_concept,  -- 是否口径变化: 换了指标名词，或由水平改为增长 / another noun, or a growth for a level
    has_new_measure_unit,  -- 是否单位变化: 换了计量单位 / another unit of measure
    measure_unit_text,  -- 计量单位: 本年所用 / of the latter year
    target_change,  -- 目标值变动: 本年减上年 / latter less former
    reported_change,  -- 完成值变动: 本年减上年 / latter less former
    value_kind,  -- 指标类别: 水平或增长 / level or growth
    from_target_no,  -- 上年目标序号: 按原文 / as printed
    to_target_no,  -- 本年目标序号: 按原文 / as printed
    has_compiled_side  -- 是否涉及汇编文件: 有一方由其他来源汇编 / one side is compiled from other sources
from marts.mart_yoy_measure
where is_on_both_sides
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or to_year = getvariable('year')::integer)
    and (getvariable('measure')::varchar is null or contains(measure_key, getvariable('measure')::varchar))
order by jurisdiction_name, measure_key, value_kind, from_year, from_target_no, to_target_no
