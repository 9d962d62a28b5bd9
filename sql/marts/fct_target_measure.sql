-- 目标指标: 目标中承诺的一个数字及其完成数 / one number promised in a target and what was reported for it.
-- grain: target_id, measure_no
-- A target without a number has one row of class no_number.
with
measures as (
    select * from intermediate.int_measure_attainment
),

documents as (
    select
        document_id,
        document_path
    from intermediate.int_documents
),

printed as (
    select
        document_id,
        target_id,
        text_name,
        comparable_text,
        printed_text
    from intermediate.int_printed_target_texts
),

text_places as (
    select
        document_id,
        target_id,
        text_name,
        text_no,
        source_place
    from intermediate.int_target_text_places
)

select
    measures.target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    measures.measure_no::integer as measure_no,  -- 指标序号: 目标中数字按印出的次序 / the numbers of a target in printed order
    measures.document_id::varchar as document_id,  -- 文档键: 所指的文档 / the document
    measures.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 所属的政府 / the government
    measures.report_year::integer as report_year,  -- 年度: 报告所属年度 / the year reported on
    measures.document_kind::varchar as document_kind,  -- 类型: 计划、结果或进度 / plan, result or progress
    measures.is_current::boolean as is_current,  -- 现行: 未被后来的版次取代 / not replaced by a later edition
    measures.is_compiled::boolean as is_compiled,  -- 汇编: 由其他来源汇集，未作为表发布 / put together from other sources, not published as a table
    measures.target_no::varchar as target_no,  -- 目标序号: 表中的编号 / as numbered in the table
    (case
        when contains(printed.comparable_text, measures.measure_text)
            then substr(
                printed.printed_text,
                strpos(printed.comparable_text, measures.measure_text)::bigint,
                length(measures.measure_text)
            )
        else measures.measure_text
    end)::varchar as measure_text,  -- 指标名称: 名词短语原文 / the noun phrase as printed
    measures.measure_key::varchar as measure_key,  -- 指标键: 名词短语，同义词归一 / the noun phrase with synonyms made one
    measures.value_kind::varchar as value_kind,  -- 指标类别: 水平或增长 / level or growth
    measures.growth_direction::varchar as growth_direction,  -- 增减方向: 上升、下降；水平则为空串 / up, down, or empty for a level
    measures.operator::varchar as operator,  -- 界限: 不低于、不超过、左右、达到、区间、等于、上级下达、高于平均 / at_least, at_most, about, reach, between, plain, as_assigned, above_average
    measures.operator_text::varchar as operator_text,  -- 界限词: 数字之前…之后的原文 / as printed before…after the number
    measures.is_striven_for::boolean as is_striven_for,  -- 是否力争: 前面有“力争”或“争取” / 力争 or 争取 stands before
    measures.less_is_better::boolean as less_is_better,  -- 是否越少越好: “控制在…以内”以及越少越好的名词 / for 控制在…以内 and nouns of which less is better
    measures.is_new_only::boolean as is_new_only,  -- 是否只计新增: 只数新增的（新登记、净增），不是总数 / counts new ones only (新登记, 净增), not what there is in all
    measures.target_value::double as target_value,  -- 目标值: 已按数量级换算（20万户为200000）；区间取下限 / scale resolved (20万户 is 200000); lower end of a range
    measures.target_high_value::double as target_high_value,  -- 目标上限: 区间的上限 / upper end of a range
    measures.measure_unit_text::varchar as measure_unit_text,  -- 计量单位: 不含数量级 / without its scale
    measures.base_measure_unit::varchar as base_measure_unit,  -- 基本单位: 单位的统一写法 / one spelling of the unit
    measures.reported_value::double as reported_value,  -- 完成值: 以承诺的单位计；未报告或不可比则为空 / in the unit of the promise; NULL where none was reported or it is not comparable
    measures.reported_measure_unit_text::varchar as reported_measure_unit_text,  -- 完成单位: 按原文 / as printed
    measures.reported_noun_text::varchar as reported_noun_text,  -- 完成名词: 所报数字数的是什么 / what the reported number counts
    measures.other_value::double as other_value,  -- 不可比数值: 最接近的数字，但单位或名词不同 / the nearest number, of another unit or noun
    measures.is_forecast::boolean as is_forecast,  -- 是否预计: 所答为预计数 / the answer is a forecast
    measures.is_partial_year::boolean as is_partial_year,  -- 是否不足全年: 所答不足一年 / the answer does not cover the year
    measures.attainment_ratio::double as attainment_ratio,  -- 完成比: 完成值除以目标值；越少越好时相反 / reported by promised; promised by reported where less is better; the share of the plan that the text states where it prints only what came of it
    measures.attainment_class::varchar as attainment_class,  -- 完成类别: 超额、达标、未达、未报数字、口径不一、无数字 / exceeded, met, short, unanswered, not_comparable, no_number
    measures.confidence::double as confidence,  -- 可信度: 0到1 / 0..1
    measures.target_text_name::varchar as target_text_name,  -- 承诺所在文本: 责任目标或年度目标 / target or annual_target
    measures.target_start_pos::integer as target_start_pos,  -- 承诺起始位置: 承诺数字在文本中的位置，从1起 / of the promised number in its text, from 1
    measures.target_end_pos::integer as target_end_pos,  -- 承诺结束位置: 最后一个字的位置 / of its last character
    documents.document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    promise_places.source_place::varchar as target_source_place,  -- 目标出处: 印有承诺数字之处 / where the promised number is printed
    measures.progress_no::integer as progress_no,  -- 进展文本序号: 作答的完成情况文本 / the progress text that answers
    measures.reported_start_pos::integer as reported_start_pos,  -- 完成起始位置: 完成数字在文本中的位置，从1起 / of the reported number in its text, from 1
    measures.reported_end_pos::integer as reported_end_pos,  -- 完成结束位置: 最后一个字的位置 / of its last character
    answer_places.source_place::varchar as reported_source_place  -- 完成出处: 印有完成数字之处 / where the reported number is printed
from measures
left join documents
    on measures.document_id = documents.document_id
left join printed
    on measures.document_id = printed.document_id
    and measures.target_id = printed.target_id
    and measures.target_text_name = printed.text_name
left join text_places as promise_places
    on measures.document_id = promise_places.document_id
    and measures.target_id = promise_places.target_id
    and measures.target_text_name = promise_places.text_name
left join text_places as answer_places
    on measures.document_id = answer_places.document_id
    and measures.target_id = answer_places.target_id
    and measures.progress_no = answer_places.text_no
    and answer_places.text_name = 'progress'
