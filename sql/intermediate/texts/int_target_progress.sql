-- 目标进展: one row a distinct progress text of a target.
-- grain: target_id, progress_no
-- Of a target whose items follow it and say its words again (一、建校2所;修路3公里 over 1.建校2所 and 2.修路3公里), and whose own
-- progress holds no figure, what came of the items is its progress too.
with
-- The shortest text that says another's words again, and the most items that are looked for below one.
constants as (
    select
        6 as shortest_item,
        20 as most_items
),

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
),

targets as (
    select
        document_id,
        target_id,
        table_run_no,
        target_no,
        regexp_replace(target_text, '[。；;，,\s]+$', '') as own_text,
        row_number() over (
            partition by document_id, table_run_no order by first_table_run_row_no, target_id
        ) as place_no
    from intermediate.int_targets
),

-- Few targets have their own words again in the next one, numbered 1.
followed as (
    select
        *,
        lead(own_text) over in_order as next_text,
        lead(target_no) over in_order as next_no
    from targets
    window in_order as (partition by document_id, table_run_no order by place_no)
),

wholes as (
    select
        followed.document_id,
        followed.target_id,
        followed.table_run_no,
        followed.own_text,
        followed.place_no
    from followed
    cross join constants
    where followed.next_no = '1'
        and length(followed.next_text) between constants.shortest_item and length(followed.own_text) - 1
        and contains(followed.own_text, followed.next_text)
),

items as (
    select
        wholes.document_id,
        wholes.target_id,
        targets.target_id as item_target_id,
        targets.place_no - wholes.place_no as item_no
    from wholes
    inner join targets
        on wholes.document_id = targets.document_id
        and wholes.table_run_no = targets.table_run_no
    cross join constants
    where targets.place_no - wholes.place_no between 1 and constants.most_items
        and targets.target_no = (targets.place_no - wholes.place_no)::varchar
        and length(targets.own_text) >= constants.shortest_item
        and (
            contains(wholes.own_text, targets.own_text)
            -- 新建公园5处、绿道20公里 over 新建绿道20公里: the verb is said once for both
            or left(targets.own_text, 2) = left(wholes.own_text, 2)
            and length(targets.own_text) >= constants.shortest_item + 2
            and contains(wholes.own_text, substr(targets.own_text, 3))
        )
),

-- one behind the other: what stands between them ends the items
items_in_a_row as (
    select *
    from items
    qualify row_number() over (partition by document_id, target_id order by item_no) = item_no
),

wholes_with_figures as (
    select distinct
        document_id,
        target_id
    from first_places
    where regexp_matches(progress_text, '[0-9０-９]')
),

places as (
    select
        document_id,
        target_id,
        progress_text,
        printed_at
    from first_places
    union all
    select
        items.document_id,
        items.target_id,
        first_places.progress_text,
        first_places.printed_at
    from items_in_a_row as items
    inner join first_places
        on items.document_id = first_places.document_id
        and items.item_target_id = first_places.target_id
    left join wholes_with_figures
        on items.document_id = wholes_with_figures.document_id
        and items.target_id = wholes_with_figures.target_id
    left join first_places as own_places
        on items.document_id = own_places.document_id
        and items.target_id = own_places.target_id
        and first_places.progress_text = own_places.progress_text
    where wholes_with_figures.target_id is null and own_places.target_id is null
),

-- two items may say the same of themselves
places_once as (
    select
        document_id,
        target_id,
        progress_text,
        min(printed_at) as printed_at
    from places
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
from places_once
