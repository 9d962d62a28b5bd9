-- 落地概况: what the first gate checks of every landed document: its headers, columns, rows, sizes and facts.
-- grain: document_id
-- Depends on landed cells only, never on what is quarantined, so the gate can read it before it decides.
with
facts as (
    select
        document_id,
        document_path,
        format,
        title_text,
        jurisdiction_name,
        jurisdiction_method,
        jurisdiction_confidence,
        jurisdiction_candidates,
        jurisdiction_evidence,
        jurisdictions_also_named,
        report_year,
        year_method,
        year_confidence,
        year_candidate,
        year_evidence,
        document_kind,
        kind_method
    from staging.stg_document_facts
),

shapes as (
    select
        document_id,
        table_no,
        row_no,
        cell_count,
        filled_count,
        printed_count,
        longest_text,
        source_place
    from staging.stg_row_shapes
),

sizes as (
    select
        document_id,
        count(distinct table_no) as table_count,
        count(*) as row_count,
        sum(cell_count) as cell_count,
        sum(filled_count) as filled_cell_count,
        max(longest_text) as longest_text
    from shapes
    group by document_id
),

parts as (
    select
        document_id,
        count(case when role = 'target' then 1 end) as header_count,
        count(distinct case when role in ('target', 'continuation') then table_no end) as target_table_count,
        -- lines above a header and a page's small tables (navigation, layout) are no news
        count(
            case
                when role = 'ignored'
                    and ignored_reason <> 'stands above the header'
                    and row_width >= 3
                    and last_row_no - first_row_no >= 2 then 1
            end
        ) as ignored_part_count,
        max(case when role = 'target' then field_count end) as recognised_field_count,
        max(case when role = 'ignored' then field_count end) as ignored_field_count,
        count(case when ignored_reason like 'asks another government%' then 1 end) as wish_table_count
    from staging.stg_tables
    group by document_id
),

named_columns as (
    select
        columns.document_id,
        bool_or(columns.field in ('target_text', 'annual_target')) as has_target_column,
        bool_or(columns.field in ('unit', 'unit_lead', 'unit_support', 'leader')) as has_unit_or_leader,
        -- what stands behind an item (后文) may say what came of it, and proves no task
        bool_and(
            coalesce(columns.field in ('target_no', 'target_text', 'bracket'), false) or accounts.ending is not null
        ) as is_plain_list,
        bool_or(columns.field in ('progress', 'progress_pct', 'status')) as has_answer_column,
        bool_or(columns.field in ('unit', 'unit_lead', 'unit_support')) as has_unit,
        bool_or(columns.field = 'deadline') as has_deadline
    from staging.stg_columns as columns
    left join seeds.header_endings as accounts
        on columns.header_text = accounts.ending
        and accounts.field in ('account', 'below')
    where length(columns.header_text) > 0
    group by columns.document_id
),

-- Brackets at the ends of items say who does it, or they are no more than text.
units_in_brackets as (
    select distinct document_id
    from staging.stg_bracket_cells
    where bracket_kind = 'unit'
),

-- So do the sentences of at least half of its targets, where they say who leads or name a leader: 由市教育局牵头,市财政局配合,
-- 由市教育局会同市财政局负责. 由审批局负责 is said of the steps of a procedure, too; so is
-- 会同 in rules.
units_in_sentences as (
    select answered.document_id
    from (
        select
            sentences.document_id,
            count(distinct (sentences.table_no, sentences.row_no)) as answered_count
        from staging.stg_sentence_units as sentences
        left join staging.stg_sentence_leaders as leaders
            on sentences.document_id = leaders.document_id
            and sentences.table_no = leaders.table_no
            and sentences.row_no = leaders.row_no
        left join seeds.unit_role_words as words
            on (words.unit_role = 'lead' and words.position = 'tail' or words.position = 'between')
            and contains(sentences.unit_text, words.wording)
        where leaders.document_id is not null or words.wording is not null
        group by sentences.document_id
    ) as answered
    inner join staging.stg_field_cells as cells
        on answered.document_id = cells.document_id
    left join staging.stg_list_evidence as evidence
        on answered.document_id = evidence.document_id
    where cells.field = 'target_text'
        and cells.slot_no = 1
        and evidence.title_speaks_of is distinct from 'rules'
    group by answered.document_id, answered.answered_count
    having answered.answered_count >= 3
        and answered.answered_count * 2 >= count(distinct (cells.table_no, cells.row_no))
),

