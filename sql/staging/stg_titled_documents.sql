-- 目标文档: a document that a title, heading or caption calls one of targets.
-- grain: document_id
-- So does a line of plain text that ends as the name of a table does: 造林任务分解表.
select
    texts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    min(texts.text)::varchar as title_text  -- 标题: as printed
from staging.stg_texts as texts
inner join seeds.target_title_words as words
    on contains(texts.text, words.wording)
where (texts.kind in ('title', 'heading', 'caption') and length(texts.text) <= 60)
    or (
        texts.kind = 'paragraph'
        and length(texts.text) <= 40
        and regexp_matches(texts.text, '表\s*([(（][^()（）]{1,6}[)）])?\s*$')
    )
group by texts.document_id
