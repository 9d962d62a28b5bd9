-- 单位负荷: how many targets a bureau answers for in each report, and what came of them
-- Targets are counted once, not by printed row.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: only this report year
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: only this unit, by its canonical name
-- parameter at_least: integer, 目标数: only who answers for at least so many targets
select
    jurisdiction_name,  -- 地区: the government
    report_year,  -- 年度: the report
    unit_name,  -- 单位: the newest name of the organisation
    target_count,  -- 目标数: targets, each counted once and not by printed row
    measure_count,  -- 指标数: numbers promised
    met_count,  -- 达标指标数: numbers met or exceeded
    round(met_share, 3) as met_share,  -- 指标达标率: met by promised numbers
    round(claimed_share, 3) as claimed_share,  -- 自评达标率: targets that the table itself calls done or on track, of those with a status
    target_count_change,  -- 目标数变动: against the report before; blank where no report before names anybody
    new_target_count,  -- 新目标数: targets that the place did not have before
    taken_over_target_count,  -- 接手目标数: targets that went on, and were another's before
    dropped_target_count,  -- 取消目标数: targets of the report before that do not go on
    is_new,  -- 是否新增: not named in the report before
    is_gone  -- 是否不再列名: named in the report before, and no more
from marts.mart_yoy_unit
where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
    and (getvariable('unit')::varchar is null or unit_name = getvariable('unit')::varchar)
    and (getvariable('at_least')::integer is null or target_count >= getvariable('at_least')::integer)
order by jurisdiction_name, report_year, target_count desc, unit_name
