-- 锚行: the rows that a block is sure to hold.
-- grain: document_id, table_run_no, anchor_no
-- A numbered row; in a table without numbers, a row with a target text; and where numbers are skipped, a row whose
-- target text nobody else can own (its number was lost).
-- A number printed again (on the next page) is an echo: it extends its anchor instead of starting another.
with
rows_ as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        number_key,
        target_key,
        deadline_key,
        leader_names,
        table_no
    from intermediate.int_block_rows
),

table_runs as (
    select
        document_id,
        table_run_no,
        count(number_key) as number_count,
        count(target_key) as target_count,
        max(table_run_row_no) as last_row_no
    from rows_
    group by document_id, table_run_no
),

numbered as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        number_key,
        target_key,
        table_no,
        lag(number_key) over run_order as previous_key,
        lag(target_key) over run_order as previous_target_key,
        lag(table_no) over run_order as previous_table_no,
        lag(table_run_row_no) over run_order as previous_row_no
    from rows_
    where number_key is not null
    window run_order as (partition by document_id, table_run_no order by table_run_row_no)
),

judged as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        number_key,
        target_key,
        coalesce(
            number_key = previous_key
            and (
                target_key is null
                or previous_target_key is null
                or target_key = previous_target_key
                or table_no <> previous_table_no
            ),
            false
        ) as is_echo
    from numbered
),

-- An echo belongs to the last number before it that is no echo.
owned as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        number_key,
        target_key,
        is_echo,
        max(case when not is_echo then table_run_row_no end) over (
            partition by document_id, table_run_no
            order by table_run_row_no
            rows between unbounded preceding and current row
        ) as owner_row_no
    from judged
),

numbered_anchors as (
    select
        document_id,
        table_run_no,
        owner_row_no as table_run_row_no,
        max(table_run_row_no) as last_sure_row_no,
        max(case when not is_echo then number_key end) as number_key,
        max(case when not is_echo then target_key end) as target_key
    from owned
    group by document_id, table_run_no, owner_row_no
),

neighbours as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        last_sure_row_no,
        number_key,
        target_key is not null as has_text,
        lead(table_run_row_no) over run_order as next_row_no,
        lead(target_key is not null) over run_order as next_has_text,
        try_cast(lead(number_key) over run_order as bigint) - try_cast(number_key as bigint) as step
    from numbered_anchors
    window run_order as (partition by document_id, table_run_no order by table_run_row_no)
),

-- A document that counts 1, 2, 3 shows by a step of 2 that a number is missing; an extract of sparse numbers does not.
counting as (
    select
        document_id,
        table_run_no,
        avg(case when step = 1 then 1.0 else 0.0 end) as step_one_share
    from neighbours
    where step is not null
    group by document_id, table_run_no
),

-- Each text that stands between two numbers, with the number above it.
standing as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_key,
        max(case when number_key is not null then table_run_row_no end) over (
            partition by document_id, table_run_no
            order by table_run_row_no
            rows between unbounded preceding and current row
        ) as above_row_no
    from rows_
),

spare_texts as (
    select
        standing.document_id,
        standing.table_run_no,
        standing.table_run_row_no,
        neighbours.step,
        row_number() over (
            partition by standing.document_id, standing.table_run_no, neighbours.table_run_row_no
            order by standing.table_run_row_no
        ) as text_ordinal,
        count(*) over (
            partition by standing.document_id, standing.table_run_no, neighbours.table_run_row_no
        ) as text_count,
        case when neighbours.has_text then 0 else 1 end as owed_above,
        case when neighbours.next_has_text then 0 else 1 end as owed_below
    from standing
    inner join neighbours
        on neighbours.document_id = standing.document_id
        and neighbours.table_run_no = standing.table_run_no
        and neighbours.last_sure_row_no = standing.above_row_no
    left join counting
        on counting.document_id = standing.document_id
        and counting.table_run_no = standing.table_run_no
    where standing.target_key is not null
        and standing.table_run_row_no > standing.above_row_no
        and neighbours.step between 2 and 5
        and counting.step_one_share >= 0.7
),

lost_numbers as (
    select
        document_id,
        table_run_no,
        table_run_row_no
    from spare_texts
    where text_ordinal > owed_above
        and text_ordinal <= text_count - owed_below
        and text_ordinal <= owed_above + step - 1
),

unnumbered as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no
    from rows_
    inner join table_runs
        on table_runs.document_id = rows_.document_id
        and table_runs.table_run_no = rows_.table_run_no
    where table_runs.number_count = 0
        and (
            table_runs.target_count = 0
            or (
                rows_.target_key is not null
                -- a text that opens with a stop or a comma goes on from the row above
                and not regexp_matches(rows_.target_key, '^[,，、。;；:：)）》”]')
            )
        )
),

anchors as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        last_sure_row_no,
        number_key,
        false as is_inferred
    from numbered_anchors
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_run_row_no as last_sure_row_no,
        null as number_key,
        true as is_inferred
    from lost_numbers
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_run_row_no as last_sure_row_no,
        null as number_key,
        false as is_inferred
    from unnumbered
),

described as (
    select
        anchors.document_id,
        anchors.table_run_no,
        anchors.table_run_row_no,
        anchors.last_sure_row_no,
        anchors.number_key,
        anchors.is_inferred,
        rows_.deadline_key,
        rows_.leader_names[1] as leader_name,
        rows_.target_key is not null as has_text,
        table_runs.last_row_no
    from anchors
    inner join rows_
        on rows_.document_id = anchors.document_id
        and rows_.table_run_no = anchors.table_run_no
        and rows_.table_run_row_no = anchors.table_run_row_no
    inner join table_runs
        on table_runs.document_id = anchors.document_id
        and table_runs.table_run_no = anchors.table_run_no
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    (row_number() over run_order)::integer as anchor_no,
    table_run_row_no::integer as anchor_row_no,  -- 锚行: the row that holds the number
    last_sure_row_no::integer as last_sure_row_no,  -- 锚尾: the last row that repeats the number, else the anchor row
    number_key::varchar as number_key,
    leader_name::varchar as leader_name,  -- 领导姓名: the first name on the anchor row
    deadline_key::varchar as deadline_key,
    has_text::boolean as has_text,  -- 目标同行: the anchor row prints a target text
    is_inferred::boolean as is_inferred,  -- 缺号: the number is lost, the target text shows that there was one
    coalesce(lag(last_sure_row_no) over run_order, 0)::integer as previous_sure_row_no,
    coalesce(lead(table_run_row_no) over run_order, last_row_no + 1)::integer as next_anchor_row_no,
    (lead(number_key) over run_order)::varchar as next_number_key,
    (lead(leader_name) over run_order)::varchar as next_leader_name,
    (lead(deadline_key) over run_order)::varchar as next_deadline_key,
    (lead(has_text) over run_order)::boolean as next_has_text,
    (lead(table_run_row_no) over run_order is null)::boolean as is_last
from described
window run_order as (partition by document_id, table_run_no order by table_run_row_no)
