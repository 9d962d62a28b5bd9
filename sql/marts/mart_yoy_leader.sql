-- 领导同比: 一位领导在一份报告中的任务与结果，与前一份并列 / the load and the results of a leader in a report, beside the report before.
-- grain: jurisdiction_id, leader_name, report_year
-- Targets are counted once, not by printed row.
-- A name belongs to a place; who shares a target answers for the whole of it, so the counts of leaders do not add up to
-- the place's.
select
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 所属的政府 / the government
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 其名称 / its name
    party_name::varchar as leader_name,  -- 领导姓名: 姓名从属于一地一时 / a name belongs to a place and a time
    report_year::integer as report_year,  -- 年度: 所指的报告 / the report
    prior_year::integer as prior_year,  -- 上一报告年度: 相邻的前一份报告；首份则为空 / the report beside it, NULL for the first
    target_count::integer as target_count,  -- 目标数: 目标数，各计一次 / targets, each once
    prior_target_count::integer as prior_target_count,  -- 上年目标数: 前一份报告未列该领导则为空 / NULL where the report before does not name the leader
    target_count_change::integer as target_count_change,  -- 目标数变动: 本年减上年；前面的报告都未列人则为空 / latter less former; NULL where no report before names anybody
    new_target_count::integer as new_target_count,  -- 新目标数: 该地新增的目标 / new to the place
    taken_over_target_count::integer as taken_over_target_count,  -- 接手目标数: 接续的目标，此前不归该领导 / continued, but not the leader's before
    dropped_target_count::integer as dropped_target_count,  -- 取消目标数: 前一份报告中归该领导而不再接续的 / the leader's of the report before that do not go on
    measure_count::integer as measure_count,  -- 指标数: 承诺的数字个数 / numbers promised
    met_count::integer as met_count,  -- 达标指标数: 达标或超额的个数 / met or exceeded
    exceeded_count::integer as exceeded_count,  -- 超额指标数: 超额的个数 / exceeded
    short_count::integer as short_count,  -- 未达指标数: 未达的个数 / short
    unanswered_count::integer as unanswered_count,  -- 未答指标数: 未报数字或口径不一的个数 / unanswered or not comparable
    met_share::double as met_share,  -- 指标达标率: 达标数除以承诺数；没有承诺数字则为空 / met by promised numbers, NULL where none was promised
    prior_met_share::double as prior_met_share,  -- 上年指标达标率: 前一份报告的 / of the report before
    met_target_share::double as met_target_share,  -- 目标达标率: 有数字的目标中全部达标的比例 / targets whose every number was met, of those with numbers
    claimed_share::double as claimed_share,  -- 自评达标率: 有评价的目标中自称完成或按进度的比例 / targets claimed done or on track, of those with a status
    prior_claimed_share::double as prior_claimed_share,  -- 上年自评达标率: 前一份报告的 / of the report before
    is_new::boolean as is_new,  -- 是否新任: 前一份报告未列名 / not named in the report before
    is_gone::boolean as is_gone,  -- 是否不再列名: 仅前一份报告列名 / named in the report before only
    is_compiled::boolean as is_compiled  -- 汇编: 该报告由其他来源汇编 / the report is compiled from other sources
from intermediate.int_party_years
where party_kind = 'leader'
