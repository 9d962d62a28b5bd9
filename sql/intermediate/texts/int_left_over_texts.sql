-- 未采用的文字: what a cell of a data row prints and nothing of the warehouse holds.
-- grain: document_id, left_over_no
-- Two ways to be left over. no_field: the text stands under no field (stg_left_over_texts). not_read: its field holds
-- it, and no target, name, deadline or number was made of it: a remark among units (各自做好), a bracket behind a leader.
with
no_field as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        field,
        left_over_text,
        source_place
    from staging.stg_left_over_texts
),

rows_in_blocks as (
    select
        printed.document_id,
        printed.table_no,
        printed.row_no,
        printed.source_place,
        row_blocks.table_run_no,
        row_blocks.table_run_row_no,
        row_blocks.block_no,
        printed.target_no,
        printed.target_no_text,
        printed.target_no_row_no,
        printed.target_text,
        printed.target_row_no,
        printed.annual_target_text,
        printed.annual_target_row_no,
        printed.leader_text,
        printed.leader_row_no,
        printed.unit_text,
        printed.unit_row_no,
        printed.unit_lead_text,
        printed.unit_lead_row_no,
        printed.unit_support_text,
        printed.unit_support_row_no
    from intermediate.int_row_blocks as row_blocks
    inner join staging.stg_rows as printed
        on row_blocks.document_id = printed.document_id
        and row_blocks.table_no = printed.table_no
        and row_blocks.row_no = printed.row_no
),

-- Of the number's cell: what is neither digit nor mark. 第 and 项 are parts of a number.
number_pieces as (
    select
        document_id,
        table_no,
        row_no,
        source_place,
        'target_no' as field,
        array_to_string(
            list_filter(
                string_split_regex(target_no_text, '[^㐀-鿿A-Za-z\x{FFFD}]+|[一二三四五六七八九十百]+'),
                lambda piece: length(piece) >= case when target_no is null then 1 else 2 end
            ),
            chr(10)
        ) as left_over_text
    from rows_in_blocks
    where target_no_row_no = row_no
        and target_no_text <> target_no
        and strpos(coalesce(target_text, ''), target_no_text) <> 1
),

-- A row's text is in the text of its block, wherever wraps were undone.
target_pieces as (
    select
        rows_in_blocks.document_id,
        rows_in_blocks.table_no,
        rows_in_blocks.row_no,
        rows_in_blocks.source_place,
        unnest([
            {
                'field': 'target_text',
                'printed': rows_in_blocks.target_text,
                'begins_here': rows_in_blocks.target_row_no = rows_in_blocks.row_no,
                'kept': blocks.target_text
            },
            {
                'field': 'annual_target',
                'printed': rows_in_blocks.annual_target_text,
                'begins_here': rows_in_blocks.annual_target_row_no = rows_in_blocks.row_no,
                'kept': blocks.annual_target_text
            }
        ]) as text
    from rows_in_blocks
    left join intermediate.int_blocks as blocks
        on rows_in_blocks.document_id = blocks.document_id
        and rows_in_blocks.table_run_no = blocks.table_run_no
        and rows_in_blocks.block_no = blocks.block_no
),

-- Deadlines, verdicts, progress and remarks: nearly every cell is found in the text of its own row.
cells_to_find as (
    select
        cells.document_id,
        cells.table_run_no,
        cells.block_no,
        cells.table_run_row_no,
        cells.field,
        cells.row_no,
        cells.text
    from intermediate.int_target_row_cells as cells
    left join intermediate.int_target_row_texts as texts
        on cells.document_id = texts.document_id
        and cells.table_run_no = texts.table_run_no
        and cells.table_run_row_no = texts.table_run_row_no
        and cells.field = texts.field
    where cells.text is not null and not coalesce(contains(texts.text, cells.text), false)
),

-- The others are looked for in all rows of their target.
texts_kept as (
    select
        texts.document_id,
        texts.table_run_no,
        row_blocks.block_no,
        texts.field,
        array_to_string(list_sort(list(distinct regexp_replace(texts.text, '\s+', '', 'g'))), chr(10)) as kept_key
    from intermediate.int_target_row_texts as texts
    inner join intermediate.int_row_blocks as row_blocks
        on texts.document_id = row_blocks.document_id
        and texts.table_run_no = row_blocks.table_run_no
        and texts.table_run_row_no = row_blocks.table_run_row_no
    inner join (
        select distinct
            document_id,
            table_run_no,
            block_no,
            field
        from cells_to_find
    ) as sought
        on texts.document_id = sought.document_id
        and texts.table_run_no = sought.table_run_no
        and row_blocks.block_no = sought.block_no
        and texts.field = sought.field
    group by texts.document_id, texts.table_run_no, row_blocks.block_no, texts.field
),

row_texts as (
    select
        cells.document_id,
        rows_in_blocks.table_no,
        cells.row_no,
        rows_in_blocks.source_place,
        cells.field,
        cells.text as left_over_text
    from cells_to_find as cells
    inner join rows_in_blocks
        on cells.document_id = rows_in_blocks.document_id
        and cells.table_run_no = rows_in_blocks.table_run_no
        and cells.table_run_row_no = rows_in_blocks.table_run_row_no
    left join texts_kept
        on cells.document_id = texts_kept.document_id
        and cells.table_run_no = texts_kept.table_run_no
        and cells.block_no = texts_kept.block_no
        and cells.field = texts_kept.field
    where not contains(coalesce(texts_kept.kept_key, ''), regexp_replace(cells.text, '\s+', '', 'g'))
),

titles as (
    select coalesce(list_sort(list(title)), []) as titles
    from seeds.leader_titles
),

