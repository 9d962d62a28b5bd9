-- 格类: what the cells of a table with short or wide rows look like: a number, a name, a unit, a deadline, a sentence.
-- grain: document_id, table_no, row_no, column_no
-- Only tables whose spans are lost and that hold short rows need it: there a value shows its column. So it does in all
-- rows of a table of one cell a line whose blank cells left no line behind, and a cell may go on over lines there.
with
parts as (
    select
        document_id,
        table_no,
        part_no,
        first_row_no,
        last_row_no,
        header_row_no,
        last_header_row_no,
        coalesce(header_width, header_width_before) as width
    from staging.stg_tables
    where role in ('target', 'continuation')
),

-- an outer column of texts groups the targets of the inner one
first_columns as (
    select
        document_id,
        table_no,
        part_no,
        case when field = 'target_text' then 'section' else field end as field
    from staging.stg_columns
    where column_no = 1
        and (field in ('target_no', 'section') or (field = 'target_text' and slot_no >= 2))
),

tables_by_lines as (
    select
        shapes.document_id,
        shapes.table_no,
        parts.part_no
    from staging.stg_row_shapes as shapes
    inner join parts
        on shapes.document_id = parts.document_id
        and shapes.table_no = parts.table_no
        and shapes.row_no between parts.first_row_no and parts.last_row_no
    where shapes.is_cell_a_line or shapes.cell_count > 1
    group by shapes.document_id, shapes.table_no, parts.part_no
    -- the lines of a header may be more than its cells
    having bool_or(shapes.is_cell_a_line)
        and bool_or(
            shapes.cell_count <> parts.width
            and not coalesce(shapes.row_no between parts.header_row_no and parts.last_header_row_no, false)
        )
),

-- Sentences under a header of names: 已完成。完成人数3495人。 below 牵头单位, whose own cell is merged with the one above.
sentences_under_names as (
    select distinct
        cells.document_id,
        cells.table_no,
        cells.row_no
    from staging.stg_cells as cells
    inner join staging.stg_columns as columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.column_no = columns.column_no
    where columns.field in ('unit', 'unit_lead', 'unit_support', 'leader', 'person')
        and regexp_matches(cells.cell_text, '。\s*[^\s]|[0-9]%')
),

-- A figure under 牵头单位 and a unit right of it, under what was reached: a header cell before the units stands over two
-- columns in this row (目标任务 over 最低生活保障 and 农村标准(760元/月)).
rows_slid_right as (
    select distinct
        figures.document_id,
        figures.table_no,
        figures.row_no
    from staging.stg_cells as figures
    inner join staging.stg_columns as unit_columns
        on figures.document_id = unit_columns.document_id
        and figures.table_no = unit_columns.table_no
        and figures.column_no = unit_columns.column_no
        and unit_columns.field in ('unit', 'unit_lead', 'unit_support')
    inner join staging.stg_cells as names
        on figures.document_id = names.document_id
        and figures.table_no = names.table_no
        and figures.row_no = names.row_no
        and figures.column_no + 1 = names.column_no
    inner join staging.stg_columns as answer_columns
        on unit_columns.document_id = answer_columns.document_id
        and unit_columns.table_no = answer_columns.table_no
        and unit_columns.part_no = answer_columns.part_no
        and unit_columns.column_no + 1 = answer_columns.column_no
        and answer_columns.field in ('progress', 'progress_pct', 'deadline', 'status')
    inner join seeds.unit_endings as endings
        on endings.ends_glued = 'yes' and ends_with(names.key_text, endings.ending)
    where regexp_matches(figures.key_text, '[0-9]') and not regexp_matches(names.key_text, '[0-9]')
),

-- Tables of performance goals (产出指标 > 数量指标 > 改造小区数量) name their groups by words of their own.
section_columns as (
    select
        document_id,
        table_no,
        part_no,
        count(*) as section_count
    from staging.stg_columns
    where field = 'section'
    group by document_id, table_no, part_no
),

