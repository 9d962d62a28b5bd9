-- 超额与棘轮: 超额一半以上的指标，下一份报告有没有加码 / measures over-achieved by half or more, and whether the next report asked for more
-- 棘轮比小于1，表示要求低于上年已完成的：6%、12.3%、7%。 /
-- A ratchet ratio below 1 asks for less than the year before had brought: 6%, then 12.3%, then 7%.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年的结果 / only results of this year
-- parameter at_least: double or 1.5, 完成比: 不低于此数的 / only measures of at least this ratio
with
achieved as (
    select *
    from marts.fct_target_measure
    where is_current
        and attainment_class = 'exceeded'
        and attainment_ratio >= coalesce(getvariable('at_least')::double, 1.5)
        and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
),

followed as (
    select *
    from marts.mart_yoy_measure
    where is_on_both_sides
)

select
    achieved.jurisdiction_name,  -- 地区: 所属的政府 / the government
    achieved.report_year,  -- 年度: 结果所属年度 / the year of the result
    achieved.target_no,  -- 目标序号: 按原文 / as printed
    achieved.measure_text,  -- 指标: 按原文 / as printed
    achieved.target_value,  -- 目标值: 所承诺的 / promised
    achieved.reported_value,  -- 完成值: 所报数字 / reported
    achieved.measure_unit_text,  -- 计量单位: 承诺所用 / of the promise
    round(achieved.attainment_ratio, 2) as attainment_ratio,  -- 完成比: 完成值除以目标值 / reported by promised
    followed.to_target_value as next_target_value,  -- 下年目标值: 它所承诺的 / what it promises
    round(followed.ratchet_ratio, 2) as ratchet_ratio,  -- 棘轮比: 下年目标除以本年完成 / the next target by this result
    followed.to_reported_value as next_reported_value,  -- 下年完成值: 下一份报告所说的结果 / what the next report says came of it
    followed.to_year as next_year,  -- 下年度: 后一份报告 / the report after
    achieved.is_forecast,  -- 是否预计: 该数字是预计数 / the number is a forecast
    achieved.value_kind,  -- 指标类别: 水平或增长 / level or growth
    followed.has_compiled_side  -- 是否涉及汇编文件: 有一方由其他来源汇编 / one side is compiled from other sources
from achieved
left join followed
    on followed.from_target_id = achieved.target_id
    and followed.from_measure_no = achieved.measure_no
order by
    achieved.jurisdiction_name,
    achieved.report_year,
    achieved.attainment_ratio desc,
    achieved.target_no,
    achieved.measure_no
