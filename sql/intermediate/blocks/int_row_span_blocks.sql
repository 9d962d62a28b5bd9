-- 跨行块: a row of a table whose merges are known, with the block that covers it.
-- grain: document_id, table_run_no, table_run_row_no
-- The block is what the merged number (or, in a table without numbers, the merged target text) covers. Nothing is
-- inferred. A value that is repeated on every row instead of merged makes one block too. Several texts under one merged
-- number have numbers of their own (1-1, 1-2, see stg_rows) and are a block each.
with
table_runs as (
    select
        document_id,
        table_run_no,
        count(target_no_text) as number_count
    from staging.stg_rows
    where row_kind = 'data' and span_is_known
    group by document_id, table_run_no
),

rows_ as (
    select
        stg_rows.document_id,
        stg_rows.table_run_no,
        stg_rows.table_run_row_no,
        stg_rows.row_no,
        table_runs.number_count > 0 as is_numbered,
        coalesce(stg_rows.target_no, stg_rows.target_no_text) as number_key,
        stg_rows.target_no_row_no,
        coalesce(stg_rows.target_text, stg_rows.annual_target_text) as target_text,
        coalesce(stg_rows.target_row_no, stg_rows.annual_target_row_no) as target_row_no,
        lag(coalesce(stg_rows.target_no, stg_rows.target_no_text)) over run_order as previous_number_key,
        lag(coalesce(stg_rows.target_text, stg_rows.annual_target_text)) over run_order as previous_target_text,
        lag(stg_rows.table_no) over run_order is distinct from stg_rows.table_no as starts_table,
        row_number() over run_order as ordinal
    from staging.stg_rows
    inner join table_runs
        on table_runs.document_id = stg_rows.document_id
        and table_runs.table_run_no = stg_rows.table_run_no
    where stg_rows.row_kind = 'data' and stg_rows.span_is_known
    window run_order as (partition by stg_rows.document_id, stg_rows.table_run_no order by stg_rows.table_run_row_no)
),

marked as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        case
            when ordinal = 1 then true
            -- the same number and text as the row above, printed again
            when number_key = previous_number_key and coalesce(target_text = previous_target_text, target_text is null)
                then false
            when is_numbered and number_key is not null
                then target_no_row_no = row_no or number_key is distinct from previous_number_key
            when target_text is not null and target_text = previous_target_text then false
            when target_text is not null then target_row_no = row_no
            else false
        end as starts_block
    from rows_
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    table_run_row_no::integer as table_run_row_no,
    (
        max(case when starts_block then table_run_row_no end) over (
            partition by document_id, table_run_no
            order by table_run_row_no
            rows between unbounded preceding and current row
        )
    )::integer as anchor_row_no
from marked
