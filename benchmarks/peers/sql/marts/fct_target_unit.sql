-- 目标单位: a target and a unit that answers for it.
-- grain: target_id, unit_name
select
    u.target_id::varchar as target_id,
    u.document_id::varchar as document_id,
    u.unit_name::varchar as unit_name,
    u.unit_no::integer as unit_no,
    d.deadline_text::varchar as deadline_text,
    d.deadline_class::varchar as deadline_class
from intermediate.int_target_units as u
join intermediate.int_targets as t on t.document_id = u.document_id and t.target_id = u.target_id
left join intermediate.int_deadlines as d
    on d.document_id = u.document_id and d.table_no = t.table_no and d.row_no = u.row_no
