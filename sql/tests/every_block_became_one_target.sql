-- 每个行块都成为一个目标，或整条划去: every block of rows became one target, or is struck out
-- severity: quarantine
-- checked: intermediate.int_row_blocks
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
blocks as (
    select
        document_id,
        table_run_no,
        block_no,
        min(table_no) as table_no,
        min({'table_no': table_no, 'row_no': row_no}).row_no as row_no
    from intermediate.int_row_blocks
    group by document_id, table_run_no, block_no
),

accounted_for as (
    select
        document_id,
        table_run_no,
        block_no
    from intermediate.int_targets
    union all
    select
        document_id,
        table_run_no,
        block_no
    from intermediate.int_struck_blocks
)

select
    blocks.document_id,
    blocks.table_run_no,
    blocks.block_no,
    blocks.table_no,
    blocks.row_no,
    count(accounted_for.block_no) as target_count
from blocks
left join accounted_for
    on blocks.document_id = accounted_for.document_id
    and blocks.table_run_no = accounted_for.table_run_no
    and blocks.block_no = accounted_for.block_no
group by blocks.document_id, blocks.table_run_no, blocks.block_no, blocks.table_no, blocks.row_no
having count(accounted_for.block_no) <> 1
