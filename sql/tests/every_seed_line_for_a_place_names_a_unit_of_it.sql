-- 单位种子里某地的行都对得上该地的单位: every seed line for a place names a unit of it
-- severity: warn
-- checked: intermediate.int_unit_seed_lines
-- why: 写错的行不起作用，也不会出错，要有人知道: a line that is misspelt does nothing and fails nowhere; somebody should know
-- remedy: 按文件里的写法改 unit_aliases.csv 或 unit_successors.csv 的这一行:
--     write the name as the documents do, in unit_aliases.csv or unit_successors.csv
with
places as (
    select distinct jurisdiction_name
    from intermediate.int_unit_appearances
    where jurisdiction_name is not null
),

names as (
    select
        documents.jurisdiction_name,
        canonical.full_name as unit_name
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

-- A line is left alone where the place prints either of its names: a spelling may be foreseen, and so may a reform.
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
    case lines.line_kind
        when 'alias' then 'sql/seeds/unit_aliases.csv'
        else 'sql/seeds/unit_successors.csv'
    end as source_place,
    lines.line_kind,
    lines.jurisdiction_name,
    lines.old_name,
    lines.new_name
from lines
left join met
    on lines.line_kind = met.line_kind
    and lines.jurisdiction_name = met.jurisdiction_name
    and lines.old_name = met.old_name
    and lines.new_name is not distinct from met.new_name
where met.line_kind is null
