-- 目标行: every printed data row under its target, with what the row itself prints; nothing filled from elsewhere.
-- grain: document_id, table_run_no, table_run_row_no
with
targets as (
    select
        target_id,
        document_id,
        table_run_no,
        block_no,
        target_no,
        first_table_run_row_no,
        last_table_run_row_no
    from intermediate.int_targets
),

row_blocks as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        block_no,
        assignment_method,
        assignment_confidence,
        needs_review,
        review_reason,
        review_reason_zh
    from intermediate.int_row_blocks
),

printed as (
    select
        document_id,
        table_no,
        row_no,
        source_place,
        section_name,
        span_is_known,
        is_realigned,
        target_no_text,
        target_text,
        leader_text,
        unit_text,
        unit_lead_text,
        unit_support_text,
        unit_assesses,
        deadline_text,
        status_text,
        progress_text,
        progress_pct_text,
        reason_text,
        next_step_text
    from staging.stg_rows
    where row_kind = 'data'
),

-- Whether a document prints a deadline or a verdict on nearly every row.
column_habits as (
    select
        document_id,
        count(deadline_text) * 1.0 / count(*) as deadline_share,
        count(status_text) * 1.0 / count(*) as status_share
    from printed
    group by document_id
)

select
    row_blocks.document_id::varchar as document_id,  -- 文档键: the document it comes from
    row_blocks.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    row_blocks.table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    row_blocks.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_blocks.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    printed.source_place::varchar as source_place,  -- 出处: in the source's own words
    targets.target_id::varchar as target_id,  -- 目标键: the target
    row_blocks.block_no::integer as block_no,  -- 块号: the ordinal of the target's rows in the table run
    targets.first_table_run_row_no::integer as first_table_run_row_no,  -- 首行
    targets.last_table_run_row_no::integer as last_table_run_row_no,  -- 末行
    printed.section_name::varchar as section_name,  -- 板块: the heading over the target
    printed.span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format states merged cells
    printed.is_realigned::boolean as is_realigned,  -- 已归位: a short row whose values were moved to their columns
    -- What a page break cut off stands on a row without deadline, verdict, number or leader, in a document that prints
    -- deadlines on nearly every row.
    (
        not printed.span_is_known
        and row_blocks.table_run_row_no > targets.first_table_run_row_no
        and printed.target_no_text is null
        and printed.leader_text is null
        and printed.deadline_text is null
        and printed.status_text is null
        and column_habits.deadline_share >= 0.9
    )::boolean as is_fragment,  -- 残行: the rest of the row above, cut off by a page break
    printed.leader_text::varchar as leader_text,  -- 领导
    printed.unit_text::varchar as unit_text,  -- 单位原文: as printed
    printed.unit_lead_text::varchar as unit_lead_text,  -- 牵头单位
    printed.unit_support_text::varchar as unit_support_text,  -- 配合单位
    printed.unit_assesses::boolean as unit_assesses,  -- 单位考核: whether the units of the row assess the target and do not answer for it
    printed.deadline_text::varchar as deadline_text,  -- 完成时限: as printed
    printed.status_text::varchar as status_text,  -- 评价原文: as printed
    printed.progress_text::varchar as progress_text,  -- 完成情况: what came of it
    printed.progress_pct_text::varchar as progress_pct_text,  -- 完成比例: as printed
    printed.reason_text::varchar as reason_text,  -- 说明: remark or reason, as printed
    printed.next_step_text::varchar as next_step_text,  -- 下步打算: what is to be done, as printed
    row_blocks.assignment_method::varchar as assignment_method,  -- 归属方法: span, single, segmented or corrected
    -- rounded: the last bits of a sum of doubles differ between runs
    round(row_blocks.assignment_confidence, 6)::double as assignment_confidence,  -- 归属把握: 0 to 1
    row_blocks.needs_review::boolean as needs_review,  -- 待核: a careful reader would doubt it
    row_blocks.review_reason::varchar as review_reason,  -- 疑点: what speaks against the assignment
    row_blocks.review_reason_zh::varchar as review_reason_zh  -- 中文疑点: what speaks against the assignment, in Chinese
from row_blocks
inner join targets
    on row_blocks.document_id = targets.document_id
    and row_blocks.table_run_no = targets.table_run_no
    and row_blocks.block_no = targets.block_no
inner join printed
    on row_blocks.document_id = printed.document_id
    and row_blocks.table_no = printed.table_no
    and row_blocks.row_no = printed.row_no
inner join column_habits
    on row_blocks.document_id = column_habits.document_id
