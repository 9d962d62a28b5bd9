-- 前向概率: for every cut, the log of the summed likelihood of all ways to lay the blocks of its run above it.
-- grain: document_id, chain_no, gap_no, cut_row_no
-- One step an anchor; all runs of all documents take the step together.
with recursive
forward as (
    select
        document_id,
        chain_no,
        anchor_no,
        step_no,
        cut_below,
        max(highest) + ln(sum(exp(score - highest))) as log_sum
    from (
        select
            document_id,
            chain_no,
            anchor_no,
            step_no,
            cut_below,
            score,
            max(score) over (partition by document_id, chain_no, anchor_no, cut_below) as highest
        from intermediate.int_block_scores
        where step_no = 1
    ) as first_steps
    group by document_id, chain_no, anchor_no, step_no, cut_below
    union all
    select
        document_id,
        chain_no,
        anchor_no,
        step_no,
        cut_below,
        max(highest) + ln(sum(exp(total - highest))) as log_sum
    from (
        select
            scores.document_id,
            scores.chain_no,
            scores.anchor_no,
            scores.step_no,
            scores.cut_below,
            forward.log_sum + scores.score as total,
            max(forward.log_sum + scores.score) over (
                partition by scores.document_id, scores.chain_no, scores.anchor_no, scores.cut_below
            ) as highest
        from forward
        inner join intermediate.int_block_scores as scores
            on scores.document_id = forward.document_id
            and scores.chain_no = forward.chain_no
            and scores.anchor_no = forward.anchor_no + 1
            and scores.step_no = forward.step_no + 1
            and scores.cut_above = forward.cut_below
    ) as next_steps
    group by document_id, chain_no, anchor_no, step_no, cut_below
)

select
    document_id::varchar as document_id,
    chain_no::integer as chain_no,
    anchor_no::integer as gap_no,
    cut_below::integer as cut_row_no,
    round(log_sum, 9)::double as log_sum
from forward
