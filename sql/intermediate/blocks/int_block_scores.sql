-- 候选块得分: the evidence for each candidate block, weighed and added up.
-- grain: document_id, table_run_no, anchor_no, cut_above, cut_below
-- The score is the log of how likely the block is, up to a constant.
-- Only anchors with a choice; where a gap has one cut only, what lies above it and what lies below are independent, so
-- the anchors between two such gaps are a run of their own, and runs are short.
with
weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.block_weights
),

scored as (
    select
        candidates.document_id,
        candidates.table_run_no,
        candidates.anchor_no,
        candidates.cut_above,
        candidates.cut_below,
        (
            value_of['progress_contrast'] * candidates.progress_contrast
            + value_of['distinct_progress_contrast'] * candidates.distinct_progress_contrast
            + value_of['distinct_progress_information'] * candidates.distinct_progress_information
            + value_of['unit_contrast'] * candidates.unit_contrast
            + value_of['portfolio_contrast'] * candidates.portfolio_contrast
            + value_of['deadline_contrast'] * candidates.deadline_contrast
            + value_of['leader_restart'] * candidates.leader_restart
            + value_of['unit_restart'] * candidates.unit_restart
            + value_of['leader_same'] * candidates.leader_same
            + value_of['leader_same_filled'] * candidates.leader_same_filled
            + value_of['text_runs_on'] * candidates.text_runs_on
            + value_of['progress_runs_on'] * candidates.progress_runs_on
            + value_of['page_starts'] * candidates.page_starts
            + value_of['block_size'] * candidates.block_size
            + value_of['block_size_spread'] * candidates.block_size_spread
            + value_of['rows_above'] * candidates.rows_above
            + value_of['number_off_centre_lines'] * candidates.number_off_centre_lines
            + value_of['number_below_centre'] * candidates.number_below_centre
            + value_of['text_off_centre_lines'] * candidates.text_off_centre_lines
            + value_of['text_off_centre_rows'] * candidates.text_off_centre_rows
            + value_of['progress_off_centre_rows'] * candidates.progress_off_centre_rows
            + value_of['leaders_off_centre'] * candidates.leaders_off_centre
            + value_of['leaders_over_rows'] * candidates.leaders_over_rows
            + value_of['rows_over_leaders'] * candidates.rows_over_leaders
            + value_of['list_runs_over'] * candidates.list_runs_over
            + value_of['late_list_runs_over'] * candidates.late_list_runs_over
            + value_of['text_missing'] * candidates.text_missing
            + value_of['texts_too_many'] * candidates.texts_too_many
            + value_of['progress_missing'] * candidates.progress_missing
            + value_of['progress_too_many'] * candidates.progress_too_many
            + value_of['statuses_off_one'] * candidates.statuses_off_one
            + value_of['deadlines_off_one'] * candidates.deadlines_off_one
            + value_of['unit_repeats'] * candidates.unit_repeats
            + value_of['leader_repeats'] * candidates.leader_repeats
            + value_of['leader_repeats_filled'] * candidates.leader_repeats_filled
        ) as score
    from intermediate.int_block_candidates as candidates
    cross join weights
    where candidates.above_cut_count > 1 or candidates.below_cut_count > 1
),

-- Each anchor with a choice, whether its run begins or ends with it.
anchors as (
    select distinct
        document_id,
        table_run_no,
        anchor_no,
        above_cut_count = 1 as starts_run
    from intermediate.int_block_candidates
    where above_cut_count > 1 or below_cut_count > 1
),

runs as (
    select
        document_id,
        table_run_no,
        anchor_no,
        max(case when starts_run then anchor_no end) over (
            partition by document_id, table_run_no order by anchor_no rows between unbounded preceding and current row
        ) as first_anchor_no
    from anchors
),

placed as (
    select
        document_id,
        table_run_no,
        anchor_no,
        anchor_no - first_anchor_no + 1 as step_no,
        count(*) over (partition by document_id, table_run_no, first_anchor_no) as run_length
    from runs
)

select
    scored.document_id::varchar as document_id,
    scored.table_run_no::integer as table_run_no,
    scored.anchor_no::integer as anchor_no,
    scored.cut_above::integer as cut_above,
    scored.cut_below::integer as cut_below,
    placed.step_no::integer as step_no,  -- 步: 1 at the first anchor of its run
    placed.run_length::integer as run_length,
    round(scored.score, 9)::double as score
from scored
inner join placed
    on placed.document_id = scored.document_id
    and placed.table_run_no = scored.table_run_no
    and placed.anchor_no = scored.anchor_no
-- Rows of one step lie together, so that each round of the recursion reads its own step only.
order by
    placed.run_length,
    placed.step_no,
    scored.document_id,
    scored.table_run_no,
    scored.anchor_no,
    scored.cut_above,
    scored.cut_below
