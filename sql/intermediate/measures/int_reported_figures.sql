-- 完成数字: every number reported in a progress text, with what it measures and what kind of statement it is.
-- grain: document_id, target_id, text_no, start_pos, item_no
-- A figure without a noun of its own speaks of the last noun of its sentence: 存量达到69.4万户,其中新登记14.5万户; so may one
-- behind a label speak of that: 助餐点:其中4处已挂牌.
with
-- 新建床位5620张,为计划的102%: what answers a target is its own text.
own_answers as (
    select
        answers.document_id,
        answers.target_id,
        answers.text_no
    from intermediate.int_measure_texts as answers
    inner join intermediate.int_measure_texts as promises
        on answers.document_id = promises.document_id
        and answers.target_id = promises.target_id
        and promises.text_name = 'target'
        and answers.plain_text = promises.plain_text
    where answers.text_name = 'progress'
),

phrases as (
    select
        phrases.*,
        own_answers.text_no is not null as answers_itself
    from intermediate.int_measure_phrases as phrases
    left join own_answers
        on phrases.document_id = own_answers.document_id
        and phrases.target_id = own_answers.target_id
        and phrases.text_no = own_answers.text_no
    where phrases.text_name = 'progress'
),

-- found in a text by the sign they begin with, so that it is asked for the few that may stand in it
words as (
    select
        word_class,
        wording,
        left(wording, 1) as head
    from seeds.measure_words
    where word_class in (
        'forecast',
        'planned',
        'planned_loosely',
        'done',
        'attempt',
        'ratio_of_plan',
        'share_of_whole',
        'change',
        'part',
        'partial_year',
        'strong_stock',
        'flow',
        'unfinished',
        'unfinished_behind',
        'negated',
        'construct'
    )
        or word_class like 'stage%'
),

