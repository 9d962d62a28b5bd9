-- 行的归属: a data row's block as the document itself shows it, before a person's corrections.
-- grain: document_id, table_run_no, table_run_row_no
with
numbers as (
    select
        document_id,
        table_run_no,
        anchor_no,
        anchor_row_no,
        is_inferred
    from intermediate.int_block_anchors
),

-- The anchor at or above each row: for rows without a choice, that or (before the first) the first one.
standing as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        greatest(1, coalesce(max(numbers.anchor_no) over (
            partition by rows_.document_id, rows_.table_run_no order by rows_.table_run_row_no
            rows between unbounded preceding and current row
        ), 0)) as upper_anchor_no,
        numbers.anchor_no is not null as is_anchor
    from intermediate.int_block_rows as rows_
    left join numbers
        on numbers.document_id = rows_.document_id
        and numbers.table_run_no = rows_.table_run_no
        and numbers.anchor_row_no = rows_.table_run_row_no
),

-- Below the last cut of a gap (a section row may stand there) a row is the next anchor's without a choice.
last_cuts as (
    select
        document_id,
        table_run_no,
        gap_no,
        max(cut_row_no) as cut_row_no
    from intermediate.int_block_cuts
    where gap_no > 0
    group by document_id, table_run_no, gap_no
),

choices as (
    select
        document_id,
        table_run_no,
        anchor_no,
        max(greatest(above_cut_count, below_cut_count)) > 1 as has_choice
    from intermediate.int_block_candidates
    group by document_id, table_run_no, anchor_no
),

resolved as (
    select
        standing.document_id,
        standing.table_run_no,
        standing.table_run_row_no,
        standing.is_anchor,
        case
            when posteriors.anchor_no is not null then posteriors.anchor_no
            when standing.table_run_row_no > last_cuts.cut_row_no then standing.upper_anchor_no + 1
            else standing.upper_anchor_no
        end as anchor_no,
        posteriors.runner_up_anchor_no,
        coalesce(posteriors.confidence, 1.0) as confidence
    from standing
    left join intermediate.int_row_posteriors as posteriors
        on posteriors.document_id = standing.document_id
        and posteriors.table_run_no = standing.table_run_no
        and posteriors.table_run_row_no = standing.table_run_row_no
    left join last_cuts
        on last_cuts.document_id = standing.document_id
        and last_cuts.table_run_no = standing.table_run_no
        and last_cuts.gap_no = standing.upper_anchor_no
        and not standing.is_anchor
),

segmented as (
    select
        resolved.document_id,
        resolved.table_run_no,
        resolved.table_run_row_no,
        numbers.anchor_row_no,
        runner_ups.anchor_row_no as runner_up_anchor_row_no,
        case when choices.has_choice then 'segmented' else 'single' end as assignment_method,
        -- a number that had to be inferred from a spare target text is never sure
        case when numbers.is_inferred then least(resolved.confidence, 0.6) else resolved.confidence end as confidence
    from resolved
    inner join numbers
        on numbers.document_id = resolved.document_id
        and numbers.table_run_no = resolved.table_run_no
        and numbers.anchor_no = resolved.anchor_no
    left join numbers as runner_ups
        on runner_ups.document_id = resolved.document_id
        and runner_ups.table_run_no = resolved.table_run_no
        and runner_ups.anchor_no = resolved.runner_up_anchor_no
    left join choices
        on choices.document_id = resolved.document_id
        and choices.table_run_no = resolved.table_run_no
        and choices.anchor_no = resolved.anchor_no
),

every_row as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        anchor_row_no,
        assignment_method,
        confidence,
        runner_up_anchor_row_no
    from segmented
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        anchor_row_no,
        'span' as assignment_method,
        1.0 as confidence,
        null as runner_up_anchor_row_no
    from intermediate.int_row_span_blocks
),

blocks as (
    select
        document_id,
        table_run_no,
        anchor_row_no,
        row_number() over (partition by document_id, table_run_no order by anchor_row_no) as block_no
    from (
        select distinct
            document_id,
            table_run_no,
            anchor_row_no
        from every_row
    ) as anchors
)

select
    every_row.document_id::varchar as document_id,
    every_row.table_run_no::integer as table_run_no,
    every_row.table_run_row_no::integer as table_run_row_no,
    every_row.anchor_row_no::integer as anchor_row_no,
    blocks.block_no::integer as block_no,
    every_row.assignment_method::varchar as assignment_method,
    every_row.confidence::double as assignment_confidence,
    runner_ups.block_no::integer as runner_up_block_no,
    (
        case when runner_ups.block_no is not null then round(1 - every_row.confidence, 9) end
    )::double as runner_up_confidence
from every_row
inner join blocks
    on blocks.document_id = every_row.document_id
    and blocks.table_run_no = every_row.table_run_no
    and blocks.anchor_row_no = every_row.anchor_row_no
left join blocks as runner_ups
    on runner_ups.document_id = every_row.document_id
    and runner_ups.table_run_no = every_row.table_run_no
    and runner_ups.anchor_row_no = every_row.runner_up_anchor_row_no
