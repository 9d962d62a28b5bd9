-- 承诺指标: every number promised in a target, with what it measures, its bound and which way is better.
-- grain: document_id, target_id, measure_no
with
-- 新建床位5620张,为计划的102%: how much of the plan was done is said of what came of it, and promised by nobody.
stated_shares as (
    select distinct
        document_id,
        target_id,
        start_pos
    from intermediate.int_reported_figures
    where is_own_plan_share
),

phrases as (
    select phrases.*
    from intermediate.int_measure_phrases as phrases
    left join stated_shares
        on phrases.document_id = stated_shares.document_id
        and phrases.target_id = stated_shares.target_id
        and phrases.start_pos = stated_shares.start_pos
        and phrases.text_name = 'target'
    where phrases.text_name in ('target', 'annual_target') and stated_shares.start_pos is null
),

bounds as (
    select
        wording,
        side,
        operator,
        less_is_better::boolean as less_is_better,
        tolerance_share::double as tolerance_share
    from seeds.measure_operators
),

lexicon as (
    select
        list_sort(list(wording) filter (where word_class = 'less_is_better')) as less_nouns,
        list_sort(list(wording) filter (where word_class = 'strong_stock')) as stock_words,
        list_sort(list(wording) filter (where word_class = 'asks_way')) as way_words,
        list_sort(list(wording) filter (where word_class = 'change')) as change_words,
        list_sort(list(wording) filter (where word_class = 'new')) as new_words,
        list_sort(list(wording) filter (where word_class = 'not_new')) as not_new_words,
        list_sort(
            list({'stage': word_class, 'wording': wording}) filter (where word_class like 'stage%')
        ) as stage_words,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'description')
        || '|' as descriptions
    from seeds.measure_words
),

bounded as (
    select
        phrases.*,
        coalesce(after_bounds.operator, before_bounds.operator) as bound_operator,
        -- 化肥使用量零增长 is kept by any fall
        coalesce(after_bounds.less_is_better, false)
        or coalesce(before_bounds.less_is_better, false)
        or phrases.number_text = '零' as is_ceiling,
        coalesce(after_bounds.tolerance_share, before_bounds.tolerance_share, 0.0) as tolerance_share,
        -- a growth or a part without a noun of its own speaks of the noun before it in the sentence
        last_value(
            case
                when phrases.counts_what_follows then nullif(phrases.key_after, '')
                else nullif(phrases.key_before, '')
            end ignore nulls
        ) over before_this as prior_key,
        last_value(
            case
                when phrases.counts_what_follows then nullif(phrases.phrase_after, '')
                else nullif(phrases.noun_before, '')
            end ignore nulls
        ) over before_this as prior_noun,
        last_value(
            case
                when phrases.counts_what_follows or phrases.key_before <> '' then phrases.base_measure_unit
            end ignore nulls
        ) over before_this as prior_unit,
        -- 新开工安置房12栋1600套: what stands before the first number stands before both
        case
            when phrases.phrase_before = '' and phrases.sentence_before = '' and not phrases.starts_sentence
                then coalesce(last_value(nullif(phrases.phrase_before, '') ignore nulls) over before_this, '')
            else phrases.phrase_before
        end as staged_phrase
    from phrases
    left join bounds as after_bounds
        on after_bounds.side = 'after' and after_bounds.wording = phrases.bound_after_text
    left join bounds as before_bounds
        on before_bounds.side = 'before' and before_bounds.wording = phrases.bound_before_text
    window before_this as (
        partition by phrases.document_id, phrases.target_id, phrases.text_name, phrases.text_no
        order by phrases.start_pos, phrases.item_no
        rows between unbounded preceding and 1 preceding
    )
),

-- 老旧小区改造 | 开工16个,完工9个: in a column of its own a number without a noun counts what the target is called
synonyms as (
    select list_sort(list({'order_no': 100 - length(wording), 'wording': wording, 'canonical': canonical})) as pairs
    from seeds.measure_synonyms
),

-- a number that is read with the name of its indicator has that
annual_texts as (
    select
        document_id,
        target_id
    from intermediate.int_measure_texts
    where text_name = 'annual_target' and kept_places[1] is distinct from 0
),

target_names as (
    select
        targets.document_id,
        targets.target_id,
        regexp_extract(targets.plain_text, '^([^,;:!?。()0-9]{2,30})(?:\([^()]*\))?[。;,]?$', 1) as target_name,
        list_reduce(
            synonyms.pairs,
            lambda acc, pair: replace(acc, pair.wording, pair.canonical),
            translate(target_name, '“”"《》()、·的 ', '')
        ) as target_key
    from annual_texts as answered
    inner join intermediate.int_measure_texts as targets
        on answered.document_id = targets.document_id
        and answered.target_id = targets.target_id
        and targets.text_name = 'target'
    cross join synonyms
),

