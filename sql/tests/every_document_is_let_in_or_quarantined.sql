-- 每份文件要么入库，要么隔离: every document is let in or quarantined, and not both
-- severity: quarantine
-- checked: raw.documents
-- why: 文件不能无声无息地消失: no document may vanish without a word
-- remedy: 看 raw.quarantine 与 staging.stg_documents 为何都没有（或都有）它:
--     see why raw.quarantine and staging.stg_documents both lack it, or both have it
with
-- What gate 2 set aside has left the landed tables; older rows of its content may stand for it.
quarantined as (
    select distinct document_id
    from raw.quarantine
    where gate is distinct from 'candidate'
)

select
    documents.document_id,
    documents.document_path,
    let_in.document_id is not null as is_let_in,
    quarantined.document_id is not null as is_quarantined
from raw.documents as documents
left join staging.stg_documents as let_in
    on documents.document_id = let_in.document_id
left join quarantined
    on documents.document_id = quarantined.document_id
where (let_in.document_id is null) = (quarantined.document_id is null)
