-- The build that is published. Grain: one row.
select build_id, finished_at, document_count, target_count, review_count, quarantined_count
from meta.builds
order by rowid desc
limit 1
