-- 间隙行: a row that may belong to the anchor above or to the one below, with what the two anchors print.
-- grain: document_id, table_run_no, table_run_row_no
-- Only they need evidence.
with
gaps as (
    select
        document_id,
        table_run_no,
        gap_no,
        min(cut_row_no) as first_cut_row_no,
        max(cut_row_no) as last_cut_row_no
    from intermediate.int_block_cuts
    where cut_count > 1
    group by document_id, table_run_no, gap_no
),

standing as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        rows_.progress_key,
        rows_.deadline_key,
        rows_.unit_keys,
        max(anchors.anchor_no) over (
            partition by rows_.document_id, rows_.table_run_no order by rows_.table_run_row_no
            rows between unbounded preceding and current row
        ) as gap_no
    from intermediate.int_block_rows as rows_
    left join intermediate.int_block_anchors as anchors
        on anchors.document_id = rows_.document_id
        and anchors.table_run_no = rows_.table_run_no
        and anchors.anchor_row_no = rows_.table_run_row_no
),

open_rows as (
    select
        standing.document_id,
        standing.table_run_no,
        standing.table_run_row_no,
        standing.gap_no,
        standing.progress_key,
        standing.deadline_key,
        standing.unit_keys
    from standing
    inner join gaps
        on gaps.document_id = standing.document_id
        and gaps.table_run_no = standing.table_run_no
        and gaps.gap_no = standing.gap_no
    where standing.table_run_row_no > gaps.first_cut_row_no
        and standing.table_run_row_no <= gaps.last_cut_row_no
)

select
    open_rows.document_id::varchar as document_id,
    open_rows.table_run_no::integer as table_run_no,
    open_rows.gap_no::integer as gap_no,
    open_rows.table_run_row_no::integer as table_run_row_no,
    open_rows.progress_key::varchar as progress_key,
    open_rows.deadline_key::varchar as deadline_key,
    open_rows.unit_keys::varchar[] as unit_keys,
    anchors.number_key::varchar as upper_number_key,
    anchors.next_number_key::varchar as lower_number_key,
    anchors.leader_name::varchar as upper_leader_name,
    anchors.next_leader_name::varchar as lower_leader_name,
    anchors.deadline_key::varchar as upper_deadline_key,
    anchors.next_deadline_key::varchar as lower_deadline_key
from open_rows
left join intermediate.int_block_anchors as anchors
    on anchors.document_id = open_rows.document_id
    and anchors.table_run_no = open_rows.table_run_no
    and anchors.anchor_no = open_rows.gap_no
