-- 候选块: every pair of a cut above an anchor and a cut below it, with the evidence for it.
-- grain: document_id, table_run_no, anchor_no, cut_above, cut_below
-- One column a kind of evidence. Positive or negative does not matter here: seeds.block_weights says how much each kind
-- speaks for or against.
with
row_totals as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        line_count,
        array_length(leader_names) as name_count,
        sum(line_count) over running as line_total,
        sum(array_length(leader_names)) over running as name_total,
        sum(case when array_length(leader_names) > 0 then 1 else 0 end) over running as named_row_total
    from intermediate.int_block_rows
    window running as (
        partition by document_id, table_run_no
        order by table_run_row_no
        rows between unbounded preceding and current row
    )
),

run_totals as (
    select
        document_id,
        table_run_no,
        max(name_total) as name_total,
        max(named_row_total) as named_row_total
    from row_totals
    group by document_id, table_run_no
),

-- Lookups are left joins throughout: they keep their order, and none multiplies rows.
numbered as (
    select
        anchors.document_id,
        anchors.table_run_no,
        anchors.anchor_no,
        anchors.anchor_row_no,
        anchors.last_sure_row_no,
        row_totals.line_total - row_totals.line_count as number_top,
        row_totals.line_total as number_bottom,
        row_totals.name_count,
        row_totals.name_total - row_totals.name_count as names_before,
        row_totals.named_row_total - case when row_totals.name_count > 0 then 1 else 0 end as named_rows_before,
        run_totals.name_total as run_name_total,
        run_totals.named_row_total as run_named_row_total
    from intermediate.int_block_anchors as anchors
    left join row_totals
        on row_totals.document_id = anchors.document_id
        and row_totals.table_run_no = anchors.table_run_no
        and row_totals.table_run_row_no = anchors.anchor_row_no
    left join run_totals
        on run_totals.document_id = anchors.document_id
        and run_totals.table_run_no = anchors.table_run_no
),

anchors as (
    select
        numbered.document_id,
        numbered.table_run_no,
        numbered.anchor_no,
        numbered.anchor_row_no,
        numbered.last_sure_row_no,
        numbered.number_top,
        numbered.number_bottom,
        numbered.name_count,
        numbered.named_rows_before,
        -- names and named rows from the number down to the next number
        coalesce(lead(numbered.names_before) over run_order, numbered.run_name_total)
            - numbered.names_before as names_following,
        coalesce(lead(numbered.named_rows_before) over run_order, numbered.run_named_row_total)
            as named_rows_to_next,
        habits.rows_per_block,
        habits.progress_merged_share,
        habits.status_merged_share,
        habits.deadline_merged_share,
        habits.leader_share,
        habits.leaders_follow_number,
        habits.leader_list_share
    from numbered
    left join intermediate.int_block_habits as habits
        on habits.document_id = numbered.document_id
    window run_order as (partition by numbered.document_id, numbered.table_run_no order by numbered.anchor_no)
),

paired as (
    select
        anchors.document_id,
        anchors.table_run_no,
        anchors.anchor_no,
        anchors.anchor_row_no,
        above.cut_row_no as cut_above,
        below.cut_row_no as cut_below,
        above.cut_count as above_cut_count,
        below.cut_count as below_cut_count,
        anchors.rows_per_block,
        anchors.progress_merged_share,
        anchors.status_merged_share,
        anchors.deadline_merged_share,
        anchors.leader_share,
        anchors.leaders_follow_number,
        below.cut_row_no - above.cut_row_no as row_count,
        anchors.anchor_row_no - above.cut_row_no - 1 as rows_above,
        (above.cut_row_no + 1 + below.cut_row_no) / 2.0 as middle_row,
        (above.line_total + below.line_total) / 2 as middle_line,
        anchors.number_top,
        anchors.number_bottom,
        below.text_total - above.text_total as text_count,
        below.progress_total - above.progress_total as progress_count,
        below.status_total - above.status_total as status_count,
        below.deadline_total - above.deadline_total as deadline_count,
        below.leader_total - above.leader_total as leader_count,
        above.next_text_row_no as text_row_no,
        above.next_text_top as text_top,
        above.next_text_bottom as text_bottom,
        above.next_progress_row_no as progress_row_no,
        above.next_leader_row_no as first_leader_row_no,
        below.last_leader_row_no,
        -- Where lists of leaders begin at the number, a name above it is the tail of the list before, pushed down a
        -- row: such a row says nothing of where the number stands.
        anchors.anchor_row_no - above.cut_row_no - 1
            - anchors.leaders_follow_number * (anchors.named_rows_before - above.leader_total) as free_rows_above,
        anchors.named_rows_before - above.leader_total as names_above,
        anchors.named_rows_to_next - below.leader_total as names_over,
        -- The leaders listed for the target, where a list is evidence: in the numbered cell, or name by name from the
        -- number on.
        case
            when anchors.leader_list_share > 0.05 then anchors.name_count
            when anchors.leaders_follow_number > 0.5 then anchors.names_following
        end as listed_count,
        below.progress_contrast,
        below.distinct_progress_contrast,
        below.distinct_progress_information,
        below.unit_contrast,
        below.portfolio_contrast,
        below.deadline_contrast,
        below.leader_restart,
        below.unit_restart,
        below.leader_same,
        below.text_runs_on,
        below.progress_runs_on,
        below.page_starts
    from anchors
    left join intermediate.int_block_cut_evidence as above
        on above.document_id = anchors.document_id
        and above.table_run_no = anchors.table_run_no
        and above.lower_anchor_no = anchors.anchor_no
    left join intermediate.int_block_cut_evidence as below
        on below.document_id = anchors.document_id
        and below.table_run_no = anchors.table_run_no
        and below.gap_no = anchors.anchor_no
),

