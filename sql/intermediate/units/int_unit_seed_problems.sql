-- 单位种子问题: a line of the unit seeds for a place that is loaded, whose names the place never prints.
-- grain: line_kind, jurisdiction_name, old_name, new_name
-- Misspelt, or out of date. A line is left alone where the place prints either of its names, for a spelling may be
-- foreseen, and so may the next reform.
with
places as (
    select distinct jurisdiction_name
    from intermediate.int_unit_appearances
    where jurisdiction_name is not null
),

names as (
    select
        documents.jurisdiction_name,
        canonical.plain_name as unit_name
    from intermediate.int_unit_canonical_names as canonical
    inner join staging.stg_documents as documents
        on canonical.document_id = documents.document_id
    union
    select
        jurisdiction_name,
        unit_name
    from intermediate.int_unit_appearances
    union
    select
        jurisdiction_name,
        stem_name as unit_name
    from intermediate.int_unit_appearances
),

lines as (
    select
        lines.line_kind,
        lines.jurisdiction_name,
        lines.old_name,
        lines.new_name
    from intermediate.int_unit_seed_lines as lines
    inner join places
        on lines.jurisdiction_name = places.jurisdiction_name
),

met as (
    select
        lines.line_kind,
        lines.jurisdiction_name,
        lines.old_name,
        lines.new_name
    from lines
    inner join names
        on lines.jurisdiction_name = names.jurisdiction_name
        and names.unit_name in (lines.old_name, lines.new_name)
)

select distinct
    lines.line_kind::varchar as line_kind,  -- 种子: alias (unit_aliases) or successor (unit_successors)
    lines.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the place that the line is for
    lines.old_name::varchar as old_name,  -- 旧名: as the line writes it
    lines.new_name::varchar as new_name  -- 新名: as the line writes it
from lines
left join met
    on lines.line_kind = met.line_kind
    and lines.jurisdiction_name = met.jurisdiction_name
    and lines.old_name = met.old_name
    and lines.new_name is not distinct from met.new_name
where met.line_kind is null
