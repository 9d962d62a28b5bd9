-- 指标短语: the words around each number that is a measure: what is counted, level or growth, and how it is said.
-- grain: document_id, target_id, text_name, text_no, start_pos, item_no
-- Chinese puts what is counted before the number (新招聘教师3000名) or, right after a verb, behind it (推动26家企业开展智能化改造).
-- Governments say the same things in the same words, with other numbers: each lateral subquery is a function of a few
-- short texts, which the engine asks once for each distinct value and not once for each number.
with
figures as (
    select
        *,
        figure_no > 1 as follows_figure,
        measure_unit_kind in ('share', 'points', 'ratio') as can_grow
    from intermediate.int_measure_items
),

words as (
    select * from seeds.measure_words
),

verbs as (
    select distinct wording from words where word_class in ('verb', 'act')
),

acts as (
    select distinct wording from words where word_class = 'act'
),

localizers as (
    select list_sort(list(wording)) as wordings from words where word_class = 'localizer'
),

-- 9亿元奖补资金: what is money
monies as (
    select list_sort(list(wording)) as wordings from seeds.measure_bare_nouns where measure_unit_kind = 'money'
),

generics as (
    select distinct wording from words where word_class = 'generic'
),

growths as (
    select
        wording,
        min(case when word_class = 'growth_up' then 'up' else 'down' end) as direction
    from words
    where word_class in ('growth_up', 'growth_down')
    group by wording
),

bounds as (
    select distinct wording from seeds.measure_operators where side = 'before'
),

-- the words that are taken off a phrase, by phase: 1 times, places, adverbs and general verbs (全年实际新招聘教师 -> 招聘教师),
-- 2 the verb that says which count it is (招聘教师 -> 教师), 3 verbs and connecting words at the end (经营主体存量达到 -> 经营主体).
-- A word to keep (新能源) takes nothing off and so ends its phase.
-- 4 are the words behind a number that begin what is said of it and name nothing that is counted (改造公园4个|并开放).
trims as (
    select
        phases.phase,
        words.wording,
        max(case when words.word_class like 'keep%' then 0 else length(words.wording) end) as trim_length
    from words
    inner join (
        select
            unnest([1, 2, 2, 3, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4]) as phase,
            unnest(
                [
                    'lead', 'lead', 'act', 'tail', 'keep', 'keep', 'keep_tail',
                    'lead', 'act', 'tail', 'verb', 'inner_verb', 'not_counted', 'keep'
                ]
            ) as word_class
    ) as phases
        on phases.word_class = words.word_class
    group by phases.phase, words.wording
),

-- long wordings first, so that 社会消费品零售总额 is replaced before 零售总额
synonyms as (
    select list_sort(list({'order_no': 100 - length(wording), 'wording': wording, 'canonical': canonical})) as pairs
    from seeds.measure_synonyms
),

lexicon as (
    select
        list_sort(list(wording) filter (where word_class = 'inner_verb')) as inner_verbs,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'change_to')
        || '|' as change_words,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'attribute')
        || '|' as attribute_words
    from words
),

