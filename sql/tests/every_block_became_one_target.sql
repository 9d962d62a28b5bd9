-- 每个行块都成为一个目标: every block of rows became one target
-- severity: stop
-- checked: intermediate.int_row_blocks
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
blocks as (
    select
        document_id,
        chain_no,
        block_no,
        min(table_no) as table_no,
        min({'table_no': table_no, 'row_no': row_no}).row_no as row_no
    from intermediate.int_row_blocks
    group by document_id, chain_no, block_no
)

select
    blocks.document_id,
    blocks.chain_no,
    blocks.block_no,
    blocks.table_no,
    blocks.row_no,
    count(targets.target_id) as target_count
from blocks
left join intermediate.int_targets as targets
    on blocks.document_id = targets.document_id
    and blocks.chain_no = targets.chain_no
    and blocks.block_no = targets.block_no
group by blocks.document_id, blocks.chain_no, blocks.block_no, blocks.table_no, blocks.row_no
having count(targets.target_id) <> 1
