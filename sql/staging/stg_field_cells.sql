-- 字段单元格: every text of a data row with the field of its column, short rows put back into their columns.
-- grain: document_id, table_no, row_no, column_no, field
-- A heading that a converter laid over a data row (二、产 | 业发展 | … | 市体育局) is taken out of the row and kept as its
-- section.
-- A bracket at the end of an item (stg_bracket_cells) is its unit, its deadline, or the end of its text; a clause of a
-- target that says who does it (stg_sentence_units, stg_sentence_leaders) is its unit or leader too, and its words that
-- say by when (stg_sentence_deadlines) are its deadline.
-- Each text once: a cell that is merged over two columns of one field stands in the first of them; over the group and
-- the text of a target it is the text.
with
data_rows as (
    select
        document_id,
        table_no,
        row_no,
        part_no
    from staging.stg_printed_rows
    where row_kind = 'data'
),

columns as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        header_text,
        field,
        slot_no,
        names_target,
        period_text,
        period_month
    from staging.stg_columns
    where field is not null
),

-- A cell that goes on over lines is one text. A stray number among names is of no column (stg_left_over_texts).
cells_over_lines as (
    select
        alignments.document_id,
        alignments.table_no,
        alignments.row_no,
        alignments.aligned_column_no,
        string_agg(cells.cell_text, chr(10) order by alignments.column_no) filter (
            where not (
                coalesce(alignments.is_foreign, false)
                and alignments.goes_on
                and coalesce(columns.field, '') in ('unit', 'unit_lead', 'unit_support', 'leader')
                and regexp_matches(cells.cell_text, '^\s*[0-9]+\s*$')
            )
        ) as cell_text
    from staging.stg_cell_alignments as alignments
    inner join staging.stg_cells as cells
        on alignments.document_id = cells.document_id
        and alignments.table_no = cells.table_no
        and alignments.row_no = cells.row_no
        and alignments.column_no = cells.column_no
    inner join data_rows
        on alignments.document_id = data_rows.document_id
        and alignments.table_no = data_rows.table_no
        and alignments.row_no = data_rows.row_no
    left join columns
        on data_rows.document_id = columns.document_id
        and data_rows.table_no = columns.table_no
        and data_rows.part_no = columns.part_no
        and alignments.aligned_column_no = columns.column_no
    where not coalesce(alignments.is_group, false)
    group by alignments.document_id, alignments.table_no, alignments.row_no, alignments.aligned_column_no
    having bool_or(alignments.goes_on)
),

-- The groups that stand before a target's text under one header are its section, from the outermost.
groups_in_text_column as (
    select
        alignments.document_id,
        alignments.table_no,
        alignments.row_no,
        min(alignments.column_no) as column_no,
        string_agg(cells.cell_text, ' > ' order by alignments.column_no) as section_text
    from staging.stg_cell_alignments as alignments
    inner join staging.stg_cells as cells
        on alignments.document_id = cells.document_id
        and alignments.table_no = cells.table_no
        and alignments.row_no = cells.row_no
        and alignments.column_no = cells.column_no
    where alignments.is_group
    group by alignments.document_id, alignments.table_no, alignments.row_no
),

cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no as printed_column_no,
        data_rows.part_no,
        coalesce(alignments.aligned_column_no, cells.column_no) as column_no,
        cells.origin_column_no,
        coalesce(groups.section_text, cells_over_lines.cell_text, cells.cell_text) as cell_text,
        coalesce(alignments.is_group, false) as is_group,
        cells.origin_row_no,
        cells.span_is_known,
        coalesce(cells.column_span, 1) > 1 or cells.origin_column_no <> cells.column_no as is_merged
    from staging.stg_cells as cells
    inner join data_rows
        on cells.document_id = data_rows.document_id
        and cells.table_no = data_rows.table_no
        and cells.row_no = data_rows.row_no
    left join staging.stg_cell_alignments as alignments
        on cells.document_id = alignments.document_id
        and cells.table_no = alignments.table_no
        and cells.row_no = alignments.row_no
        and cells.column_no = alignments.column_no
    left join cells_over_lines
        on alignments.document_id = cells_over_lines.document_id
        and alignments.table_no = cells_over_lines.table_no
        and alignments.row_no = cells_over_lines.row_no
        and alignments.aligned_column_no = cells_over_lines.aligned_column_no
        and not coalesce(alignments.is_group, false)
    left join groups_in_text_column as groups
        on alignments.document_id = groups.document_id
        and alignments.table_no = groups.table_no
        and alignments.row_no = groups.row_no
        and alignments.column_no = groups.column_no
    where cells.cell_text is not null
        and not coalesce(alignments.goes_on, false)
        and not (coalesce(alignments.is_group, false) and groups.section_text is null)
),

