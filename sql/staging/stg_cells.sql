-- 单元格: a cell of a landed document as it is read, with the text that stands in it.
-- grain: document_id, table_no, row_no, column_no
-- A table is read as it is printed, but blocks that stand side by side are read one after the other: the rows of a
-- later block come below the last printed row, in the columns of the first, its header included.
with
last_rows as (
    select
        cells.document_id,
        cells.table_no,
        max(cells.row_no) as last_row_no
    from staging.stg_printed_cells as cells
    inner join staging.stg_side_by_side as blocks
        on cells.document_id = blocks.document_id
        and cells.table_no = blocks.table_no
        and blocks.block_no = 1
    group by cells.document_id, cells.table_no
),

-- A cell merged over two blocks (a heading above both) is in each of them.
cells_in_blocks as (
    select
        cells.*,
        coalesce(blocks.first_column_no, 1) as first_column_no,
        blocks.last_column_no,
        coalesce((blocks.block_no - 1) * last_rows.last_row_no, 0) as rows_above,
        coalesce(
            greatest(cells.origin_column_no, blocks.first_column_no),
            cells.origin_column_no
        ) as cut_origin_column_no,
        case
            when blocks.block_no > 1 then greatest(cells.origin_row_no, blocks.first_row_no)
            else cells.origin_row_no
        end as cut_origin_row_no
    from staging.stg_printed_cells as cells
    left join staging.stg_side_by_side as blocks
        on cells.document_id = blocks.document_id
        and cells.table_no = blocks.table_no
        and cells.row_no >= blocks.first_row_no
        and cells.column_no >= blocks.first_column_no
        and cells.column_no <= coalesce(blocks.last_column_no, cells.column_no)
    left join last_rows
        on cells.document_id = last_rows.document_id
        and cells.table_no = last_rows.table_no
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    (row_no + rows_above)::integer as row_no,  -- 行号: printed row, headers counted; in a block that stands beside another, on from the last
    (column_no - first_column_no + 1)::integer as column_no,  -- 列号: the printed column, from the left of its block
    cell_text::varchar as cell_text,  -- 文字: as printed; a covered cell shows its origin's text
    key_text::varchar as key_text,  -- 键: a short text folded to half width, white space out; NULL for long ones
    (row_span - (cut_origin_row_no - origin_row_no))::integer as row_span,  -- 跨行数: rows that the printed cell covers
    (
        least(origin_column_no + column_span - 1, coalesce(last_column_no, origin_column_no + column_span - 1))
        - cut_origin_column_no + 1
    )::integer as column_span,  -- 跨列数: columns of its block that the printed cell covers
    (cut_origin_row_no + rows_above)::integer as origin_row_no,  -- 起始行号: where the printed cell begins
    (cut_origin_column_no - first_column_no + 1)::integer as origin_column_no,  -- 起始列号
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states spans
    source_place::varchar as source_place  -- 出处: in the source's own words
from cells_in_blocks
