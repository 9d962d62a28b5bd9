-- 行的单位位次: the rank of the leader whom a row's units answer to elsewhere.
-- grain: document_id, table_run_no, table_run_row_no
-- The rows of a block stand in the order of its leaders, so going back up in rank from one row to the next marks a new
-- block, even where no leader is printed.
with
owners as (
    select
        portfolio.document_id,
        portfolio.unit_key,
        -- added up as whole numbers: a sum of doubles differs in its last bits between builds, and half of a rounded
        -- one falls on either side when it is rounded again
        sum(portfolio.row_count * cast(round(ranks.seniority * 1000000000) as bigint))
        / (sum(portfolio.row_count) * 1e9) as seniority,
        sum(portfolio.row_count) as row_count
    from intermediate.int_unit_portfolio as portfolio
    inner join intermediate.int_leader_order as ranks
        on ranks.document_id = portfolio.document_id
        and ranks.leader_name = portfolio.leader_name
    group by portfolio.document_id, portfolio.unit_key
),

named as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        unnest(unit_keys) as unit_key
    from intermediate.int_block_rows
)

select
    named.document_id::varchar as document_id,
    named.table_run_no::integer as table_run_no,
    named.table_run_row_no::integer as table_run_row_no,
    max(owners.seniority)::double as seniority,  -- 位次: of the most senior leader among the units' own
    -- 把握: 0..1, more rows show it better, and units that keep to one leader
    round(
        sqrt(max(strength.portfolio_distinctness) * max(owners.row_count) / (max(owners.row_count) + 2.0)),
        9
    )::double as certainty
from named
inner join owners
    on owners.document_id = named.document_id
    and owners.unit_key = named.unit_key
inner join intermediate.int_portfolio_strength as strength
    on strength.document_id = named.document_id
group by named.document_id, named.table_run_no, named.table_run_row_no
