-- 数字: which of the printed numbers are measures, and why the others are none.
-- grain: document_id, target_id, text_name, text_no, start_pos
-- The words around a measure reach to the measures beside it, and over numbers that are none.
with
texts as (
    select * from intermediate.int_measure_texts
),

-- texts that are read with the name of their indicator before them, which is printed in another cell
named_texts as (
    select
        document_id,
        target_id,
        text_name,
        text_no,
        kept_places
    from texts
    where kept_places[1] = 0
),

lexicon as (
    select
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'construct')
        || '|' as construct_words,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'change_to')
        || '|' as change_words,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'attribute')
        || '|' as attribute_words,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class in ('verb', 'act'))
        || '|' as verbs,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'money_given')
        || '|' as given_monies,
        '|'
        || string_agg(wording, '|' order by wording) filter (where word_class = 'turn_noun')
        || '|' as turn_nouns
    from seeds.measure_words
),

-- 五家渠, 三台县: places whose name begins as a number with its unit does
numbered_places as (
    select
        coalesce(
            list_sort(
                list(distinct case
                    when length(name) >= 4 then regexp_replace(name, '[市县区旗]$', '')
                    else name
                end)
            ),
            []
        ) as places,
        '|'
        || string_agg(left(name, 2), '|' order by name) filter (where regexp_matches(name, '^..[县市区旗]$'))
        || '|' as short_places
    from seeds.administrative_divisions
    where regexp_matches(name, '^[二三四五六七八九十]')
),

