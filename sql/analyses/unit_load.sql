-- 单位负荷: 每个单位在每份报告中负责多少目标，结果如何 / how many targets a bureau answers for in each report, and what came of them
-- 每个目标只计一次，不按印出的行数。 /
-- Targets are counted once, not by printed row.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: 只列这个单位，用其规范名称 / only this unit, by its canonical name
-- parameter at_least: integer, 目标数: 只列至少负责这么多目标的 / only who answers for at least so many targets
with recursive
-- an organisation and whoever took it over, itself included
heirs as (
    select
        jurisdiction_name,
        unit_name,
        unit_name as heir_name
    from marts.dim_unit
    union
    select
        heirs.jurisdiction_name,
        heirs.unit_name,
        dim_unit.successor_name as heir_name
    from heirs
    inner join marts.dim_unit
        on dim_unit.jurisdiction_name = heirs.jurisdiction_name and dim_unit.unit_name = heirs.heir_name
    where dim_unit.successor_name is not null
),

printed as (
    select
        heirs.jurisdiction_name,
        dim_target.report_year,
        heirs.heir_name,
        string_agg(distinct heirs.unit_name, '、' order by heirs.unit_name)
            filter (where heirs.unit_name <> heirs.heir_name) as former_unit_names,
        count(distinct dim_target.target_id) filter (where bridge_target_unit.needs_review) as review_target_count
    from heirs
    inner join marts.bridge_target_unit
        on bridge_target_unit.unit_name = heirs.unit_name
    inner join marts.dim_target
        on dim_target.target_id = bridge_target_unit.target_id
        and dim_target.jurisdiction_name = heirs.jurisdiction_name
    where dim_target.speaks_for_year
    group by heirs.jurisdiction_name, dim_target.report_year, heirs.heir_name
)

select
    loads.jurisdiction_name,  -- 地区: 所属的政府 / the government
    loads.report_year,  -- 年度: 报告所属年度 / the report
    loads.unit_name,  -- 单位: 该机构最新的名称 / the newest name of the organisation
    loads.target_count,  -- 目标数: 每个目标只计一次，不按印出的行数 / targets, each counted once and not by printed row
    coalesce(printed.review_target_count, 0) as review_target_count,  -- 待核目标数: 其中归属待核的目标 / those of the targets whose rows are to be reviewed
    loads.measure_count,  -- 指标数: 承诺的数字 / numbers promised
    loads.met_count,  -- 达标指标数: 达标或超额的数字 / numbers met or exceeded
    round(loads.met_share, 3) as met_share,  -- 指标达标率: 达标指标数除以指标数 / met by promised numbers
    round(loads.claimed_share, 3) as claimed_share,  -- 自评达标率: 表中自评为完成或按计划的目标，占有自评的目标之比 / targets that the table itself calls done or on track, of those with a status
    loads.target_count_change,  -- 目标数变动: 与前一份报告相比；此前没有列名的报告则为空 / against the report before; blank where no report before names anybody
    loads.new_target_count,  -- 新目标数: 该地此前没有的目标 / targets that the place did not have before
    loads.taken_over_target_count,  -- 接手目标数: 延续下来、原由他人负责的目标 / targets that went on, and were another's before
    loads.dropped_target_count,  -- 取消目标数: 前一份报告中不再延续的目标 / targets of the report before that do not go on
    loads.is_new,  -- 是否新增: 前一份报告未列名 / not named in the report before
    loads.is_gone,  -- 是否不再列名: 前一份报告列名，本份不再列名 / named in the report before, and no more
    printed.former_unit_names  -- 当时名称: 该年仍用、后来改名或合并的名称；未改名则为空 / the names that it had that year, where it was renamed or merged since
from marts.mart_yoy_unit as loads
left join printed
    on printed.jurisdiction_name = loads.jurisdiction_name
    and printed.report_year = loads.report_year
    and printed.heir_name = loads.unit_name
where (getvariable('place')::varchar is null or loads.jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or loads.report_year = getvariable('year')::integer)
    and (getvariable('unit')::varchar is null or loads.unit_name = getvariable('unit')::varchar)
    and (getvariable('at_least')::integer is null or loads.target_count >= getvariable('at_least')::integer)
order by loads.jurisdiction_name, loads.report_year, loads.target_count desc, loads.unit_name