repeats as (
    select
        candidates.document_id,
        candidates.table_run_no,
        candidates.anchor_no,
        candidates.cut_above,
        candidates.cut_below,
        sum(case when repeated.repeat_kind = 'unit' then 1 else 0 end) as unit_repeats,
        sum(case when repeated.repeat_kind = 'leader' then 1 else 0 end) as leader_repeats
    from paired as candidates
    inner join intermediate.int_row_repeats as repeated
        on repeated.document_id = candidates.document_id
        and repeated.table_run_no = candidates.table_run_no
        and repeated.anchor_no = candidates.anchor_no
        and repeated.earlier_row_no > candidates.cut_above
        and repeated.later_row_no <= candidates.cut_below
    group by
        candidates.document_id,
        candidates.table_run_no,
        candidates.anchor_no,
        candidates.cut_above,
        candidates.cut_below
)

select
    paired.document_id::varchar as document_id,
    paired.table_run_no::integer as table_run_no,
    paired.anchor_no::integer as anchor_no,
    paired.cut_above::integer as cut_above,
    paired.cut_below::integer as cut_below,
    paired.above_cut_count::integer as above_cut_count,
    paired.below_cut_count::integer as below_cut_count,
    paired.progress_contrast::double as progress_contrast,
    paired.distinct_progress_contrast::double as distinct_progress_contrast,
    paired.distinct_progress_information::double as distinct_progress_information,
    paired.unit_contrast::double as unit_contrast,
    paired.portfolio_contrast::double as portfolio_contrast,
    paired.deadline_contrast::double as deadline_contrast,
    paired.leader_restart::double as leader_restart,
    paired.unit_restart::double as unit_restart,
    paired.leader_same::double as leader_same,
    (paired.leader_same * paired.leader_share)::double as leader_same_filled,
    paired.text_runs_on::double as text_runs_on,
    paired.progress_runs_on::double as progress_runs_on,
    paired.page_starts::double as page_starts,
    -- 行数: large blocks are rarer; against the document's own mean
    ln(paired.row_count)::double as block_size,
    least(6, (paired.row_count - paired.rows_per_block) * (paired.row_count - paired.rows_per_block)
        / paired.rows_per_block)::double as block_size_spread,
    least(paired.free_rows_above, 3)::double as rows_above,
    -- 居中: how far the middle of the block's height lies from the row that prints the number (or the text), in lines
    least(
        8, greatest(0, paired.number_top - paired.middle_line, paired.middle_line - paired.number_bottom)
    )::double as number_off_centre_lines,
    greatest(-1, least(1, paired.anchor_row_no - paired.middle_row))::double as number_below_centre,
    (case when paired.text_count = 1
        then least(8, greatest(0, paired.text_top - paired.middle_line, paired.middle_line - paired.text_bottom)) else 0
    end)::double as text_off_centre_lines,
    (case when paired.text_count = 1
        then least(3, abs(paired.text_row_no - paired.middle_row)) else 0
    end)::double as text_off_centre_rows,
    -- 进展居中: one progress text for several rows is a merged cell too
    (case when paired.progress_count = 1
        then least(3, abs(paired.progress_row_no - paired.middle_row)) else 0
    end)::double as progress_off_centre_rows,
    (case when paired.leader_count between 1 and paired.row_count - 1
        then (1 - paired.leader_share)
            * least(3, abs((paired.first_leader_row_no + paired.last_leader_row_no) / 2.0 - paired.middle_row))
        else 0
    end)::double as leaders_off_centre,
    -- 人数与行数: a target mostly has a row for each of its leaders
    coalesce(
        greatest(0, ln(greatest(paired.listed_count, 1) * 1.0 / paired.row_count)),
        0
    )::double as leaders_over_rows,
    coalesce(
        greatest(0, ln(paired.row_count * 1.0 / greatest(paired.listed_count, 1))),
        0
    )::double as rows_over_leaders,
    -- 名单越界: where lists begin at the number, names below the block's last row belong to its list all the same. A list
    -- that began on time should not run over; one that began late may; one that the list before it pushed must, so that
    -- says nothing.
    (case when paired.names_over > 0 and paired.rows_above <= 0 then paired.leaders_follow_number else 0
    end)::double as list_runs_over,
    (case when paired.names_over > 0 and paired.rows_above > 0 and paired.names_above = 0
        then paired.leaders_follow_number else 0 end)::double as late_list_runs_over,
    (case when paired.text_count = 0 then 1 else 0 end)::double as text_missing,
    greatest(paired.text_count - 1, 0)::double as texts_too_many,
    (case when paired.progress_count = 0 then 1 else 0 end)::double as progress_missing,
    (paired.progress_merged_share * greatest(paired.progress_count - 1, 0))::double as progress_too_many,
    (paired.status_merged_share * abs(paired.status_count - 1))::double as statuses_off_one,
    (paired.deadline_merged_share * abs(paired.deadline_count - 1))::double as deadlines_off_one,
    coalesce(repeats.unit_repeats, 0)::double as unit_repeats,
    (coalesce(repeats.leader_repeats, 0) * (1 - paired.leaders_follow_number))::double as leader_repeats,
    (coalesce(repeats.leader_repeats, 0) * (1 - paired.leaders_follow_number) * paired.leader_share)::double
        as leader_repeats_filled
from paired
left join repeats
    on repeats.document_id = paired.document_id
    and repeats.table_run_no = paired.table_run_no
    and repeats.anchor_no = paired.anchor_no
    and repeats.cut_above = paired.cut_above
    and repeats.cut_below = paired.cut_below