phrased as (
    select
        figures.* exclude (words_before, words_after, follows_figure, can_grow, sign_text),
        around.*
    from figures
    cross join lateral (
        with
        -- 调增到每人每月2600元: the words between verb and number say for whom, and end no noun
        per_head as (
            select
                case
                    when contains(right(figures.words_before, 5), '每')
                        then regexp_replace(figures.words_before, '(?:每人)?每(?:学年|[年月天日])$', '')
                    else figures.words_before
                end as words_before
        ),

        between_texts as (
            select
                -- 5%-6%: the first number of a range belongs to the number, not to the words before it; so does
                -- 由92%提高到95%
                case
                    when strpos(lexicon.change_words, '|' || right(per_head.words_before, 3) || '|') > 0
                        then regexp_replace(
                            per_head.words_before, '[由从][^,。;]{0,20}[0-9][^,。;]{0,6}([^,。;]{3})$', '\1'
                        )
                    when strpos(lexicon.change_words, '|' || right(per_head.words_before, 2) || '|') > 0
                        then regexp_replace(
                            per_head.words_before, '[由从][^,。;]{0,10}[0-9][^,。;]{0,6}([^,。;]{2})$', '\1'
                        )
                    when right(per_head.words_before, 1) in ('-', '~', '至', '到')
                        then regexp_replace(
                            per_head.words_before, '[0-9][0-9.,]*(?:%|[万亿千百个家名]{1,2})?[-~至到]$', ''
                        )
                    else per_head.words_before
                end as text_before,
                figures.words_after as text_after,
                strpos(lexicon.attribute_words, '|' || left(figures.words_after, 2) || '|') > 0 as is_described,
                figures.follows_figure as follows_figure,
                figures.can_grow as can_grow,
                figures.sign_text as sign_text
            from lexicon
            cross join per_head
        ),

        parted_texts as (
            select
                * exclude (text_before),
                -- 20个领航企业和20个重点项目: what follows the number before, up to 和 or 、, belongs to that number
                case
                    when follows_figure
                        then regexp_replace(text_before, '^[^、和及与,。;:!?()\n 0-9][^、和,。;:!?()\n]*([、和])', '\1')
                    else text_before
                end as text_before
            from between_texts
        ),

        clause_phrases as (
            select
                *,
                -- 执业(助理)医师: a bracket that is closed is part of the phrase and is left out of it
                replace(
                    regexp_extract(
                        case
                            when contains(text_before, '(') then regexp_replace(text_before, '\([^()]*\)', '', 'g')
                            else text_before
                        end,
                        '[^,。;:!?()\n]*$'
                    ),
                    ' ',
                    ''
                ) as clause_phrase
            from parted_texts
        ),

        -- 能耗较2010年降低: what a figure is held against is no date of its own
        compared as (
            select
                * exclude (clause_phrase),
                case
                    when contains(clause_phrase, '年')
                        then regexp_replace(
                            clause_phrase, '(.)[比较与同][12][0-9]{3}年(?:度|同期|末|底)?(?:相比)?', '\1', 'g'
                        )
                    else clause_phrase
                end as clause_phrase
            from clause_phrases
        ),

        -- dates at the head say when, not what
        undated as (
            select
                *,
                case when not regexp_matches(clause_phrase, '[年月日季]') then clause_phrase else regexp_replace(
                    clause_phrase,
                    '^.*(?:[12][0-9]{3}年度?|[0-9]{1,2}月份?|[0-9]{1,2}日|[0-9一二三四]季度)'
                    || '(?:[底末]?[之以]?前|底|末|初|以来)?',
                    ''
                ) end as after_date
            from compared
        ),

        -- 社会消费品零售总额已于11月底达到156.3亿元: a date in the middle leaves what stands before it
        redated as (
            select
                *,
                case
                    when after_date <> clause_phrase and regexp_matches(after_date, '^已?(?:达到?|完成|实现|突破|超过|为|增至|增长)?$')
                        then regexp_extract(
                            clause_phrase,
                            '^(.+[^较比同由从自距至到在于截已])(?:已?[于在至到]|截至)(?:[12][0-9]{3}年度?|[0-9]{1,2}月份?)(?:[0-9]{1,2}月份?|[0-9]{1,2}日|底|末|初|前)*'
                            || '已?(?:达到?|完成|实现|突破|超过|为|增至|增长)?$',
                            1
                        )
                    else ''
                end as before_date
            from undated
        ),

        phrases as (
            select
                *,
                -- a sign ends a phrase, but 、 joins things that are counted together
                regexp_replace(before_date || after_date, '^[、和及与以]+|.*[、和及或]$', '') as marked_phrase,
                regexp_extract(text_before, '[^。;!?\n]*$') as sentence_before,
                regexp_matches(text_before, '[。;!?\n]') as starts_sentence,
                regexp_matches(text_before, '力争|争取') as is_striven_for,
                case
                    -- 具有博士学位的教师: what is counted stands behind its description
                    when is_described and contains(text_after, '的')
                        then regexp_extract(replace(text_after, ' ', ''), '的([^、和的]+)[^的]*$', 1)
                    else regexp_extract(replace(text_after, ' ', ''), '^(?:的)?([^、和]*)', 1)
                end as phrase_after
            from redated
        ),

        -- ★, ①, 14. and 三、 stand before a target and are no part of it
        headed_phrases as (
            select
                * exclude (marked_phrase),
                regexp_replace(
                    regexp_replace(marked_phrase, '^(?:[★☆△▲▽▼●○◎◆◇■□※＊*·•①-⒛㈠-㈩.]+|[一二三四五六七八九十]{1,3}、)', ''),
                    '^[0-9]{1,3}[.、]?([^0-9.、%‰万亿千百余多个项家处名所座条件户套年月日号级岁期批届次类线大位强A-Za-z+-])', '\1'
                ) as phrase_before
            from phrases
        ),

        bounded as (
            select
                phrases.*,
                -- 标准不低于人均消费支出的1.3倍: what it is held against stands behind the bound
                case
                    when coalesce(b4.wording, b3.wording, b2.wording, b1.wording) is null and phrases.can_grow
                        then nullif(
                            regexp_extract(
                                phrases.phrase_before, '[一-龥](不低于|不高于|不少于|不超过)[一-龥]{2,20}的$', 1
                            ),
                            ''
                        )
                end as bound_before_compared,
                coalesce(b4.wording, b3.wording, b2.wording, b1.wording, bound_before_compared, '') as bound_before_text
            from headed_phrases as phrases
            left join bounds as b4
                on b4.wording = right(phrases.phrase_before, 4) and length(b4.wording) = 4
            left join bounds as b3
                on b3.wording = right(phrases.phrase_before, 3) and length(b3.wording) = 3
            left join bounds as b2
                on b2.wording = right(phrases.phrase_before, 2) and length(b2.wording) = 2
            left join bounds as b1
                on b1.wording = right(phrases.phrase_before, 1)
        ),

        stemmed as (
            select
                bounded.*,
                case
                    when bound_before_compared is not null then phrase_before
                    else left(phrase_before, length(phrase_before) - length(bound_before_text))
                end as phrase_stem
            from bounded
        )

        select
            stemmed.phrase_before,
            stemmed.sentence_before,
            stemmed.starts_sentence,
            stemmed.is_striven_for,
            stemmed.phrase_after,
            stemmed.bound_before_text,
            stemmed.phrase_stem,
            case
                when not stemmed.can_grow then ''
                when g3.direction is not null then g3.direction
                when g2.direction is not null then g2.direction
                when ends_with(stemmed.phrase_stem, '翻') then 'up'
                when after_growths.direction is not null then after_growths.direction
                -- 同比增速分别为, 增长率为, 增速达
                when regexp_matches(stemmed.phrase_stem, '(?:增速|增长率|增幅)[^的]{0,4}$') then 'up'
                when regexp_matches(stemmed.phrase_stem, '(?:下降率|降幅)[^的]{0,4}$') then 'down'
                -- 同比-1.5%: the sign says what the words leave out
                when stemmed.sign_text <> '' and regexp_matches(stemmed.phrase_stem, '[同环]比$') then 'up'
                else ''
            end as growth_direction
        from stemmed
        left join growths as g3
            on g3.wording = right(stemmed.phrase_stem, 3)
        left join growths as g2
            on g2.wording = right(stemmed.phrase_stem, 2)
        left join growths as after_growths
            on after_growths.wording = left(stemmed.phrase_after, 2)
    ) as around
),

