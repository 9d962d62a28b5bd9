-- 文字范围: over which rows of its target a text holds, where the format lost the merged cells.
-- grain: document_id, table_run_no, block_no, field, text_no
-- One text in a target holds for all its rows. Of several each holds for neighbouring rows, and the bounds are those
-- that put every text where this document puts a text within its merge: on the first row, or at the middle of its
-- height.
-- Which of the two is asked here again although int_block_layouts has answered it: that is where the numbers stand,
-- which blocks hang on, this is where the texts stand, and a converter that slides a few short rows prints the texts of
-- those on top while the numbers stay in the middle. On the benches the answers differ in one document of ten, in two
-- targets of it; each is right in one of them.
with recursive
cells as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        field,
        row_no,
        text,
        is_realigned,
        whole_no,
        first_line_no,
        last_line_no
    from intermediate.int_target_row_cells
    where not span_is_known
),

wholes as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        whole_no,
        min(row_no) as text_row_no,
        min(first_line_no) as first_line_no,
        max(last_line_no) as last_line_no,
        bool_or(is_realigned) as is_realigned,
        min(text) as text,
        count(text) as piece_count
    from cells
    group by document_id, table_run_no, block_no, field, whole_no
),

-- The texts of cut rows, which are few: putting pieces in order costs more than all else here.
pieces_joined as (
    select
        cells.document_id,
        cells.table_run_no,
        cells.block_no,
        cells.field,
        cells.whole_no,
        string_agg(cells.text, '' order by cells.table_run_row_no) as text
    from cells
    inner join wholes
        on cells.document_id = wholes.document_id
        and cells.table_run_no = wholes.table_run_no
        and cells.block_no = wholes.block_no
        and cells.field = wholes.field
        and cells.whole_no = wholes.whole_no
    where wholes.piece_count > 1
    group by cells.document_id, cells.table_run_no, cells.block_no, cells.field, cells.whole_no
),

whole_rows as (
    select
        wholes.document_id,
        wholes.table_run_no,
        wholes.block_no,
        wholes.field,
        wholes.whole_no,
        wholes.text_row_no,
        wholes.first_line_no,
        wholes.last_line_no,
        wholes.is_realigned,
        coalesce(pieces_joined.text, wholes.text) as text
    from wholes
    left join pieces_joined
        on wholes.document_id = pieces_joined.document_id
        and wholes.table_run_no = pieces_joined.table_run_no
        and wholes.block_no = pieces_joined.block_no
        and wholes.field = pieces_joined.field
        and wholes.whole_no = pieces_joined.whole_no
),

-- Where nearly every longer progress text ends with a stop, one that does not was cut.
sentence_habits as (
    select
        document_id,
        count(*) >= 8
        and avg(case when regexp_matches(text, '[。；;！!）)]\s*$') then 1.0 else 0.0 end) >= 0.85 as texts_end_with_stops
    from whole_rows
    where field = 'progress' and length(text) >= 12
    group by document_id
),

texts_in_order as (
    select
        whole_rows.*,
        lag(whole_rows.text) over (
            partition by whole_rows.document_id, whole_rows.table_run_no, whole_rows.block_no, whole_rows.field
            order by whole_rows.whole_no
        ) as text_above
    from whole_rows
    where whole_rows.text is not null
),

-- A merged cell that a page break cut prints its text in two pieces; the second continues the first one's sentence.
cut_texts_joined as (
    select
        texts_in_order.*,
        case
            when texts_in_order.text_above is null then 1
            when texts_in_order.field = 'progress'
                and sentence_habits.texts_end_with_stops
                and length(texts_in_order.text_above) >= 12
                and not regexp_matches(texts_in_order.text_above, '[。；;！!）)]\s*$') then 0
            else 1
        end as is_new_text
    from texts_in_order
    left join sentence_habits
        on texts_in_order.document_id = sentence_habits.document_id
),

texts_numbered as (
    select
        *,
        cast(
            sum(is_new_text) over (
                partition by document_id, table_run_no, block_no, field
                order by whole_no
                rows between unbounded preceding and current row
            ) as bigint
        ) as text_no
    from cut_texts_joined
),

-- Of a cut text the upper piece ends the upper page and the lower one begins the next: it stands in both.
lower_pieces as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        text_no,
        max(whole_no) as last_whole_no,
        min(text_row_no) as text_row_no,
        min(first_line_no) as first_line_no,
        max(last_line_no) as last_line_no,
        string_agg(text, '' order by whole_no) as text
    from texts_numbered
    where is_new_text = 0
    group by document_id, table_run_no, block_no, field, text_no
),