level_words as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        parts.part_no,
        section_columns.section_count,
        min(words.word_class) as word_class
    from section_columns
    inner join parts
        on section_columns.document_id = parts.document_id
        and section_columns.table_no = parts.table_no
        and section_columns.part_no = parts.part_no
    inner join staging.stg_cells as cells
        on parts.document_id = cells.document_id
        and parts.table_no = cells.table_no
        and cells.row_no between parts.first_row_no and parts.last_row_no
        and cells.column_no <= section_columns.section_count
        and not cells.span_is_known
    inner join seeds.indicator_words as words
        on regexp_replace(cells.key_text, '[(（][^()（）]*[)）]$|[0-9]+$', '') = words.wording
        and words.word_class in ('outer_level', 'inner_level', 'level')
    group by
        cells.document_id, cells.table_no, cells.row_no, cells.column_no, parts.part_no, section_columns.section_count
),

-- Groups stand before what they group, without a gap. One alone is the inner one, where its word may be either's.
levels as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        part_no,
        case
            when column_no > 1 then 'inner_level'
            when word_class = 'outer_level' then 'outer_level'
            when lead(column_no) over in_row = 2 then 'outer_level'
            else 'inner_level'
        end as cell_class
    from level_words
    window in_row as (partition by document_id, table_no, row_no order by column_no)
    qualify min(column_no) over (partition by document_id, table_no, row_no) = 1
        and count(*) over (
            partition by document_id, table_no, row_no
            order by column_no
            rows between unbounded preceding and current row
        ) = column_no
),

parts_in_levels as (
    select
        levels.document_id,
        levels.table_no,
        levels.part_no,
        list_distinct(list_sort(list(columns.field))) as fields
    from levels
    inner join staging.stg_columns as columns
        on levels.document_id = columns.document_id
        and levels.table_no = columns.table_no
        and levels.part_no = columns.part_no
    group by levels.document_id, levels.table_no, levels.part_no
    having count(distinct levels.row_no) >= 2
),

-- A converter that keeps a row as wide as its header puts the blanks behind. The row may have slid where the first
-- column is merged over several rows (类别), and slid where a sentence stands in a column of numbers: 新建2座桥梁, or
-- 3.新建2座桥梁, which no heading is, for it holds a figure or ends a sentence; or in a column of names. Among groups that
-- words of their own name, every row shows whether it has.
body_rows as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        parts.part_no,
        parts.width,
        tables_by_lines.part_no is not null as is_by_lines,
        parts_in_levels.fields,
        shapes.filled_width > parts.width
        -- bars show that blanks are cells of the row
        or (tables_by_lines.part_no is not null and shapes.cell_count > parts.width)
        or rows_slid_right.row_no is not null as is_wide,
        case
            when rows_slid_right.row_no is not null then shapes.filled_width
            when parts_in_levels.part_no is not null
                and shapes.filled_count >= 2
                and shapes.filled_width < shapes.cell_count
                and shapes.first_filled_column_no = 1
                then shapes.filled_width
            when shapes.filled_width < shapes.cell_count and sentences_under_names.row_no is not null
                then shapes.filled_width
            when shapes.filled_count >= 2
                and shapes.filled_width < shapes.cell_count
                and shapes.first_filled_column_no = 1
                and coalesce(length(shapes.first_key) > 5, true)  -- a long text has no key
                and (
                    first_columns.field = 'section'
                    or first_columns.field = 'target_no'
                    and (
                        coalesce(not regexp_matches(shapes.first_key, '^[(（第]?[0-9一二三四五六七八九十]'), true)
                        or regexp_matches(shapes.first_key, '^[0-9]{1,3}[.、．][一-龥].*([0-9]|[。;；]$)')
                    )
                )
                then shapes.filled_width
            else shapes.cell_count
        end as cell_count
    from staging.stg_row_shapes as shapes
    inner join parts
        on shapes.document_id = parts.document_id
        and shapes.table_no = parts.table_no
        and shapes.row_no between parts.first_row_no and parts.last_row_no
    left join first_columns
        on parts.document_id = first_columns.document_id
        and parts.table_no = first_columns.table_no
        and parts.part_no = first_columns.part_no
    left join tables_by_lines
        on parts.document_id = tables_by_lines.document_id
        and parts.table_no = tables_by_lines.table_no
        and parts.part_no = tables_by_lines.part_no
    left join parts_in_levels
        on parts.document_id = parts_in_levels.document_id
        and parts.table_no = parts_in_levels.table_no
        and parts.part_no = parts_in_levels.part_no
    left join sentences_under_names
        on shapes.document_id = sentences_under_names.document_id
        and shapes.table_no = sentences_under_names.table_no
        and shapes.row_no = sentences_under_names.row_no
    left join rows_slid_right
        on shapes.document_id = rows_slid_right.document_id
        and shapes.table_no = rows_slid_right.table_no
        and shapes.row_no = rows_slid_right.row_no
    where not shapes.span_is_known
        and shapes.filled_count > 0
        and (parts.header_row_no is null or shapes.row_no not between parts.header_row_no and parts.last_header_row_no)
),