leader_names as (
    select
        document_id,
        table_run_no,
        block_no,
        string_agg(leader_name, chr(10) order by mention_no) as name_list
    from intermediate.int_leader_mentions
    group by document_id, table_run_no, block_no
),

-- A piece of a leader's cell is (a part of) a name, or a title.
leader_pieces as (
    select
        rows_in_blocks.document_id,
        rows_in_blocks.table_no,
        rows_in_blocks.row_no,
        rows_in_blocks.source_place,
        'leader' as field,
        array_to_string(
            list_filter(
                list_transform(
                    string_split_regex(rows_in_blocks.leader_text, '[\n、,，;；/／|｜。:：()（）]+'),
                    lambda piece: regexp_replace(piece, '\s+', '', 'g')
                ),
                lambda piece: regexp_matches(piece, '[㐀-鿿A-Za-z0-9\x{FFFD}]')
                and not contains(coalesce(leader_names.name_list, ''), piece)
                and array_length(
                    list_filter(
                        string_split(coalesce(leader_names.name_list, ''), chr(10)),
                        lambda name: name <> '' and contains(piece, name)
                    )
                ) = 0
                and array_length(list_filter(titles.titles, lambda title: contains(piece, title))) = 0
            ),
            chr(10)
        ) as left_over_text
    from rows_in_blocks
    left join leader_names
        on rows_in_blocks.document_id = leader_names.document_id
        and rows_in_blocks.table_run_no = leader_names.table_run_no
        and rows_in_blocks.block_no = leader_names.block_no
    cross join titles
    where rows_in_blocks.leader_text is not null and rows_in_blocks.leader_row_no = rows_in_blocks.row_no
),

-- What remains of a unit cell when its names and the words of roles are taken out, the longest first.
role_words as (
    select list_reverse(list_sort(list({'length': length(wording), 'wording': wording}))) as words
    from seeds.unit_role_words
),

unit_names as (
    select
        document_id,
        unit_cell_text,
        list_reverse(list_sort(list({'length': length(plain_name), 'name': plain_name}))) as names
    from intermediate.int_unit_names
    group by document_id, unit_cell_text
),

names_taken_out as (
    select
        cells.document_id,
        cells.unit_cell_text,
        list_reduce(
            coalesce(unit_names.names, []),
            lambda rest, name: replace(rest, name.name, '、'),
            regexp_replace(
                translate(cells.unit_cell_text, '（）〔〕［］【】：，；／｜．', '()()()():,;/|.'), '\s+', '', 'g'
            )
        ) as rest_text
    from intermediate.int_unit_cell_texts as cells
    left join unit_names
        on cells.document_id = unit_names.document_id
        and cells.unit_cell_text = unit_names.unit_cell_text
),

unit_cells as (
    select
        names_taken_out.document_id,
        names_taken_out.unit_cell_text,
        list_reduce(
            role_words.words,
            lambda rest, word: replace(rest, word.wording, '、'),
            names_taken_out.rest_text
        ) as rest_text
    from names_taken_out
    cross join role_words
    -- of most cells nothing but marks is left
    where regexp_matches(names_taken_out.rest_text, '[㐀-鿿A-Za-z0-9\x{FFFD}]')
),

unit_pieces as (
    select
        texts.document_id,
        texts.table_no,
        texts.row_no,
        texts.source_place,
        texts.cell.field as field,
        array_to_string(
            list_filter(
                string_split_regex(unit_cells.rest_text, '[^㐀-鿿A-Za-z0-9\x{FFFD}]+|等'),
                lambda piece: piece <> ''
            ),
            chr(10)
        ) as left_over_text
    from (
        select
            document_id,
            table_no,
            row_no,
            source_place,
            unnest([
                {'field': 'unit', 'text': unit_text, 'text_row_no': unit_row_no},
                {'field': 'unit_lead', 'text': unit_lead_text, 'text_row_no': unit_lead_row_no},
                {'field': 'unit_support', 'text': unit_support_text, 'text_row_no': unit_support_row_no}
            ]) as cell
        from rows_in_blocks
    ) as texts
    inner join unit_cells
        on texts.document_id = unit_cells.document_id
        and texts.cell.text = unit_cells.unit_cell_text
    where texts.cell.text_row_no = texts.row_no
),

together as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        field,
        left_over_text,
        'no_field' as reason,
        source_place
    from no_field
    union all
    select
        document_id,
        table_no,
        row_no,
        null as column_no,
        field,
        left_over_text,
        'not_read' as reason,
        source_place
    from (
        select * from number_pieces
        union all
        select
            document_id,
            table_no,
            row_no,
            source_place,
            text.field as field,
            text.printed as left_over_text
        from target_pieces
        where text.printed is not null
            and text.begins_here
            and not contains(
                regexp_replace(coalesce(text.kept, ''), '\s+', '', 'g'),
                regexp_replace(text.printed, '\s+|<br>', '', 'g')
            )
        union all
        select
            document_id,
            table_no,
            row_no,
            source_place,
            field,
            left_over_text
        from row_texts
        union all
        select * from leader_pieces
        union all
        select * from unit_pieces
    ) as not_read
    where left_over_text <> ''
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    row_number() over (
        partition by document_id order by table_no, row_no, column_no nulls last, field, left_over_text
    )::integer as left_over_no,  -- 次序: in the document
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: printed row, headers counted
    column_no::integer as column_no,  -- 列号: where it is printed, NULL where the row's field is meant
    field::varchar as field,  -- 字段: of the column, NULL where it has no header
    left_over_text::varchar as left_over_text,  -- 未采用的文字: line by line
    reason::varchar as left_over_reason,  -- 缘由: no_field or not_read
    source_place::varchar as source_place  -- 出处: in the source's own words
from together
