-- 印出数字: every number printed in a target or a progress text, with its place, its scale, its unit and the words beside
-- grain: document_id, target_id, text_name, text_no, number_no
-- it.
-- Dates, names and ordinals stand here too: int_measure_figures says which of them are measures.
-- A text is cut by one pass of one expression into pieces that end in a number; lengths of pieces add up to places.
-- Latin names with digits (PM2.5, 5G, G220) and ordinals (第11位) are passed over by that expression; a Chinese numeral
-- counts only before a known unit.
-- Of a text that holds more numbers than any honest one (most_numbers) only the first are read, since the steps behind
-- pair them with one another; number_count says how many there are, and a data test reports what was not read.
-- All of it is a function of the text alone and stands in one lateral subquery: the engine asks such a subquery once
-- for each distinct text and joins the answers back, so a text that is printed in a plan, its progress reports and its
-- result is cut once. The steps inside it must not read anything else of the outer row, or that is lost.
with
texts as (
    select
        *,
        coalesce(closed_text, plain_text) as read_text
    from intermediate.int_measure_texts
),

-- the wordings that begin with a sign, the longest first: one look-up finds what may follow a number
units as (
    select
        left(measure_unit_text, 1) as head,
        list_sort(
            list(
                {
                    'order_no': -length(measure_unit_text),
                    'measure_unit_text': measure_unit_text,
                    'base_measure_unit': base_measure_unit,
                    'factor': factor::double,
                    'measure_unit_kind': measure_unit_kind,
                    'is_measure': is_measure::boolean,
                    'takes_chinese_numeral': takes_chinese_numeral::boolean
                }
            )
        ) as choices
    from seeds.measure_units
    group by left(measure_unit_text, 1)
),

bounds as (
    select
        left(wording, 1) as head,
        list_sort(list({'order_no': -length(wording), 'wording': wording})) as choices
    from seeds.measure_operators
    where side = 'after'
    group by left(wording, 1)
),

-- 30万低收入劳动力, 8亿产业基金: behind 万 or 亿 a noun may stand without its counter, and says what the unit is
bare_nouns as (
    select
        scale,
        list_sort(
            list(
                {
                    'wording': wording,
                    'unit': {
                        'order_no': 0,
                        'measure_unit_text': '',
                        'base_measure_unit': base_measure_unit,
                        'factor': 1.0::double,
                        'measure_unit_kind': measure_unit_kind,
                        'is_measure': true,
                        'takes_chinese_numeral': true
                    }
                }
            )
        ) as choices
    from seeds.measure_bare_nouns
    group by scale
),

lexicon as (
    select
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'no_unit')
        || '|' as no_unit_words
    from seeds.measure_words
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.measure_weights
),

