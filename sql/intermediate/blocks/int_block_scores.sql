-- 候选块得分: the evidence for each candidate block, weighed and added up.
-- grain: document_id, chain_no, anchor_no, cut_above, cut_below
-- The score is the log of how likely the block is, up to a constant.
-- Only anchors with a choice; where a gap has one cut only, what lies above it and what lies below are independent, so
-- the anchors between two such gaps are a run of their own, and runs are short.
with
weights as (
    select
        max(case when evidence_name = 'progress_contrast' then weight::double end) as progress_contrast,
        max(case when evidence_name = 'told_progress_contrast' then weight::double end) as told_progress_contrast,
        max(case when evidence_name = 'told_progress_information' then weight::double end) as told_progress_information,
        max(case when evidence_name = 'unit_contrast' then weight::double end) as unit_contrast,
        max(case when evidence_name = 'portfolio_contrast' then weight::double end) as portfolio_contrast,
        max(case when evidence_name = 'deadline_contrast' then weight::double end) as deadline_contrast,
        max(case when evidence_name = 'leader_restart' then weight::double end) as leader_restart,
        max(case when evidence_name = 'unit_restart' then weight::double end) as unit_restart,
        max(case when evidence_name = 'leader_same' then weight::double end) as leader_same,
        max(case when evidence_name = 'leader_same_filled' then weight::double end) as leader_same_filled,
        max(case when evidence_name = 'text_runs_on' then weight::double end) as text_runs_on,
        max(case when evidence_name = 'progress_runs_on' then weight::double end) as progress_runs_on,
        max(case when evidence_name = 'page_starts' then weight::double end) as page_starts,
        max(case when evidence_name = 'block_size' then weight::double end) as block_size,
        max(case when evidence_name = 'block_size_spread' then weight::double end) as block_size_spread,
        max(case when evidence_name = 'rows_above' then weight::double end) as rows_above,
        max(case when evidence_name = 'number_off_centre_lines' then weight::double end) as number_off_centre_lines,
        max(case when evidence_name = 'number_below_centre' then weight::double end) as number_below_centre,
        max(case when evidence_name = 'text_off_centre_lines' then weight::double end) as text_off_centre_lines,
        max(case when evidence_name = 'text_off_centre_rows' then weight::double end) as text_off_centre_rows,
        max(case when evidence_name = 'progress_off_centre_rows' then weight::double end) as progress_off_centre_rows,
        max(case when evidence_name = 'leaders_off_centre' then weight::double end) as leaders_off_centre,
        max(case when evidence_name = 'leaders_over_rows' then weight::double end) as leaders_over_rows,
        max(case when evidence_name = 'rows_over_leaders' then weight::double end) as rows_over_leaders,
        max(case when evidence_name = 'list_runs_over' then weight::double end) as list_runs_over,
        max(case when evidence_name = 'late_list_runs_over' then weight::double end) as late_list_runs_over,
        max(case when evidence_name = 'text_missing' then weight::double end) as text_missing,
        max(case when evidence_name = 'texts_too_many' then weight::double end) as texts_too_many,
        max(case when evidence_name = 'progress_missing' then weight::double end) as progress_missing,
        max(case when evidence_name = 'progress_too_many' then weight::double end) as progress_too_many,
        max(case when evidence_name = 'statuses_off_one' then weight::double end) as statuses_off_one,
        max(case when evidence_name = 'deadlines_off_one' then weight::double end) as deadlines_off_one,
        max(case when evidence_name = 'unit_repeats' then weight::double end) as unit_repeats,
        max(case when evidence_name = 'leader_repeats' then weight::double end) as leader_repeats,
        max(case when evidence_name = 'leader_repeats_filled' then weight::double end) as leader_repeats_filled
    from seeds.block_weights
),

