-- 分项合计: a whole with the parts that the sentence lists for it (其中 646名, 2148名, 336名) and whether they add up.
-- grain: document_id, target_id, text_no, sentence_no
-- One part alone (其中新登记14.5万户) is a selection and is not summed.
with
figures as (
    select * from intermediate.int_reported_figures
),

first_parts as (
    select
        document_id,
        target_id,
        text_no,
        sentence_no,
        min(start_pos) as first_part_pos
    from figures
    where opens_parts
    group by document_id, target_id, text_no, sentence_no
),

wholes as (
    select
        figures.document_id,
        figures.target_id,
        figures.text_no,
        figures.sentence_no,
        first_parts.first_part_pos,
        max({
            'start_pos': figures.start_pos,
            'figure_value': figures.figure_value,
            'base_factor': figures.base_factor,
            'base_measure_unit': figures.base_measure_unit,
            'end_pos': figures.end_pos
        }) as whole
    from figures
    inner join first_parts
        on first_parts.document_id = figures.document_id
        and first_parts.target_id = figures.target_id
        and first_parts.text_no = figures.text_no
        and first_parts.sentence_no = figures.sentence_no
    where figures.start_pos < first_parts.first_part_pos and figures.value_kind = 'level'
    group by figures.document_id, figures.target_id, figures.text_no, figures.sentence_no, first_parts.first_part_pos
),

summed as (
    select
        wholes.document_id,
        wholes.target_id,
        wholes.text_no,
        wholes.sentence_no,
        wholes.whole,
        count(*) as part_count,
        -- in the unit of the whole; added up from the least: a figure may be too large for an exact decimal
        round(
            list_reduce(
                list_sort(list(figures.figure_value * figures.base_factor)), lambda added, part: added + part
            )
            / wholes.whole.base_factor,
            4
        ) as parts_sum
    from wholes
    inner join figures
        on figures.document_id = wholes.document_id
        and figures.target_id = wholes.target_id
        and figures.text_no = wholes.text_no
        and figures.sentence_no = wholes.sentence_no
    where figures.start_pos >= wholes.first_part_pos
        and figures.is_part
        and figures.value_kind = 'level'
        and figures.base_measure_unit = wholes.whole.base_measure_unit
        and not figures.is_change
    group by wholes.document_id, wholes.target_id, wholes.text_no, wholes.sentence_no, wholes.whole
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_no::integer as text_no,  -- 文本序号: which progress text
    sentence_no::integer as sentence_no,  -- 句序号: the sentence
    whole.start_pos::integer as whole_start_pos,  -- 总数起始位置: place of the whole in the text, from 1
    whole.end_pos::integer as whole_end_pos,  -- 总数结束位置: its last character
    whole.figure_value::double as whole_value,  -- 总数: scale resolved
    whole.base_measure_unit::varchar as base_measure_unit,  -- 基本单位: of the whole and its parts
    part_count::integer as part_count,  -- 部分数: parts in that unit
    parts_sum::double as parts_sum,  -- 分项之和: of the parts
    (abs(parts_sum - whole.figure_value) < 0.001)::boolean as is_sum_right  -- 是否相符: the parts make the whole
from summed
where part_count >= 2