said as (
    select
        phrases.*,
        sentences.*,
        phrase_wordings.is_planned,
        phrase_wordings.is_attempt,
        phrase_wordings.is_unfinished,
        phrase_wordings.is_negated,
        phrase_wordings.is_new_only,
        phrase_wordings.says_done_behind,
        phrase_wordings.stages,
        phrases.measure_unit_kind in ('share', 'ratio')
        and phrases.growth_direction = ''
        and sentences.says_ratio_of_plan as is_ratio_of_plan,
        -- 完成全年任务80.5%, 占年度目标的104%: the share itself of the plan, and not of something in it
        phrases.measure_unit_kind = 'share' and phrases.growth_direction = ''
        and phrase_wordings.says_plan_itself as is_plan_share,
        phrases.measure_unit_kind = 'share' and sentences.says_share_of_whole as is_share_of_whole,
        (phrases.measure_unit_kind not in ('share', 'points') or phrases.growth_direction = '')
        and sentences.says_change as is_change,
        phrase_wordings.says_stock as is_stock,
        -- 累计发放 may count from the year's first day or from the first day of all
        phrase_wordings.says_in_all and not sentences.says_year as is_cumulated,
        -- 高新技术企业达到213家 says what there is in all, 新增高新技术企业达到23家 does not
        phrases.bound_before_text in ('达到', '达') and not phrase_wordings.says_flow as is_reached_level,
        phrases.key_before = ''
        and (not phrases.counts_what_follows or phrase_wordings.says_stage_behind) as is_elliptic,
        -- 为年初预算的102.3%,增长6.8%: what the plan is measured against grows no further
        case
            when phrases.measure_unit_kind = 'share' and phrases.growth_direction = '' and sentences.says_ratio_of_plan
                then null
            when phrases.counts_what_follows then nullif(phrases.key_after, '')
            else nullif(phrases.key_before, '')
        end as own_key,
        case
            when phrases.measure_unit_kind = 'share' and phrases.growth_direction = '' and sentences.says_ratio_of_plan
                then null
            when phrases.counts_what_follows then nullif(phrases.phrase_after, '')
            else nullif(phrases.noun_before, '')
        end as own_noun
    from phrases
    -- what the words around a number say is asked once for each distinct sentence and phrase
    cross join lateral (
        with
        -- the clause with its dates: 较2022年增加34家 is a change
        clauses as (
            select regexp_extract(phrases.sentence_before, '[^,。;:!?()\n]*$') as clause_before
        ),

        lexicon as (
            select
                coalesce(
                    list_sort(list(distinct {'word_class': words.word_class, 'wording': words.wording})),
                    []
                ) as words
            from (select unnest(string_split(phrases.sentence_before, '')) as sign) as signs
            inner join words
                on words.head = signs.sign
                and contains(phrases.sentence_before, words.wording)
        )

        select
            regexp_matches(phrases.sentence_before, '^[、和及]') as goes_on,
            regexp_extract(phrases.sentence_before, '^\s*([一-龥A-Za-z“”]{3,16}):', 1) as label_text,
            array_length(list_filter(lexicon.words, lambda w: w.word_class = 'forecast')) > 0 as has_forecast_word,
            array_length(list_filter(lexicon.words, lambda w: w.word_class = 'partial_year')) > 0 as is_partial_year,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'ratio_of_plan' and contains(clauses.clause_before, w.wording)
                )
            ) > 0 as says_ratio_of_plan,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'share_of_whole' and contains(clauses.clause_before, w.wording)
                )
            ) > 0 as says_share_of_whole,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'change' and contains(clauses.clause_before, w.wording)
                )
            ) > 0 as says_change,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'part' and contains(clauses.clause_before, w.wording)
                )
            ) > 0 as opens_parts,
            -- 2022年新建420个,2023年新建530个: of two years the later is the year reported on
            try_cast(
                regexp_extract(clauses.clause_before, '(?:^|[^较比同与从至到0-9])([12][0-9]{3})年', 1) as integer
            ) as stated_year,
            regexp_matches(clauses.clause_before, '(?:^|[^较比同与从])(?:去年|上年)(?:[^同增减多少]|$)') as says_last_year,
            contains(clauses.clause_before, '年') as says_year,
            regexp_matches(clauses.clause_before, '今年|本年|当年|年内|全年') as says_whole_year,
            regexp_matches(clauses.clause_before, '今年|本年|当年|年内|(?:^|[^较比同与从至到0-9])[12][0-9]{3}年') as says_this_year,
            contains(clauses.clause_before, '年初') as says_since_january
        from clauses
        cross join lexicon
    ) as sentences
    cross join lateral (
        with
        texts as (
            select concat(phrases.phrase_before, '|', phrases.phrase_after) as said_text
        ),

        signs as (
            select
                said_text,
                unnest(string_split(said_text, '')) as sign
            from texts
        ),

        lexicon as (
            select
                coalesce(
                    list_sort(list(distinct {'word_class': words.word_class, 'wording': words.wording})),
                    []
                ) as words
            from signs
            inner join words
                on words.head = signs.sign
                and contains(signs.said_text, words.wording)
        )

        select
            -- 计划完成100家 is the plan, 完成计划100家 is not, nor is 任务完成100家
            array_length(
                list_filter(
                    list_filter(
                        lexicon.words,
                        lambda w: w.word_class = 'planned' and contains(phrases.phrase_before, w.wording)
                    ),
                    lambda w: array_length(
                        list_filter(
                            lexicon.words,
                            lambda d: d.word_class = 'done'
                            and contains(split_part(phrases.phrase_before, w.wording, 1), d.wording)
                        )
                    ) = 0
                )
            ) > 0
            or (
                array_length(
                    list_filter(
                        lexicon.words,
                        lambda w: w.word_class = 'planned_loosely' and contains(phrases.phrase_before, w.wording)
                    )
                ) > 0
                and array_length(
                    list_filter(
                        lexicon.words,
                        lambda w: w.word_class = 'done' and contains(phrases.phrase_before, w.wording)
                    )
                ) = 0
            ) as is_planned,
            array_length(list_filter(lexicon.words, lambda w: w.word_class = 'attempt')) > 0
                as is_attempt,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'strong_stock' and contains(phrases.phrase_before, w.wording)
                )
            ) > 0
            -- 已有35家企业完成改造 counts what came about, 已有企业35家 what there is
            and not (
                ends_with(phrases.phrase_before, '已有')
                and array_length(
                    list_filter(
                        lexicon.words,
                        lambda d: d.word_class in ('done', 'stage_end', 'stage_use')
                        and contains(phrases.phrase_after, d.wording)
                    )
                ) > 0
            ) as says_stock,
            -- 其中3家已竣工: how far they are stands behind the number, and not what they are
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class in ('stage_end', 'stage_use')
                    and starts_with(regexp_replace(phrases.phrase_after, '^[均都]?(?:全部)?已?', ''), w.wording)
                )
            ) > 0
            -- 6户已完成改造, and not 6户已完成招标
            or array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'construct'
                    and regexp_replace(phrases.phrase_after, '^[均都]?(?:全部)?已?经?完成', '完成')
                    = concat('完成', w.wording)
                )
            ) > 0 as says_stage_behind,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class in ('done', 'stage_end', 'stage_use')
                    and contains(phrases.phrase_after, w.wording)
                )
            ) > 0 as says_done_behind,
            contains(phrases.phrase_before, '累计') as says_in_all,
            regexp_matches(
                phrases.phrase_before,
                '(?:任务|目标|计划|预算|任务数|任务量|目标值|计划数)的?$|完成率(?:为|达|达到)?$'
            ) as says_plan_itself,
            array_length(
                list_filter(
                    lexicon.words,
                    lambda w: w.word_class = 'flow' and contains(phrases.phrase_before, w.wording)
                )
            ) > 0 as says_flow,
            -- 5个公园正在建设 is not yet what was promised
            array_length(
                list_filter(
                    list_filter(lexicon.words, lambda w: w.word_class in ('unfinished', 'unfinished_behind')),
                    lambda w: case
                        when w.word_class = 'unfinished_behind' or right(w.wording, 1) = '中'
                            then ends_with(phrases.phrase_after, w.wording)
                        else contains(phrases.phrase_after, w.wording)
                    end
                    or w.word_class = 'unfinished'
                    and contains(phrases.phrase_before, w.wording)
                    and array_length(
                        list_filter(
                            lexicon.words,
                            lambda d: d.word_class = 'done'
                            and contains(split_part(phrases.phrase_before, w.wording, 2), d.wording)
                        )
                    ) = 0
                )
            ) > 0 as is_unfinished,
            array_length(list_filter(lexicon.words, lambda w: w.word_class = 'negated')) > 0
                as is_negated,
            regexp_matches(phrases.phrase_before, '新(?:增|登|建|培|认|引|招|发|注|设|创|开|签|获|改|扩|投|安|立)|净增|增加') as is_new_only,
            list_sort(
                list_distinct(
                    list_transform(
                        list_filter(
                            lexicon.words,
                            lambda w: starts_with(w.word_class, 'stage') and contains(phrases.phrase_before, w.wording)
                        ),
                        lambda w: w.word_class
                    )
                )
            ) as stages
        from lexicon
    ) as phrase_wordings
),

