-- 行的指纹: a key for every data row, made of what it prints.
-- grain: document_id, table_run_no, table_run_row_no
-- So a person's decision on a row survives a re-landing and even a re-published file in which the rows around it moved.
-- Rows of a document that print the same are numbered in order.
with
printed as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        md5(regexp_replace(
            concat_ws(
                '|', coalesce(target_no_text, ''), coalesce(leader_text, ''), coalesce(target_text, ''),
                coalesce(annual_target_text, ''), coalesce(deadline_text, ''), coalesce(progress_text, ''),
                coalesce(status_text, ''), coalesce(unit_text, ''), coalesce(unit_lead_text, ''),
                coalesce(unit_support_text, '')
            ),
            '\s|<br>', '', 'g'
        )) as content_key
    from staging.stg_rows
    where row_kind = 'data'
),

ordered as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        content_key,
        row_number() over (
            partition by document_id, content_key order by table_run_no, table_run_row_no
        ) as occurrence_no
    from printed
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    table_run_row_no::integer as table_run_row_no,
    left(md5(concat_ws('|', content_key, occurrence_no::varchar)), 16)::varchar as row_key  -- 行键: what corrections name a row by
from ordered
