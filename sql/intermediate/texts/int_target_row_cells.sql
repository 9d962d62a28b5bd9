-- 目标行单元格: the deadline, verdict, progress and remark cells of every data row of a target.
-- grain: document_id, table_run_no, table_run_row_no, field
-- A cut row's rest stands with its row.
with
target_rows as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        row_no,
        span_is_known,
        is_realigned,
        is_fragment,
        deadline_text,
        status_text,
        progress_text,
        progress_pct_text,
        reason_text,
        next_step_text
    from intermediate.int_target_rows
),

unit_counts as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        count(*) as unit_count
    from intermediate.int_target_units
    group by document_id, table_run_no, table_run_row_no
),

-- The rest of a cut row counts with the row above it. Names are printed one under the other, so a row with three units
-- is about three lines high.
rows_with_their_rests as (
    select
        target_rows.*,
        greatest(coalesce(unit_counts.unit_count, 1), 1) as line_count,
        cast(
            sum(case when target_rows.is_fragment then 0 else 1 end) over (
                partition by target_rows.document_id, target_rows.table_run_no, target_rows.block_no
                order by target_rows.table_run_row_no
                rows between unbounded preceding and current row
            ) as bigint
        ) as whole_no
    from target_rows
    left join unit_counts
        on target_rows.document_id = unit_counts.document_id
        and target_rows.table_run_no = unit_counts.table_run_no
        and target_rows.table_run_row_no = unit_counts.table_run_row_no
),

lines_counted as (
    select
        *,
        cast(
            sum(line_count) over (
                partition by document_id, table_run_no, block_no
                order by table_run_row_no
                rows between unbounded preceding and current row
            ) as bigint
        ) as last_line_no
    from rows_with_their_rests
),

cells as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        row_no,
        span_is_known,
        is_realigned,
        whole_no,
        line_count,
        last_line_no,
        unnest([
            {'field': 'deadline', 'text': deadline_text},
            {'field': 'status', 'text': status_text},
            {'field': 'progress', 'text': progress_text},
            {'field': 'progress_pct', 'text': progress_pct_text},
            {'field': 'reason', 'text': reason_text},
            {'field': 'next_step', 'text': next_step_text}
        ]) as cell
    from lines_counted
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    block_no::integer as block_no,  -- 块号: the ordinal of the target's rows in the table run
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    cell.field::varchar as field,  -- 字段: deadline, status, progress, progress_pct, reason or next_step
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    cell.text::varchar as text,  -- 文字: as printed, NULL where the row prints none
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states merged cells
    is_realigned::boolean as is_realigned,  -- 已归位: a short row whose values were moved to their columns
    whole_no::bigint as whole_no,  -- 整行序: rows of the target, a cut row and its rest counted once
    (last_line_no - line_count + 1)::bigint as first_line_no,  -- 首线: lines of print from the target's top, about
    last_line_no::bigint as last_line_no  -- 末线
from cells
