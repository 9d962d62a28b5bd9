-- 评价核查: 自评与数字文字不符的目标，一行一个原因 / targets whose status is not borne out by numbers and words, one row a reason.
-- grain: claim_id
-- With both texts and where they stand.
with
findings as (
    select * from intermediate.int_claim_findings
),

statuses as (
    select * from intermediate.int_claim_statuses where claims_success
),

targets as (
    select * from intermediate.int_targets
),

measures as (
    select * from intermediate.int_measure_attainment
),

progress as (
    select * from intermediate.int_target_progress
),

documents as (
    select * from intermediate.int_documents
),

places as (
    select
        document_id,
        table_no,
        row_no,
        max(source_place) as source_place
    from intermediate.int_target_rows
    group by document_id, table_no, row_no
),

reasons as (
    select
        reason,
        reason_name,
        severity
    from seeds.claim_reasons
)

select
    md5(
        concat_ws(
            '|',
            'claim',
            findings.document_id,
            findings.target_id,
            findings.reason,
            findings.measure_no,
            coalesce(findings.progress_no, 0)
        )
    )::varchar as claim_id,  -- 核查键: 由目标、原因、数字和文本得出 / of target, reason, number and text
    findings.document_id::varchar as document_id,  -- 文档键: 所指的文档 / the document
    documents.document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    findings.target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    targets.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 所属的政府 / the government
    targets.report_year::integer as report_year,  -- 年度: 报告所属年度 / the year reported on
    targets.is_current::boolean as is_current,  -- 现行: 出自最新版次 / of the newest edition
    targets.target_no::varchar as target_no,  -- 目标序号: 表中的编号 / as numbered in the table
    statuses.status_text::varchar as status_text,  -- 评价原文: 表中的自评 / what the table claims
    findings.reason::varchar as reason,  -- 原因: seeds.claim_reasons 所列之一 / one of seeds.claim_reasons
    reasons.reason_name::varchar as reason_name,  -- 原因: 文字说明 / in words
    reasons.severity::varchar as severity,  -- 轻重: 高：数字相悖；中：缺数字；低：文字含糊 / high a number contradicts, medium a number is missing, low words
    findings.evidence_text::varchar as evidence_text,  -- 依据: 与自评不符之处 / what speaks against the claim
    findings.confidence::double as confidence,  -- 可信度: 0到1 / 0..1
    nullif(findings.measure_no, 0)::integer as measure_no,  -- 指标序号: 对应 fct_target_measure；分项时为句序；文字疑点则为空 / of fct_target_measure; the sentence for parts; NULL for words
    measures.measure_text::varchar as measure_text,  -- 指标名称: 承诺的名词短语 / the noun phrase promised
    measures.target_value::double as target_value,  -- 目标值: 所承诺的 / promised
    measures.measure_unit_text::varchar as measure_unit_text,  -- 计量单位: 承诺所用的 / of the promise
    measures.reported_value::double as reported_value,  -- 完成值: 所报告的 / reported
    measures.attainment_ratio::double as attainment_ratio,  -- 完成比: 完成值除以目标值 / reported by promised
    targets.target_text::varchar as target_text,  -- 责任目标: 所承诺的内容，按原文 / what was promised, as printed
    progress.progress_text::varchar as progress_text,  -- 完成情况: 所报告的内容，按原文 / what was reported, as printed
    targets.anchor_table_no::integer as target_table_no,  -- 目标表序: 印有目标之处 / where the target is printed
    targets.anchor_row_no::integer as target_row_no,  -- 目标行号: 印有目标之处 / where the target is printed
    target_places.source_place::varchar as target_source_place,  -- 目标出处: 用来源文件自己的说法 / in the source's own words
    progress.table_no::integer as progress_table_no,  -- 完成情况表序: 印有完成情况之处 / where the progress is printed
    progress.row_no::integer as progress_row_no,  -- 完成情况行号: 印有完成情况之处 / where the progress is printed
    progress_places.source_place::varchar as progress_source_place  -- 完成情况出处: 用来源文件自己的说法 / in the source's own words
from findings
inner join statuses
    on statuses.document_id = findings.document_id and statuses.target_id = findings.target_id
inner join targets
    on targets.document_id = findings.document_id and targets.target_id = findings.target_id
inner join documents
    on documents.document_id = findings.document_id
-- a reason without a line in the seed is kept, for the gate to refuse it
left join reasons
    on reasons.reason = findings.reason
left join measures
    on measures.document_id = findings.document_id
    and measures.target_id = findings.target_id
    and measures.measure_no = findings.measure_no
    and findings.reason <> 'parts_do_not_sum'
-- an unanswered number is shown beside the first text that does not answer it
left join progress
    on progress.document_id = findings.document_id
    and progress.target_id = findings.target_id
    and progress.progress_no = coalesce(findings.progress_no, 1)
left join places as target_places
    on target_places.document_id = targets.document_id
    and target_places.table_no = targets.anchor_table_no
    and target_places.row_no = targets.anchor_row_no
left join places as progress_places
    on progress_places.document_id = progress.document_id
    and progress_places.table_no = progress.table_no
    and progress_places.row_no = progress.row_no
