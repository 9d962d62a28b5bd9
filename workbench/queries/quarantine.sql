-- Documents that are left out, with the reason and the way out. Grain: document.
select document_path, gate, reason, source_place, remedy, kept_build_id
from meta.quarantine
order by document_path
limit 500
