-- 指标完成: one number promised in a target, what was reported for it and how it compares.
-- grain: document_id, target_id, measure_no
-- A target without a number has one row of class no_number.
with
targets as (
    select * from intermediate.int_targets
),

promised as (
    select * from intermediate.int_measure_promised
),

pairs as (
    select * from intermediate.int_measure_pairs
),

texts as (
    select * from intermediate.int_measure_texts
),

lexicon as (
    select list_sort(list(wording)) as forecast_words
    from seeds.measure_words
    where word_class = 'forecast'
),

no_number_words as (
    select list_sort(list({'wording': wording, 'operator': operator})) as wordings
    from seeds.measure_no_number
),

figures as (
    select * from intermediate.int_reported_figures
),

-- 新建床位5620张,为计划的102%: one printed number is both what is counted and what came of it, and the share behind it
-- says how they compare.
stated_shares as (
    select
        pairs.document_id,
        pairs.target_id,
        pairs.measure_no,
        max(shares.figure_value) / 100 as stated_share
    from pairs
    inner join promised
        on pairs.document_id = promised.document_id
        and pairs.target_id = promised.target_id
        and pairs.measure_no = promised.measure_no
        and promised.text_name = 'target'
        and pairs.reported_start_pos = promised.start_pos
    inner join figures
        on pairs.document_id = figures.document_id
        and pairs.target_id = figures.target_id
        and pairs.progress_no = figures.text_no
        and pairs.reported_start_pos = figures.start_pos
    inner join figures as shares
        on figures.document_id = shares.document_id
        and figures.target_id = shares.target_id
        and figures.text_no = shares.text_no
        and figures.figure_no + 1 = shares.figure_no
        and shares.is_own_plan_share
        and shares.base_measure_unit = '%'
    where pairs.answer_kind = 'answered'
    group by pairs.document_id, pairs.target_id, pairs.measure_no
),

compared as (
    select
        promised.*,
        pairs.* exclude (document_id, target_id, measure_no),
        stated_shares.stated_share,
        case
            when pairs.reported_value is null then null
            when promised.value_kind = 'growth' and pairs.reported_direction <> promised.growth_direction
                then -pairs.reported_value
            else pairs.reported_value
        end as signed_value
    from promised
    inner join pairs
        on pairs.document_id = promised.document_id
        and pairs.target_id = promised.target_id
        and pairs.measure_no = promised.measure_no
    left join stated_shares
        on promised.document_id = stated_shares.document_id
        and promised.target_id = stated_shares.target_id
        and promised.measure_no = stated_shares.measure_no
),

classed as (
    select
        *,
        case
            when answer_kind <> 'answered' then answer_kind
            when stated_share < 1 then 'short'
            when stated_share > 1 then 'exceeded'
            -- rounding noise aside, equal is met
            when signed_value between target_value * (1.0 - tolerance_share)
            - 0.000001 and coalesce(target_high_value, target_value) * (1.0 + tolerance_share)
            + 0.000001
                then 'met'
            when less_is_better and signed_value < target_value then 'exceeded'
            when less_is_better then 'short'
            when signed_value > target_value then 'exceeded'
            else 'short'
        end as attainment_class,
        case
            when signed_value is null then null
            when stated_share is not null then stated_share
            when less_is_better then target_value / nullif(signed_value, 0)
            else signed_value / nullif(target_value, 0)
        end as attainment_ratio
    from compared
),

measured as (
    select
        targets.target_id,
        targets.document_id,
        targets.jurisdiction_name,
        targets.report_year,
        targets.document_kind,
        targets.is_current,
        targets.is_compiled,
        targets.target_no,
        classed.measure_no,
        classed.measure_text,
        classed.noun_key as measure_key,
        classed.value_kind,
        classed.growth_direction,
        classed.operator,
        classed.operator_text,
        classed.is_striven_for,
        classed.less_is_better,
        classed.is_new_only,
        classed.target_value,
        classed.target_high_value,
        classed.measure_unit_text,
        classed.base_measure_unit,
        classed.signed_value as reported_value,
        classed.reported_measure_unit_text,
        classed.reported_noun_text,
        classed.other_value,
        classed.is_forecast,
        classed.is_partial_year,
        classed.attainment_ratio,
        classed.attainment_class,
        classed.text_name as target_text_name,
        classed.start_pos as target_start_pos,
        classed.end_pos as target_end_pos,
        classed.progress_no,
        classed.reported_start_pos,
        classed.reported_end_pos,
        -- how sure the reading is: the number itself, then how like the nouns are and how far ahead of the next best
        least(
            case when classed.is_known_unit then 0.98 else 0.7 end,
            case when classed.counts_what_follows then 0.8 else 1.0 end,
            case
                when classed.answer_kind = 'answered'
                    then 0.5 + 0.5 * least(classed.noun_similarity, 1.0)
                        - (case when classed.pair_score - classed.runner_up_score < 0.05 then 0.2 else 0.0 end)
                when classed.answer_kind = 'not_comparable' then 0.75
                else 0.85
            end
        ) as confidence
    from classed
    inner join targets
        on targets.document_id = classed.document_id and targets.target_id = classed.target_id
),

