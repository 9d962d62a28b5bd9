-- 目标成效: what came of a target that stands for its place and year, by its numbers and by its own claim.
-- grain: target_id
with
targets as (
    select * from intermediate.int_match_targets
),

measured as (
    select
        target_id,
        sum(case when attainment_class <> 'no_number' then 1 else 0 end) as measure_count,
        sum(case when attainment_class in ('met', 'exceeded') then 1 else 0 end) as met_count,
        sum(case when attainment_class = 'exceeded' then 1 else 0 end) as exceeded_count,
        sum(case when attainment_class = 'short' then 1 else 0 end) as short_count,
        sum(case when attainment_class in ('unanswered', 'not_comparable') then 1 else 0 end) as unanswered_count,
        sum(case when is_forecast and reported_value is not null then 1 else 0 end) as forecast_count
    from intermediate.int_measure_attainment
    group by target_id
),

statuses as (
    select * from intermediate.int_claim_statuses
)

select
    targets.target_id::varchar as target_id,  -- 目标键: the target
    targets.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government
    targets.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: its name
    targets.report_year::integer as report_year,  -- 年度: the year reported on
    targets.prior_year::integer as prior_year,  -- 上一报告年度: the neighbouring report before
    targets.next_year::integer as next_year,  -- 下一报告年度: the neighbouring report after
    targets.is_compiled::boolean as is_compiled,  -- 汇编: put together from other sources
    targets.target_no::varchar as target_no,  -- 目标序号: as numbered in the table
    coalesce(measured.measure_count, 0)::integer as measure_count,  -- 指标数: numbers promised
    coalesce(measured.met_count, 0)::integer as met_count,  -- 达标指标数: met or exceeded
    coalesce(measured.exceeded_count, 0)::integer as exceeded_count,  -- 超额指标数: exceeded
    coalesce(measured.short_count, 0)::integer as short_count,  -- 未达指标数: short
    coalesce(measured.unanswered_count, 0)::integer as unanswered_count,  -- 未答指标数: unanswered or not comparable
    coalesce(measured.forecast_count, 0)::integer as forecast_count,  -- 预计指标数: answered by a forecast
    (coalesce(measured.measure_count, 0) > 0 and measured.met_count = measured.measure_count)::boolean
        as is_met_by_measure,  -- 是否按指标达标: every number promised was met
    statuses.status_text::varchar as status_text,  -- 评价原文: as printed, NULL where the table has none
    statuses.claims_success::boolean as claims_success  -- 是否称已达标: done, exceeded, on track or ahead; NULL where the table says nothing
from targets
left join measured
    on measured.target_id = targets.target_id
left join statuses
    on statuses.target_id = targets.target_id
