-- 单位: an organisation and the targets it answers for.
-- grain: unit_name
select
    unit_name::varchar as unit_name,
    count(*)::bigint as target_count,
    count(distinct document_id)::bigint as document_count
from intermediate.int_target_units
group by unit_name
