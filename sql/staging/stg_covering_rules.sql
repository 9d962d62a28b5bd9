-- 总则: what a note beside the table or list, or in its first item, says of all its targets: 列第一位者为牵头单位,下同.
-- grain: document_id
with
texts as (
    select
        document_id,
        text
    from raw.texts
    where contains(text, '为')
    union all
    -- in a list it may stand behind the units of its first item: 市教育局、市财政局（列第一位者为牵头单位，下同）
    select
        document_id,
        text
    from raw.cells
    where is_origin and contains(text, '下同')
),

-- Compiled for the texts beside a table and the few cells that may hold such a note.
rules as (
    select
        texts.document_id,
        wordings.rule
    from texts
    inner join seeds.covering_rule_wordings as wordings
        on regexp_matches(texts.text, wordings.pattern)
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    bool_or(rule = 'first_unit_leads')::boolean as first_unit_leads  -- 首列单位牵头: the unit listed first leads
from rules
group by document_id
