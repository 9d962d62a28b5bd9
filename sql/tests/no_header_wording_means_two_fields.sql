-- 同一个表头用语不指两个字段: no header wording means two fields
-- severity: stop
-- checked: seeds.header_synonyms
-- why: 同一语境下两个字段，读哪一个就全凭运气: with two fields in one context it is chance which is read
-- remedy: 删去 sql/seeds/header_synonyms.csv 里多余的那一行:
--     take the line too many out of sql/seeds/header_synonyms.csv
select
    'sql/seeds/header_synonyms.csv' as source_place,
    wording,
    beside_field,
    count(*) as times
from seeds.header_synonyms
group by wording, beside_field
having count(*) > 1
