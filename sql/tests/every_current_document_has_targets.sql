-- 现行的每份文件都有目标: every current document has a target
-- severity: quarantine
-- checked: staging.stg_documents
-- why: 通过第一道关的文件有数据行，就该有目标: a document that passed gate 1 has data rows, so it has targets
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
select
    documents.document_id,
    documents.document_path
from staging.stg_documents as documents
where documents.is_current
    and not exists (
        select 1
        from intermediate.int_targets as targets
        where targets.document_id = documents.document_id
    )
