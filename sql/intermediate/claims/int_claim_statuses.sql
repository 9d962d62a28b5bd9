-- 完成评价: what the table itself says about a target, one row a target.
-- grain: document_id, target_id
with
status_texts as (
    select
        texts.document_id,
        target_rows.target_id,
        texts.text as status_text
    from intermediate.int_target_row_texts as texts
    inner join intermediate.int_target_rows as target_rows
        on target_rows.document_id = texts.document_id
        and target_rows.table_run_no = texts.table_run_no
        and target_rows.table_run_row_no = texts.table_run_row_no
    where texts.field = 'status' and texts.text is not null
),

classed as (
    select
        status_texts.document_id,
        status_texts.target_id,
        status_texts.status_text,
        statuses.status_class
    from status_texts
    inner join intermediate.int_statuses as statuses
        on statuses.status_text = status_texts.status_text
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    (string_agg(distinct status_text, '、' order by status_text))::varchar as status_text,  -- 评价原文: as printed, each wording once
    (list_sort(list(distinct status_class)))::varchar[] as status_classes,  -- 评价类别: of its rows
    bool_or(status_class in ('met', 'exceeded', 'on_track', 'ahead'))::boolean as claims_success,  -- 是否称已达标: done, exceeded, on track or ahead
    bool_or(status_class in ('behind', 'changed'))::boolean as admits_delay  -- 是否自认滞后: behind or changed
from classed
group by document_id, target_id
