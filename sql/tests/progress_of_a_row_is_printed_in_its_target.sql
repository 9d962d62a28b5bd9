-- Rows whose progress text no row of the same target prints.
select
    facts.document_id,
    facts.source_table_no,
    facts.source_row_no,
    facts.progress_row_no
from marts.fct_target_unit as facts
left join intermediate.int_target_progress as progress
    on facts.document_id = progress.document_id
    and facts.target_id = progress.target_id
    and facts.progress_text = progress.progress_text
where facts.progress_text is not null and progress.progress_no is null
