-- 文档用语表的每一行都能用: every line of the document seeds can be used
-- severity: stop
-- checked: seeds.document_kind_wordings
-- why: 写错的值永远读不到: a misspelt value is never read, and a wording that joins an expression has to be Chinese
-- remedy: 改正该行:
--     correct the line
select
    'sql/seeds/document_kind_wordings.csv' as source_place,
    wording,
    concat_ws(', ', document_kind, priority) as stated
from seeds.document_kind_wordings
where wording is null
    or document_kind is null
    or document_kind not in ('plan', 'result', 'progress')
    or try_cast(priority as integer) is null
union all
select
    'sql/seeds/government_endings.csv' as source_place,
    ending as wording,
    concat_ws(', ', level, before_government, before_committee, before_year) as stated
from seeds.government_endings
where ending is null
    or not regexp_matches(ending, '^[一-龥]+$')
    or level is null
    or level not in ('province', 'prefecture', 'city', 'district', 'county', 'development_zone', 'township')
    or coalesce(before_government, '') not in ('yes', 'no')
    or coalesce(before_committee, '') not in ('yes', 'no')
    or coalesce(before_year, '') not in ('yes', 'no')
union all
select
    'sql/seeds/jurisdiction_title_words.csv' as source_place,
    wording,
    position as stated
from seeds.jurisdiction_title_words
where wording is null
    or not regexp_matches(wording, '^[一-龥]+$')
    or position is null
    or position not in (
        'at_head', 'before', 'after', 'never_within', 'not_at_head', 'acts', 'no_town', 'inspected', 'capital'
    )
union all
select
    'sql/seeds/cell_openings.csv' as source_place,
    wording,
    cell_class as stated
from seeds.cell_openings
where wording is null
    -- looked up by the first two characters of a cell
    or length(wording) <> 2
    or cell_class is null
    or cell_class not in ('deadline', 'status', 'target')
union all
select
    'sql/seeds/row_labels.csv' as source_place,
    wording,
    concat_ws(', ', label_class, rest_length) as stated
from seeds.row_labels
where wording is null
    or label_class is null
    or label_class not in ('note', 'form', 'total', 'running_total')
    or try_cast(rest_length as integer) is null
union all
select
    'sql/seeds/tense_wordings.csv' as source_place,
    wording,
    tense as stated
from seeds.tense_wordings
where wording is null
    or tense is null
    or tense not in ('promise', 'report', 'under_way')
    or in_plans not in ('yes', 'no')
union all
select
    'sql/seeds/page_labels.csv' as source_place,
    wording,
    fact as stated
from seeds.page_labels
where wording is null
    or not regexp_matches(wording, '^[一-龥]+$')
    or fact is null
    or fact not in ('issuer', 'site', 'title', 'number', 'written', 'published', 'other')
union all
select
    'sql/seeds/year_wordings.csv' as source_place,
    wording,
    meaning as stated
from seeds.year_wordings
where wording is null
    or not regexp_matches(wording, '^[一-龥]+$')
    or meaning is null
    or meaning not in ('plans', 'targets', 'is_the_year', 'account', 'looks_back', 'began')
union all
select
    'sql/seeds/citing_wordings.csv' as source_place,
    wording,
    note as stated
from seeds.citing_wordings
where wording is null or not regexp_matches(wording, '^[一-龥]+$')