judged as (
    select
        numbers.*,
        case
            when numbers.figure_value is null then 'not a number'
            when regexp_matches(numbers.words_just_before, '[A-Za-z0-9第.〕\]]$') then 'part of a name'
            when numbers.is_chinese_numeral
                and numbers.counter_text is not null
                and length(numbers.number_text) = 1
                and numbers.scale_text = ''
                and list_bool_or(
                    list_transform(
                        numbered_places.places,
                        lambda place: starts_with(
                            concat(numbers.number_text, numbers.counter_text, left(numbers.words_behind, 4)), place
                        )
                    )
                )
                then 'part of a name'
            -- 三台、盐亭县: the place without its 县 beside another
            when numbers.is_chinese_numeral
                and numbers.scale_text = ''
                and strpos(
                    numbered_places.short_places, concat('|', numbers.number_text, numbers.counter_text, '|')
                ) > 0
                and (
                    regexp_matches(numbers.words_behind, '^[、和及与至到][一-龥]{1,6}[县市区旗]')
                    or regexp_matches(numbers.words_just_before, '[县市区旗][、和及与至到]$')
                )
                then 'part of a name'
            -- 五里河, 十里铺: places at so many miles
            when numbers.is_chinese_numeral
                and numbers.counter_text = '里'
                and regexp_matches(numbers.words_behind, '^[河沟湾铺桥店庄屯村寨堡坪岗台墩街]')
                then 'part of a name'
            when numbers.is_range_start then 'start of a range'
            when regexp_matches(numbers.words_just_before, '[由从][^,。;]{0,10}$')
                and (
                    strpos(lexicon.change_words, '|' || left(numbers.words_behind, 3) || '|') > 0
                    or strpos(lexicon.change_words, '|' || left(numbers.words_behind, 2) || '|') > 0
                )
                then 'level to start from'
            when regexp_matches(numbers.words_behind, '^的?基础上') then 'level to start from'
            -- 从610元、450元分别提高到650元、500元
            when contains(numbers.words_behind, '分别')
                and strpos(
                    lexicon.change_words,
                    concat(
                        '|',
                        regexp_extract(
                            numbers.words_behind,
                            '^(?:[、和及][0-9][0-9.]*[^、和及,。;0-9]{1,6}?){0,5}分别([一-龥]{2,3}?)(?:每|人|约|不|[0-9])',
                            1
                        ),
                        '|'
                    )
                )
                > 0
                then 'level to start from'
            -- 排名提升5位, 位次前移3位
            when numbers.counter_text in ('位', '名')
                and regexp_matches(numbers.words_just_before, '(?:排名|名次|位次|位居|排位)[^,。;、]{0,6}$')
                then 'ordinal'
            when ends_with(numbers.words_just_before, '前') and regexp_matches(numbers.sign_after, '[批名位年季届月个]')
                then 'ordinal'
            -- 动工福利院二期, 建成一期、二期: a phase; 举办培训班三期 and 开展三期培训 are counted
            when numbers.counter_text = '期'
                and regexp_matches(numbers.number_text, '^[一二三四五六七八九]$')
                and numbers.scale_text = ''
                and not regexp_matches(numbers.words_just_before, '(?:举办|开展|开办|组织|培训|班|讲座|活动|课程?)$')
                then 'ordinal'
            when numbers.counter_text is null and regexp_matches(numbers.sign_after, '[A-Za-z]')
                then 'part of a name'
            when not numbers.is_measure_unit then 'date, grade or name'
            when numbers.counter_text is not null
                and not numbers.is_known_unit
                and (numbers.is_chinese_numeral or regexp_matches(numbers.counter_text, '^[年月日号第级期届位的和及与或]'))
                then 'no unit'
            when numbers.is_chinese_numeral
                and not numbers.is_fraction
                and coalesce(not numbers.takes_chinese_numeral, true)
                then 'no unit'
            -- “三个一”, 落实四个一机制; 2个一级泵站 are counted. 两位数增长 names no growth.
            when numbers.counter_text = '个'
                and starts_with(numbers.words_behind, '一')
                and (
                    regexp_matches(numbers.words_behind, '^一(?:[百千万批”"、,。;)]|$)')
                    or strpos(lexicon.turn_nouns, concat('|', substr(numbers.words_behind, 2, 2), '|')) > 0
                )
                then 'figure of speech'
            when numbers.counter_text = '位' and starts_with(numbers.words_behind, '数') then 'figure of speech'
            -- 1对1帮扶, 1对多
            when numbers.counter_text = '对' and regexp_matches(numbers.words_behind, '^[0-9一多]')
                or numbers.words_just_before = '对' and numbers.number_no > 1
                then 'figure of speech'
            when numbers.is_chinese_numeral
                and length(numbers.number_text) = 1
                and numbers.scale_text = ''
                and regexp_matches(numbers.counter_text, '^[个项种类方层组点口支部片块条门章期轮届次章]')
                and strpos(lexicon.construct_words, '|' || right(numbers.words_just_before, 2) || '|') = 0
                -- 公交线路两条 is counted, whoever opened them
                and not regexp_matches(numbers.words_behind, '^(?:[,。;、)]|$)')
                then 'figure of speech'
            -- 学校二期: of two terms it would say 两期
            when numbers.number_text = '二' and numbers.scale_text = '' and numbers.counter_text = '期' then 'ordinal'
            when numbers.is_in_quotes then 'inside quotes or a title'
            when numbers.counter_text is null
                and not (
                    -- all that stands beside the name of an indicator: 固定资产投资额 | 152
                    (named_texts.target_id is not null and numbers.sign_after = '')
                    or numbers.bound_text is not null
                    or (
                        regexp_matches(numbers.scale_text, '[万亿] *$')
                        and regexp_matches(numbers.sign_after, '^(?:[,。;、)]|$)')
                    )
                    or (
                        regexp_matches(numbers.sign_after, '^(?:[,。;、)]|$)')
                        and regexp_matches(
                            numbers.words_just_before,
                            '(?:[一-龥”]数|控制在|达到|达|降至|升至|不低于|不高于|不超过|低于|高于|[缩扩]小[至到]|收窄[至到]|指数|系数|比值|得分|(?:指数|值|系数|得分|[^对同环]比)为)$'
                        )
                    )
                )
                then 'no unit'
            when numbers.measure_unit_kind = 'time'
                and numbers.bound_text is null
                and not regexp_matches(
                    numbers.words_just_before,
                    '(?:压缩|缩短|压减|控制|不超过|少于|低于|天数|时限|时间|时长|达到|减少|增加|比例|提前).{0,3}$'
                )
                then 'a span of time'
            when ends_with(numbers.denominator_text, '年') and regexp_matches(numbers.words_behind, '^[A-Za-z一-龥]')
                then 'size in a name'
            when numbers.measure_unit_kind in ('voltage', 'data') then 'size in a name'
            when ends_with(numbers.words_just_before, '海拔') then 'size in a name'
            when ends_with(numbers.words_just_before, '年产') and regexp_matches(numbers.words_behind, '^[A-Za-z一-龥]')
                then 'size in a name'
            -- 发放贷款5亿元支持小微企业: money and what it is for; 总投资5亿元改造工程 is a size
            when numbers.measure_unit_kind = 'money'
                and strpos(lexicon.given_monies, concat('|', right(numbers.words_just_before, 2), '|')) > 0
                and strpos(lexicon.verbs, concat('|', left(numbers.words_behind, 2), '|')) > 0
                then null
            -- 过10亿元企业5家, 500万元以上在建技改项目390项: a size that says which ones are counted
            when (
                numbers.bound_text is not null
                or numbers.measure_unit_kind in ('money', 'mass', 'power', 'energy', 'area')
            )
                -- 投资18亿元改建3个中心: what is spent says nothing of which ones
                and not (
                    numbers.bound_text is null
                    and numbers.measure_unit_kind = 'money'
                    and regexp_matches(
                        numbers.words_just_before, '(?:投资|投入|安排|筹集|筹措|拨付|争取|下拨)(?:[一-龥]{0,4}资金)?[约近]?$'
                    )
                    and strpos(lexicon.construct_words, '|' || left(numbers.words_behind, 2) || '|') > 0
                )
                and regexp_matches(
                    numbers.words_behind,
                    '^(?:的|级)?[一-龥A-Za-z“”]{2,16}[0-9][0-9.]*[余多万亿千]*(?:个|家|处|所|座|项|名|条|台|套|户|件|只|栋|人|次|艘|辆|口|头|片|块|株|幢|支|部|%)'
                )
                then 'size in a name'
            when numbers.measure_unit_kind in ('money', 'mass', 'power', 'energy')
                and regexp_matches(
                    numbers.words_behind,
                    '^(?:的|级|级的)?[A-Za-z一-龥“”]{0,14}(?:项目|工程|装置|泊位|变电站|生产线|基地|平台|机组|电站|企业|园区)'
                )
                and not regexp_matches(numbers.words_behind, '^(?:投资|资金|贷款|债券)')
                then 'size in a name'
        end as rejection
    from intermediate.int_measure_numbers as numbers
    left join named_texts
        on numbers.document_id = named_texts.document_id
        and numbers.target_id = named_texts.target_id
        and numbers.text_name = named_texts.text_name
        and numbers.text_no = named_texts.text_no
    cross join lexicon
    cross join numbered_places
    -- 推行“一村一辅警” | 18个: what the name counts is in its own text
    where coalesce(named_texts.kept_places[numbers.start_pos] > 0, true)
),