named_before as (
    select
        phrased.*,
        stems.*
    from phrased
    cross join lateral (
        with recursive
        trimming as (
            select
                phrased.phrase_stem as phrase,
                phrased.phrase_stem as headed_phrase,
                phrased.phrase_stem as bare_phrase,
                1 as phase
            union all
            -- the longest word goes first; where none is found the next phase begins
            select
                case
                    when trimming.phase < 3
                        then substr(
                            trimming.phrase,
                            coalesce(t4.trim_length, t3.trim_length, t2.trim_length, t1.trim_length, 0) + 1
                        )
                    else left(
                        trimming.phrase,
                        greatest(
                            length(trimming.phrase)
                            - coalesce(t4.trim_length, t3.trim_length, t2.trim_length, t1.trim_length, 0),
                            0
                        )
                    )
                end as phrase,
                case when trimming.phase = 1 then trimming.phrase else trimming.headed_phrase end as headed_phrase,
                case when trimming.phase = 2 then trimming.phrase else trimming.bare_phrase end as bare_phrase,
                trimming.phase
                + (
                    case
                        when coalesce(t4.trim_length, t3.trim_length, t2.trim_length, t1.trim_length, 0) = 0 then 1
                        else 0
                    end
                ) as phase
            from trimming
            -- 竣工率, 授权量: a verb before 率 or 量 is part of the noun
            left join trims as t4
                on t4.phase = trimming.phase
                and t4.wording = case when trimming.phase < 3 then left(
                    trimming.phrase,
                    4
                ) else right(trimming.phrase, 4) end
                and length(t4.wording) = 4
                and not (trimming.phase < 3 and substr(trimming.phrase, 5, 1) in ('率', '量', '额', '值', '度'))
            left join trims as t3
                on t3.phase = trimming.phase
                and t3.wording = case when trimming.phase < 3 then left(
                    trimming.phrase,
                    3
                ) else right(trimming.phrase, 3) end
                and not (trimming.phase < 3 and substr(trimming.phrase, 4, 1) in ('率', '量', '额', '值', '度'))
                and length(t3.wording) = 3
            left join trims as t2
                on t2.phase = trimming.phase
                and t2.wording = case when trimming.phase < 3 then left(
                    trimming.phrase,
                    2
                ) else right(trimming.phrase, 2) end
                and not (trimming.phase < 3 and substr(trimming.phrase, 3, 1) in ('率', '量', '额', '值', '度'))
                and length(t2.wording) = 2
            left join trims as t1
                on t1.phase = trimming.phase
                and t1.wording = case when trimming.phase < 3 then left(
                    trimming.phrase,
                    1
                ) else right(trimming.phrase, 1) end
                and not (trimming.phase < 3 and substr(trimming.phrase, 2, 1) in ('率', '量', '额', '值', '度'))
            where trimming.phase < 4
        ),

        trimmed as (
            select
                phrase as noun_before,
                headed_phrase,
                bare_phrase,
                left(headed_phrase, length(headed_phrase) - length(bare_phrase)) as act_text,
                -- a noun of two characters says too little (企业), so its key keeps the verb before it (入驻企业)
                translate(
                    case when length(phrase) between 1 and 2 then right(act_text, 2) else '' end || phrase,
                    '“”"《》()、·的 |',
                    ''
                ) as said_key
            from trimming
            where phase = 4
        )

        select
            trimmed.noun_before,
            case
                when array_length(
                    list_filter(synonyms.pairs, lambda pair: contains(trimmed.said_key, pair.wording))
                ) = 0
                    then trimmed.said_key
                else list_reduce(
                    synonyms.pairs,
                    lambda acc,
                    pair: replace(acc, pair.wording, pair.canonical),
                    trimmed.said_key
                )
            end as key_before,
            case
                when trimmed.act_text = ''
                    or array_length(
                        list_filter(synonyms.pairs, lambda pair: contains(trimmed.act_text, pair.wording))
                    ) = 0
                    then trimmed.act_text
                else list_reduce(
                    synonyms.pairs,
                    lambda acc,
                    pair: replace(acc, pair.wording, pair.canonical),
                    trimmed.act_text
                )
            end as act_key,
            -- a short noun that is rare enough to be recognised by itself: 电梯, 生猪, but not 企业
            case
                when length(trimmed.noun_before) = 2 and generics.wording is null then trimmed.noun_before
                else ''
            end as short_key,
            length(trimmed.noun_before) between 2 and 4 and acts.wording is not null as is_bare_act,
            phrased.phrase_stem = ''
            or v4.wording is not null
            or v3.wording is not null
            or v2.wording is not null
            or v1.wording is not null
            -- 整治平阳古城内12条街巷: a place is no noun
            or array_length(
                list_filter(localizers.wordings, lambda wording: ends_with(phrased.phrase_stem, wording))
            ) > 0 as ends_in_verb
        from trimmed
        cross join synonyms
        left join verbs as v4
            on v4.wording = right(phrased.phrase_stem, 4) and length(v4.wording) = 4
        left join verbs as v3
            on v3.wording = right(phrased.phrase_stem, 3) and length(v3.wording) = 3
        left join verbs as v2
            on v2.wording = right(phrased.phrase_stem, 2) and length(v2.wording) = 2
        left join verbs as v1
            on v1.wording = right(phrased.phrase_stem, 1)
        cross join localizers
        left join acts
            on acts.wording = right(trimmed.noun_before, 2)
        left join generics
            on generics.wording = trimmed.noun_before
    ) as stems
),

