-- 行的时限证据: whether a gap row's deadline agrees with the anchor above or with the one below.
-- grain: document_id, table_run_no, table_run_row_no
-- Agreement on a wording that half the document prints (年底) says little; on a rare one, more. Neighbouring rows with
-- one deadline are hardly more than one piece of evidence: each counts less, by the root of how many they are.
with
deadlines as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        deadline_key
    from intermediate.int_block_rows
    where deadline_key is not null
),

totals as (
    select
        document_id,
        count(*) as row_count
    from deadlines
    group by document_id
),

wordings as (
    select
        document_id,
        deadline_key,
        count(*) as row_count
    from deadlines
    group by document_id, deadline_key
),

changes as (
    select
        document_id,
        table_run_no,
        gap_no,
        table_run_row_no,
        deadline_key,
        upper_deadline_key,
        lower_deadline_key,
        case
            when lag(deadline_key) over (
                partition by document_id, table_run_no, gap_no
                order by table_run_row_no
            ) = deadline_key
                then 0
            else 1
        end as starts_run
    from intermediate.int_block_gap_rows
    where deadline_key is not null and upper_deadline_key <> lower_deadline_key
),

runs as (
    select
        document_id,
        table_run_no,
        gap_no,
        table_run_row_no,
        deadline_key,
        upper_deadline_key,
        lower_deadline_key,
        sum(starts_run) over (
            partition by document_id, table_run_no, gap_no order by table_run_row_no
            rows between unbounded preceding and current row
        ) as run_no
    from changes
),

gap_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        deadline_key,
        upper_deadline_key,
        lower_deadline_key,
        count(*) over (partition by document_id, table_run_no, gap_no, run_no) as run_length
    from runs
)

select
    gap_rows.document_id::varchar as document_id,
    gap_rows.table_run_no::integer as table_run_no,
    gap_rows.table_run_row_no::integer as table_run_row_no,
    -- 时限一致: 1 agrees with the upper anchor only, -1 with the lower only, times how rare the wording is (0..1)
    (
        (
            case when gap_rows.deadline_key = gap_rows.upper_deadline_key then 1 else 0 end
            - case when gap_rows.deadline_key = gap_rows.lower_deadline_key then 1 else 0 end
        )
        * (0.5 + 0.5 * (1 - wordings.row_count * 1.0 / totals.row_count))
        / sqrt(gap_rows.run_length)
    )::double as deadline_contrast
from gap_rows
left join wordings
    on wordings.document_id = gap_rows.document_id
    and wordings.deadline_key = gap_rows.deadline_key
left join totals
    on totals.document_id = gap_rows.document_id