tables_with_short_rows as (
    select distinct document_id
    from body_rows
    where cell_count < width or is_by_lines or is_wide
),

body_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        body_rows.part_no,
        body_rows.is_by_lines,
        body_rows.cell_count < body_rows.width or body_rows.is_by_lines or body_rows.is_wide as is_short_row,
        body_rows.is_wide,
        -- how each is scored, and of which type it is
        body_rows.fields is not null
        and count(*) over (
            partition by cells.document_id, cells.table_no, body_rows.part_no, cells.cell_text
        ) >= 3 as is_repeated,
        case when body_rows.fields is not null then levels.cell_class end as level_class,
        body_rows.fields,
        cells.cell_text,
        cells.key_text
    from staging.stg_cells as cells
    inner join body_rows
        on cells.document_id = body_rows.document_id
        and cells.table_no = body_rows.table_no
        and cells.row_no = body_rows.row_no
        and cells.column_no <= body_rows.cell_count
    inner join tables_with_short_rows
        on cells.document_id = tables_with_short_rows.document_id
    left join levels
        on cells.document_id = levels.document_id
        and cells.table_no = levels.table_no
        and cells.row_no = levels.row_no
        and cells.column_no = levels.column_no
        and body_rows.part_no = levels.part_no
),

-- A value that full rows print in one column only belongs to that column: the document teaches its own words.
seen_in_full_rows as (
    select
        body_cells.document_id,
        body_cells.key_text,
        min(columns.field) as field
    from body_cells
    inner join staging.stg_columns as columns
        on body_cells.document_id = columns.document_id
        and body_cells.table_no = columns.table_no
        and body_cells.part_no = columns.part_no
        and body_cells.column_no = columns.column_no
    where not body_cells.is_short_row
        and body_cells.key_text is not null
        and columns.field is not null
    group by body_cells.document_id, body_cells.key_text
    having count(distinct columns.field) = 1
),

surnames as (
    select surname
    from seeds.surnames
    where length(surname) = 1
),

compound_surnames as (
    select surname
    from seeds.surnames
    where length(surname) = 2
),

-- Words of two characters that a cell begins with.
openings as (
    select
        wording,
        bool_or(cell_class = 'deadline') as opens_deadline,
        bool_or(cell_class = 'status') as opens_status,
        bool_or(cell_class = 'target') as opens_target
    from seeds.cell_openings
    group by wording
),

-- 不低于60元, 达到4.5万亩, 达到目标60元
operator_texts as (
    select distinct body_cells.key_text
    from body_cells
    inner join (select distinct wording from seeds.measure_operators where length(wording) >= 2) as operators
        on starts_with(body_cells.key_text, operators.wording)
    where regexp_matches(
        substr(body_cells.key_text, length(operators.wording) + 1),
        '^(?:目标|标准)?[0-9][0-9,]*([.][0-9]+)?%?[一-龥㎡/]{0,4}$'
    )
),

-- 市人力资源 over 社会保障局, 市民政 over 局: two lines that make the name of a unit, with or without its level.
lines_in_pairs as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        concat(key_text, lead(key_text) over in_row) as pair_key
    from body_cells
    where is_by_lines
    window in_row as (partition by document_id, table_no, row_no order by column_no)
),

