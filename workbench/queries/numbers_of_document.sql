-- The numbers of the targets of a document, to choose one. Grain: target number.
select distinct target_no
from marts.dim_target
where document_id = $document_id and target_no is not null
order by try_cast(target_no as integer), target_no
limit 1000
