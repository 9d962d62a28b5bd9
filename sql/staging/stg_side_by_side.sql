-- 并排表: where a table is printed in blocks side by side, the columns of each block, from the left.
-- grain: document_id, table_no, block_no
-- Three marks show it. The header repeats from its first column on, whole or but for its last columns
-- (序号|项目|单位|序号|项目|单位). Or it falls apart at columns that are empty in the whole table, and each piece names a column of
-- targets and one more field. Or each such piece has a header of its own, in different rows. A goal and a progress for
-- each quarter is no repeat: what stands left of them comes once.
with
cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        origin_column_no,
        regexp_replace(key_text, '[.:。?*#、,;※]|([^备附标批])注[0-9]{1,2}$', '\1', 'g') as key_text
    from staging.stg_printed_cells
    where length(key_text) between 1 and 40
),

wordings as (
    select
        wording,
        field
    from staging.stg_header_wordings
    where beside_field is null
),

-- The rows that could be such a header: two known columns that say which target it is, in different places.
rows_naming_targets_twice as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no
    from cells
    inner join wordings
        on cells.key_text = wordings.wording
        and wordings.field in ('target_no', 'target_text', 'annual_target')
    where cells.column_no = cells.origin_column_no
    group by cells.document_id, cells.table_no, cells.row_no
    having count(*) >= 2 and count(distinct wordings.field) < count(*)
),

-- Tables whose rows name targets in different columns: their headers may stand in different rows.
tables_with_headers_apart as (
    select
        cells.document_id,
        cells.table_no
    from cells
    inner join wordings
        on cells.key_text = wordings.wording
        and wordings.field in ('target_text', 'annual_target')
    where cells.column_no = cells.origin_column_no
    group by cells.document_id, cells.table_no
    having count(distinct cells.column_no) >= 2 and count(distinct cells.row_no) >= 2
),

widths as (
    select
        cells.document_id,
        cells.table_no,
        max(cells.column_no) as last_column_no
    from staging.stg_printed_cells as cells
    where cells.cell_text is not null
    group by cells.document_id, cells.table_no
),

-- Every column of such a row: the text where it begins, ← where a merged cell covers it, nothing where it is blank.
columns_of_rows as (
    select
        named.document_id,
        named.table_no,
        named.row_no,
        positions.column_no,
        case
            when cells.column_no is null then ''
            when cells.column_no = cells.origin_column_no then cells.key_text
            else '←'
        end as key_text
    from rows_naming_targets_twice as named
    inner join widths
        on named.document_id = widths.document_id
        and named.table_no = widths.table_no
    cross join (select unnest(range(1, 201)) as column_no) as positions
    left join cells
        on named.document_id = cells.document_id
        and named.table_no = cells.table_no
        and named.row_no = cells.row_no
        and positions.column_no = cells.column_no
    where positions.column_no <= widths.last_column_no
),

-- Where the first text comes again, the header may begin anew.
repeat_widths as (
    select
        later.document_id,
        later.table_no,
        later.row_no,
        later.column_no - 1 as block_width
    from columns_of_rows as later
    inner join columns_of_rows as first_columns
        on later.document_id = first_columns.document_id
        and later.table_no = first_columns.table_no
        and later.row_no = first_columns.row_no
        and first_columns.column_no = 1
        and later.key_text = first_columns.key_text
    where later.column_no > 1 and later.key_text <> ''
),

repeats as (
    select
        repeat_widths.document_id,
        repeat_widths.table_no,
        repeat_widths.row_no,
        repeat_widths.block_width,
        max(later.column_no) as width
    from repeat_widths
    inner join columns_of_rows as later
        on repeat_widths.document_id = later.document_id
        and repeat_widths.table_no = later.table_no
        and repeat_widths.row_no = later.row_no
        and repeat_widths.block_width < later.column_no
    inner join columns_of_rows as earlier
        on later.document_id = earlier.document_id
        and later.table_no = earlier.table_no
        and later.row_no = earlier.row_no
        and later.column_no - repeat_widths.block_width = earlier.column_no
    group by repeat_widths.document_id, repeat_widths.table_no, repeat_widths.row_no, repeat_widths.block_width
    having count(*) >= 2 and bool_and(earlier.key_text = later.key_text)
    qualify row_number() over (
        partition by repeat_widths.document_id, repeat_widths.table_no
        order by repeat_widths.row_no, repeat_widths.block_width
    ) = 1
),

repeated_blocks as (
    select
        document_id,
        table_no,
        row_no,
        unnest(range(0, width, block_width)) + 1 as first_column_no
    from repeats
),

filled_columns as (
    select distinct
        cells.document_id,
        cells.table_no,
        cells.column_no
    from staging.stg_printed_cells as cells
    inner join (
        select distinct
            document_id,
            table_no
        from rows_naming_targets_twice
        union
        select
            document_id,
            table_no
        from tables_with_headers_apart
    ) as named
        on cells.document_id = named.document_id
        and cells.table_no = named.table_no
    where cells.cell_text is not null and cells.column_span <= 2
),

