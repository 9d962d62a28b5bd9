-- 删除线目标: a printed data row whose target text is struck out whole, so that the target is not in force.
-- grain: document_id, table_run_no, table_run_row_no
-- What is struck is no text of the cell; raw.excluded_texts keeps it, and raw.notes names the row.
with
-- The cell of the target's text, of which nothing is left.
struck_cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        string_agg(text, '' order by excluded_no) as struck_text
    from raw.excluded_texts
    where kind in ('struck', 'deleted') and is_whole and column_no is not null
    group by document_id, table_no, row_no, column_no
),

target_columns as (
    select
        document_id,
        table_no,
        part_no,
        column_no
    from staging.stg_columns
    where field = 'target_text' and slot_no = 1
),

printed_rows as (
    select
        document_id,
        table_no,
        row_no,
        part_no
    from staging.stg_printed_rows
),

data_rows as (
    select
        document_id,
        table_no,
        row_no,
        table_run_no,
        table_run_row_no
    from staging.stg_rows
    where row_kind = 'data'
)

select
    data_rows.document_id::varchar as document_id,  -- 文档键: the document it comes from
    data_rows.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    data_rows.table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    data_rows.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    data_rows.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    struck_cells.struck_text::varchar as struck_text  -- 划去的目标: what is struck out
from struck_cells
inner join printed_rows
    on struck_cells.document_id = printed_rows.document_id
    and struck_cells.table_no = printed_rows.table_no
    and struck_cells.row_no = printed_rows.row_no
inner join target_columns
    on printed_rows.document_id = target_columns.document_id
    and printed_rows.table_no = target_columns.table_no
    and printed_rows.part_no = target_columns.part_no
    and struck_cells.column_no = target_columns.column_no
inner join data_rows
    on printed_rows.document_id = data_rows.document_id
    and printed_rows.table_no = data_rows.table_no
    and printed_rows.row_no = data_rows.row_no
