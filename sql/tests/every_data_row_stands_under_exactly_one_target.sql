-- 每个数据行在事实表里恰好归一个目标（划去的除外），别的行都不在: every data row stands under one target of the facts, no other row does
-- severity: quarantine
-- checked: marts.fct_target_unit
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
struck_rows as (
    select
        row_blocks.document_id,
        row_blocks.table_no,
        row_blocks.row_no
    from intermediate.int_row_blocks as row_blocks
    inner join intermediate.int_struck_blocks as struck_blocks
        on row_blocks.document_id = struck_blocks.document_id
        and row_blocks.table_run_no = struck_blocks.table_run_no
        and row_blocks.block_no = struck_blocks.block_no
),

data_rows as (
    select
        document_id,
        table_no,
        row_no
    from staging.stg_rows
    where row_kind = 'data'
    except
    select
        document_id,
        table_no,
        row_no
    from struck_rows
),

reported as (
    select
        document_id,
        source_table_no,
        source_row_no,
        count(distinct target_id) as target_count
    from marts.fct_target_unit
    group by document_id, source_table_no, source_row_no
)

select
    coalesce(data_rows.document_id, reported.document_id) as document_id,
    coalesce(data_rows.table_no, reported.source_table_no) as table_no,
    coalesce(data_rows.row_no, reported.source_row_no) as row_no,
    data_rows.document_id is not null as is_data_row,
    coalesce(reported.target_count, 0) as target_count
from data_rows
full join reported
    on data_rows.document_id = reported.document_id
    and data_rows.table_no = reported.source_table_no
    and data_rows.row_no = reported.source_row_no
where data_rows.document_id is null or coalesce(reported.target_count, 0) <> 1
