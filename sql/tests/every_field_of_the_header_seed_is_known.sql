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
            'unit_support', 'unit_assess', 'deadline', 'progress', 'progress_pct', 'status', 'reason', 'next_step',
            'measure_unit', 'wish', 'bracket', 'other'
        ]) as field
),

unknown as (
    select
        synonyms.wording,
        synonyms.field,
        synonyms.beside_field,
        coalesce(case when known_fields.field is null then synonyms.field else synonyms.beside_field end, '') as stated
    from seeds.header_synonyms as synonyms
    left join known_fields
        on synonyms.field = known_fields.field
    left join known_fields as known_neighbours
        on synonyms.beside_field = known_neighbours.field
    where known_fields.field is null or (synonyms.beside_field is not null and known_neighbours.field is null)
)

select
    'sql/seeds/header_synonyms.csv' as source_place,
    unknown.wording,
    unknown.field,
    unknown.beside_field,
    arg_max(known_fields.field, jaro_winkler_similarity(known_fields.field, unknown.stated)) as meant
from unknown
cross join known_fields
group by unknown.wording, unknown.field, unknown.beside_field