-- 加快老旧小区改造,全年完成120个: the clause before names what the number counts
led_in as (
    select
        bounded.*,
        target_names.target_key,
        case
            when counts_what_follows or key_before <> '' then ''
            else regexp_extract(sentence_before, '([^,;:,:]{4,30})[,;:][^,;:]*$', 1)
        end as printed_clause,
        case
            when not counts_what_follows and key_before = '' and printed_clause = '' and prior_key is null
                then nullif(target_names.target_name, '')
        end as name_of_target,
        coalesce(name_of_target, printed_clause) as clause_before_that,
        -- 植树造林3万亩, 培训5000人次: the verb is all that says what is counted; 新建公园5个、改造3个 counts what went before
        not counts_what_follows
        and key_before = ''
        and growth_direction = ''
        and act_key <> ''
        and coalesce(prior_unit <> base_measure_unit, true)
        and (length(act_key) >= 3 or clause_before_that = '') as is_act_alone
    from bounded
    left join target_names
        on bounded.text_name = 'annual_target'
        and bounded.document_id = target_names.document_id
        and bounded.target_id = target_names.target_id
),

named as (
    select
        *,
        case
            when counts_what_follows then key_after
            when key_before <> '' then key_before
            when is_act_alone then act_key
            when name_of_target is not null then target_key
            when clause_before_that <> '' then translate(clause_before_that, '“”"《》()、·的 ', '')
            else coalesce(prior_key, '')
        end as noun_key,
        case
            when counts_what_follows then phrase_after
            when noun_before <> '' then noun_before
            when is_act_alone then act_key
            when clause_before_that <> '' then clause_before_that
            else coalesce(prior_noun, phrase_before)
        end as noun_text
    from led_in
),

opposites as (
    select list_sort(list({'group_name': group_name, 'wording': wording})) as wordings
    from seeds.measure_opposites
),

-- an annual target column may say again what the target says
kept as (
    select named.*
    from named
    cross join lexicon
    left join named as said_before
        on named.text_name = 'annual_target'
        and said_before.document_id = named.document_id
        and said_before.target_id = named.target_id
        and said_before.text_name = 'target'
        and said_before.noun_key = named.noun_key
        and said_before.base_measure_unit = named.base_measure_unit
        and said_before.figure_value = named.figure_value
        and said_before.growth_direction = named.growth_direction
    where strpos(lexicon.descriptions, '|' || named.noun_text || '|') = 0 and said_before.target_id is null
),

numbered as (
    select
        *,
        row_number() over (
            partition by document_id, target_id
            order by text_name desc, text_no, start_pos, item_no
        ) as measure_no
    from kept
),

