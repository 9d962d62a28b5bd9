-- 标题行: a printed row of several cells that is a heading over the targets below it, with its number.
-- grain: document_id, table_no, row_no
-- A heading (一 | 优化环境; (一) | 加强建设。 | | ; 强化创新。 alone in the column of texts) promises nothing itself: its text
-- lies over the columns of who answers for it, or those are blank where nearly every target fills them. Points beside
-- it (一、 | 夯实基础 | 28) are no text of its row, and it may stand where the targets have their names.
-- Where the texts begin with a sign (△, ●, 1.), one without it over one with it is a heading, too, when all that its
-- row has beside it is merged with the rows below. So is 一、 over (一) with nothing but sums beside it, where the rows of
-- (一), (二) are answered and no column numbers them. Rows of one text elsewhere in the row are for stg_printed_rows.
with
constants as (
    select
        60 as longest_heading,
        0.8 as answered_share
),

parts as (
    select
        document_id,
        table_no,
        part_no,
        table_run_no,
        coalesce(last_header_row_no + 1, first_row_no) as first_row_no,
        last_row_no
    from staging.stg_tables
    where role in ('target', 'continuation')
),

-- a field that says who answers for a target, by when, or what came of it
body_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.origin_row_no,
        cells.origin_row_no + cells.row_span - 1 as last_row_no,
        cells.cell_text,
        cells.key_text,
        cells.span_is_known,
        parts.table_run_no,
        columns.field,
        columns.slot_no,
        columns.field in (
            'unit', 'unit_lead', 'unit_support', 'leader', 'deadline', 'progress', 'status', 'annual_target'
        ) as is_answer,
        columns.field = 'target_no'
        or columns.field = 'other' and regexp_matches(cells.key_text, '^[0-9]{1,4}(?:[.][0-9]{1,2})?分?$') as is_number,
        regexp_matches(cells.key_text, '^[0-9][0-9,]*(?:[.][0-9]+)?[%％]?$') as is_figure
    from staging.stg_cells as cells
    inner join parts
        on cells.document_id = parts.document_id
        and cells.table_no = parts.table_no
        and cells.row_no between parts.first_row_no and parts.last_row_no
    inner join staging.stg_columns as columns
        on parts.document_id = columns.document_id
        and parts.table_no = columns.table_no
        and parts.part_no = columns.part_no
        and cells.column_no = columns.column_no
    where cells.cell_text is not null
),

-- A heading's text is all that its row prints beside a number.
rows_seen as (
    select
        document_id,
        table_no,
        row_no,
        table_run_no,
        coalesce(
            max(case when field = 'target_text' and slot_no = 1 then cell_text end),
            -- a heading may stand in the column of headings
            max(case when field = 'section' and slot_no = 1 then cell_text end),
            -- or in that of names beside the targets
            max(case when field = 'other' and not is_number then cell_text end)
        ) as target_text,
        min(case when not is_number then cell_text end) as first_text,
        max(case when not is_number then cell_text end) as last_text,
        max(case when field = 'target_no' and slot_no = 1 then key_text end) as number_key,
        max(case when field = 'target_no' and slot_no = 1 then cell_text end) as number_text,
        bool_or(field <> 'target_no' and origin_row_no = row_no) as has_own_text,
        bool_or(field = 'target_no' and origin_row_no < row_no) as has_number_from_above,
        bool_or(is_answer) as is_answered,
        bool_and(span_is_known) as span_is_known,
        bool_and((field = 'target_text' and slot_no = 1) or (field = 'other' and is_figure)) as has_only_sums_beside,
        bool_and((field = 'target_text' and slot_no = 1) or last_row_no > row_no) as is_merged_below
    from body_cells
    group by document_id, table_no, row_no, table_run_no
),

rows_classified as (
    select
        *,
        regexp_matches(number_key, '^[(]?[0-9]{1,4}([.-][0-9]{1,3})*[).、]?$') as is_in_digits,
        regexp_matches(number_key, '^[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?$') as is_in_han,
        regexp_matches(
            target_text,
            '^\s*([★☆△▲▽▼●○◎◆◇■□※•]|[(（]?[0-9]{1,2}([)）、]|[.．][^0-9]))'
        ) as is_signed,
        regexp_matches(target_text, '^\s*[一二三四五六七八九十]{1,3}、') as begins_in_han,
        regexp_matches(target_text, '^\s*[(（][一二三四五六七八九十]{1,3}[)）]') as begins_in_brackets
    from rows_seen
),

rows_in_order as (
    select
        *,
        lead(is_signed) over (
            partition by document_id, table_no, table_run_no
            order by row_no
        ) as is_above_signed,
        lead(begins_in_brackets) over (
            partition by document_id, table_no, table_run_no
            order by row_no
        ) as is_above_brackets
    from rows_classified
),

-- how the targets of a chain are numbered and whether nearly each has an answer
habits as (
    select
        document_id,
        table_run_no,
        count(case when is_in_digits then 1 end) as digit_count,
        count(case when is_in_digits and is_answered then 1 end) as answered_count,
        count(case when is_signed then 1 end) as signed_count,
        count(number_key) as number_count,
        count(case when begins_in_brackets then 1 end) as bracket_count,
        count(case when begins_in_brackets and is_answered then 1 end) as answered_bracket_count,
        count(case when begins_in_han and not has_only_sums_beside then 1 end) as other_han_count
    from rows_in_order
    group by document_id, table_run_no
)

select
    rows_in_order.document_id::varchar as document_id,  -- 文档键: the document it comes from
    rows_in_order.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    rows_in_order.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    (case
        when rows_in_order.is_in_han and regexp_matches(rows_in_order.number_key, '[一二三四五六七八九十]$')
            then concat(rows_in_order.number_text, '、', rows_in_order.target_text)
        -- a heading merged over all columns is its own number's cell
        when rows_in_order.number_text = rows_in_order.target_text then rows_in_order.target_text
        else concat(rows_in_order.number_text, rows_in_order.target_text)
    end)::varchar as heading_text  -- 标题: its number and its text
from rows_in_order
inner join habits
    on rows_in_order.document_id = habits.document_id
    and rows_in_order.table_run_no = habits.table_run_no
cross join constants
where rows_in_order.target_text is not null
    and rows_in_order.has_own_text
    and length(rows_in_order.target_text) <= constants.longest_heading
    and (
        (
            rows_in_order.first_text = rows_in_order.target_text
            and rows_in_order.last_text = rows_in_order.target_text
            and habits.digit_count >= 2
            and not coalesce(rows_in_order.has_number_from_above, false)
            and not coalesce(rows_in_order.is_in_digits and not rows_in_order.is_answered, false)
            and (
                coalesce(rows_in_order.is_answered, false)
                or (
                    habits.answered_count >= constants.answered_share * habits.digit_count
                    and (
                        coalesce(rows_in_order.is_in_han, false)
                        or (rows_in_order.number_text is null and rows_in_order.span_is_known)
                    )
                )
            )
        )
        or (
            habits.signed_count >= 2
            and habits.digit_count = 0
            and rows_in_order.is_above_signed
            and not rows_in_order.is_signed
            and rows_in_order.span_is_known
            and rows_in_order.is_merged_below
        )
        or (
            habits.number_count = 0
            and habits.bracket_count >= 2
            and habits.answered_bracket_count >= constants.answered_share * habits.bracket_count
            and habits.other_han_count = 0
            and rows_in_order.begins_in_han
            and rows_in_order.is_above_brackets
            and rows_in_order.has_only_sums_beside
            and rows_in_order.span_is_known
        )
    )
