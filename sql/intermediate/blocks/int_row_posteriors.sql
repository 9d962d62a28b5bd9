-- 行的后验: how probable it is that a gap row belongs to the anchor above.
-- grain: document_id, table_run_no, table_run_row_no
-- The sum over the cuts at or below it, if numbers stand at the middle of their blocks; sure, if every block begins at
-- its number; both weighed by how probable that layout is for the document. The calibrated probability comes from
-- seeds.block_calibration, which benchmarks/fit_blocks.py fits on constructed tables.
with
cuts as (
    select
        document_id,
        table_run_no,
        gap_no,
        cut_row_no,
        sum(probability::decimal(18, 9)) over (
            partition by document_id, table_run_no, gap_no order by cut_row_no desc
            rows between unbounded preceding and current row
        )::double as upper_probability
    from intermediate.int_block_cut_posteriors
),

-- Long gaps keep only some cuts: a row between two of them goes with the next cut below it.
rows_ as (
    select
        gap_rows.document_id,
        gap_rows.table_run_no,
        gap_rows.gap_no,
        gap_rows.table_run_row_no,
        -- rounded, so that a tie falls the same way in every build
        round(
            max(layouts.first_row_habit) + (1 - max(layouts.first_row_habit)) * max(cuts.upper_probability), 9
        ) as upper_probability
    from intermediate.int_block_gap_rows as gap_rows
    inner join cuts
        on cuts.document_id = gap_rows.document_id
        and cuts.table_run_no = gap_rows.table_run_no
        and cuts.gap_no = gap_rows.gap_no
        and cuts.cut_row_no >= gap_rows.table_run_row_no
    inner join intermediate.int_block_layouts as layouts
        on layouts.document_id = gap_rows.document_id
    group by gap_rows.document_id, gap_rows.table_run_no, gap_rows.gap_no, gap_rows.table_run_row_no
),

chosen as (
    select
        document_id,
        table_run_no,
        gap_no,
        table_run_row_no,
        case when upper_probability >= 0.5 then gap_no else gap_no + 1 end as anchor_no,
        case when upper_probability >= 0.5 then gap_no + 1 else gap_no end as runner_up_anchor_no,
        greatest(0.5, least(1, greatest(upper_probability, 1 - upper_probability))) as posterior
    from rows_
),

knots as (
    select
        posterior::double as posterior_from,
        calibrated::double as calibrated_from,
        lead(posterior::double) over (order by posterior::double) as posterior_to,
        lead(calibrated::double) over (order by posterior::double) as calibrated_to
    from (
        select distinct
            posterior,
            calibrated
        from seeds.block_calibration
    ) as curve
)

select
    chosen.document_id::varchar as document_id,
    chosen.table_run_no::integer as table_run_no,
    chosen.gap_no::integer as gap_no,
    chosen.table_run_row_no::integer as table_run_row_no,
    chosen.anchor_no::integer as anchor_no,
    chosen.runner_up_anchor_no::integer as runner_up_anchor_no,
    round(chosen.posterior, 9)::double as posterior,
    round(
        knots.calibrated_from
        + (knots.calibrated_to - knots.calibrated_from)
        * (chosen.posterior - knots.posterior_from) / (knots.posterior_to - knots.posterior_from), 9
    )::double as confidence
from chosen
inner join knots
    on chosen.posterior >= knots.posterior_from
    and (chosen.posterior < knots.posterior_to or (knots.posterior_to = 1 and chosen.posterior >= 1))
