-- 每个目标都进了事实表: every target reaches the facts
-- severity: quarantine
-- checked: intermediate.int_targets
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
select
    targets.document_id,
    targets.target_no,
    targets.anchor_table_no,
    targets.anchor_row_no
from intermediate.int_targets as targets
where not exists (
    select 1
    from marts.fct_target_unit as facts
    where facts.target_id = targets.target_id and facts.document_id = targets.document_id
)
