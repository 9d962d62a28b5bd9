-- 领导负荷: how many targets a leader answers for in each report, and what came of them
-- Targets are counted once, not by printed row.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: only this report year
-- parameter leader: varchar of marts.dim_leader.leader_name, 领导: only this leader
-- parameter at_least: integer, 目标数: only who answers for at least so many targets
select
    jurisdiction_name,  -- 地区: the government
    report_year,  -- 年度: the report
    leader_name,  -- 领导: as the tables name the person
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
from marts.mart_yoy_leader
where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
    and (getvariable('leader')::varchar is null or leader_name = getvariable('leader')::varchar)
    and (getvariable('at_least')::integer is null or target_count >= getvariable('at_least')::integer)
order by jurisdiction_name, report_year, target_count desc, leader_name
