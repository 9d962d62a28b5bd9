-- 单位年度: the load of a unit in a year, and whom it works with most.
-- grain: unit_name, report_year
with
loads as (
    select f.unit_name, d.report_year, count(*) as target_count, count(*) filter (where f.deadline_class = 'standing') as standing_count
    from marts.fct_target_unit as f
    join marts.dim_document as d on d.document_id = f.document_id
    group by f.unit_name, d.report_year
),

partners as (
    select unit_name, count(distinct other_unit_name) as partner_count
    from intermediate.int_unit_pairs
    group by unit_name
)

select
    l.unit_name::varchar as unit_name,
    l.report_year::integer as report_year,
    l.target_count::bigint as target_count,
    l.standing_count::bigint as standing_count,
    coalesce(p.partner_count, 0)::bigint as partner_count
from loads as l
left join partners as p on p.unit_name = l.unit_name
