-- 划去的目标块: a block of rows whose target text is struck out whole, so that it is no target in force.
-- grain: document_id, table_run_no, block_no
with
struck_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        struck_text
    from staging.stg_struck_targets
),

blocks as (
    select
        document_id,
        table_run_no,
        block_no,
        target_no,
        first_table_run_row_no,
        last_table_run_row_no
    from intermediate.int_blocks
    where target_text is null
)

select
    blocks.document_id::varchar as document_id,  -- 文档键: the document it comes from
    blocks.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    blocks.block_no::integer as block_no,  -- 块号: the ordinal of the block in its table run
    blocks.target_no::varchar as target_no,  -- 目标序号: as printed, where it is not struck out too
    string_agg(
        struck_rows.struck_text,
        ''
        order by struck_rows.table_run_row_no
    )::varchar as struck_text  -- 划去的目标: what is struck out
from blocks
inner join struck_rows
    on blocks.document_id = struck_rows.document_id
    and blocks.table_run_no = struck_rows.table_run_no
    and struck_rows.table_run_row_no between blocks.first_table_run_row_no and blocks.last_table_run_row_no
group by blocks.document_id, blocks.table_run_no, blocks.block_no, blocks.target_no