scored as (
    select
        candidates.document_id,
        candidates.chain_no,
        candidates.anchor_no,
        candidates.cut_above,
        candidates.cut_below,
        (
            weights.progress_contrast * candidates.progress_contrast
            + weights.told_progress_contrast * candidates.told_progress_contrast
            + weights.told_progress_information * candidates.told_progress_information
            + weights.unit_contrast * candidates.unit_contrast
            + weights.portfolio_contrast * candidates.portfolio_contrast
            + weights.deadline_contrast * candidates.deadline_contrast
            + weights.leader_restart * candidates.leader_restart
            + weights.unit_restart * candidates.unit_restart
            + weights.leader_same * candidates.leader_same
            + weights.leader_same_filled * candidates.leader_same_filled
            + weights.text_runs_on * candidates.text_runs_on
            + weights.progress_runs_on * candidates.progress_runs_on
            + weights.page_starts * candidates.page_starts
            + weights.block_size * candidates.block_size
            + weights.block_size_spread * candidates.block_size_spread
            + weights.rows_above * candidates.rows_above
            + weights.number_off_centre_lines * candidates.number_off_centre_lines
            + weights.number_below_centre * candidates.number_below_centre
            + weights.text_off_centre_lines * candidates.text_off_centre_lines
            + weights.text_off_centre_rows * candidates.text_off_centre_rows
            + weights.progress_off_centre_rows * candidates.progress_off_centre_rows
            + weights.leaders_off_centre * candidates.leaders_off_centre
            + weights.leaders_over_rows * candidates.leaders_over_rows
            + weights.rows_over_leaders * candidates.rows_over_leaders
            + weights.list_runs_over * candidates.list_runs_over
            + weights.late_list_runs_over * candidates.late_list_runs_over
            + weights.text_missing * candidates.text_missing
            + weights.texts_too_many * candidates.texts_too_many
            + weights.progress_missing * candidates.progress_missing
            + weights.progress_too_many * candidates.progress_too_many
            + weights.statuses_off_one * candidates.statuses_off_one
            + weights.deadlines_off_one * candidates.deadlines_off_one
            + weights.unit_repeats * candidates.unit_repeats
            + weights.leader_repeats * candidates.leader_repeats
            + weights.leader_repeats_filled * candidates.leader_repeats_filled
        ) as score
    from intermediate.int_block_candidates as candidates
    cross join weights
    where candidates.above_cut_count > 1 or candidates.below_cut_count > 1
),

-- Each anchor with a choice, whether its run begins or ends with it.
anchors as (
    select distinct
        document_id,
        chain_no,
        anchor_no,
        above_cut_count = 1 as starts_run
    from intermediate.int_block_candidates
    where above_cut_count > 1 or below_cut_count > 1
),

runs as (
    select
        document_id,
        chain_no,
        anchor_no,
        max(case when starts_run then anchor_no end) over (
            partition by document_id, chain_no order by anchor_no rows between unbounded preceding and current row
        ) as first_anchor_no
    from anchors
),

placed as (
    select
        document_id,
        chain_no,
        anchor_no,
        anchor_no - first_anchor_no + 1 as step_no,
        count(*) over (partition by document_id, chain_no, first_anchor_no) as run_length
    from runs
)

select
    scored.document_id::varchar as document_id,
    scored.chain_no::integer as chain_no,
    scored.anchor_no::integer as anchor_no,
    scored.cut_above::integer as cut_above,
    scored.cut_below::integer as cut_below,
    placed.step_no::integer as step_no,  -- 步: 1 at the first anchor of its run
    placed.run_length::integer as run_length,
    round(scored.score, 9)::double as score
from scored
inner join placed
    on placed.document_id = scored.document_id
    and placed.chain_no = scored.chain_no
    and placed.anchor_no = scored.anchor_no
-- Rows of one step lie together, so that each round of the recursion reads its own step only.
order by
    placed.run_length,
    placed.step_no,
    scored.document_id,
    scored.chain_no,
    scored.anchor_no,
    scored.cut_above,
    scored.cut_below