-- 12所食堂改造和8所宿舍维修招标公告已发布: what stands behind the second number is said of both, where no verb stands before
-- the first
joined_by_and as (
    select
        * exclude (is_unfinished),
        is_unfinished
        or phrase_before = ''
        and counts_what_follows
        and not says_done_behind
        and coalesce(
            lead(is_unfinished and regexp_matches(sentence_before, '^[^,。;:!?()\n]*[和及]$')) over (
                partition by document_id, target_id, text_no order by start_pos, item_no
            ),
            false
        ) as is_unfinished
    from said
),

opened as (
    select
        *,
        starts_sentence or figure_no = 1 as opens_sentence,
        -- a statement goes on while its figures have no noun of their own, are parts, or are joined by 、
        starts_sentence or figure_no = 1 or not (is_elliptic or opens_parts or goes_on) as opens_statement
    from joined_by_and
),

numbered as (
    select
        *,
        count(*) filter (where opens_sentence) over (
            partition by document_id, target_id, text_no order by start_pos, item_no rows unbounded preceding
        ) as sentence_no
    from opened
),

-- 建成站点7个(东镇1个、西镇6个),投用5座: what stands in a bracket that is closed is no noun of what follows it.
bracketed as (
    select
        *,
        sum(length(replace(sentence_before, ')', '')) - length(replace(sentence_before, '(', ''))) over (
            partition by document_id, target_id, text_no, sentence_no
            order by start_pos, item_no
            rows unbounded preceding
        ) > 0 as is_in_bracket
    from numbered
),