neighbours as (
    select
        *,
        coalesce(lag(closing_pos) over measures, 0) as prior_closing_pos,
        lead(start_pos) over measures as next_start_pos,
        row_number() over measures as place_in_text
    from judged
    window measures as (partition by document_id, target_id, text_name, text_no, rejection is null order by start_pos)
),

worded as (
    select
        neighbours.*,
        texts.kept_places,
        case
            when neighbours.rejection is null
                then substr(
                    coalesce(texts.closed_text, texts.plain_text),
                    neighbours.prior_closing_pos + 1,
                    neighbours.start_pos - neighbours.prior_closing_pos - 1 - length(neighbours.sign_text)
                )
        end as words_before,
        -- a clause that goes on after the number, up to its sign; 、 is none within 具有硕士、博士学位的教师
        case
            when neighbours.rejection is null
                and strpos(lexicon.attribute_words, '|' || left(neighbours.words_behind, 2) || '|') > 0
                then regexp_extract(
                    left(
                        neighbours.words_behind,
                        coalesce(neighbours.next_start_pos - neighbours.closing_pos - 1, 40)
                    ),
                    '^(?:[^,。;:!?()\n]*的)?[^,。;、:!?()\n]*'
                )
            when neighbours.rejection is null
                then regexp_extract(
                    left(
                        neighbours.words_behind,
                        coalesce(neighbours.next_start_pos - neighbours.closing_pos - 1, 40)
                    ),
                    -- 乡镇(街道)工作站: a bracket within a noun
                    '^[^,。;、:!?()\n]*(?:\([^()]+\)[一-龥][^,。;、:!?()\n]*)?'
                )
        end as words_after
    from neighbours
    inner join texts
        on texts.document_id = neighbours.document_id
        and texts.target_id = neighbours.target_id
        and texts.text_name = neighbours.text_name
        and texts.text_no = neighbours.text_no
    cross join lexicon
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: which text of that kind
    coalesce(kept_places[start_pos], start_pos)::integer as start_pos,  -- 起始位置: place of the number's first character in the text, from 1
    coalesce(kept_places[end_pos], end_pos)::integer as end_pos,  -- 数字结束位置: place of the number's last character
    coalesce(kept_places[closing_pos], closing_pos)::integer as closing_pos,  -- 结束位置: place of the last character of number, scale, unit and bound
    (case when rejection is null then place_in_text end)::integer as figure_no,  -- 数字序号: the measures of a text in printed order; NULL for a number that is none
    number_text::varchar as number_text,  -- 数字: as printed
    sign_text::varchar as sign_text,  -- 正负号: - or + before the number, '' for none
    figure_value::double as figure_value,  -- 数值: scale resolved, in the printed unit
    range_start_value::double as range_start_value,  -- 区间下限: of a range (5%-6%), else NULL
    regexp_matches(scale_text, '[余多]')::boolean as is_rounded_down,  -- 是否余数: printed with 余 or 多
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: without its scale (万户 is 户)
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    (
        case when denominator_text = '' then coalesce(measure_unit_kind, 'other') else 'rate' end
    )::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ...
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    bound_text::varchar as bound_text,  -- 界限词: 以上, 左右, 以内 after the unit
    words_before::varchar as words_before,  -- 数前文字: from the last measure to this one; NULL for a number that is none
    words_after::varchar as words_after,  -- 数后文字: what follows up to the next sign or measure; NULL for a number that is none
    -- 12万亩灌区和5万亩草场: 和 parts them
    (
        rejection is null
        and coalesce(closing_pos + length(words_after) + 1 = next_start_pos, false)
        and right(words_after, 1) not in ('和', '与', '及')
    )::boolean as runs_into_next,  -- 是否紧接下一指标: no sign stands between those words and the next measure
    rejection::varchar as rejection  -- 非指标原因: why the number is no measure; NULL where it is one
from worded
