-- 承接格: what a merged cell says in the rows below it, where it left no line behind.
-- grain: document_id, table_no, row_no, field
-- Of a web page that was copied one cell a line a merged cell stands once, in the first of its rows; the others have
-- nothing in its place. A row without number goes on with the number above it, one without units has those above it.
-- Only where no cell of the table is blank, where a row lacks nothing else, and where rows enough print their own.
-- So it is where covered cells were dropped and nothing else: a row that slid left by the column of the units
-- (stg_cell_alignments) has those above it, where every other row prints its own.
with
shapes as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        printed_rows.row_kind,
        printed_rows.part_no,
        shapes.cell_count,
        shapes.filled_count,
        shapes.is_cell_a_line and not shapes.span_is_known as is_cell_a_line
    from staging.stg_row_shapes as shapes
    inner join staging.stg_printed_rows as printed_rows
        on shapes.document_id = printed_rows.document_id
        and shapes.table_no = printed_rows.table_no
        and shapes.row_no = printed_rows.row_no
    where printed_rows.row_kind in ('data', 'section')
),

tables_by_lines as (
    select
        document_id,
        table_no
    from shapes
    where row_kind = 'data'
    group by document_id, table_no
    having bool_and(is_cell_a_line or cell_count = 1)
        and bool_and(cell_count = filled_count)
        and count(distinct cell_count) > 1
),

contents as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        shapes.part_no,
        shapes.row_kind,
        coalesce(bool_or(cells.field = 'target_no'), false) as has_number,
        coalesce(bool_or(cells.field = 'target_text' and cells.slot_no = 1), false) as has_text,
        coalesce(bool_or(cells.field in ('unit', 'unit_lead', 'unit_support')), false) as has_unit,
        count(
            distinct case
                when cells.field not in (
                    'target_no', 'target_text', 'section', 'other', 'unit', 'unit_lead', 'unit_support'
                ) then cells.field
            end
        ) as other_count
    from shapes
    inner join tables_by_lines
        on shapes.document_id = tables_by_lines.document_id
        and shapes.table_no = tables_by_lines.table_no
    left join staging.stg_field_cells as cells
        on shapes.document_id = cells.document_id
        and shapes.table_no = cells.table_no
        and shapes.row_no = cells.row_no
    group by shapes.document_id, shapes.table_no, shapes.row_no, shapes.part_no, shapes.row_kind
),

-- The rows that lack nothing but what is merged: a deadline or figures stand behind the text, as many as in any row.
judged as (
    select
        *,
        row_kind = 'data'
        and has_text
        and other_count > 0
        and other_count = max(other_count) over (partition by document_id, table_no, part_no) as is_complete,
        -- a heading over the whole width ends what is merged above it
        count(case when row_kind = 'section' then 1 end) over so_far as section_no
    from contents
    window so_far as (partition by document_id, table_no order by row_no)
),

counted as (
    select
        *,
        count(case when has_number then 1 end) over in_part as number_count,
        coalesce(bool_and(has_text) filter (where has_number) over in_part, false) as every_number_has_text,
        coalesce(
            bool_and(is_complete) filter (where row_kind = 'data' and not has_number) over in_part, false
        ) as every_other_is_complete,
        count(case when has_unit then 1 end) over in_part as unit_count,
        max(case when has_number then row_no end) over rows_above as number_row_no,
        max(case when has_unit then row_no end) over rows_above as unit_row_no
    from judged
    window
        in_part as (partition by document_id, table_no, part_no),
        rows_above as (partition by document_id, table_no, part_no, section_no order by row_no)
),

slid_rows as (
    select
        document_id,
        table_no,
        row_no,
        min(case when is_moved then column_no end) as lost_column_no
    from staging.stg_cell_alignments
    group by document_id, table_no, row_no
    having max(aligned_column_no - column_no) = 1
        and min(aligned_column_no - column_no) = 0
        and not bool_or(goes_on or is_group or is_foreign)
),

tables_with_slid_rows as (
    select distinct
        document_id,
        table_no
    from slid_rows
),

rows_beside_slid as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        shapes.part_no,
        shapes.row_kind,
        columns.column_no,
        columns.field,
        units.row_no is not null as has_unit,
        coalesce(slid_rows.lost_column_no = columns.column_no, false) as lacks_unit,
        count(case when shapes.row_kind = 'section' then 1 end) over (
            partition by shapes.document_id, shapes.table_no, columns.column_no order by shapes.row_no
        ) as section_no
    from shapes
    inner join tables_with_slid_rows as tables
        on shapes.document_id = tables.document_id
        and shapes.table_no = tables.table_no
    inner join staging.stg_columns as columns
        on shapes.document_id = columns.document_id
        and shapes.table_no = columns.table_no
        and shapes.part_no = columns.part_no
        and columns.field in ('unit', 'unit_lead')
    left join staging.stg_field_cells as units
        on shapes.document_id = units.document_id
        and shapes.table_no = units.table_no
        and shapes.row_no = units.row_no
        and columns.column_no = units.column_no
        and columns.field = units.field
    left join slid_rows
        on shapes.document_id = slid_rows.document_id
        and shapes.table_no = slid_rows.table_no
        and shapes.row_no = slid_rows.row_no
),

units_slid as (
    select
        *,
        max(case when has_unit then row_no end) over (
            partition by document_id, table_no, part_no, column_no, section_no order by row_no
        ) as unit_row_no
    from rows_beside_slid
    window in_part as (partition by document_id, table_no, part_no, column_no)
    -- a blank cell is no merged one
    qualify bool_and(has_unit or lacks_unit or row_kind = 'section') over in_part
        and count(case when has_unit then 1 end) over in_part >= 2
),

carried as (
    select
        document_id,
        table_no,
        row_no,
        number_row_no as text_row_no,
        ['target_no'] as fields
    from counted
    where is_complete
        and not has_number
        and number_row_no is not null
        and number_count >= 3
        and every_number_has_text
        and every_other_is_complete
    union all
    select
        document_id,
        table_no,
        row_no,
        unit_row_no as text_row_no,
        ['unit', 'unit_lead', 'unit_support'] as fields
    from counted
    where is_complete
        and not has_unit
        and unit_row_no is not null
        and unit_count >= 2
    union all
    select
        document_id,
        table_no,
        row_no,
        unit_row_no as text_row_no,
        [field] as fields
    from units_slid
    where lacks_unit and unit_row_no is not null
)

select
    carried.document_id::varchar as document_id,  -- 文档键: the document it comes from
    carried.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    carried.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    cells.field::varchar as field,  -- 字段: target_no, unit, unit_lead or unit_support
    string_agg(cells.cell_text, chr(10) order by cells.slot_no, cells.column_no)::varchar as cell_text,  -- 文字: as printed
    carried.text_row_no::integer as text_row_no  -- 文字行: the printed row where the merged cell begins
from carried
inner join staging.stg_field_cells as cells
    on carried.document_id = cells.document_id
    and carried.table_no = cells.table_no
    and carried.text_row_no = cells.row_no
    and list_contains(carried.fields, cells.field)
group by carried.document_id, carried.table_no, carried.row_no, cells.field, carried.text_row_no