-- What the list reader says of a text that it read or did not read as a list of tasks.
reading_notes as (
    select
        document_id,
        min(what) as reading_note
    from raw.notes
    where starts_with(what, 'read as a list') or starts_with(what, 'no table and no list')
    group by document_id
),

-- An unknown wording holds the document back only where its column looks like one that the table lacks.
unknown_headers as (
    select
        columns.document_id,
        columns.table_no,
        columns.part_no,
        columns.column_no,
        columns.header_text,
        columns.source_place,
        case
            when columns.looks_like = 'unit' and not named_columns.has_unit then 'unit'
            when columns.looks_like = 'deadline' and not named_columns.has_deadline then 'deadline'
        end as missing_field
    from staging.stg_columns as columns
    inner join named_columns
        on columns.document_id = named_columns.document_id
    where not columns.is_recognised and length(columns.header_text) > 0
    qualify row_number() over (
        partition by columns.document_id, columns.header_text
        order by columns.table_no, columns.part_no, columns.column_no
    ) = 1
),

unknown_counts as (
    select
        document_id,
        count(*) as unknown_header_count,
        count(missing_field) as missing_field_count,
        string_agg(
            concat(header_text, ' = ', coalesce(missing_field, 'other')), ' | ' order by table_no, part_no, column_no
        ) as unknown_header_fields,
        min(
            {
                'is_other': missing_field is null,
                'table_no': table_no,
                'part_no': part_no,
                'column_no': column_no,
                'header_text': header_text,
                'source_place': source_place
            }
        ) as first_unknown
    from unknown_headers
    group by document_id
),

-- Two columns with one and the same header: which of the two dates is the deadline? Of a field that takes in all its
-- columns (units, leaders) they are a repetition where they say the same, or where only one of them is filled.
doubled_columns as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        field,
        header_text,
        field in ('target_no', 'annual_target', 'deadline', 'status', 'progress_pct') as is_read_once
    from staging.stg_columns
    where field not in ('section', 'other')
    window under_header as (partition by document_id, table_no, part_no, field, header_text)
    qualify min(origin_column_no) over under_header <> max(origin_column_no) over under_header
),

doubled_rows as (
    select
        doubled_columns.document_id,
        doubled_columns.header_text,
        count(distinct regexp_replace(cells.cell_text, '\s+', '', 'g')) as text_count
    from doubled_columns
    inner join staging.stg_printed_rows as printed_rows
        on doubled_columns.document_id = printed_rows.document_id
        and doubled_columns.table_no = printed_rows.table_no
        and doubled_columns.part_no = printed_rows.part_no
    inner join staging.stg_field_cells as cells
        on printed_rows.document_id = cells.document_id
        and printed_rows.table_no = cells.table_no
        and printed_rows.row_no = cells.row_no
        and doubled_columns.column_no = cells.column_no
        and doubled_columns.field = cells.field
    where not doubled_columns.is_read_once
    group by doubled_columns.document_id, doubled_columns.header_text, cells.table_no, cells.row_no
    having count(distinct regexp_replace(cells.cell_text, '\s+', '', 'g')) > 1
),

doubled_headers as (
    select
        document_id,
        min(header_text) as doubled_header_text
    from (
        select
            document_id,
            header_text
        from doubled_columns
        where is_read_once
        union all
        select
            document_id,
            header_text
        from doubled_rows
    ) as doubled
    group by document_id
),

-- What of a data row no field holds, and where: the first five rows.
left_overs as (
    select
        document_id,
        count(*) as left_over_count,
        string_agg(source_place, ', ' order by row_order) filter (where is_first_of_row and row_order <= 5) as places,
        min({'row_order': row_order, 'column_no': column_no, 'text': left(left_over_text, 40)}).text as first_text
    from (
        select
            document_id,
            column_no,
            left_over_text,
            source_place,
            dense_rank() over (partition by document_id order by table_no, row_no) as row_order,
            row_number() over (partition by document_id, table_no, row_no order by column_no) = 1 as is_first_of_row
        from staging.stg_left_over_texts
    ) as in_order
    group by document_id
),

