-- 数字: every number printed in a target or a progress text, with its place, its scale and its unit.
-- grain: document_id, target_id, text_name, text_no, start_pos
-- Where it is no measure, the row says why.
-- A text is cut by one pass of one expression into pieces that end in a number; lengths of pieces add up to places.
-- Latin names with digits (PM2.5, 5G, G220) and ordinals (第11位) are passed over by that expression; a Chinese numeral
-- counts only before a known unit.
with
texts as (
    select * from intermediate.int_measure_texts
),

units as (
    select
        measure_unit_text,
        base_measure_unit,
        factor::double as factor,
        unit_kind,
        is_measure::boolean as is_measure,
        takes_chinese_numeral::boolean as takes_chinese_numeral
    from seeds.measure_units
),

bounds as (
    select
        wording,
        operator,
        less_is_better::boolean as less_is_better,
        tolerance_share::double as tolerance_share
    from seeds.measure_operators
    where side = 'after'
),

lexicon as (
    select
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'construct')
        || '|' as construct_words
    from seeds.measure_words
),

read_texts as (
    select
        texts.document_id,
        texts.target_id,
        texts.text_name,
        texts.text_no,
        numbers.*
    from texts
    -- a text that is printed in a plan, its progress reports and its result is read once
    cross join lateral (
        with
        -- a space between two digits or letters may part them (and 1. 20个 is a number in a list), any other was made by
        -- a line that ended inside a word (百 分点) or by letter-spacing
        marked_texts as (
            select
                case
                    when contains(texts.plain_text, ' ')
                        then regexp_replace(
                            regexp_replace(texts.plain_text, '\b ( *)\b', chr(1) || '\1', 'g'),
                            '([0-9][.]) ( *[0-9])', '\1' || chr(1) || '\2', 'g'
                        )
                    else texts.plain_text
                end as marked_text
        ),

        closed_texts as (
            select
                marked_text,
                translate(replace(marked_text, ' ', ''), chr(1), ' ') as plain_text
            from marked_texts
        ),

        cut_texts as (
            select
                plain_text,
                marked_text,
                regexp_extract_all(
                    plain_text,
                    '(?:[A-Za-z]+[0-9.]*|第[0-9一二两三四五六七八九十百]+|[^A-Za-z第]|第)*?'
                    || '(?:[1-9]/(?:[2-9]|10)(?:以[上下]|左右|的)|[0-9]{1,3}(?: [0-9]{3})+\b|[0-9](?: [0-9])+(?:\.[0-9]+)?\b|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?'
                    || '|[百千万二三四五六七八九十]分之(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)'
                    || '|[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]+|[二两三四五六七八九十]|一[万亿番倍成]|零增长|半数)'
                ) as pieces
            from closed_texts
            where regexp_matches(plain_text, '[0-9二两三四五六七八九十百]|一[万亿番倍成]|零增长|半数')
        ),

        numbered_pieces as (
            select
                plain_text,
                marked_text,
                pieces,
                unnest(range(1, array_length(pieces) + 1)) as piece_no
            from cut_texts
            where array_length(pieces) > 0
        ),

        pieces as (
            select
                plain_text,
                marked_text,
                pieces[piece_no] as piece,
                case when piece_no > 1 then pieces[piece_no - 1] end as prior_piece,
                pieces[piece_no + 1] as next_piece,
                length(array_to_string(pieces[1:piece_no], '')) as piece_end_pos
            from numbered_pieces
        ),

        cut_numbers as (
            select
                *,
                regexp_extract(
                    piece,
                    '(?:[1-9]/(?:[2-9]|10)(?:以[上下]|左右|的)|[0-9]{1,3}(?: [0-9]{3})+\b|[0-9](?: [0-9])+(?:\.[0-9]+)?\b|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?'
                    || '|[百千万二三四五六七八九十]分之(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)'
                    || '|[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]+|[二两三四五六七八九十]|一[万亿番倍成]|零增长|半数)$'
                ) as cut_text
            from pieces
        ),

        -- what had to follow is no part of the number: 一 is one before 番, 倍 and 成 only, 零 before 增长, 1/3 before 以上
        numbers as (
            select
                *,
                substr(piece, 1, length(piece) - length(cut_text)) as gap,
                case
                    when regexp_matches(cut_text, '^(?:一[番倍成]|零增长)$') then left(cut_text, 1)
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
                regexp_matches(substr(plain_text, end_pos + 1, 2), '^[、和及][0-9]')
                and regexp_matches(substr(plain_text, 1, end_pos), '分别[^,。;]*$') as is_unit_shared
            from numbers
        ),

        followed as (
            select
                *,
                case
                    when is_unit_shared
                        then regexp_extract(substr(plain_text, end_pos + 1, 60), '^(?:[、和及][0-9][0-9.]*)+(.{0,20})', 1)
                    when is_fraction
                        then (case when starts_with(number_text, '千') then '‰' else '%' end)
                        || substr(plain_text, end_pos + 1, 19)
                    else substr(plain_text, end_pos + 1, 20)
                end as rest
            from shared
        ),

        scaled as (
            select
                *,
                end_pos - length(number_text) + 1 as start_pos,
                regexp_matches(piece, '^(?:%|[万亿千百个家名]{1,2})?[-~至到][0-9][0-9.,]*$') as is_range_end,
                regexp_matches(coalesce(next_piece, ''), '^(?:%|[万亿千百个家名]{1,2})?[-~至到][0-9]') as is_range_start,
                case
                    when regexp_matches(rest, '^ *(?:千[瓦米克伏卡兆]|百分点)') then regexp_extract(rest, '^ *')
                    else regexp_extract(rest, '^ *[余多]?(?:万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千|百)?[余多]? *')
                end as scale_text
            from followed
        ),

        united as (
            select
                scaled.*,
                substr(scaled.rest, length(scaled.scale_text) + 1) as unit_rest,
                coalesce(
                    u7.measure_unit_text,
                    u6.measure_unit_text,
                    u5.measure_unit_text,
                    u4.measure_unit_text,
                    u3.measure_unit_text,
                    u2.measure_unit_text,
                    u1.measure_unit_text
                ) as known_unit
            from scaled
            left join units as u7
                on u7.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 7)
                and length(u7.measure_unit_text) = 7
            left join units as u6
                on u6.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 6)
                and length(u6.measure_unit_text) = 6
            left join units as u5
                on u5.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 5)
                and length(u5.measure_unit_text) = 5
            left join units as u4
                on u4.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 4)
                and length(u4.measure_unit_text) = 4
            left join units as u3
                on u3.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 3)
                and length(u3.measure_unit_text) = 3
            left join units as u2
                on u2.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 2)
                and length(u2.measure_unit_text) = 2
            left join units as u1
                on u1.measure_unit_text = substr(scaled.rest, length(scaled.scale_text) + 1, 1)
                and length(u1.measure_unit_text) = 1
        ),

        named as (
            select
                united.* exclude (known_unit),
                -- a counter that no seed knows is read where it stands alone between the number and a sign: 建成500根。
                coalesce(
                    united.known_unit,
                    case
                        when not regexp_matches(united.unit_rest, '^(?:以上|以下|以内|左右|上下|之内)')
                            then nullif(regexp_extract(united.unit_rest, '^([一-龥]{1,2})(?:[,。;、:)]|$)', 1), '')
                    end
                ) as counter_text,
                united.known_unit is not null as is_known_unit,
                case
                    when united.known_unit is not null and not contains(united.known_unit, '/')
                        then regexp_extract(
                            substr(united.unit_rest, length(united.known_unit) + 1, 6),
                            '^[/每](?:百|千|万|亿)?(?:立方米|平方公里|平方米|公里|千瓦时|万元|亿元|小时|公顷|人次|元|人|亩|年|月|日|天|升|户|吨|次|件|平米)'
                        )
                    else ''
                end as denominator_text
            from united
        ),

        bounded as (
            select
                named.*,
                named.end_pos
                + (
                    case
                        when named.is_unit_shared then 0
                        else length(named.scale_text)
                        + coalesce(length(named.counter_text), 0)
                        + length(named.denominator_text)
                        - (case when named.is_fraction then 1 else 0 end)
                    end
                ) as unit_end_pos,
                units.base_measure_unit,
                units.factor,
                units.unit_kind,
                units.is_measure,
                units.takes_chinese_numeral
            from named
            left join units
                on units.measure_unit_text = named.counter_text
        ),

        closed as (
            select
                bounded.*,
                coalesce(b4.wording, b3.wording, b2.wording) as bound_text,
                bounded.unit_end_pos
                + coalesce(length(b4.wording), length(b3.wording), length(b2.wording), 0) as closing_pos,
                substr(
                    bounded.plain_text,
                    bounded.unit_end_pos + coalesce(length(b4.wording), length(b3.wording), length(b2.wording), 0) + 1,
                    40
                ) as follow
            from bounded
            left join bounds as b4
                on b4.wording = substr(bounded.plain_text, bounded.unit_end_pos + 1, 4) and length(b4.wording) = 4
            left join bounds as b3
                on b3.wording = substr(bounded.plain_text, bounded.unit_end_pos + 1, 3) and length(b3.wording) = 3
            left join bounds as b2
                on b2.wording = substr(bounded.plain_text, bounded.unit_end_pos + 1, 2) and length(b2.wording) = 2
        ),

        digits as (
            select
                *,
                not regexp_matches(number_text, '^[0-9]') as is_chinese_numeral,
                -- of 百分之五点五 the 五, and 点五 apart
                translate(regexp_replace(regexp_replace(number_text, '^.分之', ''), '点.*$', ''), '两〇', '二零') as numeral,
                coalesce(
                    try_cast(
                        '0.'
                        || translate(
                            nullif(regexp_extract(number_text, '点(.*)$', 1), ''),
                            '零一二三四五六七八九',
                            '0123456789'
                        ) as double
                    ),
                    0.0
                ) as numeral_fraction,
                -- 投资增长-3.2%, 同比-1.5%: a sign, and not a dash
                regexp_extract(gap, '(?:增长|增速|增幅|涨幅|同比|环比|增长率|降幅|为|是|达|到|:)([-+])$', 1) as sign_text
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
                        then (case when sign_text = '-' then -1 else 1 end) * translate(number_text, ', ', '')::double
                    when regexp_matches(numeral, '^[0-9]') then numeral::double
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
                    when is_range_end and prior_piece is not null
                        then try_cast(replace(regexp_extract(prior_piece, '([0-9][0-9,.]*)$', 1), ',', '') as double)
                end as range_start_value,
                case replace(translate(scale_text, '余多', ''), ' ', '')
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
        ),

        judged as (
            select
                valued.*,
                -- a clause that goes on after the number, up to its sign
                regexp_extract(valued.follow, '^[^,。;、:!?()\n]*') as clause_after,
                case
                    when valued.number_value is null then 'not a number'
                    when regexp_matches(valued.gap, '[A-Za-z0-9第.〕\]]$') then 'part of a name'
                    when valued.is_range_start then 'start of a range'
                    when regexp_matches(valued.gap, '[由从][^,。;]{0,10}$')
                        and regexp_matches(valued.follow, '^(?:提高|提升|上升|增加|增长|扩大|下降|降低|压减|压缩|缩短|减少|降)[到至]')
                        then 'level to start from'
                    when regexp_matches(valued.follow, '^的?基础上') then 'level to start from'
                    -- 排名提升5位, 位次前移3位
                    when valued.counter_text in ('位', '名')
                        and regexp_matches(valued.gap, '(?:排名|名次|位次|位居|排位)[^,。;、]{0,6}$')
                        then 'ordinal'
                    when regexp_matches(valued.gap, '前$') and regexp_matches(valued.unit_rest, '^[批名位年季届月个]')
                        then 'ordinal'
                    when valued.counter_text is null and regexp_matches(valued.unit_rest, '^[A-Za-z]')
                        then 'part of a name'
                    when valued.is_measure = false then 'date, grade or name'
                    when valued.counter_text is not null
                        and not valued.is_known_unit
                        and (valued.is_chinese_numeral or regexp_matches(valued.counter_text, '^[年月日号第级期届位的和及与或]'))
                        then 'no unit'
                    when valued.is_chinese_numeral
                        and not valued.is_fraction
                        and coalesce(not valued.takes_chinese_numeral, true)
                        then 'no unit'
                    when valued.is_chinese_numeral
                        and length(valued.number_text) = 1
                        and valued.scale_text = ''
                        and regexp_matches(valued.counter_text, '^[个项种类方层组点口支部片块条门章期轮届次章]')
                        and strpos(lexicon.construct_words, '|' || right(valued.gap, 2) || '|') = 0
                        -- 公交线路两条 is counted, whoever opened them
                        and not regexp_matches(valued.follow, '^(?:[,。;、)]|$)')
                        then 'figure of speech'
                    when regexp_matches(substr(valued.plain_text, 1, valued.start_pos - 1), '[“《〔\[][^”》〕\]]*$')
                        then 'inside quotes or a title'
                    when valued.counter_text is null
                        and not (
                            valued.bound_text is not null
                            or (
                                regexp_matches(valued.scale_text, '[万亿] *$')
                                and regexp_matches(valued.unit_rest, '^(?:[,。;、)]|$)')
                            )
                            or (
                                regexp_matches(valued.unit_rest, '^(?:[,。;、)]|$)')
                                and regexp_matches(
                                    valued.gap,
                                    '(?:控制在|达到|达|降至|升至|不低于|不高于|不超过|低于|高于|[缩扩]小[至到]|收窄[至到]|指数|系数|比值|得分|(?:指数|值|系数|得分|[^对同环]比)为)$'
                                )
                            )
                        )
                        then 'no unit'
                    when valued.unit_kind = 'time'
                        and valued.bound_text is null
                        and not regexp_matches(
                            valued.gap,
                            '(?:压缩|缩短|压减|控制|不超过|少于|低于|天数|时限|时间|时长|达到|减少|增加|比例|提前).{0,3}$'
                        )
                        then 'a span of time'
                    when regexp_matches(valued.denominator_text, '年$') and regexp_matches(valued.follow, '^[A-Za-z一-龥]')
                        then 'size in a name'
                    when valued.unit_kind in ('voltage', 'data') then 'size in a name'
                    when regexp_matches(valued.gap, '海拔$') then 'size in a name'
                    when regexp_matches(valued.gap, '年产$') and regexp_matches(valued.follow, '^[A-Za-z一-龥]')
                        then 'size in a name'
                    -- 过10亿元企业5家, 500万元以上在建技改项目390项: a size that says which ones are counted
                    when (
                        valued.bound_text is not null
                        or valued.unit_kind in ('money', 'mass', 'power', 'energy', 'area')
                    )
                        and regexp_matches(
                            valued.follow,
                            '^(?:的|级)?[一-龥A-Za-z“”]{2,16}[0-9][0-9.]*[余多万亿千]*(?:个|家|处|所|座|项|名|条|台|套|户|件|只|栋|人|次|艘|辆|口|头|片|块|株|幢|支|部|%)'
                        )
                        then 'size in a name'
                    when valued.unit_kind in ('money', 'mass', 'power', 'energy')
                        and regexp_matches(
                            valued.follow,
                            '^(?:的|级|级的)?[A-Za-z一-龥“”]{0,14}(?:项目|工程|装置|泊位|变电站|生产线|基地|平台|机组|电站|企业|园区)'
                        )
                        and not regexp_matches(valued.follow, '^(?:投资|资金|贷款|债券)')
                        then 'size in a name'
                end as rejection
            from parted as valued
            cross join lexicon
        ),

        neighbours as (
            select
                *,
                coalesce(lag(closing_pos) over measures, 0) as prior_closing_pos,
                lead(start_pos) over measures as next_start_pos,
                case when rejection is null then row_number() over measures end as figure_no
            from judged
            window measures as (partition by rejection is null order by start_pos)
        ),

        -- places are those of the printed text, spaces counted
        kept_places as (
            select
                case
                    when contains(marked_text, ' ')
                        then list_filter(range(1, length(marked_text) + 1), lambda i: substr(marked_text, i, 1) <> ' ')
                end as places
            from marked_texts
        )

        select
            coalesce(kept_places.places[start_pos], start_pos) as start_pos,
            coalesce(kept_places.places[end_pos], end_pos) as end_pos,
            coalesce(kept_places.places[closing_pos], closing_pos) as closing_pos,
            figure_no,
            number_text,
            round(number_value * scale_factor, 4) as figure_value,
            sign_text,
            case
                when range_start_value is not null then round(range_start_value * scale_factor, 4)
            end as range_start_value,
            regexp_matches(scale_text, '[余多]') as is_rounded_down,
            coalesce(counter_text, '') || translate(denominator_text, '每', '/') as measure_unit_text,
            coalesce(base_measure_unit, counter_text, '') || translate(denominator_text, '每', '/') as base_measure_unit,
            -- 翻两番 is four times as much, so three times more
            coalesce(factor, 1.0)
            * (case when counter_text = '番' then (pow(2, number_value) - 1) / number_value else 1.0 end) as base_factor,
            case when denominator_text = '' then coalesce(unit_kind, 'other') else 'rate' end as unit_kind,
            coalesce(is_known_unit, false) as is_known_unit,
            bound_text,
            case
                when rejection is null
                    then substr(
                        plain_text,
                        prior_closing_pos + 1,
                        start_pos - prior_closing_pos - 1 - length(sign_text)
                    )
            end as words_before,
            case
                when rejection is null
                    then substr(clause_after, 1, coalesce(next_start_pos - closing_pos - 1, length(clause_after)))
            end as words_after,
            rejection
        from neighbours
        cross join kept_places
    ) as numbers
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: which text of that kind
    start_pos::integer as start_pos,  -- 起始位置: place of the number's first character in the text, from 1
    end_pos::integer as end_pos,  -- 数字结束位置: place of the number's last character
    closing_pos::integer as closing_pos,  -- 结束位置: place of the last character of number, scale, unit and bound
    figure_no::integer as figure_no,  -- 数字序号: the measures of a text in printed order; NULL for a number that is none
    number_text::varchar as number_text,  -- 数字: as printed
    sign_text::varchar as sign_text,  -- 正负号: - or + before the number, '' for none
    figure_value::double as figure_value,  -- 数值: scale resolved, in the printed unit
    range_start_value::double as range_start_value,  -- 区间下限: of a range (5%-6%), else NULL
    is_rounded_down::boolean as is_rounded_down,  -- 是否余数: printed with 余 or 多
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: without its scale (万户 is 户)
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    unit_kind::varchar as unit_kind,  -- 计量单位类别: count, people, money ...
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    bound_text::varchar as bound_text,  -- 界限词: 以上, 左右, 以内 after the unit
    words_before::varchar as words_before,  -- 数前文字: from the last measure to this one; NULL for a number that is none
    words_after::varchar as words_after,  -- 数后文字: what follows up to the next sign or measure; NULL for a number that is none
    rejection::varchar as rejection  -- 非指标原因: why the number is no measure; NULL where it is one
from read_texts