keyed as (
    select
        named_before.*,
        behind.*,
        named_before.ends_in_verb
        or (
            named_before.phrase_stem <> named_before.phrase_before and length(named_before.phrase_stem) <= 2
        ) as stands_after_verb
    from named_before
    cross join lateral (
        with
        -- a verb behind the noun is no part of it, and no pair of characters may run across it: 企业|智能化改造
        parted as (
            select
                translate(
                    left(
                        case
                            when named_before.phrase_after = '' then ''
                            else list_reduce(
                                lexicon.inner_verbs,
                                lambda acc, verb: replace(acc, verb, ' '),
                                named_before.phrase_after
                            )
                        end,
                        24
                    ),
                    '“”"《》()、·|',
                    ''
                ) as said_key
            from lexicon
        )

        select
            case
                when array_length(
                    list_filter(synonyms.pairs, lambda pair: contains(parted.said_key, pair.wording))
                ) = 0
                    then parted.said_key
                else list_reduce(
                    synonyms.pairs,
                    lambda acc, pair: replace(acc, pair.wording, pair.canonical),
                    parted.said_key
                )
            end as key_after,
            coalesce(t4.trim_length, t3.trim_length, t2.trim_length, t1.trim_length, 0) = 0
            and regexp_matches(named_before.phrase_after, '^[一-龥“"]{2}') as is_noun_behind,
            array_length(
                list_filter(monies.wordings, lambda wording: contains(left(named_before.phrase_after, 10), wording))
            ) > 0 as names_money_behind
        from parted
        cross join synonyms
        cross join monies
        left join trims as t4
            on t4.phase = 4 and t4.wording = left(named_before.phrase_after, 4) and length(t4.wording) = 4
        left join trims as t3
            on t3.phase = 4 and t3.wording = left(named_before.phrase_after, 3) and length(t3.wording) = 3
        left join trims as t2
            on t2.phase = 4 and t2.wording = left(named_before.phrase_after, 2) and length(t2.wording) = 2
        left join trims as t1
            on t1.phase = 4 and t1.wording = left(named_before.phrase_after, 1)
    ) as behind
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: which text of that kind
    start_pos::integer as start_pos,  -- 起始位置: of the number in the text, from 1
    item_no::integer as item_no,  -- 同数项序号: A、B各5个 is a number of two things, 1 for any other
    end_pos::integer as end_pos,  -- 数字结束位置: the number's last character
    figure_no::integer as figure_no,  -- 数字序号: the measures of a text in printed order
    number_text::varchar as number_text,  -- 数字: as printed
    (case when growth_direction <> '' then abs(figure_value) else figure_value end)::double as figure_value,  -- 数值: scale resolved; -3% growth is a fall of 3%
    range_start_value::double as range_start_value,  -- 区间下限: of a range, else NULL
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: without its scale
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    measure_unit_kind::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ...
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    bound_before_text::varchar as bound_before_text,  -- 数前界限词: 不低于, 控制在, 达到 before the number
    coalesce(bound_text, '')::varchar as bound_after_text,  -- 数后界限词: 以上, 左右, 以内 after the unit
    sentence_before::varchar as sentence_before,  -- 数前句子: from the last full stop or the last measure to the number
    starts_sentence::boolean as starts_sentence,  -- 是否另起一句: a full stop stands between the last measure and this one
    is_striven_for::boolean as is_striven_for,  -- 是否力争: 力争 or 争取 stands between the last measure and this one
    phrase_before::varchar as phrase_before,  -- 数前短语: from the last sign to the number
    phrase_after::varchar as phrase_after,  -- 数后短语: from the unit to the next sign
    (case
        when growth_direction <> '' and figure_value < 0 then case growth_direction when 'up' then 'down' else 'up' end
        else growth_direction
    end)::varchar as growth_direction,  -- 增减方向: up or down for a growth, '' for a level
    noun_before::varchar as noun_before,  -- 数前名词: what is counted, where it stands before the number
    key_before::varchar as key_before,  -- 数前名词键: noun_before with synonyms made one
    act_key::varchar as act_key,  -- 动作键: the verb that says which count it is (招聘, 培训), '' where there is none
    is_bare_act::boolean as is_bare_act,  -- 是否只有动作: 其中康复救助4230人 says what was done, not to whom
    short_key::varchar as short_key,  -- 短名词键: a noun of two characters that is recognised by itself (电梯), else ''
    key_after::varchar as key_after,  -- 数后名词键: the words behind with synonyms made one
    (
        growth_direction = ''
        and (
            (noun_before = '' and length(phrase_after) >= 1 or stands_after_verb and length(phrase_after) >= 2)
            -- 财政投入6000万元支持养殖: what money is for does not say what it is
            and (measure_unit_kind <> 'money' or is_noun_behind or noun_before = '' and act_key = '')
            -- 让南坪、北坪两乡8万群众: a noun that stands for its counter is what is counted
            or measure_unit_text = '' and base_measure_unit <> '' and length(phrase_after) >= 2
            -- 在全县18家图书馆, 东湾、西岭2处卫生院, 永昌数控6条产线: a place, names or an owner before the number, the noun
            -- behind it
            or is_noun_behind
            and not runs_into_next
            and (
                measure_unit_kind in ('count', 'people', 'visits', 'area', 'length', 'volume', 'mass')
                -- 财政安排9亿元奖补资金
                or measure_unit_kind = 'money' and names_money_behind
            )
            -- of what came of it: 东镇、西镇、北镇3所卫生院, as many names as the number says are those that it counts
            or text_name = 'progress'
            and measure_unit_kind = 'count'
            and length(phrase_after) >= 2
            and figure_value >= 3
            and length(phrase_before) - length(replace(phrase_before, '、', '')) = figure_value - 1
        )
    )::boolean
        as counts_what_follows  -- 是否后置名词: the noun stands behind
from keyed
