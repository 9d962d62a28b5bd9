-- 目标指标: a number promised and the first number reported for it.
-- grain: target_id, measure_no
with
reports as (
    select
        document_id,
        target_id,
        arg_min(reported_value, row_no) as reported_value,
        bool_or(is_forecast) as is_forecast
    from intermediate.int_progress
    group by document_id, target_id
)

select
    m.target_id::varchar as target_id,
    m.document_id::varchar as document_id,
    m.measure_no::integer as measure_no,
    m.target_value::double as target_value,
    m.unit_text::varchar as unit_text,
    r.reported_value::double as reported_value,
    coalesce(r.is_forecast, false)::boolean as is_forecast,
    (r.reported_value / nullif(m.target_value, 0))::double as attainment_ratio
from intermediate.int_measures as m
left join reports as r on r.document_id = m.document_id and r.target_id = m.target_id