fields_named as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.printed_column_no,
        cells.origin_column_no,
        cells.cell_text,
        cells.origin_row_no,
        cells.span_is_known,
        cells.is_merged,
        columns.header_text,
        case when cells.is_group then 'section' else columns.field end as field,
        case when cells.is_group then 1 else columns.slot_no end as slot_no,
        columns.names_target and not cells.is_group as names_target,
        columns.period_text,
        columns.period_month
    from cells
    inner join columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.part_no = columns.part_no
        and cells.column_no = columns.column_no
),

-- A converter may print a page's header and its first row in one: 责任单位 / 市科技局 on two lines of a cell.
headers_taken_out as (
    select
        *,
        case
            when position(chr(10) in cell_text) = 0 then cell_text
            when regexp_replace(split_part(cell_text, chr(10), 1), '\s+', '', 'g') = header_text
                then regexp_replace(cell_text, '^[^\n]*\n', '')
            when regexp_replace(
                concat(split_part(cell_text, chr(10), 1), split_part(cell_text, chr(10), 2)),
                '\s+',
                '',
                'g'
            ) = header_text
                then regexp_replace(cell_text, '^[^\n]*\n[^\n]*(\n|$)', '')
            else cell_text
        end as own_text
    from fields_named
),

-- Only where the column numbers its targets in digits and the spans are lost.
heading_habits as (
    select
        document_id,
        count(case when regexp_matches(own_text, '^\s*[0-9０-９]') then 1 end) * 2 > count(*)
        and not bool_or(span_is_known) as is_numbered_in_digits
    from headers_taken_out
    where field = 'target_no' and own_text <> ''
    group by document_id
),

headings_found as (
    select
        headers_taken_out.*,
        headers_taken_out.field = 'target_no'
        and coalesce(heading_habits.is_numbered_in_digits, false)
        and regexp_matches(own_text, '^\s*[一二三四五六七八九十]{1,3}、[一-龥]') as is_heading
    from headers_taken_out
    left join heading_habits
        on headers_taken_out.document_id = heading_habits.document_id
    where own_text <> ''
),

-- Headings are few, and rows without one need not be looked at from cell to cell.
heading_rows as (
    select distinct
        document_id,
        table_no,
        row_no
    from headings_found
    where is_heading
),

headings_beside as (
    select
        headings_found.*,
        lag(headings_found.is_heading) over in_row as is_behind_heading,
        lead(headings_found.own_text) over in_row as next_text,
        lead(headings_found.field) over in_row as next_field
    from headings_found
    inner join heading_rows
        on headings_found.document_id = heading_rows.document_id
        and headings_found.table_no = heading_rows.table_no
        and headings_found.row_no = heading_rows.row_no
    window in_row as (
        partition by headings_found.document_id, headings_found.table_no, headings_found.row_no
        order by headings_found.column_no, headings_found.printed_column_no
    )
),

headings_moved as (
    select
        headings_found.document_id,
        headings_found.table_no,
        headings_found.row_no,
        headings_found.column_no,
        headings_found.printed_column_no,
        headings_found.origin_column_no,
        headings_found.origin_row_no,
        headings_found.is_merged,
        headings_found.slot_no,
        headings_found.names_target,
        headings_found.period_text,
        headings_found.period_month,
        headings_found.field,
        headings_found.own_text
    from headings_found
    left join heading_rows
        on headings_found.document_id = heading_rows.document_id
        and headings_found.table_no = heading_rows.table_no
        and headings_found.row_no = heading_rows.row_no
    where heading_rows.document_id is null
    union all
    select
        document_id,
        table_no,
        row_no,
        column_no,
        printed_column_no,
        origin_column_no,
        origin_row_no,
        is_merged,
        slot_no,
        names_target,
        period_text,
        period_month,
        case when is_heading then 'section' else field end as field,
        case
            when is_heading and next_field = 'leader' then concat(own_text, regexp_replace(next_text, '\s.*$', ''))
            else own_text
        end as own_text
    from headings_beside
    where not (coalesce(is_behind_heading, false) and field = 'leader')
),

