-- 牵头不明: 由几个单位负责、却没有牵头或不止一个牵头的目标 / targets of several units of which none leads, or more than one
-- 单独负责的单位自己就是牵头。全表不标牵头的，只用一行说明，并只列由几个单位负责的目标。 /
-- A unit that answers alone leads by itself. A table that names no leads at all says so in one row of its own, and only
-- its targets of several units are listed.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
with
targets as (
    select
        dim_target.target_id,
        dim_target.document_id,
        dim_target.jurisdiction_name,
        dim_target.report_year,
        dim_target.target_no,
        dim_target.target_text,
        count(distinct units.unit_name) as unit_count,
        count(distinct units.unit_name) filter (where units.unit_role = 'lead') as lead_count,
        string_agg(distinct units.unit_name, '、' order by units.unit_name) as unit_names,
        string_agg(distinct units.unit_name, '、' order by units.unit_name) filter (where units.unit_role = 'lead')
            as lead_names
    from marts.dim_target
    left join marts.bridge_target_unit as units
        on units.target_id = dim_target.target_id
    where dim_target.speaks_for_year
        and not dim_target.is_compiled
        and (getvariable('place')::varchar is null or dim_target.jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or dim_target.report_year = getvariable('year')::integer)
    group by
        dim_target.target_id,
        dim_target.document_id,
        dim_target.jurisdiction_name,
        dim_target.report_year,
        dim_target.target_no,
        dim_target.target_text
),

reports as (
    select
        document_id,
        jurisdiction_name,
        report_year,
        count(*) as target_count,
        count(*) filter (where unit_count > 1) as shared_target_count
    from targets
    group by document_id, jurisdiction_name, report_year
    having sum(lead_count) = 0
),

findings as (
    select
        jurisdiction_name,
        report_year,
        'names_no_leads' as finding,
        null as target_no,
        '本表未注明牵头单位: ' || target_count || '项目标中' || shared_target_count || '项由多个单位负责' as target_text,
        null as unit_count,
        null as lead_count,
        null as unit_names,
        null as lead_names,
        null as target_id
    from reports
    union all by name
    select
        targets.jurisdiction_name,
        targets.report_year,
        case
            when reports.document_id is not null then 'several_units'
            when targets.lead_count = 0 then 'no_lead'
            else 'several_leads'
        end as finding,
        targets.target_no,
        targets.target_text,
        targets.unit_count,
        targets.lead_count,
        targets.unit_names,
        targets.lead_names,
        targets.target_id
    from targets
    left join reports
        on reports.document_id = targets.document_id
    where targets.unit_count > 1 and targets.lead_count <> 1
)

select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 目标所属年度 / the year of the targets
    finding,  -- 情况: 全表不标牵头；其中由几个单位负责；没有牵头；有几个牵头 / names_no_leads (the whole table), several_units (of such a table), no_lead or several_leads
    target_no,  -- 目标序号: 按原文 / as printed
    target_text,  -- 责任目标: 按原文 / as printed
    unit_names,  -- 单位: 由谁负责 / who answers for it
    lead_names,  -- 牵头单位: 由谁牵头 / who leads
    unit_count,  -- 单位数: 负责的单位有几个 / units that answer for it
    lead_count  -- 牵头单位数: 其中牵头的有几个 / those of them that lead
from findings
order by
    jurisdiction_name,
    report_year,
    finding <> 'names_no_leads',
    unit_count desc,
    try_cast(target_no as integer),
    target_id