-- What was said before in a text, and where: what stands before the opening of a sentence (statement) does not reach
-- into it.
remembered as (
    select
        *,
        max(start_pos) filter (where opens_sentence) over so_far as sentence_pos,
        max(start_pos) filter (where opens_statement) over so_far as statement_pos,
        max(start_pos) filter (where has_forecast_word) over so_far as forecast_pos,
        max(start_pos) filter (where opens_parts) over so_far as parts_pos,
        last_value(stated_year ignore nulls) over so_far as last_stated_year,
        max(start_pos) filter (where stated_year is not null) over so_far as stated_year_pos,
        last_value(
            case
                when own_key is not null then {'key': own_key, 'pos': start_pos, 'unit': base_measure_unit}
            end ignore nulls
        ) over before_this as last_said,
        last_value(
            case
                when own_key is not null and not is_in_bracket
                    then {'key': own_key, 'pos': start_pos, 'unit': base_measure_unit}
            end ignore nulls
        ) over before_this as last_said_outside,
        case when is_in_bracket then last_said else last_said_outside end as said_before,
        last_value(case when own_noun is not null then {'noun': own_noun, 'pos': start_pos} end ignore nulls)
            over before_this as last_named,
        last_value(
            case
                when own_noun is not null and not is_in_bracket then {'noun': own_noun, 'pos': start_pos}
            end ignore nulls
        ) over before_this as last_named_outside,
        case when is_in_bracket then last_named else last_named_outside end as named_before
    from bracketed
    window
        so_far as (partition by document_id, target_id, text_no order by start_pos, item_no rows unbounded preceding),
        before_this as (
            partition by document_id, target_id, text_no
            order by start_pos, item_no
            rows between unbounded preceding and 1 preceding
        )
),

joined as (
    select
        *,
        coalesce(forecast_pos >= statement_pos, false) as is_forecast,
        coalesce(parts_pos >= sentence_pos, false) as is_part,
        said_before.unit as last_unit,
        case when said_before.pos >= sentence_pos then said_before.key end as prior_key,
        case when named_before.pos >= sentence_pos then named_before.noun end as prior_noun,
        first_value(own_key ignore nulls) over (
            partition by document_id, target_id, text_no, sentence_pos
            order by start_pos, item_no
            rows unbounded preceding
        ) as first_key,
        translate(
            coalesce(
                max(nullif(label_text, '')) over (partition by document_id, target_id, text_no, sentence_pos), ''
            ),
            '“”',
            ''
        ) as label_key
    from remembered
),