halves_of_units as (
    select distinct
        lines_in_pairs.document_id,
        lines_in_pairs.table_no,
        lines_in_pairs.row_no,
        unnest([lines_in_pairs.column_no, lines_in_pairs.column_no + 1]) as column_no
    from lines_in_pairs
    inner join (
        select unnest([alias, canonical_name]) as unit_name
        from seeds.unit_aliases
        union
        select unit_name
        from seeds.unit_known_names
    ) as known
        on known.unit_name in (lines_in_pairs.pair_key, substr(lines_in_pairs.pair_key, 2))
),

-- 市编办牵头落实, 市国税局、海关分别负责: what units do behind their names is no part of them. The longest word goes first.
role_tails as (
    select coalesce(list_sort(list({'before': -length(wording), 'wording': wording})), []) as words
    from (select distinct wording from seeds.unit_role_words where position = 'tail') as tails
),

-- Where a line is a cell: parts in which nearly every number of a row stands before a text that ends with a stop.
texts_with_stops as (
    select
        numbers.document_id,
        numbers.table_no,
        numbers.part_no
    from body_cells as numbers
    inner join body_cells as texts
        on numbers.document_id = texts.document_id
        and numbers.table_no = texts.table_no
        and numbers.row_no = texts.row_no
        and numbers.column_no = 1
        and texts.column_no = 2
    where numbers.is_by_lines and regexp_matches(numbers.key_text, '^[0-9]{1,4}[.、*]?$')
    group by numbers.document_id, numbers.table_no, numbers.part_no
    having count(*) >= 3
        and count(case when regexp_matches(texts.cell_text, '。\s*$') then 1 end) * 10 >= count(*) * 8
),

squeezed as (
    select
        *,
        coalesce(
            key_text, translate(regexp_replace(cell_text, '\s+', '', 'g'), '（），；', '(),;')
        ) as squeezed_text,
        lag(key_text) over (partition by document_id, table_no, row_no order by column_no) as key_before
    from body_cells
),

-- Each text once, and taken apart only where it holds such a word.
texts_of_units as (
    select
        squeezed_text,
        case
            when list_bool_or(list_transform(role_tails.words, lambda tail: contains(squeezed_text, tail.wording)))
                or regexp_matches(squeezed_text, '分别|共同|联合|按职责分工')
                then array_to_string(
                    list_transform(
                        regexp_extract_all(squeezed_text, '[^、,;。]+[、,;。]?|[、,;。]'),
                        lambda piece: concat(
                            regexp_replace(
                                left(
                                    rtrim(piece, '、,;。'),
                                    length(rtrim(piece, '、,;。')) + coalesce(
                                        list_filter(
                                            role_tails.words,
                                            lambda tail: suffix(rtrim(piece, '、,;。'), tail.wording)
                                        )[1].before,
                                        0
                                    )
                                ),
                                '(.)(分别|共同|联合|按职责分工)$',
                                '\1'
                            ),
                            regexp_extract(piece, '[、,;。]?$')
                        )
                    ),
                    ''
                )
            else squeezed_text
        end as text_of_units
    from (select distinct squeezed_text from squeezed) as texts
    cross join role_tails
),

