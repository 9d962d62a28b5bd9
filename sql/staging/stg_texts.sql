-- 表外文字: a text outside the tables, in its comparable form.
-- grain: document_id, text_no
select
    texts.document_id::varchar as document_id,  -- 文档键: the document that prints the text
    texts.text_no::integer as text_no,  -- 文本序号: position among the document's texts, from 1
    texts.table_no::integer as table_no,  -- 表序: the table that stands next after the text
    texts.kind::varchar as kind,  -- 类别: title, heading, caption, paragraph, sheet or page
    coalesce(comparable.comparable_text, texts.text)::varchar as text,  -- 文字: in its comparable form
    texts.source_place::varchar as source_place  -- 出处: where it stands in the source's own words
from raw.texts as texts
left join staging.stg_comparable_texts as comparable
    on texts.document_id = comparable.document_id
    and texts.text = comparable.printed_text
