-- 行领导: the leader that a printed row itself names, where it names exactly one.
-- grain: document_id, table_run_no, table_run_row_no
-- A row without a name of its own has none: never filled from above. A cell that lists several names over several rows
-- names the target's leaders, not the row's.
with
target_rows as (
    select
        rows.document_id,
        rows.table_run_no,
        rows.table_run_row_no,
        rows.block_no,
        rows.table_no,
        rows.row_no,
        printed.leader_row_no
    from intermediate.int_target_rows as rows
    inner join staging.stg_rows as printed
        on rows.document_id = printed.document_id
        and rows.table_no = printed.table_no
        and rows.row_no = printed.row_no
    where printed.leader_text is not null
),

mentions as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        leader_name
    from intermediate.int_leader_mentions
),

names_of_cells as (
    select
        target_rows.document_id,
        target_rows.table_run_no,
        target_rows.block_no,
        target_rows.table_no,
        target_rows.leader_row_no,
        min(mentions.leader_name) as leader_name,
        count(distinct mentions.leader_name) as name_count
    from target_rows
    inner join mentions
        on target_rows.document_id = mentions.document_id
        and target_rows.table_run_no = mentions.table_run_no
        and target_rows.block_no = mentions.block_no
        and target_rows.table_run_row_no = mentions.table_run_row_no
    group by
        target_rows.document_id,
        target_rows.table_run_no,
        target_rows.block_no,
        target_rows.table_no,
        target_rows.leader_row_no
)

select
    target_rows.document_id::varchar as document_id,  -- 文档键: the document it comes from
    target_rows.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    target_rows.table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    names_of_cells.leader_name::varchar as row_leader_name  -- 行领导
from target_rows
inner join names_of_cells
    on target_rows.document_id = names_of_cells.document_id
    and target_rows.table_run_no = names_of_cells.table_run_no
    and target_rows.block_no = names_of_cells.block_no
    and target_rows.table_no = names_of_cells.table_no
    and target_rows.leader_row_no = names_of_cells.leader_row_no
where names_of_cells.name_count = 1
