-- 进展观察: every progress cell of a data row with the period of its column: 1-10月 and 1-11月 are two observations.
-- grain: document_id, table_no, row_no, column_no
with

cells as (

    select
        document_id,
        table_no,
        row_no,
        column_no,
        period_text,
        period_month,
        slot_no,
        cell_text,
        text_row_no
    from staging.stg_field_cells
    where field = 'progress'

),

target_rows as (

    select
        document_id,
        table_no,
        row_no,
        target_id
    from intermediate.int_target_rows

)

select
    cells.document_id::varchar as document_id,  -- 文档: the document it comes from
    cells.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    cells.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    cells.column_no::integer as column_no,  -- 列号: the printed column, from the left
    target_rows.target_id::varchar as target_id,  -- 目标键: the target
    cells.period_text::varchar as period_text,  -- 期间: as the header prints it, NULL where it does not
    cells.period_month::integer as period_month,  -- 期末月: its last month, 0 where none
    (cells.slot_no = 1)::boolean as is_latest,  -- 最新: the observation that counts as the target's progress
    cells.cell_text::varchar as progress_text,  -- 完成情况: what came of it
    cells.text_row_no::integer as text_row_no  -- 文字行: the printed row where the text begins
from cells
inner join target_rows
    on cells.document_id = target_rows.document_id
    and cells.table_no = target_rows.table_no
    and cells.row_no = target_rows.row_no
