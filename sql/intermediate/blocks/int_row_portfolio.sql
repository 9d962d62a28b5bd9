-- 行的分工证据: whether a gap row's unit goes with the leader of the anchor above or of the one below.
-- grain: document_id, table_run_no, table_run_row_no
-- As far as clear rows show.
with
-- The leaders of the two anchors a gap row may belong to, one line each: +1 for the upper, -1 for the lower. Under one
-- and the same leader on both sides the counts would cancel out.
sides as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        unit_keys,
        unnest([{'leader_name': upper_leader_name, 'side': 1}, {'leader_name': lower_leader_name, 'side': -1}]) as led
    from intermediate.int_block_gap_rows
    where upper_leader_name <> lower_leader_name
),

asked as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        led.side as side,
        led.leader_name as leader_name,
        unnest(unit_keys) as unit_key
    from sides
),

known as (
    select
        asked.document_id,
        asked.table_run_no,
        asked.table_run_row_no,
        sum(asked.side * portfolio.row_count) as count_difference,
        sum(portfolio.row_count) as count_total
    from asked
    inner join intermediate.int_unit_portfolio as portfolio
        on portfolio.document_id = asked.document_id
        and portfolio.leader_name = asked.leader_name
        and portfolio.unit_key = asked.unit_key
    group by asked.document_id, asked.table_run_no, asked.table_run_row_no
)

select
    known.document_id::varchar as document_id,
    known.table_run_no::integer as table_run_no,
    known.table_run_row_no::integer as table_run_row_no,
    -- 分工: -1 (the unit goes with the lower leader) .. 1 (with the upper); one clear row alone says half;
    -- times how far the document's units keep to one leader each
    round(
        known.count_difference * 1.0 / (known.count_total + 1) * strength.portfolio_distinctness,
        9
    )::double as portfolio_contrast
from known
inner join intermediate.int_portfolio_strength as strength
    on strength.document_id = known.document_id