brackets as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        bracket_kind,
        bracket_text,
        unit_text,
        leader_text,
        deadline_text
    from staging.stg_bracket_cells
),

brackets_of_the_text as (
    select
        document_id,
        table_no,
        row_no,
        string_agg(bracket_text, '' order by column_no) as bracket_text
    from brackets
    where bracket_kind = 'text'
    group by document_id, table_no, row_no
),

brackets_read as (
    select
        headings_moved.document_id,
        headings_moved.table_no,
        headings_moved.row_no,
        headings_moved.column_no,
        headings_moved.printed_column_no,
        headings_moved.origin_column_no,
        headings_moved.origin_row_no,
        headings_moved.is_merged,
        headings_moved.names_target,
        headings_moved.slot_no,
        headings_moved.period_text,
        headings_moved.period_month,
        unnest([
            {'field': 'unit', 'own_text': brackets.unit_text},
            {'field': 'leader', 'own_text': brackets.leader_text},
            {'field': 'deadline', 'own_text': brackets.deadline_text}
        ]) as stated
    from headings_moved
    inner join brackets
        on headings_moved.document_id = brackets.document_id
        and headings_moved.table_no = brackets.table_no
        and headings_moved.row_no = brackets.row_no
        and headings_moved.printed_column_no = brackets.column_no
    where headings_moved.field = 'bracket'
        or (headings_moved.field = 'target_text' and headings_moved.slot_no = 1)
),

fields_read as (
    select
        headings_moved.document_id,
        headings_moved.table_no,
        headings_moved.row_no,
        headings_moved.column_no,
        headings_moved.printed_column_no,
        headings_moved.origin_column_no,
        headings_moved.origin_row_no,
        headings_moved.is_merged,
        headings_moved.names_target,
        headings_moved.slot_no,
        headings_moved.period_text,
        headings_moved.period_month,
        headings_moved.field,
        case
            when headings_moved.field = 'target_text' and headings_moved.slot_no = 1
                then concat(headings_moved.own_text, brackets_of_the_text.bracket_text)
            else headings_moved.own_text
        end as own_text
    from headings_moved
    left join brackets_of_the_text
        on headings_moved.document_id = brackets_of_the_text.document_id
        and headings_moved.table_no = brackets_of_the_text.table_no
        and headings_moved.row_no = brackets_of_the_text.row_no
    where headings_moved.field <> 'bracket'
    union all
    select
        document_id,
        table_no,
        row_no,
        column_no,
        printed_column_no,
        origin_column_no,
        origin_row_no,
        is_merged,
        names_target,
        -- a row has one deadline, whichever of its brackets gives it
        case when stated.field = 'deadline' then 1 else slot_no end as slot_no,
        period_text,
        period_month,
        stated.field as field,
        stated.own_text as own_text
    from brackets_read
    where stated.own_text is not null
    qualify stated.field <> 'deadline'
        or row_number() over (
            partition by document_id, table_no, row_no, stated.field order by printed_column_no
        ) = 1
    union all
    -- a target whose own sentence says who does it
    select
        headings_moved.document_id,
        headings_moved.table_no,
        headings_moved.row_no,
        headings_moved.column_no,
        headings_moved.printed_column_no,
        headings_moved.origin_column_no,
        headings_moved.origin_row_no,
        headings_moved.is_merged,
        headings_moved.names_target,
        headings_moved.slot_no,
        headings_moved.period_text,
        headings_moved.period_month,
        'unit' as field,
        sentences.unit_text as own_text
    from headings_moved
    inner join staging.stg_sentence_units as sentences
        on headings_moved.document_id = sentences.document_id
        and headings_moved.table_no = sentences.table_no
        and headings_moved.row_no = sentences.row_no
        and headings_moved.printed_column_no = sentences.column_no
    where headings_moved.field in ('target_text', 'annual_target') and headings_moved.slot_no = 1
    union all
    -- a target whose own sentence names the leader who answers
    select
        headings_moved.document_id,
        headings_moved.table_no,
        headings_moved.row_no,
        headings_moved.column_no,
        headings_moved.printed_column_no,
        headings_moved.origin_column_no,
        headings_moved.origin_row_no,
        headings_moved.is_merged,
        headings_moved.names_target,
        headings_moved.slot_no,
        headings_moved.period_text,
        headings_moved.period_month,
        'leader' as field,
        sentences.leader_text as own_text
    from headings_moved
    inner join staging.stg_sentence_leaders as sentences
        on headings_moved.document_id = sentences.document_id
        and headings_moved.table_no = sentences.table_no
        and headings_moved.row_no = sentences.row_no
        and headings_moved.printed_column_no = sentences.column_no
    where headings_moved.field in ('target_text', 'annual_target') and headings_moved.slot_no = 1
    union all
    -- a target whose own sentence says by when, or the end of its units
    select
        headings_moved.document_id,
        headings_moved.table_no,
        headings_moved.row_no,
        headings_moved.column_no,
        headings_moved.printed_column_no,
        headings_moved.origin_column_no,
        headings_moved.origin_row_no,
        headings_moved.is_merged,
        headings_moved.names_target,
        1 as slot_no,
        headings_moved.period_text,
        headings_moved.period_month,
        'deadline' as field,
        sentences.deadline_text as own_text
    from headings_moved
    inner join staging.stg_sentence_deadlines as sentences
        on headings_moved.document_id = sentences.document_id
        and headings_moved.table_no = sentences.table_no
        and headings_moved.row_no = sentences.row_no
        and headings_moved.printed_column_no = sentences.column_no
    where headings_moved.field in ('target_text', 'annual_target', 'unit', 'unit_lead', 'unit_support')
    union all
    -- a place or unit that names the target of its row answers for it
    select
        document_id,
        table_no,
        row_no,
        column_no,
        printed_column_no,
        origin_column_no,
        origin_row_no,
        is_merged,
        names_target,
        slot_no,
        period_text,
        period_month,
        'unit' as field,
        own_text
    from headings_moved
    where names_target
),

