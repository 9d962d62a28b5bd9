-- What was reported for a target, as printed: each text once with the units that it stands beside. Grain: text.
select
    rows.progress_text,
    min(statuses.status_text) as status_text,
    min(deadlines.deadline_text) as deadline_text,
    string_agg(distinct rows.unit_text, '、' order by rows.unit_text) as unit_texts,
    min(rows.source_table_no) as table_no,
    min(coalesce(rows.progress_row_no, rows.source_row_no)) as row_no,
    arg_min(rows.source_place, rows.source_row_no <> coalesce(rows.progress_row_no, -1)) as source_place,
    min(rows.assignment_confidence) as assignment_confidence
from marts.fct_target_unit as rows
left join marts.dim_status as statuses using (status_id)
left join marts.dim_deadline as deadlines using (deadline_id)
where rows.target_id = $target_id
group by rows.progress_text
order by table_no, row_no
