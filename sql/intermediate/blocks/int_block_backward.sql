-- 后向概率: for every cut, the log of the summed likelihood of all ways to lay the blocks of its run below it.
-- grain: document_id, chain_no, gap_no, cut_row_no
with recursive
backward as (
    select
        document_id,
        chain_no,
        anchor_no,
        step_no,
        run_length,
        cut_above,
        max(highest) + ln(sum(exp(score - highest))) as log_sum
    from (
        select
            document_id,
            chain_no,
            anchor_no,
            step_no,
            run_length,
            cut_above,
            score,
            max(score) over (partition by document_id, chain_no, anchor_no, cut_above) as highest
        from intermediate.int_block_scores
        where step_no = run_length
    ) as last_steps
    group by document_id, chain_no, anchor_no, step_no, run_length, cut_above
    union all
    select
        document_id,
        chain_no,
        anchor_no,
        step_no,
        run_length,
        cut_above,
        max(highest) + ln(sum(exp(total - highest))) as log_sum
    from (
        select
            scores.document_id,
            scores.chain_no,
            scores.anchor_no,
            scores.step_no,
            scores.run_length,
            scores.cut_above,
            backward.log_sum + scores.score as total,
            max(backward.log_sum + scores.score) over (
                partition by scores.document_id, scores.chain_no, scores.anchor_no, scores.cut_above
            ) as highest
        from backward
        inner join intermediate.int_block_scores as scores
            on scores.document_id = backward.document_id
            and scores.chain_no = backward.chain_no
            and scores.anchor_no = backward.anchor_no - 1
            and scores.step_no = backward.step_no - 1
            and scores.run_length = backward.run_length
            and scores.cut_below = backward.cut_above
    ) as next_steps
    group by document_id, chain_no, anchor_no, step_no, run_length, cut_above
)

select
    document_id::varchar as document_id,
    chain_no::integer as chain_no,
    (anchor_no - 1)::integer as gap_no,
    cut_above::integer as cut_row_no,
    round(log_sum, 9)::double as log_sum
from backward
