-- 进展: a progress text of a target with the first number in it.
-- grain: target_id, row_no
select
    t.target_id::varchar as target_id,
    r.document_id::varchar as document_id,
    r.row_no::integer as row_no,
    r.progress_text::varchar as progress_text,
    try_cast(nullif(regexp_extract(r.progress_text, '\d+(?:\.\d+)?'), '') as double)::double as reported_value,
    regexp_matches(r.progress_text, '预计|正在')::boolean as is_forecast
from intermediate.int_rows as r
join intermediate.int_targets as t
    on t.document_id = r.document_id and t.table_no = r.table_no and t.target_no = r.target_no
where r.progress_text is not null
