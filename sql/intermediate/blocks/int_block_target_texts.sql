-- 目标文本归属: which anchor a printed target text most likely belongs to, before any block is known.
-- grain: document_id, table_run_no, table_run_row_no
-- A block has exactly one text, in order, so a text on a numbered row is that row's, and one between two numbers
-- belongs to the one that has none. Only evidence: the chosen blocks may differ.
with
gaps as (
    select
        document_id,
        table_run_no,
        anchor_no as gap_no,
        anchor_row_no,
        last_sure_row_no,
        next_anchor_row_no,
        is_last,
        has_text,
        next_has_text
    from intermediate.int_block_anchors
    union all
    select
        document_id,
        table_run_no,
        0 as gap_no,
        0 as anchor_row_no,
        0 as last_sure_row_no,
        anchor_row_no as next_anchor_row_no,
        false as is_last,
        true as has_text,
        has_text as next_has_text
    from intermediate.int_block_anchors
    where anchor_no = 1
),

-- The anchor at or above each text: 0 above the first.
standing as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        rows_.target_key,
        coalesce(max(anchors.anchor_no) over (
            partition by rows_.document_id, rows_.table_run_no order by rows_.table_run_row_no
            rows between unbounded preceding and current row
        ), 0) as gap_no
    from intermediate.int_block_rows as rows_
    left join intermediate.int_block_anchors as anchors
        on anchors.document_id = rows_.document_id
        and anchors.table_run_no = rows_.table_run_no
        and anchors.anchor_row_no = rows_.table_run_row_no
),

placed as (
    select
        standing.document_id,
        standing.table_run_no,
        standing.table_run_row_no,
        standing.target_key,
        gaps.gap_no,
        gaps.is_last,
        gaps.has_text,
        gaps.next_has_text,
        standing.table_run_row_no - gaps.last_sure_row_no as rows_below,
        gaps.next_anchor_row_no - standing.table_run_row_no as rows_above,
        standing.table_run_row_no <= gaps.last_sure_row_no as is_on_anchor,
        row_number() over (
            partition by
                standing.document_id,
                standing.table_run_no,
                gaps.gap_no,
                standing.table_run_row_no <= gaps.last_sure_row_no
            order by standing.table_run_row_no
        ) as text_ordinal
    from standing
    inner join gaps
        on gaps.document_id = standing.document_id
        and gaps.table_run_no = standing.table_run_no
        and gaps.gap_no = standing.gap_no
    where standing.target_key is not null
),

given as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_key,
        gap_no,
        case
            when gap_no = 0 then 1
            when is_on_anchor or is_last then gap_no
            when not has_text and next_has_text then gap_no
            when has_text and not next_has_text then gap_no + 1
            -- neither number has a text of its own: the first text is the upper's, what follows the lower's
            when not has_text and text_ordinal = 1 then gap_no
            when not has_text then gap_no + 1
            -- both have one: a piece of a text that was split over rows; the nearer owns it
            when rows_above < rows_below then gap_no + 1
            else gap_no
        end as anchor_no
    from placed
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    table_run_row_no::integer as table_run_row_no,
    anchor_no::integer as anchor_no,
    target_key::varchar as target_key
from given
