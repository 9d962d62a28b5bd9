-- 目标同比: 一个目标与它所接续的目标并列 / a target beside the one that it continues: texts, results and claims of both years.
-- grain: match_id
-- New and dropped ones, and those not mentioned, have one side.
with
matches as (
    select * from marts.fct_target_match
),

outcomes as (
    select * from intermediate.int_match_outcomes
),

texts as (
    select
        targets.target_id,
        targets.target_text,
        documents.document_path,
        places.source_place
    from marts.dim_target as targets
    left join marts.dim_document as documents
        on targets.document_id = documents.document_id
    left join intermediate.int_target_text_places as places
        on targets.target_id = places.target_id and places.text_name = 'target'
)

select
    matches.match_id::varchar as match_id,  -- 接续键: 由两个目标得出 / of both targets
    matches.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 所属的政府 / the government
    matches.from_year::integer as from_year,  -- 上年度: 前一份报告 / the report before
    matches.to_year::integer as to_year,  -- 本年度: 后一份报告 / the report after
    matches.match_kind::varchar as match_kind,  -- 接续类别: 相同、提高、降低、改写、拆分、合并、新增、取消或未载 / same, raised, lowered, reworded, split, merged, new, dropped or not_told
    matches.from_target_no::varchar as from_target_no,  -- 上年目标序号: 新目标为空 / NULL for a new target
    from_texts.target_text::varchar as from_target_text,  -- 上年责任目标: 按原文 / as printed
    matches.to_target_no::varchar as to_target_no,  -- 本年目标序号: 目标不再接续则为空 / NULL where the target does not go on
    to_texts.target_text::varchar as to_target_text,  -- 本年责任目标: 按原文 / as printed
    from_outcomes.measure_count::integer as from_measure_count,  -- 上年指标数: 承诺的数字个数 / numbers promised
    from_outcomes.met_count::integer as from_met_count,  -- 上年达标指标数: 达标或超额的个数 / met or exceeded
    from_outcomes.unanswered_count::integer as from_unanswered_count,  -- 上年未答指标数: 未报数字或口径不一的个数 / unanswered or not comparable
    to_outcomes.measure_count::integer as to_measure_count,  -- 本年指标数: 承诺的数字个数 / numbers promised
    to_outcomes.met_count::integer as to_met_count,  -- 本年达标指标数: 达标或超额的个数 / met or exceeded
    to_outcomes.unanswered_count::integer as to_unanswered_count,  -- 本年未答指标数: 未报数字或口径不一的个数 / unanswered or not comparable
    from_outcomes.is_met_by_measure::boolean as from_is_met_by_measure,  -- 上年是否按指标达标: 每个数字都达标 / every number was met
    to_outcomes.is_met_by_measure::boolean as to_is_met_by_measure,  -- 本年是否按指标达标: 每个数字都达标 / every number was met
    from_outcomes.status_text::varchar as from_status_text,  -- 上年评价: 按原文 / as printed
    to_outcomes.status_text::varchar as to_status_text,  -- 本年评价: 按原文 / as printed
    matches.has_new_unit::boolean as has_new_unit,  -- 是否新增责任单位: 有此前不负责该目标的单位 / a unit that did not answer for it before
    matches.has_moved_unit::boolean as has_moved_unit,  -- 是否移交单位: 原责任单位都不再负责 / none of the former units any more
    matches.has_new_leader::boolean as has_new_leader,  -- 是否换领导: 有此前不分管该目标的领导 / a leader who did not answer for it before
    matches.similarity::double as similarity,  -- 相似度: 要点与文字的相似程度 / of points and text
    matches.confidence::double as confidence,  -- 可信度: 接续的可信程度 / of the match
    matches.needs_review::boolean as needs_review,  -- 待核: 接续存疑 / the match is doubtful
    matches.has_compiled_side::boolean as has_compiled_side,  -- 是否涉及汇编文件: 有一方由其他来源汇编 / one side is compiled from other sources
    from_texts.document_path::varchar as from_document_path,  -- 上年路径: 上年的文档，相对于 raw 文件夹 / the document of the former year, relative to the raw folder
    from_texts.source_place::varchar as from_source_place,  -- 上年出处: 印有上年目标之处 / where the former target is printed
    to_texts.document_path::varchar as to_document_path,  -- 本年路径: 本年的文档，相对于 raw 文件夹 / the document of the latter year, relative to the raw folder
    to_texts.source_place::varchar as to_source_place  -- 本年出处: 印有本年目标之处 / where the latter target is printed
from matches
left join outcomes as from_outcomes
    on from_outcomes.target_id = matches.from_target_id
left join outcomes as to_outcomes
    on to_outcomes.target_id = matches.to_target_id
left join texts as from_texts
    on from_texts.target_id = matches.from_target_id
left join texts as to_texts
    on to_texts.target_id = matches.to_target_id
