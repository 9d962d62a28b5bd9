-- 目标单位: a unit that answers for a target.
-- grain: target_id, unit_name
select
    t.target_id::varchar as target_id,
    t.document_id::varchar as document_id,
    u.unit_name::varchar as unit_name,
    min(u.row_no)::integer as row_no,
    (row_number() over (partition by t.document_id, t.target_id order by min(u.row_no), u.unit_name))::integer as unit_no
from staging.stg_units as u
join intermediate.int_rows as r
    on r.document_id = u.document_id and r.table_no = u.table_no and r.row_no = u.row_no
join intermediate.int_targets as t
    on t.document_id = r.document_id and t.table_no = r.table_no and t.target_no = r.target_no
group by t.target_id, t.document_id, u.unit_name
