-- 目标: 一份文档所印的一个目标 / a target of a jurisdiction and year, as one document prints it.
-- grain: target_id
select
    targets.target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    targets.document_id::varchar as document_id,  -- 文档键: 所出自的文档 / the document it comes from
    targets.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    targets.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 发布这些目标的政府名称 / name of the government whose targets these are
    targets.report_year::integer as report_year,  -- 年度: 目标所属年度 / the year of the targets
    targets.document_kind::varchar as document_kind,  -- 类型: 计划、结果或进度 / plan, result or progress
    targets.is_current::boolean as is_current,  -- 现行: 出自文档的最新版次 / of the newest edition of its document
    targets.speaks_for_year::boolean as speaks_for_year,  -- 代表年度: 出自代表该地该年的文档；计划与结果承诺相同，计数时只数这些 / of the document that speaks for its place and year; a plan and its result promise the same, so count these
    targets.is_compiled::boolean as is_compiled,  -- 汇编: 汇编数字，不是已发布的表 / compiled figures, not a published table
    targets.section_name::varchar as section_name,  -- 板块: 目标上方的标题 / the heading over the target
    targets.target_no::varchar as target_no,  -- 目标序号: 印出的序号，去掉前导零 / the number as printed, leading zeros off
    coalesce(printed.printed_text, targets.target_text)::varchar as target_text,  -- 责任目标: 所承诺的内容 / what was promised
    coalesce(printed_annual.printed_text, targets.annual_target_text)::varchar as annual_target_text,  -- 年度目标: 其中本年度的部分 / the year's share of it
    promises.promise_id::varchar as promise_id,  -- 承诺键: 同一目标在一年的计划、进度、结果中共用一个 / one for a year's plan, progress and result of the same target
    targets.anchor_table_no::integer as source_table_no,  -- 出处表序: 印有序号处 / where the number is printed
    targets.anchor_row_no::integer as source_row_no  -- 出处行号: 来源单元格所在的行，表头计入 / the printed row of the source cell, headers counted
from intermediate.int_targets as targets
inner join intermediate.int_target_promises as promises
    on targets.document_id = promises.document_id
    and targets.target_id = promises.target_id
left join intermediate.int_printed_target_texts as printed
    on targets.document_id = printed.document_id
    and targets.target_id = printed.target_id
    and printed.text_name = 'target'
left join intermediate.int_printed_target_texts as printed_annual
    on targets.document_id = printed_annual.document_id
    and targets.target_id = printed_annual.target_id
    and printed_annual.text_name = 'annual_target'
