-- 切分后验: how probable each cut of a gap is, all ways to lay the other blocks considered.
-- grain: document_id, table_run_no, gap_no, cut_row_no
-- Forward and backward over the runs of int_block_scores: for every cut, the log of the summed likelihood of all ways
-- to lay the blocks of its run above it, and of all ways below it; together, made to sum to 1. One step an anchor; all
-- runs of all documents take the step together. Likelihoods are added up as decimals, the highest of them being 1.
with recursive
forward as (
    select
        document_id,
        table_run_no,
        anchor_no,
        step_no,
        cut_below,
        max(highest) + ln(sum(exp(score - highest)::decimal(18, 17))::double) as log_sum
    from (
        select
            document_id,
            table_run_no,
            anchor_no,
            step_no,
            cut_below,
            score,
            max(score) over (partition by document_id, table_run_no, anchor_no, cut_below) as highest
        from intermediate.int_block_scores
        where step_no = 1
    ) as first_steps
    group by document_id, table_run_no, anchor_no, step_no, cut_below
    union all
    select
        document_id,
        table_run_no,
        anchor_no,
        step_no,
        cut_below,
        max(highest) + ln(sum(exp(total - highest)::decimal(18, 17))::double) as log_sum
    from (
        select
            scores.document_id,
            scores.table_run_no,
            scores.anchor_no,
            scores.step_no,
            scores.cut_below,
            forward.log_sum + scores.score as total,
            max(forward.log_sum + scores.score) over (
                partition by scores.document_id, scores.table_run_no, scores.anchor_no, scores.cut_below
            ) as highest
        from forward
        inner join intermediate.int_block_scores as scores
            on scores.document_id = forward.document_id
            and scores.table_run_no = forward.table_run_no
            and scores.anchor_no = forward.anchor_no + 1
            and scores.step_no = forward.step_no + 1
            and scores.cut_above = forward.cut_below
    ) as next_steps
    group by document_id, table_run_no, anchor_no, step_no, cut_below
),

backward as (
    select
        document_id,
        table_run_no,
        anchor_no,
        step_no,
        run_length,
        cut_above,
        max(highest) + ln(sum(exp(score - highest)::decimal(18, 17))::double) as log_sum
    from (
        select
            document_id,
            table_run_no,
            anchor_no,
            step_no,
            run_length,
            cut_above,
            score,
            max(score) over (partition by document_id, table_run_no, anchor_no, cut_above) as highest
        from intermediate.int_block_scores
        where step_no = run_length
    ) as last_steps
    group by document_id, table_run_no, anchor_no, step_no, run_length, cut_above
    union all
    select
        document_id,
        table_run_no,
        anchor_no,
        step_no,
        run_length,
        cut_above,
        max(highest) + ln(sum(exp(total - highest)::decimal(18, 17))::double) as log_sum
    from (
        select
            scores.document_id,
            scores.table_run_no,
            scores.anchor_no,
            scores.step_no,
            scores.run_length,
            scores.cut_above,
            backward.log_sum + scores.score as total,
            max(backward.log_sum + scores.score) over (
                partition by scores.document_id, scores.table_run_no, scores.anchor_no, scores.cut_above
            ) as highest
        from backward
        inner join intermediate.int_block_scores as scores
            on scores.document_id = backward.document_id
            and scores.table_run_no = backward.table_run_no
            and scores.anchor_no = backward.anchor_no - 1
            and scores.step_no = backward.step_no - 1
            and scores.run_length = backward.run_length
            and scores.cut_below = backward.cut_above
    ) as next_steps
    group by document_id, table_run_no, anchor_no, step_no, run_length, cut_above
),

met as (
    select
        forward.document_id,
        forward.table_run_no,
        forward.anchor_no as gap_no,
        forward.cut_below as cut_row_no,
        round(forward.log_sum, 9) + round(backward.log_sum, 9) as log_likelihood
    from forward
    inner join backward
        on backward.document_id = forward.document_id
        and backward.table_run_no = forward.table_run_no
        and backward.anchor_no = forward.anchor_no + 1
        and backward.cut_above = forward.cut_below
),

likelihoods as (
    select
        document_id,
        table_run_no,
        gap_no,
        cut_row_no,
        exp(log_likelihood - max(log_likelihood) over (partition by document_id, table_run_no, gap_no)) as likelihood
    from met
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    gap_no::integer as gap_no,
    cut_row_no::integer as cut_row_no,
    round(
        likelihood
        / sum(likelihood::decimal(18, 17)) over (partition by document_id, table_run_no, gap_no)::double,
        9
    )::double as probability
from likelihoods
