-- 读取结果: every document that was found in raw/, and why it could not be read; NULL where it was.
-- grain: document_id, document_path, reason, source_place
with
found as (
    select document_id
    from raw.documents
    union
    select document_id
    from raw.quarantine
)

select
    found.document_id,
    refusals.document_path,
    refusals.reason,
    refusals.remedy,
    refusals.source_place
from found
left join raw.quarantine as refusals
    on found.document_id = refusals.document_id
    and refusals.gate = 'reading'
