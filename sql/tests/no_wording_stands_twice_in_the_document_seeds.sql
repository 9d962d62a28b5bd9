-- 文档用语表没有重复的行: no wording stands twice in the document seeds
-- severity: stop
-- checked: seeds.document_kind_wordings
-- why: 同一用语两类，读哪一类就全凭运气: with two classes it is chance which is read
-- remedy: 删去多余的那一行:
--     take the line too many out
select
    'sql/seeds/document_kind_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.document_kind_wordings
group by wording
having count(*) > 1
union all
select
    'sql/seeds/government_endings.csv' as source_place,
    ending as wording,
    count(*) as times
from seeds.government_endings
group by ending
having count(*) > 1
union all
select
    'sql/seeds/jurisdiction_title_words.csv' as source_place,
    wording,
    count(*) as times
from seeds.jurisdiction_title_words
group by wording, position
having count(*) > 1
union all
select
    'sql/seeds/cell_openings.csv' as source_place,
    wording,
    count(*) as times
from seeds.cell_openings
group by wording, cell_class
having count(*) > 1
union all
select
    'sql/seeds/row_labels.csv' as source_place,
    wording,
    count(*) as times
from seeds.row_labels
group by wording
having count(*) > 1
union all
select
    'sql/seeds/tense_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.tense_wordings
group by wording
having count(*) > 1
union all
select
    'sql/seeds/page_labels.csv' as source_place,
    wording,
    count(*) as times
from seeds.page_labels
group by wording
having count(*) > 1
union all
select
    'sql/seeds/year_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.year_wordings
group by wording, meaning
having count(*) > 1
union all
select
    'sql/seeds/citing_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.citing_wordings
group by wording
having count(*) > 1
