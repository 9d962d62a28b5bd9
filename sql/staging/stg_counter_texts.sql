-- 计量单位文字: the short texts of a document that are a unit of measure and nothing else: 亩, 万元, 元/月/人, %.
-- grain: document_id, key_text
-- A power of ten stands before the unit (万元), a stroke between units (吨标准煤/万元); one of them at least measures: 月
-- alone is a date.
with
texts as (
    select distinct
        document_id,
        key_text
    from staging.stg_cells
    where length(key_text) between 1 and 10
),

parts as (
    select
        document_id,
        key_text,
        unnest(string_split(key_text, '/')) as part
    from texts
),

parts_known as (
    select
        parts.document_id,
        parts.key_text,
        units.measure_unit_text is not null as is_known,
        coalesce(units.is_measure, false) as is_measure
    from parts
    left join (
        select
            measure_unit_text,
            is_measure::boolean as is_measure
        from seeds.measure_units
    ) as units
        on regexp_replace(parts.part, '^[十百千万亿]+', '') = units.measure_unit_text
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    key_text::varchar as key_text  -- 键: folded, white space out
from parts_known
group by document_id, key_text
having bool_and(is_known) and bool_or(is_measure)
