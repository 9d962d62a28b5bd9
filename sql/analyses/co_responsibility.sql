-- 协同责任: 哪些单位共同负责同一目标，有多少次 / which bureaus answer for the same targets, and how often
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: 只列这个单位，用其规范名称 / only this unit, by its canonical name
-- parameter at_least: integer, 共担目标数: 只列至少共担这么多目标的 / only pairs with at least so many targets
with
members as (
    select distinct
        bridge_target_unit.target_id,
        bridge_target_unit.unit_name,
        dim_target.jurisdiction_name,
        dim_target.report_year
    from marts.bridge_target_unit
    inner join marts.dim_target
        on dim_target.target_id = bridge_target_unit.target_id
    where dim_target.speaks_for_year
        and (getvariable('place')::varchar is null or dim_target.jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or dim_target.report_year = getvariable('year')::integer)
)

select
    members.jurisdiction_name,  -- 地区: 所属的政府 / the government
    members.report_year,  -- 年度: 目标所属年度 / the year of the targets
    members.unit_name,  -- 单位: 其中一个单位 / one of the two
    partners.unit_name as partner_unit_name,  -- 协同单位: 另一个单位 / the other
    count(*) as shared_target_count  -- 共担目标数: 两个单位共同负责的目标 / targets that both answer for
from members
inner join members as partners
    on partners.target_id = members.target_id and partners.unit_name > members.unit_name
where getvariable('unit')::varchar is null or getvariable('unit')::varchar in (members.unit_name, partners.unit_name)
group by members.jurisdiction_name, members.report_year, members.unit_name, partners.unit_name
having getvariable('at_least')::integer is null or count(*) >= getvariable('at_least')::integer
order by members.jurisdiction_name, members.report_year, shared_target_count desc, members.unit_name, partners.unit_name
