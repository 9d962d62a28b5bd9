-- 评价疑点: every reason why what is claimed of a target is not borne out by its numbers and words.
-- grain: document_id, target_id, reason, measure_no, progress_no
with
measures as (
    select
        *,
        -- 3000.0 is 3000 to a reader
        regexp_replace(target_value::varchar, '\.0$', '') || measure_unit_text as target_words,
        regexp_replace(reported_value::varchar, '\.0$', '') || measure_unit_text as reported_words,
        regexp_replace(other_value::varchar, '\.0$', '') || reported_measure_unit_text as other_words
    from intermediate.int_measure_attainment
),

texts as (
    select * from intermediate.int_measure_texts where text_name = 'progress'
),

parts as (
    select * from intermediate.int_reported_parts
),

figures as (
    select * from intermediate.int_reported_figures
),

results as (
    select
        document_id,
        target_id
    from intermediate.int_targets
    where document_kind = 'result'
),

lexicon as (
    select
        list_sort(list(wording) filter (where word_class = 'under_way')) as under_way_words,
        list_sort(list(wording) filter (where word_class = 'forecast')) as forecast_words
    from seeds.measure_words
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.claim_weights
),

measure_findings as (
    select
        document_id,
        target_id,
        case attainment_class
            when 'short' then 'ratio_below_one'
            when 'unanswered' then 'unanswered'
            else 'not_comparable'
        end as reason,
        measure_no,
        progress_no,
        confidence,
        case attainment_class
            when 'short' then concat(measure_text, ': 目标', target_words, ', 完成', reported_words)
            when 'unanswered' then concat(measure_text, ': 目标', target_words, ', 未报数字')
            else concat(measure_text, ': 目标', target_words, ', 所报', reported_noun_text, other_words)
        end as evidence_text
    from measures
    where attainment_class in ('short', 'unanswered', 'not_comparable')
),

forecast_figures as (
    select
        document_id,
        target_id,
        'forecast_only' as reason,
        measure_no,
        progress_no,
        confidence,
        concat(measure_text, ': 预计', reported_words) as evidence_text
    from measures
    where is_forecast and reported_value is not null
),

-- a number that meets its promise and is no forecast outweighs words
settled_targets as (
    select
        document_id,
        target_id
    from measures
    group by document_id, target_id
    having bool_and(attainment_class in ('met', 'exceeded') and not is_forecast)
),

short_measures as (
    select distinct
        document_id,
        target_id
    from measures
    where attainment_class = 'short'
),

-- 完成全年任务80.5% says what no number says; a report within the year may say it and be on schedule
plan_shares as (
    select
        figures.document_id,
        figures.target_id,
        'ratio_below_one' as reason,
        0 as measure_no,
        -max({'figure_value': figures.figure_value, 'before': -figures.text_no}).before as progress_no,
        null::double as confidence,
        concat('文字称完成任务的', regexp_replace(max(figures.figure_value)::varchar, '\.0$', ''), '%') as evidence_text
    from figures
    inner join results
        on results.document_id = figures.document_id and results.target_id = figures.target_id
    left join settled_targets
        on settled_targets.document_id = figures.document_id and settled_targets.target_id = figures.target_id
    left join short_measures
        on short_measures.document_id = figures.document_id and short_measures.target_id = figures.target_id
    where figures.is_plan_share
        and figures.base_measure_unit = '%'
        and not figures.is_forecast
        and not figures.is_partial_year
        and settled_targets.target_id is null
        and short_measures.target_id is null
    group by figures.document_id, figures.target_id
    having max(figures.figure_value) < 100
),

progress_words as (
    select
        texts.document_id,
        texts.target_id,
        texts.text_no,
        list_filter(lexicon.forecast_words, lambda w: contains(texts.plain_text, w)) as forecasts,
        list_filter(lexicon.under_way_words, lambda w: contains(texts.plain_text, w)) as under_ways
    from texts
    cross join lexicon
),

forecast_words as (
    select
        progress_words.document_id,
        progress_words.target_id,
        'forecast_only' as reason,
        0 as measure_no,
        progress_words.text_no as progress_no,
        null::double as confidence,
        concat('文字称', array_to_string(progress_words.forecasts, '、')) as evidence_text
    from progress_words
    left join settled_targets
        on settled_targets.document_id = progress_words.document_id
        and settled_targets.target_id = progress_words.target_id
    left join forecast_figures
        on forecast_figures.document_id = progress_words.document_id
        and forecast_figures.target_id = progress_words.target_id
    where array_length(progress_words.forecasts) > 0
        and settled_targets.target_id is null
        and forecast_figures.target_id is null
),

under_way_words as (
    select
        progress_words.document_id,
        progress_words.target_id,
        'under_way' as reason,
        0 as measure_no,
        progress_words.text_no as progress_no,
        null::double as confidence,
        concat('文字称', array_to_string(progress_words.under_ways, '、')) as evidence_text
    from progress_words
    left join settled_targets
        on settled_targets.document_id = progress_words.document_id
        and settled_targets.target_id = progress_words.target_id
    where array_length(progress_words.under_ways) > 0 and settled_targets.target_id is null
),

part_findings as (
    select
        parts.document_id,
        parts.target_id,
        'parts_do_not_sum' as reason,
        parts.sentence_no as measure_no,
        parts.text_no as progress_no,
        case when parts.parts_sum > parts.whole_value then value_of['parts_over_confidence'] end as confidence,
        concat(
            '总数', regexp_replace(parts.whole_value::varchar, '\.0$', ''), parts.base_measure_unit,
            ', ', parts.part_count, '个分项之和',
            regexp_replace(parts.parts_sum::varchar, '\.0$', ''), parts.base_measure_unit
        ) as evidence_text
    from parts
    cross join weights
    where not parts.is_sum_right and parts.parts_sum >= value_of['least_parts_share'] * parts.whole_value
),

copied_texts as (
    select
        texts.document_id,
        texts.printed_text,
        count(distinct texts.target_id) as target_count
    from texts
    cross join weights
    where length(texts.printed_text) >= value_of['least_copied_length']
    group by texts.document_id, texts.printed_text
    having count(distinct texts.target_id) > 1
),

copy_findings as (
    select
        texts.document_id,
        texts.target_id,
        'copied_progress' as reason,
        0 as measure_no,
        texts.text_no as progress_no,
        null::double as confidence,
        concat('同一文字见于', copied_texts.target_count, '个目标') as evidence_text
    from texts
    inner join copied_texts
        on copied_texts.document_id = texts.document_id and copied_texts.printed_text = texts.printed_text
),

findings as (
    select * from measure_findings
    union all
    select * from plan_shares
    union all
    select * from forecast_figures
    union all
    select * from forecast_words
    union all
    select * from under_way_words
    union all
    select * from part_findings
    union all
    select * from copy_findings
),

reasons as (
    select
        reason,
        confidence::double as confidence
    from seeds.claim_reasons
)

select
    findings.document_id::varchar as document_id,  -- 文档键: the document
    findings.target_id::varchar as target_id,  -- 目标键: the target
    findings.reason::varchar as reason,  -- 原因: see seeds.claim_reasons
    findings.measure_no::integer as measure_no,  -- 指标序号: the promised number (the sentence for parts), 0 where the reason is about words
    findings.progress_no::integer as progress_no,  -- 进展文本序号: the progress text, NULL where none answers
    coalesce(findings.confidence, reasons.confidence)::double as confidence,  -- 可信度: that of its numbers, else of its reason; 0..1
    findings.evidence_text::varchar as evidence_text  -- 依据: what speaks against the claim
from findings
left join reasons
    on reasons.reason = findings.reason
