-- 领导负荷: 每位领导在每份报告中负责多少目标，结果如何 / how many targets a leader answers for in each report, and what came of them
-- 每个目标只计一次，不按印出的行数。 /
-- Targets are counted once, not by printed row.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter leader: varchar of marts.dim_leader.leader_name, 领导: 只列这位领导 / only this leader
-- parameter at_least: integer, 目标数: 只列至少负责这么多目标的 / only who answers for at least so many targets
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 报告所属年度 / the report
    leader_name,  -- 领导: 按表中姓名 / as the tables name the person
    target_count,  -- 目标数: 每个目标只计一次，不按印出的行数 / targets, each counted once and not by printed row
    measure_count,  -- 指标数: 承诺的数字 / numbers promised
    met_count,  -- 达标指标数: 达标或超额的数字 / numbers met or exceeded
    round(met_share, 3) as met_share,  -- 指标达标率: 达标指标数除以指标数 / met by promised numbers
    round(claimed_share, 3) as claimed_share,  -- 自评达标率: 表中自评为完成或按计划的目标，占有自评的目标之比 / targets that the table itself calls done or on track, of those with a status
    target_count_change,  -- 目标数变动: 与前一份报告相比；此前没有列名的报告则为空 / against the report before; blank where no report before names anybody
    new_target_count,  -- 新目标数: 该地此前没有的目标 / targets that the place did not have before
    taken_over_target_count,  -- 接手目标数: 延续下来、原由他人负责的目标 / targets that went on, and were another's before
    dropped_target_count,  -- 取消目标数: 前一份报告中不再延续的目标 / targets of the report before that do not go on
    is_new,  -- 是否新增: 前一份报告未列名 / not named in the report before
    is_gone  -- 是否不再列名: 前一份报告列名，本份不再列名 / named in the report before, and no more
from marts.mart_yoy_leader
where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
    and (getvariable('leader')::varchar is null or leader_name = getvariable('leader')::varchar)
    and (getvariable('at_least')::integer is null or target_count >= getvariable('at_least')::integer)
order by jurisdiction_name, report_year, target_count desc, leader_name