looked_at as (
    select
        body_cells.document_id,
        body_cells.table_no,
        body_cells.row_no,
        body_cells.column_no,
        body_cells.part_no,
        body_cells.is_short_row,
        body_cells.is_by_lines,
        body_cells.is_wide,
        body_cells.is_repeated,
        body_cells.level_class,
        body_cells.fields,
        body_cells.cell_text,
        body_cells.key_text,
        seen.field as seen_field,
        deadlines.wording is not null as is_deadline_wording,
        statuses.wording is not null as is_status_wording,
        counters.key_text is not null as is_measure_unit,
        regexp_matches(
            body_cells.key_text,
            '^([≥≤><≧≦]?[0-9][0-9,]*([.][0-9]+)?[一-龥㎡/]{1,4}|[≥≤><≧≦][0-9][0-9,]*([.][0-9]+)?%?)$'
        )
        or operators.key_text is not null as states_amount,
        regexp_matches(
            texts_of_units.text_of_units,
            concat(
                '^(([一-龥()A-Za-z0-9]{1,14}',
                '(局|委|办|办公室|政府|管委会|委员会|公司|中心|科协|联|联社|销社|视台|报社|港|集团|银行|支行|分行|厅|院|校|处|部|室|所|队|馆|会',
                '|股|科|单位|部门|街道|镇街|[县区市镇乡]|总工会|团市委|[县区市旗]委|法院|检察院|医院|学院|大学|海关)|镇|乡|街道)',
                '(\((牵头|配合|主办|协办|责任)[^()]*\)|\([^()]{0,14}(单位|牵头|配合|负责|办|局|委|街道)\))?(、|,|;|/|。|等|按职责分工负责)*)+$'
            )
        )
        -- 安装19处, 建校2所: how many, and no unit
        and not regexp_matches(texts_of_units.text_of_units, '[0-9][处所]') as is_list_of_units,
        halves_of_units.row_no is not null as is_half_of_unit,
        -- 搬迁市民服务中心。 behind its number, or where a row begins, though it ends as a unit does
        texts_with_stops.part_no is not null
        and (
            body_cells.column_no = 1
            or body_cells.column_no = 2 and regexp_matches(body_cells.key_before, '^[0-9]{1,4}[.、*]?$')
        )
        and regexp_matches(body_cells.cell_text, '。\s*$') as is_text_with_stop,
        surnames.surname is not null as begins_with_surname,
        compound_surnames.surname is not null as begins_with_compound_surname,
        coalesce(openings.opens_deadline, false) as opens_deadline,
        coalesce(openings.opens_status, false) as opens_status,
        coalesce(openings.opens_target, false) as opens_target
    from squeezed as body_cells
    left join seen_in_full_rows as seen
        on body_cells.document_id = seen.document_id
        and body_cells.key_text = seen.key_text
    left join (select distinct wording from seeds.deadline_wordings where deadline_class <> 'none') as deadlines
        on body_cells.key_text = deadlines.wording
    left join (select distinct wording from seeds.status_wordings) as statuses
        on body_cells.key_text = statuses.wording
    left join operator_texts as operators
        on body_cells.key_text = operators.key_text
    left join staging.stg_counter_texts as counters
        on body_cells.document_id = counters.document_id
        and body_cells.key_text = counters.key_text
    left join surnames
        on substr(body_cells.key_text, 1, 1) = surnames.surname
    left join compound_surnames
        on substr(body_cells.key_text, 1, 2) = compound_surnames.surname
    left join openings
        on substr(body_cells.key_text, 1, 2) = openings.wording
    left join texts_with_stops
        on body_cells.document_id = texts_with_stops.document_id
        and body_cells.table_no = texts_with_stops.table_no
        and body_cells.part_no = texts_with_stops.part_no
        and body_cells.is_by_lines
    left join texts_of_units
        on body_cells.squeezed_text = texts_of_units.squeezed_text
    left join halves_of_units
        on body_cells.document_id = halves_of_units.document_id
        and body_cells.table_no = halves_of_units.table_no
        and body_cells.row_no = halves_of_units.row_no
        and body_cells.column_no = halves_of_units.column_no
),

