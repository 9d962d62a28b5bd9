-- 指标历年: 一个指标以年度为列，每年承诺多少、完成多少 / a measure with the years as columns: what was promised and what was reported in each
-- 所列是在各份报告中延续的目标的指标；名词和计量单位以最新一年为准，并列出口径或单位变化的年度：变化前后的数字不可比。
--  /
-- Measures of targets that go on from report to report; the newest noun and unit of measure stand for all years, and
-- the years in which the concept or the unit changed are named: numbers before and after are not to be compared.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter measure: varchar in marts.fct_target_measure.measure_key, 指标: 只列含这些字的 / only those that hold these words
-- pivot: report_year using promised, reported
with recursive
pairs as (
    select
        jurisdiction_name,
        from_year,
        from_target_id,
        from_measure_no,
        from_target_value,
        from_reported_value,
        to_year,
        to_target_id,
        to_measure_no,
        to_target_no,
        to_target_value,
        to_reported_value,
        measure_key,
        value_kind,
        measure_unit_text,
        has_new_concept,
        has_new_measure_unit
    from marts.mart_yoy_measure
    where is_on_both_sides
        and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
),

-- the newest measure of each series, and back from it
chains as (
    select
        latest.*,
        latest.to_target_id || '#' || latest.to_measure_no as series
    from pairs as latest
    left join pairs as later
        on later.from_target_id = latest.to_target_id and later.from_measure_no = latest.to_measure_no
    where later.from_target_id is null
        and (getvariable('measure')::varchar is null or contains(latest.measure_key, getvariable('measure')::varchar))
    union
    select
        earlier.*,
        chains.series
    from chains
    inner join pairs as earlier
        on earlier.to_target_id = chains.from_target_id and earlier.to_measure_no = chains.from_measure_no
),

newest as (
    select
        series,
        arg_max(measure_key, to_year) as measure_key,
        arg_max(value_kind, to_year) as value_kind,
        arg_max(measure_unit_text, to_year) as measure_unit_text,
        arg_max(to_target_no, to_year) as latest_target_no,
        string_agg(distinct to_year::varchar, '、' order by to_year::varchar) filter (where has_new_concept)
            as concept_change_years,
        string_agg(distinct to_year::varchar, '、' order by to_year::varchar) filter (where has_new_measure_unit)
            as unit_change_years
    from chains
    group by series
),

figures as (
    select
        series,
        jurisdiction_name,
        to_year as report_year,
        to_target_value as promised,
        to_reported_value as reported
    from chains
    union
    select
        series,
        jurisdiction_name,
        from_year as report_year,
        from_target_value as promised,
        from_reported_value as reported
    from chains
)

select
    figures.jurisdiction_name,  -- 地区: 所属的政府 / the government
    newest.measure_key,  -- 指标: 最新的名词，同义词归一 / its newest noun, synonyms made one
    newest.value_kind,  -- 指标类别: 水平或增长 / level or growth
    newest.measure_unit_text,  -- 计量单位: 最新一年所用 / of the newest year
    newest.latest_target_no,  -- 最新目标序号: 在最新的报告中 / in the newest report
    newest.concept_change_years,  -- 口径变化年度: 换了指标名词，或由水平改为增长的年度 / where another noun, or a growth for a level, was asked for
    newest.unit_change_years,  -- 单位变化年度: 换用了另一计量单位的年度 / where another unit of measure was used
    figures.report_year,  -- 年度: 每年两列：承诺的和所报的 / a column each, for what was promised and for what was reported
    min(figures.promised) as promised,  -- 目标值: 该年所承诺的 / what the year promised
    min(figures.reported) as reported  -- 完成值: 该年所报 / what it reported
from figures
inner join newest
    on newest.series = figures.series
group by
    figures.series,
    figures.jurisdiction_name,
    newest.measure_key,
    newest.value_kind,
    newest.measure_unit_text,
    newest.latest_target_no,
    newest.concept_change_years,
    newest.unit_change_years,
    figures.report_year