read_texts as (
    select
        texts.document_id,
        texts.target_id,
        texts.text_name,
        texts.text_no,
        numbers.*
    from texts
    cross join lateral (
        with
        cut_texts as (
            select
                texts.read_text as closed_text,
                regexp_extract_all(
                    texts.read_text,
                    '(?:[A-Za-z]+[0-9.]*|第[0-9一二两三四五六七八九十百]+|[^A-Za-z第]|第)*?'
                    || '(?:[1-9]/(?:[2-9]|10)(?:以[上下]|左右|的)|[0-9]{1,3}(?: [0-9]{3})+\b|[0-9](?: [0-9])+(?:\.[0-9]+)?\b|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?'
                    || '|[百千万二三四五六七八九十]分之(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)'
                    || '|(?:[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]+|[零一])点[零〇一二三四五六七八九]+'
                    || '|[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]+|[二两三四五六七八九十](?:点[零〇一二三四五六七八九]+)?|一[万亿番倍成]|零增长|半数)'
                ) as pieces,
                regexp_matches(texts.read_text, '[“《〔\[]') as has_quotes
            where regexp_matches(texts.read_text, '[0-9二两三四五六七八九十百]|一[万亿番倍成点]|零增长|半数')
        ),

        numbered_pieces as (
            select
                closed_text,
                has_quotes,
                pieces,
                array_length(pieces) as number_count,
                unnest(
                    range(1, least(array_length(pieces), weights.value_of['most_numbers'])::integer + 1)
                ) as number_no
            from cut_texts
            cross join weights
            where array_length(pieces) > 0
        ),

        -- a piece holds one number, which begins with the first sign that can begin one and is not in a name
        cut_numbers as (
            select
                closed_text,
                has_quotes,
                number_count,
                number_no,
                pieces[number_no] as piece,
                case when number_no > 1 then pieces[number_no - 1] end as prior_piece,
                pieces[number_no + 1] as next_piece,
                length(array_to_string(pieces[1:number_no], '')) as piece_end_pos,
                regexp_extract(
                    case
                        when regexp_matches(piece, '[A-Za-z第]')
                            then regexp_replace(
                                piece,
                                '(?:[A-Za-z]+[0-9.]*|第[0-9一二两三四五六七八九十百]+)+(.)',
                                ' \1',
                                'g'
                            )
                        else piece
                    end,
                    '(?:[0-9二两三四五六七八九十]|一[零〇一二两三四五六七八九十百千万亿番倍成]|[零一]点[零〇一二三四五六七八九]|[百千万]分之[0-9零一二两三四五六七八九十百]|零增长|半数).*$'
                ) as cut_text,
                left(piece, length(piece) - length(cut_text)) as gap
            from numbered_pieces
        ),

        -- what had to follow is no part of the number: 一 is one before 番, 倍 and 成 only, 零 before 增长, 1/3 before 以上
        numbers as (
            select
                *,
                case
                    when cut_text in ('一番', '一倍', '一成', '零增长') then left(cut_text, 1)
                    when contains(cut_text, '/') then regexp_extract(cut_text, '^[0-9]/[0-9]+')
                    else cut_text
                end as number_text,
                contains(number_text, '分之') or contains(number_text, '/') or number_text in ('零', '半数') as is_fraction,
                piece_end_pos - length(cut_text) + length(number_text) as end_pos
            from cut_numbers
        ),

        -- 分别为35、60微克/立方米: the scale and the unit at the end of a list are those of each of its numbers
        shared as (
            select
                *,
                case
                    when regexp_matches(substr(closed_text, end_pos + 1, 2), '^[、和及][0-9]')
                        then regexp_matches(substr(closed_text, 1, end_pos), '分别[^,。;]*$')
                    else false
                end as is_unit_shared
            from numbers
        ),

        followed as (
            select
                *,
                case
                    when is_unit_shared
                        then regexp_extract(substr(closed_text, end_pos + 1, 60), '^(?:[、和及][0-9][0-9.]*)+(.{0,20})', 1)
                    when is_fraction
                        then (case when starts_with(number_text, '千') then '‰' else '%' end)
                        || substr(closed_text, end_pos + 1, 19)
                    else substr(closed_text, end_pos + 1, 20)
                end as rest
            from shared
        ),

        scaled as (
            select
                *,
                end_pos - length(number_text) + 1 as start_pos,
                case
                    when left(rest, 1) not in (' ', '千', '百', '余', '多', '万', '亿', '十') then ''
                    when regexp_matches(rest, '^ *(?:千[瓦米克伏卡兆]|百分点)') then regexp_extract(rest, '^ *')
                    else regexp_extract(rest, '^ *[余多]?(?:万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千|百)?[余多]? *')
                end as scale_text,
                substr(rest, length(scale_text) + 1) as unit_rest
            from followed
        ),

        looked_up as (
            select
                scaled.*,
                case
                    -- 8亿人工智能产业基金, 2亿人才资金: 人 begins a word and is no unit
                    when bare_nouns.scale is null
                        or strpos(lexicon.no_unit_words, '|' || left(scaled.unit_rest, 2) || '|') = 0
                        then list_filter(
                            units.choices,
                            lambda unit: starts_with(scaled.unit_rest, unit.measure_unit_text)
                        )
                end as named_units,
                length(named_units[1].measure_unit_text) as named_length,
                -- 60条次干道 are 60条
                case
                    when named_length > 1
                        and strpos(
                            lexicon.no_unit_words, '|' || substr(scaled.unit_rest, named_length, 2) || '|'
                        ) > 0
                        then named_units[2]
                    else named_units[1]
                end as named_unit,
                case
                    when named_unit is null and bare_nouns.scale is not null
                        then list_filter(
                            bare_nouns.choices,
                            lambda noun: contains(
                                case
                                    -- 税收收入完成14亿,占…: a sign follows, and what is counted stands before
                                    when regexp_matches(scaled.unit_rest, '^(?:[,。;、)]|$)')
                                        then regexp_extract(right(scaled.gap, 12), '[一-龥]*$')
                                    -- 6万农村30-60岁妇女: an age is no number of its own
                                    else regexp_extract(
                                        left(scaled.unit_rest, 16),
                                        '^(?:[一-龥]{0,4}?[0-9]+(?:[-至][0-9]+)?周?岁)?(?:及?以[上下])?[一-龥]*'
                                    )
                                end,
                                noun.wording
                            )
                        )[1].unit
                end as bare_unit,
                coalesce(named_unit, bare_unit) as known_unit
            from scaled
            cross join lexicon
            left join units
                on units.head = left(scaled.unit_rest, 1)
            left join bare_nouns
                on bare_nouns.scale = right(translate(scaled.scale_text, '余多 ', ''), 1)
        ),

        united as (
            select
                looked_up.*,
                looked_up.known_unit is not null as is_known_unit,
                -- a counter that no seed knows is read where it stands alone between the number and a sign: 建成500根。
                case
                    when looked_up.known_unit is not null then looked_up.known_unit.measure_unit_text
                    when not regexp_matches(looked_up.unit_rest, '^(?:以上|以下|以内|左右|上下|之内)')
                        then nullif(regexp_extract(looked_up.unit_rest, '^([一-龥]{1,2})(?:[,。;、:)]|$)', 1), '')
                end as counter_text,
                case
                    when substr(
                        looked_up.unit_rest,
                        length(looked_up.known_unit.measure_unit_text) + 1,
                        1
                    ) in ('/', '每')
                        and not contains(looked_up.known_unit.measure_unit_text, '/')
                        then coalesce(
                            -- 2600元/人月, 700元/人·年, 130元/人.月; 700元/人年底前 is by the head
                            nullif(
                                regexp_extract(
                                    substr(looked_up.unit_rest, length(looked_up.known_unit.measure_unit_text) + 1, 6),
                                    '^(/(?:人[·./]?[月年]|[月年][·./]人))(?:[^底末内初前中度]|$)',
                                    1
                                ),
                                ''
                            ),
                            regexp_extract(
                                substr(looked_up.unit_rest, length(looked_up.known_unit.measure_unit_text) + 1, 6),
                                '^[/每](?:百|千|万|亿)?(?:立方米|平方公里|平方米|公里|千瓦时|万元|亿元|小时|公顷|人次|元|人|亩|年|月|日|天|升|户|吨|次|件|平米)'
                            )
                        )
                    else ''
                end as denominator_text,
                looked_up.end_pos
                + (
                    case
                        when looked_up.is_unit_shared then 0
                        else length(looked_up.scale_text)
                        + coalesce(length(counter_text), 0)
                        + length(denominator_text)
                        - (case when looked_up.is_fraction then 1 else 0 end)
                    end
                ) as unit_end_pos
            from looked_up
        ),

        -- 3条(个)以上: another counter in a bracket is none of its own
        countered as (
            select
                united.* exclude (unit_end_pos),
                united.unit_end_pos
                + (
                    case
                        when others.head is not null
                            and united.is_known_unit
                            and list_contains(
                                list_transform(others.choices, lambda unit: unit.measure_unit_text),
                                others.head
                            )
                            then 3
                        else 0
                    end
                ) as unit_end_pos
            from united
            left join units as others
                on others.head = regexp_extract(substr(united.closed_text, united.unit_end_pos + 1, 3), '^\((.)\)$', 1)
        ),

        closed as (
            select
                united.*,
                list_filter(
                    bounds.choices,
                    lambda bound: starts_with(substr(united.closed_text, united.unit_end_pos + 1, 4), bound.wording)
                    -- 24小时内 says when, 控制在90人内 how many
                    and (bound.wording <> '内' or substr(united.closed_text, united.start_pos - 3, 3) = '控制在')
                )[1].wording as bound_text,
                united.unit_end_pos + coalesce(length(bound_text), 0) as closing_pos
            from countered as united
            left join bounds
                on bounds.head = substr(united.closed_text, united.unit_end_pos + 1, 1)
        ),

        digits as (
            select
                *,
                not regexp_matches(number_text, '^[0-9]') as is_chinese_numeral,
                -- of 百分之五点五 the 五, and 点五 apart
                case
                    when is_chinese_numeral
                        then translate(regexp_replace(regexp_replace(number_text, '^.分之', ''), '点.*$', ''), '两〇', '二零')
                end as numeral,
                case
                    when contains(number_text, '点')
                        then try_cast(
                            '0.' || translate(split_part(number_text, '点', 2), '零〇一二三四五六七八九', '00123456789') as double
                        )
                    else 0.0
                end as numeral_fraction,
                -- 投资增长-3.2%, 同比-1.5%: a sign, and not a dash
                case
                    when ends_with(gap, '⁻') then '-'
                    when right(gap, 1) in ('-', '+')
                        then regexp_extract(gap, '(?:增长|增速|增幅|涨幅|同比|环比|增长率|降幅|为|是|达|到|:)([-+])$', 1)
                    else ''
                end as sign_text
            from closed
        ),

        valued as (
            select
                *,
                case
                    when contains(number_text, '/')
                        then round(
                            100.0 * split_part(number_text, '/', 1)::double / split_part(number_text, '/', 2)::double,
                            4
                        )
                    when not is_chinese_numeral
                        then (case when sign_text = '-' then -1 else 1 end)
                        * try_cast(translate(number_text, ', ', '') as double)
                    when regexp_matches(numeral, '^[0-9]') then try_cast(numeral as double)
                    when numeral = '半数' then 50.0
                    when numeral = '百' then 100.0
                    when numeral = '一万' then 10000.0
                    when numeral = '一亿' then 100000000.0
                    when regexp_matches(
                        numeral,
                        '^(?:[一二三四五六七八九]千)?零?(?:[一二三四五六七八九]百)?零?(?:[一二三四五六七八九]?十)?零?[一二三四五六七八九]?$'
                    )
                        then 1000.0 * strpos('一二三四五六七八九', coalesce(nullif(regexp_extract(numeral, '(.)千', 1), ''), '#'))
                        + 100.0 * strpos('一二三四五六七八九', coalesce(nullif(regexp_extract(numeral, '(.)百', 1), ''), '#'))
                        + 10.0
                        * (
                            case
                                when not contains(numeral, '十') then 0
                                else greatest(
                                    strpos(
                                        '一二三四五六七八九',
                                        coalesce(nullif(regexp_extract(numeral, '([一二三四五六七八九])十', 1), ''), '#')
                                    ),
                                    1
                                )
                            end
                        )
                        + strpos('一二三四五六七八九', coalesce(nullif(regexp_extract(numeral, '([一二三四五六七八九])$', 1), ''), '#'))
                        + numeral_fraction
                end as numeral_value,
                case
                    when prior_piece is null or right(gap, 1) not in ('-', '~', '至', '到') then null
                    when regexp_matches(gap, '^(?:%|[万亿千百个家名]{1,2})?[-~至到]$')
                        and regexp_matches(number_text, '^[0-9][0-9.,]*$')
                        then try_cast(replace(regexp_extract(prior_piece, '[0-9][0-9,.]*$'), ',', '') as double)
                end as range_start_value,
                case translate(scale_text, '余多 ', '')
                    when '百' then 1e2
                    when '千' then 1e3
                    when '万' then 1e4
                    when '十万' then 1e5
                    when '百万' then 1e6
                    when '千万' then 1e7
                    when '亿' then 1e8
                    when '十亿' then 1e9
                    when '百亿' then 1e10
                    when '千亿' then 1e11
                    when '万亿' then 1e12
                    else 1.0
                end as scale_factor
            from digits
        ),

        parted as (
            select
                *,
                case
                    when not is_fraction or regexp_matches(number_text, '^[百千零半]|/') then numeral_value
                    -- 三分之一 is 33.3333%, 万分之五 0.05%
                    when starts_with(number_text, '万') then round(numeral_value / 100.0, 4)
                    else round(100.0 * numeral_value / strpos('一二三四五六七八九十', left(number_text, 1)), 4)
                end as number_value
            from valued
        )

        select
            number_no,
            number_count,
            start_pos,
            end_pos,
            closing_pos,
            number_text,
            is_chinese_numeral,
            is_fraction,
            round(number_value * scale_factor, 4) as figure_value,
            sign_text,
            case
                when range_start_value is not null then round(range_start_value * scale_factor, 4)
            end as range_start_value,
            regexp_matches(coalesce(next_piece, ''), '^(?:%|[万亿千百个家名]{1,2})?[-~至到][0-9]') as is_range_start,
            scale_text,
            counter_text,
            denominator_text,
            coalesce(counter_text, '') || translate(denominator_text, '每', '/') as measure_unit_text,
            coalesce(parted.known_unit.base_measure_unit, counter_text, '')
            || translate(denominator_text, '每', '/') as base_measure_unit,
            -- 翻两番 is four times as much, so three times more
            coalesce(parted.known_unit.factor, 1.0)
            * (case when counter_text = '番' then (pow(2, number_value) - 1) / number_value else 1.0 end) as base_factor,
            parted.known_unit.measure_unit_kind as measure_unit_kind,
            is_known_unit,
            parted.known_unit.is_measure as is_measure_unit,
            parted.known_unit.takes_chinese_numeral as takes_chinese_numeral,
            bound_text,
            right(gap, 12) as words_just_before,
            left(unit_rest, 1) as sign_after,
            substr(closed_text, closing_pos + 1, 40) as words_behind,
            case
                -- 开展“清源行动修渠9里: a quotation mark that is never closed, as on pages that lost it, holds no number
                when has_quotes
                    then regexp_matches(substr(closed_text, 1, start_pos - 1), '[《〔\[][^”》〕\]]*$')
                        or (
                            regexp_matches(substr(closed_text, 1, start_pos - 1), '“[^”》〕\]]*$')
                            and regexp_matches(substr(closed_text, start_pos), '^[^“]*”')
                        )
                else false
            end as is_in_quotes
        from parted
    ) as numbers
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: which text of that kind
    number_no::integer as number_no,  -- 数字次序: the numbers of a text in printed order, from 1
    number_count::integer as number_count,  -- 数字个数: how many numbers the text holds; those past the most that are read have no row
    start_pos::integer as start_pos,  -- 起始位置: place of the number's first character in the text that is read, from 1
    end_pos::integer as end_pos,  -- 数字结束位置: place of the number's last character in the text that is read
    closing_pos::integer as closing_pos,  -- 结束位置: place of the last character of number, scale, unit and bound in the text that is read
    number_text::varchar as number_text,  -- 数字: as printed
    is_chinese_numeral::boolean as is_chinese_numeral,  -- 是否汉字数字: 三十, 百分之五
    is_fraction::boolean as is_fraction,  -- 是否分数: 三分之一, 1/3, 半数
    figure_value::double as figure_value,  -- 数值: scale resolved, in the printed unit; NULL for what is no number
    sign_text::varchar as sign_text,  -- 正负号: - or + before the number, '' for none
    range_start_value::double as range_start_value,  -- 区间下限: of a range (5%-6%), else NULL
    is_range_start::boolean as is_range_start,  -- 是否区间起点: the lower end, printed before the number that carries the range
    scale_text::varchar as scale_text,  -- 数量级: 万, 亿, 余 as printed, '' for none
    counter_text::varchar as counter_text,  -- 量词: the unit without what it is per, NULL for none
    denominator_text::varchar as denominator_text,  -- 每单位: /公里, 每亩 as printed, '' for none
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: without its scale (万户 is 户)
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    measure_unit_kind::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ... of the counter; NULL where the seed does not know it
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    is_measure_unit::boolean as is_measure_unit,  -- 是否计量单位: false for what makes a date, a grade or a name (年, 级)
    takes_chinese_numeral::boolean as takes_chinese_numeral,  -- 可接汉字数字: 三个 is a number, 三农 is none
    bound_text::varchar as bound_text,  -- 界限词: 以上, 左右, 以内 after the unit
    words_just_before::varchar as words_just_before,  -- 紧前文字: a dozen characters before, back to the number before at most
    sign_after::varchar as sign_after,  -- 紧后字符: the character behind number and scale, where a unit begins; '' at the end
    words_behind::varchar as words_behind,  -- 紧后文字: forty characters behind number, unit and bound
    is_in_quotes::boolean as is_in_quotes  -- 是否在引号内: in quotes or a title that is open
from read_texts