keyed as (
    select
        *,
        case
            -- 其中“双师型”教师531人,占比61.6%: the share is of what was counted
            when key_before in ('占', '占比', '比重') and prior_key is not null then prior_key || key_before
            when key_before <> '' then key_before
            when counts_what_follows then ''
            -- 新建公园6个,植树造林4万亩: of another unit the verb alone says what is counted
            when growth_direction = ''
                and act_key <> ''
                and coalesce(last_unit <> base_measure_unit, length(act_key) >= 3)
                then act_key
            else coalesce(prior_key, '')
        end as noun_key
    from joined
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_no::integer as text_no,  -- 文本序号: which progress text of the target
    start_pos::integer as start_pos,  -- 起始位置: of the number in that text, from 1
    item_no::integer as item_no,  -- 同数项序号: A、B各5个 is a number of two things, 1 for any other
    end_pos::integer as end_pos,  -- 数字结束位置: the number's last character
    figure_no::integer as figure_no,  -- 数字序号: the measures of a text in printed order
    sentence_no::integer as sentence_no,  -- 句序号: the sentence, counted over those with figures
    right(
        case
            when counts_what_follows then phrase_after
            when noun_before <> '' then noun_before
            else coalesce(prior_noun, phrase_before)
        end, 24
    )::varchar as noun_text,  -- 名词: the noun phrase as printed, its last two dozen characters
    phrase_after::varchar as phrase_after,  -- 数后短语: from the unit to the next sign
    noun_key::varchar as noun_key,  -- 名词键: of the noun before the number, or taken over from the sentence
    (case when counts_what_follows then '' else short_key end)::varchar as short_key,  -- 短名词键: a noun of two characters that is recognised by itself
    act_key::varchar as act_key,  -- 动作键: the verb that says which count it is
    (case
        -- 发放高龄津贴8万人次、津贴640万元,津贴80元/人月: for whom, the head of the sentence says
        when base_measure_unit like '元/%' and length(noun_key) = 2 then coalesce(nullif(first_key, noun_key), '')
        when is_bare_act or (goes_on and length(noun_before) = 2 and short_key = '') then coalesce(prior_key, '')
        else ''
    end)::varchar as prior_noun_key,  -- 前文名词键: of the noun before it in the sentence, where its own words say only what was done (培训) or too little (资金); of an amount a head the first
    (
        case when is_elliptic and act_key = '' and prior_key is not null then last_unit end
    )::varchar as noun_base_unit,  -- 名词计量单位: what the noun that a figure without one takes over was counted in; NULL where none is taken over
    (
        case when counts_what_follows or is_elliptic then label_key else '' end
    )::varchar as label_key,  -- 冒号前词键: of the word and colon that its sentence begins with, where no noun stands before the number
    key_after::varchar as after_key,  -- 数后名词键: of the words behind the number
    counts_what_follows::boolean as counts_what_follows,  -- 是否后置名词: the noun stands behind the number
    is_elliptic::boolean as is_elliptic,  -- 是否省略名词: no noun of its own
    figure_value::double as figure_value,  -- 数值: scale resolved
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: as printed, without its scale
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    measure_unit_kind::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ...
    (case when growth_direction = '' then 'level' else 'growth' end)::varchar as value_kind,  -- 指标类别: level or growth
    growth_direction::varchar as growth_direction,  -- 增减方向: up, down or ''
    is_reached_level::boolean as is_reached_level,  -- 是否达到: a level that was reached, with no word of what came about in the year
    is_forecast::boolean as is_forecast,  -- 是否预计: a forecast
    is_planned::boolean as is_planned,  -- 是否计划数: the plan said again
    is_attempt::boolean as is_attempt,  -- 是否申报等: on the way only
    is_ratio_of_plan::boolean as is_ratio_of_plan,  -- 是否完成率: how much of the plan is done
    is_plan_share::boolean as is_plan_share,  -- 是否计划完成比例: the share of the plan that is done, said of the plan itself
    (is_plan_share and answers_itself)::boolean as is_own_plan_share,  -- 是否自报计划完成比例: such a share in a target's own text, which promises nothing by it
    is_share_of_whole::boolean as is_share_of_whole,  -- 是否占比: a share of something else
    is_change::boolean as is_change,  -- 是否增减量: a change against another time
    says_since_january::boolean as is_since_january,  -- 是否较年初: a change since the year began, which is what came about in the year
    -- 2022年更新公交车210辆,客运量5730万人次: the year holds until another is named
    (
        case
            when stated_year_pos >= sentence_pos and (stated_year is not null or not says_whole_year)
                then last_stated_year
        end
    )::integer as stated_year,  -- 所述年份: the year that the sentence gives, NULL for none
    says_last_year::boolean as says_last_year,  -- 是否上年: of last year
    is_unfinished::boolean as is_unfinished,  -- 是否在办: under way (正在建设)
    is_negated::boolean as is_negated,  -- 是否未完成数: counts what is not done, or what is missing
    is_new_only::boolean as is_new_only,  -- 是否只计新增: counts new ones only
    stages::varchar[] as stages,  -- 阶段: of a project (开工, 竣工, 投产) that the number is about
    is_part::boolean as is_part,  -- 是否分项: part of a number before it in the sentence
    says_this_year::boolean as says_this_year,  -- 是否本年: said of the year (累计完成9.8亿元,其中2023年完成6.35亿元)
    opens_parts::boolean as opens_parts,  -- 是否首个分项: 其中 stands before it
    is_partial_year::boolean as is_partial_year,  -- 是否不足全年: the first three quarters and the like
    is_stock::boolean as is_stock,  -- 是否存量: what there is in all
    is_cumulated::boolean as is_cumulated  -- 是否累计: 累计 without a year
from keyed
