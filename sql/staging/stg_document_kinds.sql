-- 文档类型: whether a document is a plan, a result or a progress report, and what says so.
-- grain: document_id
-- The side file states it, else the first text with a wording of seeds.document_kind_wordings; of several wordings in
-- one text that of the lowest priority counts (落实情况 is a result although 计划 stands beside it). Where no text says it,
-- the columns do: a table that answers is a result, a header that is not read may say it (进展落实情况), and one that only
-- promises is a plan. A running text is asked only where it says what the document is (现将…如下) or is short; else only
-- its words of planning count, and only where the columns do not answer; so do words of a priority of 50 and more,
-- which a result has as well (重点任务).
with
texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        squeezed_text,
        source_rank = 4
        and length(squeezed_text) > 60
        and not regexp_matches(squeezed_text, '现将|现就|如下') as is_running
    from staging.stg_document_texts
    where source_rank <= 5
),

kinds as (
    select
        document_id,
        'side file' as method,
        document_kind,
        0 as source_rank,
        0 as text_no,
        0 as priority,
        null as text
    from staging.stg_side_files
    where document_kind is not null
    union all
    select
        texts.document_id,
        texts.method,
        wordings.document_kind,
        case
            when wordings.priority::integer >= 50 then 9
            when texts.is_running then 8
            else texts.source_rank
        end as source_rank,
        texts.text_no,
        wordings.priority::integer as priority,
        texts.text
    from texts
    inner join seeds.document_kind_wordings as wordings
        on contains(texts.squeezed_text, wordings.wording)
        and (not texts.is_running or wordings.document_kind = 'plan')
    union all
    -- a period short of the year is grammar and no wording: 9月份工作, 1-10月
    select
        document_id,
        method,
        'progress' as document_kind,
        source_rank,
        text_no,
        0 as priority,
        text
    from texts
    where not is_running and regexp_matches(squeezed_text, '[0-9]月份?(完成|落实|工作)|1[-—–至][0-9]{1,2}月')
    union all
    select
        document_id,
        'columns' as method,
        case
            when bool_or(field in ('progress', 'progress_pct', 'status')) then 'result'
            else 'plan'
        end as document_kind,
        case when bool_or(field in ('progress', 'progress_pct', 'status')) then 7 else 10 end as source_rank,
        0 as text_no,
        0 as priority,
        null as text
    from staging.stg_columns
    group by document_id
    having count(field) > 0
    union all
    select
        columns.document_id,
        'columns' as method,
        wordings.document_kind,
        9 as source_rank,
        0 as text_no,
        wordings.priority::integer as priority,
        columns.header_text as text
    from staging.stg_columns as columns
    inner join seeds.document_kind_wordings as wordings
        on contains(columns.header_text, wordings.wording)
    where columns.field = 'other' and wordings.document_kind <> 'plan'
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    method::varchar as kind_method,  -- 类型出处: side file, title, stated title, table, text, file name or columns
    text::varchar as kind_evidence  -- 类型依据: the text that says it, as printed
from kinds
qualify row_number() over (
    partition by document_id order by source_rank, text_no, priority, document_kind
) = 1
