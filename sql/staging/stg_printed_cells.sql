-- 印刷单元格: a cell of a landed document where it is printed, with the text that stands in it.
-- grain: document_id, table_no, row_no, column_no
-- A merged cell's text stands on all the cells it covers.
-- The text is in its comparable form (stg_comparable_texts); raw.cells holds it as printed. Besides, only the markup of
-- a line break (<br>) and the outer white space go.
with
cells as (
    select
        printed.document_id,
        printed.table_no,
        printed.row_no,
        printed.column_no,
        coalesce(comparable.comparable_text, printed.text) as text,
        printed.row_span,
        printed.column_span,
        printed.is_origin,
        printed.origin_row_no,
        printed.origin_column_no,
        printed.span_is_known,
        printed.source_place
    from raw.cells as printed
    left join staging.stg_comparable_texts as comparable
        on printed.document_id = comparable.document_id
        and printed.text = comparable.printed_text
),

merged_origins as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        text,
        row_span,
        column_span
    from cells
    where is_origin and (row_span > 1 or column_span > 1)
),

covered_cells_filled as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.origin_row_no,
        cells.origin_column_no,
        cells.span_is_known,
        cells.source_place,
        coalesce(merged_origins.row_span, 1) as row_span,
        coalesce(merged_origins.column_span, 1) as column_span,
        case when cells.is_origin then cells.text else merged_origins.text end as text
    from cells
    left join merged_origins
        on cells.document_id = merged_origins.document_id
        and cells.table_no = merged_origins.table_no
        and cells.origin_row_no = merged_origins.row_no
        and cells.origin_column_no = merged_origins.column_no
),

markup_taken_out as (
    select
        *,
        case
            when text like '%<%' then regexp_replace(text, '<[bB][rR] */?>', chr(10), 'g')
            else text
        end as plain_text
    from covered_cells_filled
),

trimmed as (
    select
        *,
        trim(
            plain_text,
            concat(' ', chr(9), chr(10), chr(13))
        ) as clean_text
    from markup_taken_out
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: printed row, headers counted
    column_no::integer as column_no,  -- 列号: the printed column, from the left
    nullif(clean_text, '')::varchar as cell_text,  -- 文字: in its comparable form; a covered cell shows its origin's text
    case
        when length(clean_text) not between 1 and 60 then null
        -- folding is dear: only where there is something to fold
        when regexp_matches(clean_text, '[！-～]')
            then translate(regexp_replace(clean_text, '\s+', '', 'g'), '！（），－／：；？［］｛｜｝～', '!(),-/:;?[]{|}~')
        else regexp_replace(clean_text, '\s+', '', 'g')
    end::varchar as key_text,  -- 键: a short text folded to half width, white space out; NULL for long ones
    row_span::integer as row_span,  -- 跨行数: rows that the printed cell covers
    column_span::integer as column_span,  -- 跨列数: columns that the printed cell covers
    origin_row_no::integer as origin_row_no,  -- 起始行号: where the printed cell begins
    origin_column_no::integer as origin_column_no,  -- 起始列号
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states spans
    source_place::varchar as source_place  -- 出处: in the source's own words
from trimmed