target_clauses as (
    select
        texts.document_id,
        texts.target_id,
        unnest(regexp_extract_all(texts.plain_text, '[^,。;\n]+')) as clause_text
    from texts
    cross join no_number_words
    where texts.text_name = 'target'
        and array_length(list_filter(no_number_words.wordings, lambda w: contains(texts.plain_text, w.wording))) > 0
),

-- 完成省下达的目标任务, 高于全市平均: a promise whose number is not printed
assigned_clauses as (
    select
        target_clauses.document_id,
        target_clauses.target_id,
        target_clauses.clause_text,
        list_filter(
            no_number_words.wordings,
            lambda w: contains(target_clauses.clause_text, w.wording)
        )[1].operator as operator
    from target_clauses
    cross join no_number_words
    where array_length(
        list_filter(no_number_words.wordings, lambda w: contains(target_clauses.clause_text, w.wording))
    ) > 0
        and not regexp_matches(target_clauses.clause_text, '[0-9]')
    qualify row_number() over (
        partition by target_clauses.document_id, target_clauses.target_id order by target_clauses.clause_text
    ) = 1
),

counted as (
    select
        document_id,
        target_id,
        max(measure_no) as measure_count
    from promised
    group by document_id, target_id
),

asked_targets as (
    select
        targets.*,
        coalesce(counted.measure_count, 0) + 1 as measure_no,
        assigned_clauses.clause_text,
        assigned_clauses.operator
    from targets
    left join counted
        on counted.document_id = targets.document_id and counted.target_id = targets.target_id
    left join assigned_clauses
        on assigned_clauses.document_id = targets.document_id and assigned_clauses.target_id = targets.target_id
    where counted.measure_count is null or assigned_clauses.operator is not null
),

forecasts as (
    select distinct
        texts.document_id,
        texts.target_id
    from asked_targets
    inner join texts
        on texts.document_id = asked_targets.document_id
        and texts.target_id = asked_targets.target_id
        and texts.text_name = 'progress'
    cross join lexicon
    where array_length(list_filter(lexicon.forecast_words, lambda w: contains(texts.plain_text, w))) > 0
),

unnumbered as (
    select
        targets.target_id,
        targets.document_id,
        targets.jurisdiction_name,
        targets.report_year,
        targets.document_kind,
        targets.is_current,
        targets.is_compiled,
        targets.target_no,
        targets.measure_no,
        targets.clause_text as measure_text,
        null as measure_key,
        null as value_kind,
        null as growth_direction,
        targets.operator,
        null as operator_text,
        false as is_striven_for,
        false as less_is_better,
        false as is_new_only,
        null as target_value,
        null as target_high_value,
        null as measure_unit_text,
        null as base_measure_unit,
        null as reported_value,
        null as reported_measure_unit_text,
        null as reported_noun_text,
        null as other_value,
        forecasts.target_id is not null as is_forecast,
        false as is_partial_year,
        null as attainment_ratio,
        'no_number' as attainment_class,
        'target' as target_text_name,
        null as target_start_pos,
        null as target_end_pos,
        null as progress_no,
        null as reported_start_pos,
        null as reported_end_pos,
        0.9 as confidence
    from asked_targets as targets
    left join forecasts
        on forecasts.document_id = targets.document_id and forecasts.target_id = targets.target_id
),

measures as (
    select * from measured
    union all by name
    select * from unnumbered
)

select
    target_id::varchar as target_id,
    measure_no::integer as measure_no,
    document_id::varchar as document_id,
    jurisdiction_name::varchar as jurisdiction_name,
    report_year::integer as report_year,
    document_kind::varchar as document_kind,
    is_current::boolean as is_current,
    is_compiled::boolean as is_compiled,
    target_no::varchar as target_no,
    measure_text::varchar as measure_text,
    measure_key::varchar as measure_key,
    value_kind::varchar as value_kind,
    growth_direction::varchar as growth_direction,
    operator::varchar as operator,
    operator_text::varchar as operator_text,
    is_striven_for::boolean as is_striven_for,
    less_is_better::boolean as less_is_better,
    is_new_only::boolean as is_new_only,
    target_value::double as target_value,
    target_high_value::double as target_high_value,
    measure_unit_text::varchar as measure_unit_text,
    base_measure_unit::varchar as base_measure_unit,
    reported_value::double as reported_value,
    reported_measure_unit_text::varchar as reported_measure_unit_text,
    reported_noun_text::varchar as reported_noun_text,
    other_value::double as other_value,
    is_forecast::boolean as is_forecast,
    is_partial_year::boolean as is_partial_year,
    attainment_ratio::double as attainment_ratio,
    attainment_class::varchar as attainment_class,
    confidence::double as confidence,
    target_text_name::varchar as target_text_name,
    target_start_pos::integer as target_start_pos,
    target_end_pos::integer as target_end_pos,
    progress_no::integer as progress_no,
    reported_start_pos::integer as reported_start_pos,
    reported_end_pos::integer as reported_end_pos
from measures