-- 索引号 | 0013 | 文号 | 云政发〔2031〕1号: a table of what a page says of its paper. A card of a task has 名称 and 责任部门, but
-- no number of a paper.
page_tables as (
    select
        facts_beside.document_id,
        facts_beside.table_no
    from (
        select
            document_id,
            (-text_no) // 10000 as table_no,
            count(distinct text_no) as row_count
        from staging.stg_page_facts
        where text_no < 0
        group by document_id, table_no
        having bool_or(fact = 'number')
    ) as facts_beside
    inner join (
        select
            document_id,
            table_no,
            count(*) as row_count
        from staging.stg_row_shapes
        group by document_id, table_no
    ) as printed
        on facts_beside.document_id = printed.document_id
        and facts_beside.table_no = printed.table_no
        and facts_beside.row_count * 2 >= printed.row_count
),

-- 年度总体目标 | … over the indicators of the same table: a label and what it says to the table's end are the head of a form.
-- Over 一级指标 | 二级指标 all that stands above is, the money of a project among it (成本构成 | 金额).
form_heads as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no,
        shapes.row_no
    from staging.stg_tables as parts
    inner join staging.stg_tables as below
        on parts.document_id = below.document_id
        and parts.table_no = below.table_no
        and below.part_no = parts.part_no + 1
        and below.role = 'target'
    inner join staging.stg_row_shapes as shapes
        on parts.document_id = shapes.document_id
        and parts.table_no = shapes.table_no
        and shapes.row_no between parts.first_row_no and parts.last_row_no
    where parts.role = 'ignored'
        and parts.row_width >= 3
        and (
            parts.header_row_no is null and shapes.printed_count <= 2
            or exists (
                select 1
                from staging.stg_header_cells as headers
                where headers.document_id = below.document_id
                    and headers.table_no = below.table_no
                    and headers.header_row_no = below.header_row_no
                    and headers.indicator_level is not null
            )
        )
),

-- What is printed in the parts that are read and in those that are not.
part_texts as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no,
        parts.role,
        sum(length(cells.cell_text)) as text_length
    from staging.stg_tables as parts
    inner join staging.stg_cells as cells
        on parts.document_id = cells.document_id
        and parts.table_no = cells.table_no
        and cells.row_no between parts.first_row_no and parts.last_row_no
    left join page_tables
        on parts.document_id = page_tables.document_id
        and parts.table_no = page_tables.table_no
    left join form_heads
        on parts.document_id = form_heads.document_id
        and parts.table_no = form_heads.table_no
        and parts.part_no = form_heads.part_no
        and cells.row_no = form_heads.row_no
    where cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
        and form_heads.row_no is null
        and (
            parts.role <> 'ignored'
            or parts.row_width >= 3 and parts.last_row_no > parts.first_row_no and page_tables.document_id is null
        )
        and coalesce(parts.ignored_reason, '') not like 'asks another government%'
    group by parts.document_id, parts.table_no, parts.part_no, parts.role
),

main_tables as (
    select
        document_id,
        coalesce(sum(case when role <> 'ignored' then text_length end), 0) as read_length,
        max(case when role = 'ignored' then text_length end) as largest_unread_length,
        max(
            case when role = 'ignored' then {'text_length': text_length, 'table_no': table_no} end
        ).table_no as largest_unread_table_no
    from part_texts
    group by document_id
),

-- Where no header of targets was recognised, or not that of the largest table: the header that names other fields, else
-- the fullest row of short texts, so that its wordings can be reported.
likely_headers as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no
    from shapes
    left join parts
        on shapes.document_id = parts.document_id
    left join main_tables
        on shapes.document_id = main_tables.document_id
    left join (
        select
            document_id,
            table_no,
            header_row_no,
            count(field) as field_count
        from staging.stg_header_cells
        group by document_id, table_no, header_row_no
    ) as half_known_headers
        on shapes.document_id = half_known_headers.document_id
        and shapes.table_no = half_known_headers.table_no
        and shapes.row_no = half_known_headers.header_row_no
    where (
        coalesce(parts.header_count, 0) = 0
        or main_tables.largest_unread_length > main_tables.read_length
        and main_tables.largest_unread_table_no = shapes.table_no
    )
        and shapes.printed_count >= 2
        and shapes.longest_text <= 40
    qualify row_number() over (
        partition by shapes.document_id
        order by
            coalesce(half_known_headers.field_count, 0) desc,
            case when shapes.longest_text <= 25 then 0 else 1 end,
            shapes.printed_count desc,
            shapes.table_no,
            shapes.row_no
    ) = 1
),

