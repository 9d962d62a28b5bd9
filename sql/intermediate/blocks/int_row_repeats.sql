-- 块内重名: the same unit or the same leader on two rows that one block could hold.
-- grain: document_id, table_run_no, anchor_no, repeat_kind, earlier_row_no, later_row_no
-- A block names nobody twice.
with
named as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        'unit' as repeat_kind,
        unnest(list_distinct(unit_keys)) as name_key
    from intermediate.int_block_rows
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        'leader' as repeat_kind,
        unnest(list_distinct(leader_names)) as name_key
    from intermediate.int_block_rows
),

followed as (
    select
        document_id,
        table_run_no,
        repeat_kind,
        table_run_row_no as later_row_no,
        lag(table_run_row_no) over (
            partition by document_id, table_run_no, repeat_kind, name_key order by table_run_row_no
        ) as earlier_row_no
    from named
),

near as (
    select distinct
        document_id,
        table_run_no,
        repeat_kind,
        earlier_row_no,
        later_row_no
    from followed
    where later_row_no - earlier_row_no <= 30
),

-- The anchor at or above each row; a block of this anchor or of the next may hold the row.
standing as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        coalesce(max(anchors.anchor_no) over (
            partition by rows_.document_id, rows_.table_run_no order by rows_.table_run_row_no
            rows between unbounded preceding and current row
        ), 0) as upper_anchor_no
    from intermediate.int_block_rows as rows_
    left join intermediate.int_block_anchors as anchors
        on anchors.document_id = rows_.document_id
        and anchors.table_run_no = rows_.table_run_no
        and anchors.anchor_row_no = rows_.table_run_row_no
),

reachable as (
    select
        near.document_id,
        near.table_run_no,
        near.repeat_kind,
        near.earlier_row_no,
        near.later_row_no,
        unnest([standing.upper_anchor_no, standing.upper_anchor_no + 1]) as anchor_no
    from near
    inner join standing
        on standing.document_id = near.document_id
        and standing.table_run_no = near.table_run_no
        and standing.table_run_row_no = near.later_row_no
)

select
    reachable.document_id::varchar as document_id,
    reachable.table_run_no::integer as table_run_no,
    reachable.anchor_no::integer as anchor_no,
    reachable.repeat_kind::varchar as repeat_kind,
    reachable.earlier_row_no::integer as earlier_row_no,
    reachable.later_row_no::integer as later_row_no
from reachable
inner join intermediate.int_block_anchors as anchors
    on anchors.document_id = reachable.document_id
    and anchors.table_run_no = reachable.table_run_no
    and anchors.anchor_no = reachable.anchor_no
where reachable.earlier_row_no > anchors.previous_sure_row_no
    and reachable.later_row_no < anchors.next_anchor_row_no
