-- 协同责任: which bureaus answer for the same targets, and how often. (question 6)
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
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
    members.jurisdiction_name,
    members.report_year,
    members.unit_name,
    partners.unit_name as partner_unit_name,
    count(*) as shared_target_count
from members
inner join members as partners
    on partners.target_id = members.target_id and partners.unit_name > members.unit_name
group by members.jurisdiction_name, members.report_year, members.unit_name, partners.unit_name
order by members.jurisdiction_name, members.report_year, shared_target_count desc, members.unit_name, partners.unit_name