likely_cells as (
    select
        likely_headers.document_id,
        cells.table_no,
        cells.column_no,
        cells.key_text,
        cells.source_place,
        synonyms.wording is null as is_unknown,
        bool_or(coalesce(synonyms.field in ('target_text', 'annual_target'), false)) over in_document as names_target,
        count(case when synonyms.wording is null then 1 end) over in_document_so_far as unknown_no
    from likely_headers
    inner join staging.stg_cells as cells
        on likely_headers.document_id = cells.document_id
        and likely_headers.table_no = cells.table_no
        and likely_headers.row_no = cells.row_no
    left join (
        select
            wording,
            field
        from staging.stg_header_wordings
        where beside_field is null
    ) as synonyms
        on regexp_replace(cells.key_text, '[.:。?*#、,;※]|([^备附标批])注[0-9]{1,2}$', '\1', 'g') = synonyms.wording
    where cells.key_text is not null and cells.column_no = cells.origin_column_no
    window
        in_document as (partition by likely_headers.document_id),
        in_document_so_far as (partition by likely_headers.document_id order by cells.column_no)
),

likely_header_cells as (
    select
        document_id,
        min(
            case
                when is_unknown then {'column_no': column_no, 'header_text': key_text, 'source_place': source_place}
            end
        ) as first_unknown,
        count(distinct case when is_unknown then key_text end) as unknown_header_count,
        string_agg(key_text, ' | ' order by column_no) as header_line,
        -- where no column of targets is known, the first unknown one may be it
        string_agg(
            case
                when is_unknown and unknown_no = 1 and not names_target then concat(key_text, ' = target_text')
                when is_unknown then concat(key_text, ' = other')
            end,
            ' | '
            order by column_no
        ) as unknown_header_fields,
        min(table_no) as table_no
    from likely_cells
    group by document_id
),

damaged_cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        cell_text,
        source_place,
        row_no = origin_row_no and column_no = origin_column_no as is_printed_here,
        row_number() over (
            partition by document_id, row_no = origin_row_no and column_no = origin_column_no
            order by table_no, row_no, column_no
        ) as damaged_no
    from staging.stg_cells
    where contains(cell_text, chr(65533))
),

-- in CSV and Markdown all cells of a line stand in one place
damaged_places as (
    select
        document_id,
        source_place,
        row_number() over (
            partition by document_id
            order by min(damaged_no)
        ) as place_no
    from damaged_cells
    where is_printed_here
    group by document_id, source_place
),

listed_damages as (
    select
        document_id,
        string_agg(source_place, ', ' order by place_no) as places
    from damaged_places
    where place_no <= 5
    group by document_id
),

damages as (
    select
        document_id,
        count(*) as damaged_count,
        count(case when is_printed_here then 1 end) as printed_count,
        min(
            case
                when is_printed_here and damaged_no = 1
                    then regexp_extract(cell_text, '[^\n]{0,12}\x{FFFD}[^\n]{0,12}', 0)
            end
        ) as first_text
    from damaged_cells
    group by document_id
),

-- a cell of several lines makes its row no longer than its header, nor do the blank columns between tables side by side
rows_by_lines as (
    select distinct
        document_id,
        table_no,
        row_no
    from staging.stg_cell_classes
    where is_by_lines
),

widths_side_by_side as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        shapes.filled_width
    from staging.stg_row_shapes as shapes
    inner join staging.stg_side_by_side as blocks
        on shapes.document_id = blocks.document_id
        and shapes.table_no = blocks.table_no
        and blocks.block_no = 1
),