described as (
    select
        numbered.*,
        nouns.* exclude (is_less_noun),
        wordings.*,
        growth_direction = ''
        and (is_ceiling or (coalesce(bound_operator, '') not in ('at_least') and nouns.is_less_noun))
        or (growth_direction <> '' and is_ceiling) as less_is_better
    from numbered
    -- what a noun is and what words around a number say is asked once for each distinct one
    cross join lateral (
        with
        marked as (
            select list_filter(opposites.wordings, lambda o: contains(numbered.noun_key, o.wording)) as marks
            from opposites
        )

        select
            array_length(list_filter(lexicon.less_nouns, lambda w: contains(numbered.noun_key, w))) > 0 as is_less_noun,
            list_distinct(list_filter(
                list_transform(
                    range(1, greatest(length(numbered.noun_key), 2)),
                    lambda i: substr(numbered.noun_key, i, 2)
                ),
                lambda g: not contains(g, ' ')
            )) as noun_pairs,
            list_transform(marked.marks, lambda m: m.wording) as own_marks,
            case
                when array_length(marked.marks) = 0 then []
                else list_transform(
                    list_filter(
                        opposites.wordings,
                        lambda o: list_contains(list_transform(marked.marks, lambda m: m.group_name), o.group_name)
                            and not list_contains(marked.marks, o)
                    ),
                    lambda o: o.wording
                )
            end as opposed_words
        from marked
        cross join opposites
        cross join lexicon
    ) as nouns
    cross join lateral (
        with
        -- the clause with its dates: 较2022年增加34家 is a change
        clauses as (
            select regexp_extract(numbered.sentence_before, '[^,。;:!?()\n]*$') as clause_before
        )

        select
            regexp_matches(clauses.clause_before, '(?:高于|快于|优于|低于).{0,6}(?:平均|水平)') as asks_above_average,
            array_length(
                list_filter(lexicon.stock_words, lambda w: contains(numbered.phrase_before, w))
            ) > 0 as is_stock,
            regexp_matches(numbered.phrase_before, '新(?:增|登|建|培|认|引|招|发|注|设|创|开|签|获|改|扩|投|安|立)|净增|增加|新')
                as may_be_new,
            -- 新认定高新技术企业, and not 高新技术企业 alone
            array_length(
                list_filter(
                    lexicon.new_words,
                    lambda w: contains(
                        list_reduce(
                            lexicon.not_new_words, lambda text, n: replace(text, n, ' '), numbered.phrase_before
                        ),
                        w
                    )
                )
            ) > 0 as says_new,
            -- 净增10家, 比上年增加2家: the change itself is what is promised
            contains(numbered.phrase_before, '净增')
            or array_length(
                list_filter(lexicon.change_words, lambda w: contains(clauses.clause_before, w))
            ) > 0 as asks_change,
            array_length(list_filter(lexicon.way_words, lambda w: contains(numbered.phrase_before, w))) > 0 as asks_way,
            list_distinct(
                list_transform(
                    list_filter(lexicon.stage_words, lambda w: contains(numbered.staged_phrase, w.wording)),
                    lambda w: w.stage
                )
            ) as stages
        from clauses
        cross join lexicon
    ) as wordings
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    measure_no::integer as measure_no,  -- 指标序号: the promised numbers of a target in printed order
    text_name::varchar as text_name,  -- 文本类别: target or annual_target
    start_pos::integer as start_pos,  -- 起始位置: of the number in that text, from 1
    end_pos::integer as end_pos,  -- 数字结束位置: the number's last character
    noun_text::varchar as measure_text,  -- 指标名称: the noun phrase as printed
    noun_key::varchar as noun_key,  -- 名词键: the noun phrase with synonyms made one
    (case when counts_what_follows then key_before else '' end)::varchar as owner_key,  -- 所属键: whose they are or where, said before a noun that stands behind the number (东湾、西岭2处卫生院)
    (
        counts_what_follows
        and measure_unit_kind = 'count'
        and figure_value >= 2
        and length(phrase_before) - length(replace(phrase_before, '、', '')) = figure_value - 1
    )::boolean as names_each,  -- 是否逐一列名: as many names stand before the number as it counts, so that more cannot answer it
    (case when counts_what_follows then '' else short_key end)::varchar as short_key,  -- 短名词键: a noun of two characters that is recognised by itself
    act_key::varchar as act_key,  -- 动作键: the verb that says which count it is
    noun_pairs::varchar[] as noun_pairs,  -- 字对: pairs of characters of the key
    own_marks::varchar[] as own_marks,  -- 限定词: words of the key that have opposites (城镇)
    opposed_words::varchar[] as opposed_words,  -- 相对词: words that would make it another measure (农村)
    (case when growth_direction = '' then 'level' else 'growth' end)::varchar as value_kind,  -- 指标类别: level or growth
    growth_direction::varchar as growth_direction,  -- 增减方向: up, down or ''
    (case
        when range_start_value is not null then 'between'
        when asks_above_average then 'above_average'
        when coalesce(bound_operator, 'equal') = 'equal' then 'plain'
        else bound_operator
    end)::varchar as operator,  -- 界限: at_least, at_most, about, reach, between, plain, above_average
    (bound_before_text || '…' || bound_after_text)::varchar as operator_text,  -- 界限词: as printed around the number
    is_striven_for::boolean as is_striven_for,  -- 是否力争: 力争 or 争取 stands before
    less_is_better::boolean as less_is_better,  -- 是否越少越好: a ceiling, or a noun of which less is better
    tolerance_share::double as tolerance_share,  -- 容差: share of the value within which it counts as met
    (case when range_start_value is not null then least(range_start_value, figure_value) else figure_value end)::double
        as target_value,  -- 目标值: scale resolved; the lower end of a range
    (case when range_start_value is not null then greatest(range_start_value, figure_value) end)::double
        as target_high_value,  -- 目标上限: the upper end of a range, else NULL
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: as printed, without its scale
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    measure_unit_kind::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ...
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    is_stock::boolean as is_stock,  -- 是否存量: asks for what there is in all
    (says_new and not is_stock and growth_direction = '')::boolean as is_new_only,  -- 是否只计新增: says that new ones only are counted
    (may_be_new and not is_stock)::boolean as may_be_new,  -- 是否可能新增: a sign of new ones stands in its phrase, be it of a noun
    asks_change::boolean as asks_change,  -- 是否增减量: promises a change against another time
    asks_way::boolean as asks_way,  -- 是否重在推进: asks that a thing goes on (推进, 启动), so that one under way answers
    stages::varchar[] as stages,  -- 阶段: of a project (开工, 竣工, 投产) that the promise is about
    counts_what_follows::boolean as counts_what_follows,  -- 是否后置名词: the noun stands behind the number (20个重点镇)
    (clause_before_that <> '' and not is_act_alone)::boolean as is_led_in  -- 是否前句名词: the noun is taken from the clause before, with the words around it
from described
