-- 协同: two units that answer for one target.
-- grain: target_id, unit_name, other_unit_name
select
    a.target_id::varchar as target_id,
    a.document_id::varchar as document_id,
    a.unit_name::varchar as unit_name,
    b.unit_name::varchar as other_unit_name
from intermediate.int_target_units as a
join intermediate.int_target_units as b
    on b.document_id = a.document_id and b.target_id = a.target_id and b.unit_name > a.unit_name
