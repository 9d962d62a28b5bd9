-- 目标进展: one row a distinct progress text of a target.
-- grain: target_id, progress_no
with
texts as (
    select
        rows.target_id,
        rows.document_id,
        rows.table_no,
        texts.text_row_no,
        rows.table_run_row_no,
        texts.text as progress_text
    from intermediate.int_target_row_texts as texts
    inner join intermediate.int_target_rows as rows
        on texts.document_id = rows.document_id
        and texts.table_run_no = rows.table_run_no
        and texts.table_run_row_no = rows.table_run_row_no
    where texts.field = 'progress'
),

first_places as (
    select
        target_id,
        document_id,
        progress_text,
        min({'table_run_row_no': table_run_row_no, 'table_no': table_no, 'row_no': text_row_no}) as printed_at
    from texts
    group by document_id, target_id, progress_text
)

select
    target_id::varchar as target_id,  -- 目标键: the target
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    row_number() over (
        partition by document_id, target_id order by printed_at.table_run_row_no, printed_at.row_no, progress_text
    )::integer as progress_no,  -- 进展文本序号
    progress_text::varchar as progress_text,  -- 完成情况: wraps undone
    printed_at.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    printed_at.row_no::integer as row_no  -- 行号: where it is printed
from first_places
