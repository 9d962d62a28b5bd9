-- 目标行文字: for every data row of a target the deadline, verdict, progress and remark that hold for it.
-- grain: document_id, table_run_no, table_run_row_no, field
-- Where spans are known the printed cell decides; where they are lost the extents of the target's texts do.
with
cells as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        field,
        row_no,
        text,
        span_is_known,
        whole_no
    from intermediate.int_target_row_cells
),

extents as (
    select
        document_id,
        table_run_no,
        block_no,
        field,
        text,
        text_row_no,
        first_whole_no,
        last_whole_no
    from intermediate.int_target_text_extents
),

stated as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        field,
        text,
        row_no as text_row_no,
        false as is_shared
    from cells
    where span_is_known and text is not null
    union all
    select
        cells.document_id,
        cells.table_run_no,
        cells.table_run_row_no,
        cells.field,
        extents.text,
        extents.text_row_no,
        cells.text is null as is_shared
    from cells
    inner join extents
        on cells.document_id = extents.document_id
        and cells.table_run_no = extents.table_run_no
        and cells.block_no = extents.block_no
        and cells.field = extents.field
        and cells.whole_no between extents.first_whole_no and extents.last_whole_no
    where not cells.span_is_known
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    field::varchar as field,  -- 字段: deadline, status, progress, progress_pct, reason or next_step
    -- A line break or blank beside a Chinese character or mark is a wrap.
    regexp_replace(
        regexp_replace(text, '([一-龥，。、；：！？（）《》“”〔〕])\s+', '\1', 'g'),
        '\s+([一-龥，。、；：！？（）《》“”〔〕])',
        '\1',
        'g'
    )::varchar as text,  -- 文字: wraps undone
    text_row_no::integer as text_row_no,  -- 文字行: the printed row where it stands
    is_shared::boolean as is_shared  -- 共用: the row itself prints nothing, a text of its target holds for it
from stated
