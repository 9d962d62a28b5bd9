-- 待复核: every row that a person should look at, with the target it was given, the runner-up and the evidence in words.
-- grain: document_id, source_table_no, source_row_no
select
    doubts.row_key::varchar as review_id,  -- 行键: names the row for `duban review accept` and `assign`
    doubts.document_id::varchar as document_id,  -- 文档键: the document that prints the row
    documents.document_path::varchar as document_path,  -- 路径: relative to the raw folder
    documents.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the government whose table it is
    documents.report_year::integer as report_year,  -- 年度: of the targets
    doubts.table_no::integer as source_table_no,  -- 出处表序: the table's ordinal in the document
    doubts.row_no::integer as source_row_no,  -- 出处行号: 1-based, headers counted
    printed.source_place::varchar as source_place,  -- 出处: in the source's own words
    coalesce(printed.unit_text, printed.unit_lead_text, printed.unit_support_text)::varchar as unit_text,  -- 单位原文: as printed in the row
    printed.progress_text::varchar as progress_text,  -- 完成情况: as printed in the row
    doubts.target_no::varchar as target_no,  -- 目标序号: the number of the target it was given
    doubts.target_text::varchar as target_text,  -- 责任目标: the text of that target
    doubts.assignment_confidence::double as assignment_confidence,  -- 归属把握: 0..1
    doubts.runner_up_target_no::varchar as runner_up_target_no,  -- 次选目标: the number of the runner-up
    doubts.runner_up_target_text::varchar as runner_up_target_text,  -- 次选目标内容: the text of the runner-up
    doubts.runner_up_confidence::double as runner_up_confidence,  -- 次选把握: 0..1
    doubts.review_reason::varchar as review_reason,  -- 疑点: why a person should look
    doubts.review_reason_zh::varchar as review_reason_zh  -- 中文疑点: why a person should look, in Chinese
from intermediate.int_block_review as doubts
inner join staging.stg_documents as documents
    on doubts.document_id = documents.document_id
inner join staging.stg_rows as printed
    on doubts.document_id = printed.document_id
    and doubts.table_no = printed.table_no
    and doubts.row_no = printed.row_no
