-- 领导与单位: 每位领导的目标由哪些单位承担，有多少 / which bureaus answer for the targets of each leader, and for how many
-- 每个目标只计一次，不按印出的行数；几位领导、几个单位的目标，各对都计。 /
-- Targets are counted once, not by printed row; one of several leaders and bureaus counts for every pair of them.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter leader: varchar of marts.dim_leader.leader_name, 领导: 只列这位领导 / only this leader
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: 只列这个单位，用其规范名称 / only this unit, by its canonical name
-- parameter at_least: integer, 目标数: 只列至少有这么多目标的 / only pairs with at least so many targets
select
    dim_target.jurisdiction_name,  -- 地区: 所属的政府 / the government
    dim_target.report_year,  -- 年度: 目标所属年度 / the year of the targets
    bridge_target_leader.leader_name,  -- 领导: 按表中姓名 / as the tables name the person
    bridge_target_unit.unit_name,  -- 单位: 当时的规范名称 / its canonical name of that year
    count(distinct dim_target.target_id) as target_count  -- 目标数: 该领导与该单位共同的目标 / targets of the one and of the other
from marts.dim_target
inner join marts.bridge_target_leader
    on bridge_target_leader.target_id = dim_target.target_id
inner join marts.bridge_target_unit
    on bridge_target_unit.target_id = dim_target.target_id
where dim_target.speaks_for_year
    and (getvariable('place')::varchar is null or dim_target.jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or dim_target.report_year = getvariable('year')::integer)
    and (getvariable('leader')::varchar is null or bridge_target_leader.leader_name = getvariable('leader')::varchar)
    and (getvariable('unit')::varchar is null or bridge_target_unit.unit_name = getvariable('unit')::varchar)
group by
    dim_target.jurisdiction_name,
    dim_target.report_year,
    bridge_target_leader.leader_name,
    bridge_target_unit.unit_name
having getvariable('at_least')::integer is null
    or count(distinct dim_target.target_id) >= getvariable('at_least')::integer
order by
    dim_target.jurisdiction_name,
    dim_target.report_year,
    bridge_target_leader.leader_name,
    target_count desc,
    bridge_target_unit.unit_name
