-- 印行: every printed row of the target tables and what it is: header, section, note, blank or data.
-- grain: document_id, table_no, row_no
with
parts as (
    select
        document_id,
        table_no,
        part_no,
        role,
        table_run_no,
        first_row_no,
        last_row_no,
        header_row_no,
        last_header_row_no,
        header_width,
        header_width_before
    from staging.stg_tables
),

number_columns as (
    select
        document_id,
        table_no,
        part_no,
        min(case when field = 'target_no' then column_no end) as number_column_no,
        min(case when field = 'section' then column_no end) as section_column_no,
        bool_or(names_target) as is_of_places,
        min(case when field = 'target_text' and slot_no = 1 then column_no end) as target_column_no
    from staging.stg_columns
    group by document_id, table_no, part_no
),

-- In a table of places by figures the row whose first figure is the sum of all others is the sum, whatever its name.
place_figures as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        try_cast(replace(cells.key_text, ',', '') as decimal(18, 4)) as figure,
        parts.part_no
    from staging.stg_cells as cells
    inner join parts
        on cells.document_id = parts.document_id
        and cells.table_no = parts.table_no
        and cells.row_no > parts.last_header_row_no
        and cells.row_no <= parts.last_row_no
    inner join staging.stg_columns as columns
        on parts.document_id = columns.document_id
        and parts.table_no = columns.table_no
        and parts.part_no = columns.part_no
        and cells.column_no = columns.column_no
        and columns.field = 'annual_target'
        and columns.slot_no = 1
    inner join number_columns
        on parts.document_id = number_columns.document_id
        and parts.table_no = number_columns.table_no
        and parts.part_no = number_columns.part_no
        and number_columns.is_of_places
),

place_sums as (
    select
        document_id,
        table_no,
        row_no
    from place_figures
    where figure > 0
    window in_part as (partition by document_id, table_no, part_no)
    qualify count(*) over in_part >= 4 and abs(sum(figure) over in_part - 2 * figure) * 200 <= figure
),

-- The only cell of a short row may be a unit or a deadline that slid to the left, and no heading.
lone_cells as (
    select
        document_id,
        table_no,
        row_no,
        min(cell_class) as cell_class
    from staging.stg_cell_classes
    where is_short_row and cell_class <> 'blank'
    group by document_id, table_no, row_no
    having count(*) = 1
),

rows_of_parts as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        parts.part_no,
        parts.role,
        parts.table_run_no,
        shapes.cell_count,
        shapes.filled_count,
        shapes.own_count,
        shapes.printed_count,
        shapes.distinct_count,
        shapes.first_filled_column_no,
        shapes.widest_span,
        shapes.longest_text,
        shapes.only_text,
        shapes.only_key,
        shapes.first_key,
        shapes.pair_text,
        shapes.is_form_footer,
        shapes.filled_width,
        shapes.span_is_known,
        shapes.source_place,
        coalesce(parts.header_width, parts.header_width_before) as width,
        number_columns.number_column_no,
        number_columns.section_column_no,
        number_columns.target_column_no,
        number_columns.is_of_places,
        lone_cells.cell_class as lone_cell_class,
        place_sums.row_no is not null as is_place_sum,
        heading_rows.heading_text,
        shapes.row_no between parts.header_row_no and parts.last_header_row_no as is_header,
        parts.header_row_no is null and parts.role = 'ignored' as is_above_header
    from staging.stg_row_shapes as shapes
    inner join parts
        on shapes.document_id = parts.document_id
        and shapes.table_no = parts.table_no
        and shapes.row_no between parts.first_row_no and parts.last_row_no
    left join number_columns
        on parts.document_id = number_columns.document_id
        and parts.table_no = number_columns.table_no
        and parts.part_no = number_columns.part_no
    left join lone_cells
        on shapes.document_id = lone_cells.document_id
        and shapes.table_no = lone_cells.table_no
        and shapes.row_no = lone_cells.row_no
    left join place_sums
        on shapes.document_id = place_sums.document_id
        and shapes.table_no = place_sums.table_no
        and shapes.row_no = place_sums.row_no
    left join staging.stg_heading_rows as heading_rows
        on shapes.document_id = heading_rows.document_id
        and shapes.table_no = heading_rows.table_no
        and shapes.row_no = heading_rows.row_no
),

-- What a row with one text begins with: the word before a colon (填报单位：, for a note also before a number), or for a
-- sum the whole text.
labels_read as (
    select
        document_id,
        table_no,
        row_no,
        unnest([
            {
                'label_class': 'note',
                'label': regexp_extract(only_text, '^\s*[*#]*\s*([一-龥]+)\s*[:：0-9]', 1)
            },
            {'label_class': 'form', 'label': regexp_extract(only_text, '^\s*([一-龥]+)\s*[:：]', 1)},
            {'label_class': 'total', 'label': only_key}
        ]) as read
    from rows_of_parts
    where only_text is not null
),

