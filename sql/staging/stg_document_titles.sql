-- 文档标题: the title of a document: its own, else that of its side file, else what stands over the table.
-- grain: document_id
select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    text::varchar as title_text,  -- 标题: as printed
    method::varchar as title_method  -- 标题出处: title, stated title, table or text
from staging.stg_document_texts
where method = 'title' or (source_rank <= 3 and regexp_matches(squeezed_text, '[一-龥]{4}'))
qualify row_number() over (partition by document_id order by source_rank, text_no) = 1
