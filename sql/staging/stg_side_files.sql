-- 说明文件: what the side file of a document states, one column a fact.
-- grain: document_id
-- Only what can be used: a year that is no number, a day that is none or a kind that is not known is as good as not
-- stated.
with
facts as (
    select
        stated.document_id,
        stated.fact_name,
        coalesce(comparable.comparable_text, stated.fact_text) as fact_text
    from raw.document_facts as stated
    left join staging.stg_comparable_texts as comparable
        on stated.document_id = comparable.document_id
        and stated.fact_text = comparable.printed_text
),

stated as (
    select
        document_id,
        max(case when fact_name = 'title' then fact_text end) as title_text,
        max(case when fact_name = 'jurisdiction' then nullif(trim(fact_text), '') end) as jurisdiction_name,
        max(case when fact_name = 'report_year' then try_cast(fact_text as integer) end) as report_year,
        max(
            case when fact_name = 'kind' and fact_text in ('plan', 'result', 'progress') then fact_text end
        ) as document_kind,
        max(case when fact_name = 'as_of' then try_cast(fact_text as date) end) as as_of_date,
        max(case when fact_name = 'published_on' then try_cast(fact_text as date) end) as published_on,
        max(case when fact_name = 'edition' then fact_text end) as edition,
        max(case when fact_name = 'part' then fact_text end) as part,
        max(case when fact_name = 'source_url' then fact_text end) as source_url,
        bool_or(fact_name = 'compiled' and lower(fact_text) = 'true') as is_compiled,
        bool_or(fact_name = 'first_listed_unit_leads' and lower(fact_text) = 'true') as first_unit_leads
    from facts
    group by document_id
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    title_text::varchar as title_text,  -- 标题: as printed
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    report_year::integer as report_year,  -- 年度: the year of the targets
    document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    as_of_date::date as as_of_date,  -- 截止日期: the day up to which it reports, NULL where not stated
    published_on::date as published_on,  -- 发布日期: as the side file states
    edition::varchar as edition,  -- 版本: as the side file states
    part::varchar as part,  -- 分部: which part of its table the file holds, NULL for a whole table
    source_url::varchar as source_url,  -- 来源网址: as the side file states
    coalesce(is_compiled, false)::boolean as is_compiled,  -- 汇编: figures put together from reports, not a published table
    coalesce(first_unit_leads, false)::boolean as first_unit_leads  -- 首列单位牵头: the covering notice says that the first listed unit leads
from stated