classified as (
    select
        *,
        case
            when cell_text is null or (is_by_lines and regexp_matches(cell_text, '^[-—–/]+$')) then 'blank'
            when level_class is not null then level_class
            when seen_field = 'deadline' then 'deadline'
            when seen_field = 'status' then 'status'
            when seen_field in ('unit', 'unit_lead', 'unit_support') then 'unit'
            when seen_field in ('leader', 'person') then 'name'
            when is_repeated
                and not is_measure_unit
                and not regexp_matches(cell_text, '^\s*[^一-龥]?[0-9]')
                then 'repeated'
            when key_text is null and not is_list_of_units then 'sentence'
            when regexp_matches(
                key_text,
                '^[(]?[0-9]{1,4}[)]?[.、*]?$|^[0-9]{1,2}-[0-9]{1,2}$|^[(]?[一二三四五六七八九十]{1,3}[)]?、?$|^[★△☆▲Ⅰ-ⅿ①-⒛㈠-㈩㉑-㉟㊀-㊉㊱-㊿][.、]?$'
            )
                -- 4000 behind the text of a row is no number of it
                and not (is_by_lines and column_no > 2 and regexp_matches(key_text, '^[0-9]+$'))
                then 'number'
            when regexp_matches(key_text, '^[0-9]+([.][0-9]+)?%$') then 'pct'
            when is_measure_unit then 'measure_unit'
            when regexp_matches(key_text, '^[0-9][0-9,]*([.][0-9]+)?$') then 'amount'
            -- 完成 has the form of a deadline that prints no date
            when is_status_wording and not is_deadline_wording then 'status'
            when is_deadline_wording
                or regexp_matches(
                    key_text,
                    concat(
                        '^[到在至]?([0-9]{2,4}年度?)?',
                        '(第?[一二三四1-4]季度|[上下]半年|[0-9]{1,2}(月份?)?([-—–~至到][0-9]{1,2})?月份?([0-9]{1,2}日|[上中下]旬)?|年)?',
                        '(年?[底末中初]|年内)?(之?以?前|左右|完成|前完成)?$'
                    )
                )
                or regexp_matches(key_text, '^([0-9]{4}年)?[0-9]{1,2}月[底份末]?前?[一-龥]{1,8}$')
                or (opens_deadline and regexp_matches(key_text, '^[一-龥]{2,8}$'))
                then 'deadline'
            when regexp_matches(key_text, '^(是|否|[已未][一-龥]{1,5})$')
                or (opens_status and regexp_matches(key_text, '^[一-龥]{3,7}$'))
                then 'status'
            when is_text_with_stop then 'sentence'
            when is_half_of_unit then 'unit'
            when is_list_of_units and coalesce(length(key_text) >= 3, true) and not opens_target then 'unit'
            when begins_with_surname
                -- a name of two characters is set as wide as one of three: 张  三
                and regexp_matches(
                    regexp_replace(cell_text, '(^|[\s、,，;；])([一-龥])\s{2,4}([一-龥])($|[\s、,，;；])', '\1\2\3\4', 'g'),
                    '^[一-龥]( ?[一-龥]){1,3}([\s、,，;；]+[一-龥]( ?[一-龥]){1,3})*$'
                )
                -- 文化产业: a name of four characters has a surname of two
                and (
                    begins_with_compound_surname
                    or not regexp_matches(cell_text, '(^|[\s、,，;；])[一-龥]{4}($|[\s、,，;；])')
                )
                then 'name'
            when states_amount then 'amount'
            -- a line that ends a sentence is none of the names beside it
            when length(key_text) <= 12 and not (is_by_lines and regexp_matches(cell_text, '。\s*$')) then 'short'
            else 'sentence'
        end as looks_like
    from looked_at
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where it is printed
    part_no::integer as part_no,  -- 段序: a part of a table under one header, see stg_tables
    is_short_row::boolean as is_short_row,  -- 短行: fewer or more cells than the header, or one of a table of one cell a line
    is_wide::boolean as is_wide,  -- 宽行: more cells than the header, one of which stood over several columns
    is_by_lines::boolean as is_by_lines,  -- 按行: of a table of one cell a line, so that the cell may go on in the next one
    (case
        -- 持续改善, 社区服务中心: what an indicator is called, or is to reach, where no column is of deadlines or units
        when (looks_like in ('deadline', 'status') and not list_contains(fields, looks_like))
            or (looks_like = 'name' and not list_has_any(fields, ['leader', 'person']))
            or (looks_like = 'unit' and not list_has_any(fields, ['unit', 'unit_lead', 'unit_support']))
            then case when length(key_text) <= 12 then 'short' else 'sentence' end
        else looks_like
    end)::varchar as cell_class  -- 格类: number, name, unit, deadline, status, pct, measure_unit, amount (a figure, with or without its unit), short, sentence or blank; among indicators outer_level and inner_level (groups) and repeated (how they are scored)
from classified