texts as (
    select
        upper_pieces.document_id,
        upper_pieces.table_run_no,
        upper_pieces.block_no,
        upper_pieces.field,
        upper_pieces.text_no,
        upper_pieces.whole_no,
        coalesce(lower_pieces.last_whole_no, upper_pieces.whole_no) as last_whole_no,
        least(upper_pieces.text_row_no, lower_pieces.text_row_no) as text_row_no,
        least(upper_pieces.first_line_no, lower_pieces.first_line_no) as first_line_no,
        greatest(upper_pieces.last_line_no, lower_pieces.last_line_no) as last_line_no,
        concat(upper_pieces.text, lower_pieces.text) as text
    from texts_numbered as upper_pieces
    left join lower_pieces
        on upper_pieces.document_id = lower_pieces.document_id
        and upper_pieces.table_run_no = lower_pieces.table_run_no
        and upper_pieces.block_no = lower_pieces.block_no
        and upper_pieces.field = lower_pieces.field
        and upper_pieces.text_no = lower_pieces.text_no
    where upper_pieces.is_new_text = 1
),

heights as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        max(whole_no) as whole_count,
        min(whole_no) as first_whole_no,
        max(last_line_no) as line_count,
        bool_or(is_realigned) as is_realigned
    from whole_rows
    group by document_id, table_run_no, block_no, field
),

lone_texts as (
    select
        texts.document_id,
        texts.table_run_no,
        texts.block_no,
        min(texts.whole_no) - min(heights.first_whole_no) + 1 as text_position,
        min(heights.whole_count) as whole_count,
        count(*) as text_count
    from texts
    inner join heights
        on texts.document_id = heights.document_id
        and texts.table_run_no = heights.table_run_no
        and texts.block_no = heights.block_no
        and texts.field = heights.field
    where texts.field = 'progress'
    group by texts.document_id, texts.table_run_no, texts.block_no
),

slid_documents as (
    select
        document_id,
        bool_or(is_realigned) as is_realigned
    from heights
    group by document_id
),

-- A document that lets short rows slide left prints a merged text on its first row; so does one whose lone texts stand
-- there in most targets of three rows and more.
layouts as (
    select
        slid_documents.document_id,
        case
            when slid_documents.is_realigned then 'first'
            when count(case when lone_texts.text_position = 1 then 1 end) * 2 > count(lone_texts.document_id)
                then 'first'
            else 'middle'
        end as layout
    from slid_documents
    left join lone_texts
        on slid_documents.document_id = lone_texts.document_id
        and lone_texts.text_count = 1
        and lone_texts.whole_count >= 3
    group by slid_documents.document_id, slid_documents.is_realigned
),

placed_texts as (
    select
        texts.document_id,
        texts.table_run_no,
        texts.block_no,
        texts.field,
        texts.text_no,
        texts.whole_no,
        texts.last_whole_no,
        texts.first_line_no,
        texts.last_line_no,
        texts.text,
        texts.text_row_no,
        heights.first_whole_no,
        heights.whole_count,
        layouts.layout,
        lead(texts.whole_no) over (
            partition by texts.document_id, texts.table_run_no, texts.block_no, texts.field order by texts.text_no
        ) as next_whole_no
    from texts
    inner join heights
        on texts.document_id = heights.document_id
        and texts.table_run_no = heights.table_run_no
        and texts.block_no = heights.block_no
        and texts.field = heights.field
    inner join layouts
        on texts.document_id = layouts.document_id
),

-- Where one text stands alone, or each on the first of its rows, there is nothing to weigh.
settled_texts as (
    select
        *,
        layout = 'first' or (text_no = 1 and next_whole_no is null) as is_settled
    from placed_texts
),