-- No other text can be there twice: a cell over several columns, or one that is both a target's name and its unit.
each_once as (
    select *
    from fields_read
    where not (is_merged or coalesce(names_target, false))
    union all
    select *
    from fields_read
    where is_merged or coalesce(names_target, false)
    qualify row_number() over (
        partition by document_id, table_no, row_no, field, origin_column_no
        order by case when field = 'target_text' then slot_no end, column_no
    ) = 1
),

-- 责任单位 beside 牵头单位 supports who leads; where nobody does it answers: 205.(责任单位:市教育局). Not
-- where the lead may stand in a merged cell whose span is lost.
answering_alone as (
    select distinct
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no
    from cells
    inner join columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.part_no = columns.part_no
        and cells.column_no = columns.column_no
    inner join seeds.header_synonyms as synonyms
        on columns.header_text = synonyms.wording
        and synonyms.field = 'unit_support'
        and synonyms.beside_field = 'unit_lead'
    left join each_once as leads
        on cells.document_id = leads.document_id
        and cells.table_no = leads.table_no
        and cells.row_no = leads.row_no
        and leads.field in ('unit_lead', 'unit')
    where columns.field = 'unit_support' and cells.span_is_known and leads.document_id is null
)

select
    each_once.document_id::varchar as document_id,  -- 文档键: the document it comes from
    each_once.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    each_once.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    each_once.column_no::integer as column_no,  -- 列号: where the text belongs
    printed_column_no::integer as printed_column_no,  -- 印刷列: where it is printed
    (case
        when field = 'unit_support' and answering_alone.row_no is not null then 'unit'
        else field
    end)::varchar as field,  -- 字段: the canonical field of the column
    slot_no::integer as slot_no,  -- 次序: 1 is the column that the field is read from
    period_text::varchar as period_text,  -- 期间: of the column
    period_month::integer as period_month,  -- 期末月: its last month, 0 where none
    own_text::varchar as cell_text,  -- 文字: as printed
    origin_row_no::integer as text_row_no  -- 文字行: the printed row where the text begins
from each_once
left join answering_alone
    on each_once.document_id = answering_alone.document_id
    and each_once.table_no = answering_alone.table_no
    and each_once.row_no = answering_alone.row_no
    and each_once.column_no = answering_alone.column_no
