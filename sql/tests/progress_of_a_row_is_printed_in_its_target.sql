-- 一行的完成情况确实印在它的目标里: the progress of a row is printed in its target
-- severity: quarantine
-- checked: marts.fct_target_unit
-- why: 完成情况归错目标，就是替别人答了话: progress under another target answers for somebody else
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
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