-- Elsewhere a text's rows may end anywhere before the next text (a long gap is halved), the last one's at the target's
-- end.
ends as (
    select
        *,
        next_whole_no is null as is_last,
        unnest(
            case
                when next_whole_no is null then [whole_count]
                when next_whole_no - last_whole_no > 40 then [(next_whole_no + last_whole_no) // 2]
                else range(last_whole_no, next_whole_no)
            end
        ) as end_no
    from settled_texts
    where not is_settled
),

ends_with_lines as (
    select
        ends.document_id,
        ends.table_run_no,
        ends.block_no,
        ends.field,
        ends.text_no,
        ends.is_last,
        ends.whole_no,
        ends.first_whole_no,
        ends.end_no,
        ends.first_line_no,
        ends.last_line_no,
        whole_rows.last_line_no as end_line_no
    from ends
    inner join whole_rows
        on ends.document_id = whole_rows.document_id
        and ends.table_run_no = whole_rows.table_run_no
        and ends.block_no = whole_rows.block_no
        and ends.field = whole_rows.field
        and ends.end_no = whole_rows.whole_no
),

-- The cheapest way to bound the first text_no texts, the last of them ending at end_no. A text costs how far the middle
-- of its rows lies outside its own row (in half lines), then how far it lies from that row's middle; then even
-- heights win, then the text that stands in the upper of two middle rows.
layings as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        text_no,
        is_last,
        end_no,
        end_line_no,
        {
            'cost': (
                greatest(abs(end_line_no - first_line_no - last_line_no + 1) - (last_line_no - first_line_no + 1), 0)
                * 16
                + abs(end_line_no - first_line_no - last_line_no + 1) * 4
            )::bigint,
            'unevenness': (end_line_no * end_line_no)::bigint,
            'height_above': (-end_line_no)::bigint,
            'ends': [end_no]
        } as best
    from ends_with_lines
    where text_no = 1
    union all
    select
        layings.document_id,
        layings.table_run_no,
        layings.block_no,
        layings.field,
        ends_with_lines.text_no,
        ends_with_lines.is_last,
        ends_with_lines.end_no,
        ends_with_lines.end_line_no,
        min(
            {
                'cost': (
                    layings.best.cost
                    + greatest(
                        abs(
                            layings.end_line_no
                            + ends_with_lines.end_line_no
                            - ends_with_lines.first_line_no
                            - ends_with_lines.last_line_no
                            + 1
                        )
                        - (ends_with_lines.last_line_no - ends_with_lines.first_line_no + 1),
                        0
                    )
                    * 16
                    + abs(
                        layings.end_line_no
                        + ends_with_lines.end_line_no
                        - ends_with_lines.first_line_no
                        - ends_with_lines.last_line_no
                        + 1
                    )
                    * 4
                )::bigint,
                'unevenness': (
                    layings.best.unevenness
                    + (ends_with_lines.end_line_no - layings.end_line_no)
                    * (ends_with_lines.end_line_no - layings.end_line_no)
                )::bigint,
                'height_above': (layings.best.height_above - ends_with_lines.end_line_no)::bigint,
                'ends': list_append(layings.best.ends, ends_with_lines.end_no)
            }
        ) as best
    from layings
    inner join ends_with_lines
        on layings.document_id = ends_with_lines.document_id
        and layings.table_run_no = ends_with_lines.table_run_no
        and layings.block_no = ends_with_lines.block_no
        and layings.field = ends_with_lines.field
        and ends_with_lines.text_no = layings.text_no + 1
    group by
        layings.document_id,
        layings.table_run_no,
        layings.block_no,
        layings.field,
        ends_with_lines.text_no,
        ends_with_lines.is_last,
        ends_with_lines.end_no,
        ends_with_lines.end_line_no
),

chosen_ends as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        best.ends as ends
    from layings
    where is_last
)

select
    settled_texts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    settled_texts.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    settled_texts.block_no::integer as block_no,  -- 块号: the ordinal of the target's rows in the table run
    settled_texts.field::varchar as field,  -- 字段: the canonical field of the column
    settled_texts.text_no::integer as text_no,  -- 文本序号: of the text in its target
    settled_texts.text::varchar as text,  -- 文字: as printed, the pieces of a cut text put together
    settled_texts.text_row_no::integer as text_row_no,  -- 文字行: the printed row where it begins
    (case
        when settled_texts.text_no = 1 then settled_texts.first_whole_no
        when settled_texts.is_settled then settled_texts.whole_no
        else chosen_ends.ends[settled_texts.text_no - 1] + 1
    end)::bigint as first_whole_no,  -- 首行: the first row of the target for which it holds
    (case
        when settled_texts.is_settled then coalesce(settled_texts.next_whole_no - 1, settled_texts.whole_count)
        else chosen_ends.ends[settled_texts.text_no]
    end)::bigint as last_whole_no  -- 末行
from settled_texts
left join chosen_ends
    on settled_texts.document_id = chosen_ends.document_id
    and settled_texts.table_run_no = chosen_ends.table_run_no
    and settled_texts.block_no = chosen_ends.block_no
    and settled_texts.field = chosen_ends.field