labels_found as (
    select
        labels_read.document_id,
        labels_read.table_no,
        labels_read.row_no,
        bool_or(labels.label_class in ('note', 'form')) as is_note,
        bool_or(labels.label_class = 'total') as is_total
    from labels_read
    inner join seeds.row_labels as labels
        on labels_read.read.label_class = labels.label_class
        and starts_with(labels_read.read.label, labels.wording)
        and length(ltrim(substr(labels_read.read.label, length(labels.wording) + 1), ':'))
        <= labels.rest_length::integer
    group by labels_read.document_id, labels_read.table_no, labels_read.row_no
),

-- A heading is numbered in Chinese (一、 (二) 第三部分); a note begins with 注, or is what a form or a converter adds.
looked_at as (
    select
        rows_of_parts.*,
        regexp_matches(
            only_key,
            '^([(]?[一二三四五六七八九十]{1,3}[)]?[、,.:]|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}(部分|章|类|板块))'
        ) as is_numbered_heading,
        coalesce(labels_found.is_note, false)
        or regexp_matches(only_text, '^\s*([-—–]?\s*第?\s*[0-9]{1,4}\s*(页|[-—–])|共?\s*[0-9]+\s*页)')
        or regexp_matches(
            lower(only_text),
            '^\s*((page|chunk|sheet)[\s_:#-]*[0-9]*\s*(/|of|$)|(<!--|\[)\s*(chunk|page)|https?://|[-=_*]{3,}\s*$)'
        ) as is_note_text,
        -- a heading that a converter cut into the first two columns: 三、民 | 生保障
        coalesce(
            not span_is_known
            and filled_width = 2
            and length(pair_text) <= 20
            and regexp_matches(first_key, '^[一二三四五六七八九十]{1,3}、'),
            false
        ) as is_cut_heading,
        regexp_matches(only_key, '^[(]?[0-9]{1,4}([.-][0-9]{1,3})*[).、]?$') as is_bare_number,
        coalesce(labels_found.is_total, false)
        or rtrim(first_key, ':') in (
            select wording
            from seeds.row_labels
            where label_class in ('total', 'running_total')
        )
        or is_place_sum
        or (is_of_places and regexp_matches(first_key, '^全[省市州县区旗镇乡]$')) as is_total
    from rows_of_parts
    left join labels_found
        on rows_of_parts.document_id = labels_found.document_id
        and rows_of_parts.table_no = labels_found.table_no
        and rows_of_parts.row_no = labels_found.row_no
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    part_no::integer as part_no,  -- 段序: a part of a table under one header, see stg_tables
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    case
        when filled_count = 0 then 'blank'
        when is_header then 'header'
        when is_total or is_form_footer then 'note'
        when is_cut_heading or (heading_text is not null and not coalesce(is_note_text, false)) then 'section'
        when only_text is null then 'data'
        when is_note_text then 'note'
        -- one printed cell over most of the table's width, or the same text in every cell of the row
        when widest_span >= 3 and widest_span * 2 > width then 'section'
        when widest_span = 2 and width = 2 then 'section'
        when filled_count >= 3 and filled_count * 2 > width and own_count > 0 then 'section'
        when is_bare_number or lone_cell_class in ('unit', 'deadline', 'status', 'name', 'number') then 'data'
        when is_numbered_heading
            and longest_text <= 40
            -- a row of one cell is a list's heading (landing/readers/lists); among cells it may be a target
            and not (first_filled_column_no = target_column_no and number_column_no is null and cell_count > 1)
            then 'section'
        -- alone in the column of the numbers (or of the headings) and no number
        when first_filled_column_no = coalesce(section_column_no, number_column_no)
            and longest_text <= 60
            and (not span_is_known or own_count > 0) then 'section'
        else 'data'
    end::varchar as row_kind,  -- 行类: header, section, data, note or blank
    (case when is_cut_heading then pair_text else coalesce(heading_text, only_text) end)::varchar as only_text,  -- 唯一文字: of a row with one text only, or of a heading with its number
    cell_count::integer as cell_count,  -- 格数: cells of the row or document
    filled_count::integer as filled_count,  -- 有字格数
    width::integer as header_width,  -- 表头列数
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states merged cells
    source_place::varchar as source_place  -- 出处: in the source's own words
from looked_at
where role in ('target', 'continuation')
