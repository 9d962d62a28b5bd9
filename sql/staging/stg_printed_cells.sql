-- 印刷单元格: a cell of a landed document where it is printed, with the text that stands in it.
-- grain: document_id, table_no, row_no, column_no
-- A merged cell's text stands on all the cells it covers.
-- Only the markup of a line break (<br>) and the outer white space go; words and digits stay as printed. A radical that
-- a browser or a font put in the place of its character (U+2F17 for 十) is that character: it was printed as such.
with
cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        text,
        row_span,
        column_span,
        is_origin,
        origin_row_no,
        origin_column_no,
        span_is_known,
        place
    from raw.cells
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
        cells.place,
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

forms as (
    select
        coalesce(string_agg(printed, '' order by printed), '') as printed_forms,
        coalesce(string_agg(character, '' order by printed), '') as characters
    from seeds.character_forms
),

radicals_read as (
    select
        markup_taken_out.* exclude (plain_text),
        case
            when regexp_matches(markup_taken_out.plain_text, '[\x{2E80}-\x{2FDF}]')
                then translate(markup_taken_out.plain_text, forms.printed_forms, forms.characters)
            else markup_taken_out.plain_text
        end as plain_text
    from markup_taken_out
    cross join forms
),

-- No-break and ideographic spaces, byte order marks and zero-width spaces are the white space of pages and sheets.
trimmed as (
    select
        *,
        trim(
            plain_text,
            concat(' ', chr(9), chr(10), chr(13), chr(160), chr(8195), chr(12288), chr(65279), chr(8203))
        ) as clean_text
    from radicals_read
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: printed row, headers counted
    column_no::integer as column_no,  -- 列号: the printed column, from the left
    nullif(clean_text, '')::varchar as cell_text,  -- 文字: as printed; a covered cell shows its origin's text
    case
        when length(clean_text) not between 1 and 60 then null
        -- folding is dear: only where there is something to fold
        when regexp_matches(clean_text, '[！-～]') then
            translate(
                regexp_replace(clean_text, '[\s\x{00A0}\x{2003}\x{3000}\x{FEFF}\x{200B}]+', '', 'g'),
                '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
                '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
            )
        else regexp_replace(clean_text, '[\s\x{00A0}\x{2003}\x{3000}\x{FEFF}\x{200B}]+', '', 'g')
    end::varchar as key_text,  -- 键: a short text folded to half width, white space out; NULL for long ones
    row_span::integer as row_span,  -- 跨行数: rows that the printed cell covers
    column_span::integer as column_span,  -- 跨列数: columns that the printed cell covers
    origin_row_no::integer as origin_row_no,  -- 起始行号: where the printed cell begins
    origin_column_no::integer as origin_column_no,  -- 起始列号
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format tells spans
    place::varchar as place  -- 出处: in the source's own words
from trimmed