row_counts as (
    select
        document_id,
        count(case when row_kind = 'data' then 1 end) as data_row_count,
        count(case when row_kind = 'header' then 1 end) as header_row_count,
        count(case when row_kind = 'section' then 1 end) as section_row_count,
        count(case when row_kind = 'note' then 1 end) as note_row_count,
        count(case when row_kind = 'blank' then 1 end) as blank_row_count,
        min(case when row_kind = 'data' then cell_count end) as fewest_cells,
        max(case when row_kind = 'data' then cell_count end) as most_cells,
        max(header_width) as header_width,
        count(case when row_kind = 'data' and cell_count < header_width then 1 end) as short_row_count,
        count(
            case when row_kind = 'data' and cell_count > header_width and not is_by_lines then 1 end
        ) as long_row_count,
        min(
            case
                when row_kind = 'data' and cell_count > header_width and not is_by_lines
                    then {'table_no': table_no, 'row_no': row_no, 'source_place': source_place}
            end
        ) as first_long_row,
        min(
            case
                when row_kind = 'data' and cell_count < header_width
                    then {'table_no': table_no, 'row_no': row_no, 'source_place': source_place}
            end
        ) as first_short_row
    from (
        select
            printed_rows.* exclude (cell_count),
            coalesce(widths.filled_width, printed_rows.cell_count) as cell_count,
            rows_by_lines.row_no is not null as is_by_lines
        from staging.stg_printed_rows as printed_rows
        left join widths_side_by_side as widths
            on printed_rows.document_id = widths.document_id
            and printed_rows.table_no = widths.table_no
            and printed_rows.row_no = widths.row_no
        left join rows_by_lines
            on printed_rows.document_id = rows_by_lines.document_id
            and printed_rows.table_no = rows_by_lines.table_no
            and printed_rows.row_no = rows_by_lines.row_no
    ) as printed_rows
    group by document_id
),

-- A number counts where it is printed, once a merged cell; the same number again in one run of tables is a duplicate.
-- What was filled down where a cell was merged, the number and its target, is no second print.
printed_numbers as (
    select
        cells.document_id,
        parts.table_run_no,
        parts.section_rows_above,
        cells.table_no,
        cells.text_row_no,
        cells.cell_text,
        targets.cell_text is not null and (cells.cell_text, targets.cell_text) is not distinct from lag(
            (cells.cell_text, targets.cell_text)
        ) over (
            partition by cells.document_id, parts.table_run_no, parts.section_rows_above
            order by cells.table_no, cells.text_row_no
        ) as is_filled_down
    from staging.stg_field_cells as cells
    inner join (
        select
            document_id,
            table_no,
            row_no,
            table_run_no,
            count(case when row_kind = 'section' then 1 end) over (
                partition by document_id order by table_no, row_no rows between unbounded preceding and current row
            ) as section_rows_above
        from staging.stg_printed_rows
    ) as parts
        on cells.document_id = parts.document_id
        and cells.table_no = parts.table_no
        and cells.row_no = parts.row_no
    left join staging.stg_field_cells as targets
        on cells.document_id = targets.document_id
        and cells.table_no = targets.table_no
        and cells.row_no = targets.row_no
        and targets.field = 'target_text'
        and targets.slot_no = 1
        and targets.text_row_no = targets.row_no
    where cells.field = 'target_no' and cells.slot_no = 1 and cells.text_row_no = cells.row_no
),

repeated_numbers as (
    select
        document_id,
        table_run_no,
        section_rows_above,
        cell_text,
        count(*) - 1 as repeat_count
    from printed_numbers
    where not is_filled_down
    group by document_id, table_run_no, section_rows_above, cell_text
    having count(*) > 1
),

duplicates as (
    select
        document_id,
        sum(repeat_count) as number_duplicate_count,
        min(cell_text) as first_duplicate_number
    from repeated_numbers
    group by document_id
)