-- A piece begins behind an empty column.
pieces as (
    select
        document_id,
        table_no,
        column_no,
        sum(case when column_no = 1 or previous_column_no = column_no - 1 then 0 else 1 end) over (
            partition by document_id, table_no order by column_no
        ) as piece_no
    from (
        select
            *,
            lag(column_no) over (partition by document_id, table_no order by column_no) as previous_column_no
        from filled_columns
    ) as neighbours
),

named_pieces as (
    select
        columns_of_rows.document_id,
        columns_of_rows.table_no,
        columns_of_rows.row_no,
        pieces.piece_no,
        min(pieces.column_no) as first_column_no,
        count(distinct wordings.field) >= 2
        and bool_or(coalesce(wordings.field in ('target_text', 'annual_target'), false)) as is_named
    from columns_of_rows
    inner join pieces
        on columns_of_rows.document_id = pieces.document_id
        and columns_of_rows.table_no = pieces.table_no
        and columns_of_rows.column_no = pieces.column_no
    left join wordings
        on columns_of_rows.key_text = wordings.wording
    group by columns_of_rows.document_id, columns_of_rows.table_no, columns_of_rows.row_no, pieces.piece_no
),

rows_of_pieces as (
    select
        document_id,
        table_no,
        row_no
    from named_pieces
    group by document_id, table_no, row_no
    having count(*) >= 2 and bool_and(is_named)
    qualify row_number() over (partition by document_id, table_no order by row_no) = 1
),

-- The first row of each piece that names targets and one more field.
headers_of_pieces as (
    select
        pieces.document_id,
        pieces.table_no,
        pieces.piece_no,
        cells.row_no
    from pieces
    inner join tables_with_headers_apart as apart
        on pieces.document_id = apart.document_id
        and pieces.table_no = apart.table_no
    inner join cells
        on pieces.document_id = cells.document_id
        and pieces.table_no = cells.table_no
        and pieces.column_no = cells.column_no
    inner join wordings
        on cells.key_text = wordings.wording
    group by pieces.document_id, pieces.table_no, pieces.piece_no, cells.row_no
    having count(distinct wordings.field) >= 2
        and bool_or(wordings.field in ('target_text', 'annual_target'))
    qualify row_number() over (
        partition by pieces.document_id, pieces.table_no, pieces.piece_no order by cells.row_no
    ) = 1
),

piece_counts as (
    select
        document_id,
        table_no,
        max(piece_no) + 1 as piece_count
    from pieces
    group by document_id, table_no
),

headers_apart as (
    select
        headers.document_id,
        headers.table_no,
        min(headers.row_no) as row_no
    from headers_of_pieces as headers
    inner join piece_counts
        on headers.document_id = piece_counts.document_id
        and headers.table_no = piece_counts.table_no
    group by headers.document_id, headers.table_no
    having count(*) >= 2
        and count(*) = max(piece_counts.piece_count)
        and count(distinct headers.row_no) >= 2
),

blocks as (
    select * from repeated_blocks
    union all
    select
        headers_apart.document_id,
        headers_apart.table_no,
        headers_apart.row_no,
        min(pieces.column_no) as first_column_no
    from headers_apart
    inner join pieces
        on headers_apart.document_id = pieces.document_id
        and headers_apart.table_no = pieces.table_no
    left join (
        select
            document_id,
            table_no
        from repeats
        union
        select
            document_id,
            table_no
        from rows_of_pieces
    ) as cut_already
        on headers_apart.document_id = cut_already.document_id
        and headers_apart.table_no = cut_already.table_no
    where cut_already.table_no is null
    group by headers_apart.document_id, headers_apart.table_no, headers_apart.row_no, pieces.piece_no
    union all
    select
        named_pieces.document_id,
        named_pieces.table_no,
        named_pieces.row_no,
        named_pieces.first_column_no
    from named_pieces
    inner join rows_of_pieces
        on named_pieces.document_id = rows_of_pieces.document_id
        and named_pieces.table_no = rows_of_pieces.table_no
        and named_pieces.row_no = rows_of_pieces.row_no
    left join repeats
        on named_pieces.document_id = repeats.document_id
        and named_pieces.table_no = repeats.table_no
    where repeats.table_no is null
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_number() over in_table::integer as block_no,  -- 块号: 1 is the leftmost
    row_no::integer as first_row_no,  -- 首行: the row of the header that repeats; what stands above it belongs to the first block
    case when row_number() over in_table = 1 then 1 else first_column_no end::integer as first_column_no,  -- 首列
    lead(first_column_no - 1) over in_table::integer as last_column_no  -- 末列: NULL in the last block, which takes all that follows
from blocks
window in_table as (partition by document_id, table_no order by first_column_no)
