-- Documents that are left out, with the reason and the way out. Grain: document.
select document_path, gate_name, reason_text, source_place, remedy_text, kept_build_id
from meta.quarantine
order by document_path
limit 500
