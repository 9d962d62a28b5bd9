-- 切分后验: how probable each cut of a gap is, all ways to lay the other blocks considered.
-- grain: document_id, chain_no, gap_no, cut_row_no
-- Forward times backward, made to sum to 1.
with
met as (
    select
        forward.document_id,
        forward.chain_no,
        forward.gap_no,
        forward.cut_row_no,
        forward.log_sum + backward.log_sum as log_likelihood
    from intermediate.int_block_forward as forward
    inner join intermediate.int_block_backward as backward
        on backward.document_id = forward.document_id
        and backward.chain_no = forward.chain_no
        and backward.gap_no = forward.gap_no
        and backward.cut_row_no = forward.cut_row_no
),

likelihoods as (
    select
        document_id,
        chain_no,
        gap_no,
        cut_row_no,
        exp(log_likelihood - max(log_likelihood) over (partition by document_id, chain_no, gap_no)) as likelihood
    from met
)

select
    document_id::varchar as document_id,
    chain_no::integer as chain_no,
    gap_no::integer as gap_no,
    cut_row_no::integer as cut_row_no,
    -- rounded: the last bits of a sum of doubles differ between builds
    round(likelihood / sum(likelihood) over (partition by document_id, chain_no, gap_no), 9)::double as probability
from likelihoods
