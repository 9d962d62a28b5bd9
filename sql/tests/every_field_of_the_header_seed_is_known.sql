-- 表头用语表里的字段都存在: every field of the header seed is known
-- severity: stop
-- checked: seeds.header_synonyms
-- why: 写错字段名的用语认不出任何一列: a wording with a misspelt field recognises no column
-- remedy: 按 field 一列的取值改正 sql/seeds/header_synonyms.csv 的这一行:
--     correct that line of sql/seeds/header_synonyms.csv: its field is none of those of the row contract
with
known_fields as (
    select
        unnest([
            'target_no', 'section', 'target_text', 'annual_target', 'leader', 'person', 'unit', 'unit_lead',
            'unit_support', 'deadline', 'progress', 'progress_pct', 'status', 'reason', 'next_step', 'wish',
            'bracket', 'other'
        ]) as field
)

select
    'sql/seeds/header_synonyms.csv' as source_place,
    synonyms.wording,
    synonyms.field,
    synonyms.beside_field
from seeds.header_synonyms as synonyms
left join known_fields
    on synonyms.field = known_fields.field
left join known_fields as known_neighbours
    on synonyms.beside_field = known_neighbours.field
where known_fields.field is null or (synonyms.beside_field is not null and known_neighbours.field is null)
