-- 目标行: a printed row with the number of the target it stands under.
-- grain: document_id, table_no, row_no
select
    document_id::varchar as document_id,
    table_no::integer as table_no,
    row_no::integer as row_no,
    last_value(target_no_text ignore nulls) over (
        partition by document_id, table_no
        order by row_no
        rows between unbounded preceding and current row
    )::varchar as target_no,
    target_text::varchar as target_text,
    deadline_text::varchar as deadline_text,
    progress_text::varchar as progress_text
from staging.stg_rows
