-- 切分点: where the block of one anchor may end and that of the next begin.
-- grain: document_id, table_run_no, gap_no, cut_row_no
-- A cut after row r gives r to the anchor above. Gap k lies between anchor k and anchor k + 1; gap 0 above the first
-- anchor and the last gap have one cut only.
-- A section row inside a gap leaves only the cuts at section rows; a very long gap keeps the cuts near its two ends.
with
gaps as (
    select
        document_id,
        table_run_no,
        anchor_no as gap_no,
        last_sure_row_no as first_cut_row_no,
        next_anchor_row_no - 1 as last_cut_row_no,
        is_last
    from intermediate.int_block_anchors
),

section_starts as (
    select
        document_id,
        table_run_no,
        table_run_row_no - 1 as cut_row_no
    from intermediate.int_block_rows
    where starts_section
),

possible as (
    select
        document_id,
        table_run_no,
        gap_no,
        first_cut_row_no,
        last_cut_row_no,
        unnest(range(first_cut_row_no, last_cut_row_no + 1)) as cut_row_no
    from gaps
    where not is_last
),

marked as (
    select
        possible.document_id,
        possible.table_run_no,
        possible.gap_no,
        possible.cut_row_no,
        possible.first_cut_row_no,
        possible.last_cut_row_no,
        section_starts.cut_row_no is not null as is_at_section,
        bool_or(section_starts.cut_row_no is not null) over (
            partition by possible.document_id, possible.table_run_no, possible.gap_no
        ) as gap_has_section
    from possible
    left join section_starts
        on section_starts.document_id = possible.document_id
        and section_starts.table_run_no = possible.table_run_no
        and section_starts.cut_row_no = possible.cut_row_no
),

allowed as (
    select
        document_id,
        table_run_no,
        gap_no,
        cut_row_no
    from marked
    where is_at_section
        or (
            not gap_has_section
            and (cut_row_no <= first_cut_row_no + 10 or cut_row_no >= last_cut_row_no - 10)
        )
    union all
    select
        document_id,
        table_run_no,
        gap_no,
        last_cut_row_no as cut_row_no
    from gaps
    where is_last
    union all
    select
        document_id,
        table_run_no,
        0 as gap_no,
        0 as cut_row_no
    from intermediate.int_block_anchors
    where anchor_no = 1
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    gap_no::integer as gap_no,
    cut_row_no::integer as cut_row_no,  -- 切点: the last row of the block above
    (count(*) over (partition by document_id, table_run_no, gap_no))::integer as cut_count
from allowed
