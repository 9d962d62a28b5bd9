-- One document. Grain: one row.
select *
from marts.dim_document
where document_id = $document_id
