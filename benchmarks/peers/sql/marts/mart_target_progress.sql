-- 宽表: a target and a unit, everything joined.
-- grain: target_id, unit_name
with
leaders as (
    select document_id, target_id, list_sort(list(leader_name)) as leader_names
    from intermediate.int_target_leaders
    group by document_id, target_id
),

progress as (
    select document_id, target_id, string_agg(progress_text, '；' order by row_no) as progress_text
    from intermediate.int_progress
    group by document_id, target_id
)

select
    t.document_id::varchar as document_id,
    d.jurisdiction_name::varchar as jurisdiction_name,
    d.report_year::integer as report_year,
    t.target_id::varchar as target_id,
    t.target_no::varchar as target_no,
    t.target_text::varchar as target_text,
    l.leader_names::varchar[] as leader_names,
    f.unit_name::varchar as unit_name,
    f.deadline_text::varchar as deadline_text,
    f.deadline_class::varchar as deadline_class,
    p.progress_text::varchar as progress_text
from marts.fct_target_unit as f
join intermediate.int_targets as t on t.document_id = f.document_id and t.target_id = f.target_id
join staging.stg_documents as d on d.document_id = t.document_id
left join leaders as l on l.document_id = t.document_id and l.target_id = t.target_id
left join progress as p on p.document_id = t.document_id and p.target_id = t.target_id
