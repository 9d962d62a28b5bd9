-- 隔离: documents that reading or a gate left out, one row a document and gate.
-- grain: document_id, gate
select
    document_id::varchar as document_id,
    document_path::varchar as document_path,
    gate::varchar as gate,
    string_agg(reason, '; ' order by reason)::varchar as reason,
    min(source_place)::varchar as source_place,
    min(remedy)::varchar as remedy,
    min(kept_build_id)::varchar as kept_build_id
from raw.quarantine
group by document_id, document_path, gate
