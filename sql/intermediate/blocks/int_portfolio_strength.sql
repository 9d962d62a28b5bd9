-- 分工稳定度: how far a document's units keep to one leader each, as its clear rows show.
-- grain: document_id
-- 1 where every unit always stands under the same leader, 0 where units and leaders meet as if by chance, so that who
-- stands beside whom shows nothing.
with
units as (
    select
        document_id,
        unit_key,
        max(row_count) as own_count,
        sum(row_count) as row_count
    from intermediate.int_unit_portfolio
    group by document_id, unit_key
),

-- A unit that was seen once keeps to one leader by necessity.
seen_again as (
    select
        document_id,
        sum(own_count) * 1.0 / sum(row_count) as own_share,
        sum(row_count) as row_count
    from units
    where row_count > 3
    group by document_id
)

select
    document_id::varchar as document_id,
    round(greatest(0, 2 * own_share - 1) * row_count / (row_count + 6.0), 9)::double as portfolio_distinctness  -- 分工可辨
from seen_again
