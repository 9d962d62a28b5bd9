-- 目标文字出处: where a text of a target is first printed: what was promised, the year's share of it, each progress text.
-- grain: target_id, text_name, text_no
-- The cell's own place where the source knows it, which a row's is not: Sheet1!C7 and not Sheet1, row 7.
with
rows as (
    select
        document_id,
        target_id,
        table_run_row_no,
        table_no,
        row_no
    from intermediate.int_target_rows
    where target_id is not null
),

cells as (
    select
        fields.document_id,
        fields.table_no,
        fields.row_no,
        fields.field,
        fields.text_row_no,
        cells.source_place
    from staging.stg_field_cells as fields
    inner join staging.stg_cells as cells
        on fields.document_id = cells.document_id
        and fields.table_no = cells.table_no
        and fields.text_row_no = cells.row_no
        and fields.printed_column_no = cells.column_no
    where fields.field in ('target_text', 'annual_target', 'progress') and fields.slot_no = 1
),

promises as (
    select
        rows.document_id,
        rows.target_id,
        case cells.field when 'target_text' then 'target' else cells.field end as text_name,
        min({
            'table_run_row_no': rows.table_run_row_no,
            'table_no': cells.table_no,
            'row_no': cells.text_row_no,
            'source_place': cells.source_place
        }) as first_cell
    from rows
    inner join cells
        on rows.document_id = cells.document_id and rows.table_no = cells.table_no and rows.row_no = cells.row_no
    where cells.field in ('target_text', 'annual_target')
    group by rows.document_id, rows.target_id, cells.field
),

answers as (
    select
        progress.document_id,
        progress.target_id,
        progress.progress_no,
        progress.table_no,
        progress.row_no,
        min(cells.source_place) as source_place
    from intermediate.int_target_progress as progress
    inner join cells
        on progress.document_id = cells.document_id
        and progress.table_no = cells.table_no
        and progress.row_no = cells.text_row_no
    where cells.field = 'progress'
    group by all
),

places as (
    select
        document_id,
        target_id,
        text_name,
        1 as text_no,
        first_cell.table_no as table_no,
        first_cell.row_no as row_no,
        first_cell.source_place as source_place
    from promises
    union all
    select
        document_id,
        target_id,
        'progress' as text_name,
        progress_no as text_no,
        table_no,
        row_no,
        source_place
    from answers
)

select
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: of a progress text, see int_target_progress; 1 for a promise
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    source_place::varchar as source_place  -- 出处: in the source's own words
from places
