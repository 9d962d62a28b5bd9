-- 领导: 某地的一位领导 / a person in a jurisdiction and the years in which its tables name that person.
-- grain: leader_id
with
mentions as (
    select
        leaders.leader_id,
        leaders.leader_name,
        leaders.target_id,
        targets.jurisdiction_id,
        targets.jurisdiction_name,
        targets.report_year,
        targets.speaks_for_year
    from intermediate.int_target_leaders as leaders
    inner join intermediate.int_targets as targets
        on leaders.document_id = targets.document_id
        and leaders.target_id = targets.target_id
)

select
    leader_id::varchar as leader_id,  -- 领导键: 姓名从属于地区 / a name belongs to a jurisdiction
    min(jurisdiction_id)::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    min(jurisdiction_name)::varchar as jurisdiction_name,  -- 地区: 发布这些目标的政府名称 / name of the government whose targets these are
    leader_name::varchar as leader_name,  -- 领导姓名: 人名 / the person's name
    min(report_year)::integer as first_year,  -- 首年: 首次列有此人的年度 / the first year that names the person
    max(report_year)::integer as last_year,  -- 末年: 最后列有此人的年度 / the last year that names the person
    list_sort(list(distinct report_year))::integer[] as report_years,  -- 年度: 列有此人的各年度 / the years that name the person
    count(distinct case when speaks_for_year then target_id end)::bigint as target_count  -- 目标数: 代表年度的文档中的目标数 / targets of the documents that speak for their year
from mentions
group by leader_id, leader_name
