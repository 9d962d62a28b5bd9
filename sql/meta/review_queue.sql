-- 待复核: 应由人核对的一行 / a row that a person should look at, its target, the runner-up and the evidence in words.
-- grain: document_id, source_table_no, source_row_no
select
    doubts.row_key::varchar as review_id,  -- 行键: 供 `duban review accept` 与 `assign` 指认该行 / names the row for `duban review accept` and `assign`
    doubts.document_id::varchar as document_id,  -- 文档键: 印有该行的文档 / the document that prints the row
    documents.document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    documents.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 该表所属的政府 / the government whose table it is
    documents.report_year::integer as report_year,  -- 年度: 目标所属年度 / of the targets
    doubts.table_no::integer as source_table_no,  -- 出处表序: 文档中第几张表 / the table's ordinal in the document
    doubts.row_no::integer as source_row_no,  -- 出处行号: 从1起，表头计入 / 1-based, headers counted
    printed.source_place::varchar as source_place,  -- 出处: 用来源文件自己的说法 / in the source's own words
    coalesce(printed.unit_text, printed.unit_lead_text, printed.unit_support_text)::varchar as unit_text,  -- 单位原文: 该行原文 / as printed in the row
    printed.progress_text::varchar as progress_text,  -- 完成情况: 该行原文 / as printed in the row
    doubts.target_no::varchar as target_no,  -- 目标序号: 所归目标的序号 / the number of the target it was given
    doubts.target_text::varchar as target_text,  -- 责任目标: 该目标的内容 / the text of that target
    doubts.assignment_confidence::double as assignment_confidence,  -- 归属把握: 0到1 / 0..1
    doubts.runner_up_target_no::varchar as runner_up_target_no,  -- 次选目标: 次选目标的序号 / the number of the runner-up
    doubts.runner_up_target_text::varchar as runner_up_target_text,  -- 次选目标内容: 次选目标的内容 / the text of the runner-up
    doubts.runner_up_confidence::double as runner_up_confidence,  -- 次选把握: 0到1 / 0..1
    doubts.review_reason::varchar as review_reason,  -- 疑点: 为何应由人核对 / why a person should look
    doubts.review_reason_zh::varchar as review_reason_zh  -- 中文疑点: 为何应由人核对（中文） / why a person should look, in Chinese
from intermediate.int_block_review as doubts
inner join staging.stg_documents as documents
    on doubts.document_id = documents.document_id
inner join staging.stg_rows as printed
    on doubts.document_id = printed.document_id
    and doubts.table_no = printed.table_no
    and doubts.row_no = printed.row_no
