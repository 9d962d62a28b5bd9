-- Wordings of the header seed that stand twice in the same context.
select
    wording,
    beside_field,
    count(*) as times
from seeds.header_synonyms
group by wording, beside_field
having count(*) > 1
