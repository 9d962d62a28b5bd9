-- 目标领导: a leader of a target.
-- grain: target_id, leader_name
select
    t.target_id::varchar as target_id,
    t.document_id::varchar as document_id,
    l.leader_name::varchar as leader_name,
    min(l.row_no)::integer as row_no
from staging.stg_leaders as l
join intermediate.int_rows as r
    on r.document_id = l.document_id and r.table_no = l.table_no and r.row_no = l.row_no
join intermediate.int_targets as t
    on t.document_id = r.document_id and t.table_no = r.table_no and t.target_no = r.target_no
group by t.target_id, t.document_id, l.leader_name