select
    facts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    facts.document_path::varchar as document_path,  -- 路径: relative to the raw folder
    facts.format::varchar as format,
    coalesce(sizes.table_count, 0)::bigint as table_count,  -- 表数
    coalesce(parts.target_table_count, 0)::bigint as target_table_count,  -- 目标表数
    coalesce(parts.ignored_part_count, 0)::bigint as ignored_part_count,  -- 不用的表段数: parts that could be targets (three columns, three rows) and were left out
    coalesce(sizes.row_count, 0)::bigint as row_count,  -- 行数: of all tables
    coalesce(sizes.cell_count, 0)::bigint as cell_count,  -- 格数: cells of the row or document
    coalesce(sizes.filled_cell_count, 0)::bigint as filled_cell_count,  -- 有字单元格数
    coalesce(sizes.longest_text, 0)::bigint as longest_text,  -- 最长文字
    coalesce(parts.header_count, 0)::bigint as header_count,  -- 表头数: headers of target tables, repeats counted
    coalesce(row_counts.header_row_count, 0)::bigint as header_row_count,  -- 表头行数
    coalesce(parts.recognised_field_count, 0)::bigint as recognised_field_count,  -- 识别字段数: of the fullest header
    coalesce(named_columns.has_target_column, false)::boolean as has_target_column,  -- 有目标列
    (
        coalesce(named_columns.has_unit_or_leader, false)
        or units_in_brackets.document_id is not null
        or units_in_sentences.document_id is not null
    )::boolean as has_unit_or_leader,  -- 有责任列
    coalesce(named_columns.has_answer_column, false)::boolean as has_answer_column,  -- 有完成列
    case
        when not coalesce(named_columns.has_target_column, false) then 'target_text'
        when not named_columns.is_plain_list
            and units_in_brackets.document_id is null
            and not proofs.is_of_targets
            and (proofs.has_party or coalesce(named_columns.has_answer_column, false))
            then 'goals'
        -- of a list of tasks that prints no units (民生实事) its title or its side file says that it is one, or the text
        -- above counts as many; nothing may speak against it
        when named_columns.is_plain_list
            and units_in_brackets.document_id is null
            and units_in_sentences.document_id is null
            and (
                coalesce(facts.kind_method, 'columns') = 'columns' and not coalesce(list_evidence.is_announced, false)
                or not coalesce(list_evidence.is_list_of_tasks, true)
            )
            then 'unit, leader or progress'
        when not (
            coalesce(named_columns.has_unit_or_leader, false)
            or coalesce(named_columns.has_answer_column, false)
            or named_columns.is_plain_list
            or coalesce(proofs.is_of_targets, false)
        )
            then 'unit, leader or progress'
    end::varchar as required_fields_missing,  -- 缺少字段: NULL where nothing is missing
    (case
        when coalesce(parts.header_count, 0) = 0 then coalesce(likely_header_cells.unknown_header_count, 0)
        else coalesce(unknown_counts.unknown_header_count, 0)
    end)::bigint as unknown_header_count,  -- 未识别表头数
    (case
        when coalesce(parts.header_count, 0) = 0 then likely_header_cells.first_unknown.header_text
        else unknown_counts.first_unknown.header_text
    end)::varchar as unknown_header_text,  -- 未识别表头: the first unknown wording, folded
    (case
        when coalesce(parts.header_count, 0) = 0 then likely_header_cells.table_no
        else unknown_counts.first_unknown.table_no
    end)::integer as unknown_header_table_no,  -- 未识别表头所在表
    (case
        when coalesce(parts.header_count, 0) = 0 then likely_header_cells.first_unknown.column_no
        else unknown_counts.first_unknown.column_no
    end)::integer as unknown_header_column_no,  -- 未识别表头所在列
    (case
        when coalesce(parts.header_count, 0) = 0 then likely_header_cells.first_unknown.source_place
        else unknown_counts.first_unknown.source_place
    end)::varchar as unknown_header_source_place,  -- 未识别表头出处
    (case
        when coalesce(parts.header_count, 0) = 0 then likely_header_cells.unknown_header_fields
        else unknown_counts.unknown_header_fields
    end)::varchar as unknown_header_fields,  -- 未识别表头与字段: every unknown wording with the field its column looks like: 完成年月 = deadline | 交办人 = other
    coalesce(unknown_counts.missing_field_count, 0)::bigint as missing_field_count,  -- 缺列数: unknown wordings over what looks like a column that the table lacks
    doubled_headers.doubled_header_text::varchar as doubled_header_text,  -- 重列表头: a header that two columns of one table have
    (
        coalesce(parts.header_count, 0) > 0
        and coalesce(main_tables.largest_unread_length, 0) > main_tables.read_length
    )::boolean as is_main_table_unread,  -- 主表未读: more is printed in a table that is left out than in all that are read
    likely_header_cells.unknown_header_fields::varchar as likely_header_fields,  -- 疑似表头与字段: the unknown wordings of that row
    coalesce(parts.wish_table_count, 0)::bigint as wish_table_count,  -- 诉求表数: tables that ask another government for something
    likely_header_cells.header_line::varchar as likely_header_line,  -- 疑似表头: the row that could be the header where none was recognised
    coalesce(row_counts.data_row_count, 0)::bigint as data_row_count,  -- 数据行数
    coalesce(row_counts.section_row_count, 0)::bigint as section_row_count,  -- 板块行数
    coalesce(row_counts.note_row_count, 0)::bigint as note_row_count,  -- 注行数
    coalesce(row_counts.blank_row_count, 0)::bigint as blank_row_count,  -- 空行数
    row_counts.header_width::bigint as header_width,  -- 表头列数
    row_counts.fewest_cells::bigint as fewest_cells,  -- 最少格数: of the data rows
    row_counts.most_cells::bigint as most_cells,  -- 最多格数
    coalesce(row_counts.short_row_count, 0)::bigint as short_row_count,  -- 短行数: fewer cells than the header
    row_counts.first_short_row.source_place::varchar as first_short_row_source_place,  -- 首个短行出处
    coalesce(row_counts.long_row_count, 0)::bigint as long_row_count,  -- 长行数: more cells than the header
    row_counts.first_long_row.source_place::varchar as first_long_row_source_place,  -- 首个长行出处
    coalesce(duplicates.number_duplicate_count, 0)::bigint as number_duplicate_count,  -- 重号数
    duplicates.first_duplicate_number::varchar as first_duplicate_number,  -- 首个重号
    (case
        when list_evidence.is_list_of_tasks or list_evidence.remark is null then reading_notes.reading_note
        else concat(reading_notes.reading_note, '; ', list_evidence.remark)
    end)::varchar as reading_note,  -- 清单读法: what the list reader says of the text and what speaks against it, NULL where it says nothing
    list_evidence.item_count::bigint as item_count,  -- 项数: items of a list, NULL for a table
    (case
        when not list_evidence.is_announced then list_evidence.announcement_texts
    end)::varchar as unmet_announcement_text,  -- 不符的预告: what the text above a list counts, where that is not what was found
    coalesce(damages.printed_count, 0)::bigint as damaged_cell_count,  -- 残损格数: cells in which a character is lost, a merged one once
    -- a share of ten cells says nothing: a hundred is the least
    coalesce(
        damages.damaged_count * 1.0 / greatest(sizes.filled_cell_count, 100), 0
    )::double as damaged_cell_share,  -- 残损格比例: of the cells with a text, covered ones included, 0 to 1
    listed_damages.places::varchar as damaged_source_places,  -- 残损出处: the first five
    coalesce(pairing_counts.most_numbers, 0)::bigint as most_numbers,  -- 一格最多数字: numbers of the cell that has most of them
    pairing_counts.most_numbers_source_place::varchar as most_numbers_source_place,  -- 数字最多处: where that cell is
    coalesce(pairing_counts.most_names, 0)::bigint as most_names,  -- 一格最多名称: leaders or units of the cell that has most of them
    pairing_counts.most_names_source_place::varchar as most_names_source_place,  -- 名称最多处: where that cell is
    coalesce(pairing_counts.name_count, 0)::bigint as name_count,  -- 名称数: different leaders and units of the whole document
    damages.first_text::varchar as first_damaged_text,  -- 首个残损文字: what stands around the first lost character
    contents.misplaced_share::double as misplaced_share,  -- 错位比例: of the texts of the column that most looks like another field, 0 to 1
    contents.misplaced_columns::varchar as misplaced_columns,  -- 错位列: field = what it looks like = how many = of how many = the first | ...
    contents.misplaced_source_place::varchar as misplaced_source_place,  -- 首个错位处
    contents.least_fitting_share::double as least_fitting_share,  -- 最低相符比例: of the texts of the column that least holds what its header says
    contents.second_fitting_share::double as second_fitting_share,  -- 次低相符比例: of the column after that
    contents.unlike_columns::varchar as unlike_columns,  -- 不符列: field = how many fit = of how many = the first that does not | ...
    contents.unlike_source_place::varchar as unlike_source_place,  -- 首个不符处
    contents.torn_share::double as torn_share,  -- 放不下比例: of the rows that are shorter or longer than their header, those that hold a cell that fits no column, 0 to 1
    contents.torn_text::varchar as torn_text,  -- 首个放不下的格
    contents.torn_source_place::varchar as torn_source_place,  -- 首个放不下处
    contents.target_filled_share::double as target_filled_share,  -- 目标有字比例: of the rows or of the numbers, 0 to 1
    contents.least_filled_share::double as least_filled_share,  -- 最空列有字比例: of the emptiest other column
    contents.least_filled_field::varchar as least_filled_field,  -- 最空列
    contents.unread_header_text::varchar as unread_header_text,  -- 未读列表头: of a column that is not read, full of what the table lacks
    contents.unread_looks_like::varchar as unread_looks_like,  -- 未读列看似: unit, deadline or status
    contents.swapped_tense::double as swapped_tense,  -- 语气颠倒: above 0 where the targets speak like reports and the reports like targets, -2 to 2
    contents.behind_share::double as behind_share,  -- 未达比例: of the verdicts, those that say behind
    contents.odd_number_count::bigint as odd_number_count,  -- 非序号数
    contents.first_odd_number::varchar as first_odd_number,  -- 首个非序号
    contents.first_odd_number_source_place::varchar as first_odd_number_source_place,  -- 首个非序号处
    contents.falling_number_share::double as falling_number_share,  -- 倒序比例
    contents.missing_number_count::bigint as missing_number_count,  -- 缺号数
    contents.first_missing_number::integer as first_missing_number,  -- 首个缺号
    contents.numbers_behind_count::bigint as numbers_behind_count,  -- 表后续号段数
    contents.first_number_behind::varchar as first_number_behind,  -- 首个表后续号
    contents.first_number_behind_source_place::varchar as first_number_behind_source_place,  -- 首个表后续号处
    contents.repeated_share::double as repeated_share,  -- 往年重复比例
    contents.repeated_document_path::varchar as repeated_document_path,  -- 重复的往年文档
    contents.repeated_year::integer as repeated_year,  -- 重复的往年
    contents.title_years::varchar as title_years,  -- 标题年度: the years that the title names, where a side file states another
    contents.title_jurisdiction_name::varchar as title_jurisdiction_name,  -- 标题地区: the government that the title names, where a side file states another
    coalesce(left_overs.left_over_count, 0)::bigint as left_over_count,  -- 未入字段数: cells of data rows of which a text is in no field
    left_overs.places::varchar as left_over_source_places,  -- 未入字段处: the first five
    left_overs.first_text::varchar as first_left_over_text,  -- 首个未入字段的文字: at most 40 characters
    facts.title_text::varchar as title_text,  -- 标题: as printed
    facts.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the government whose targets these are
    facts.jurisdiction_method::varchar as jurisdiction_method,
    facts.jurisdiction_confidence::double as jurisdiction_confidence,
    facts.jurisdiction_candidates::varchar as jurisdiction_candidates,
    facts.jurisdiction_evidence::varchar as jurisdiction_evidence,
    facts.jurisdictions_also_named::varchar as jurisdictions_also_named,
    facts.report_year::integer as report_year,  -- 年度: the year of the targets
    facts.year_method::varchar as year_method,
    facts.year_confidence::double as year_confidence,
    facts.year_candidate::integer as year_candidate,
    facts.year_evidence::varchar as year_evidence,
    facts.document_kind::varchar as document_kind  -- 类型: plan, result or progress
