-- Lines of the header seed with a field that no column of the row contract has, or that stand beside one.
with
known_fields as (
    select
        unnest(
            [
                'target_no',
                'section',
                'target_text',
                'annual_target',
                'leader',
                'person',
                'unit',
                'unit_lead',
                'unit_support',
                'deadline',
                'progress',
                'progress_pct',
                'status',
                'reason',
                'next_step',
                'other'
            ]
        ) as field
)

select
    synonyms.wording,
    synonyms.field,
    synonyms.beside_field
from seeds.header_synonyms as synonyms
left join known_fields
    on synonyms.field = known_fields.field
left join known_fields as known_neighbours
    on synonyms.beside_field = known_neighbours.field
where known_fields.field is null or (synonyms.beside_field is not null and known_neighbours.field is null)