from facts
left join sizes
    on facts.document_id = sizes.document_id
left join parts
    on facts.document_id = parts.document_id
left join named_columns
    on facts.document_id = named_columns.document_id
left join unknown_counts
    on facts.document_id = unknown_counts.document_id
left join doubled_headers
    on facts.document_id = doubled_headers.document_id
left join main_tables
    on facts.document_id = main_tables.document_id
left join likely_header_cells
    on facts.document_id = likely_header_cells.document_id
left join units_in_sentences
    on facts.document_id = units_in_sentences.document_id
left join units_in_brackets
    on facts.document_id = units_in_brackets.document_id
left join reading_notes
    on facts.document_id = reading_notes.document_id
left join staging.stg_list_evidence as list_evidence
    on facts.document_id = list_evidence.document_id
left join row_counts
    on facts.document_id = row_counts.document_id
left join duplicates
    on facts.document_id = duplicates.document_id
left join damages
    on facts.document_id = damages.document_id
left join listed_damages
    on facts.document_id = listed_damages.document_id
left join left_overs
    on facts.document_id = left_overs.document_id
left join staging.stg_target_proofs as proofs
    on facts.document_id = proofs.document_id
left join staging.stg_pairing_counts as pairing_counts
    on facts.document_id = pairing_counts.document_id
left join staging.stg_content_profile as contents
    on facts.document_id = contents.document_id
