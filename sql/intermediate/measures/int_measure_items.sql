-- 分列指标: the numbers of a list given to their things, so that each measure stands behind words of its own.
-- grain: document_id, target_id, text_name, text_no, start_pos, item_no
-- A、B分别增长6%、8% is A增长6% and B增长8%; A、B各5个 and A、B均达到90% are a number each; any other number keeps its words.
with
figures as (
    select * from intermediate.int_measure_figures where rejection is null
),

opposites as (
    select list_sort(list({'group_name': group_name, 'wording': wording})) as wordings
    from seeds.measure_opposites
),

-- few texts list anything, and the others are not asked
listing_texts as (
    select distinct
        document_id,
        target_id,
        text_name,
        text_no
    from figures
    where regexp_matches(words_before, '分别|[各均都]|(?:率|比例)[、和与及]')
),

plain as (
    select
        figures.*,
        1 as item_no
    from figures
    left join listing_texts
        on listing_texts.document_id = figures.document_id
        and listing_texts.target_id = figures.target_id
        and listing_texts.text_name = figures.text_name
        and listing_texts.text_no = figures.text_no
    where listing_texts.document_id is null
),

joined as (
    select
        figures.*,
        -- 6%、8%和7%, 达到40%、达到55%: nothing but a joining word, and the verb once more, stands between the numbers of a
        -- list
        count(*) filter (
            where not regexp_matches(
                words_before,
                '^(?:[,/]|(?:、|和|及|以及|与)(?:达到|达|增长|下降|提高|提升|降低|减少|为|不低于|不少于|超过|控制在)?)$'
            )
        ) over (
            partition by figures.document_id, figures.target_id, figures.text_name, figures.text_no
            order by start_pos
            rows unbounded preceding
        ) as list_no
    from figures
    inner join listing_texts
        on listing_texts.document_id = figures.document_id
        and listing_texts.target_id = figures.target_id
        and listing_texts.text_name = figures.text_name
        and listing_texts.text_no = figures.text_no
),

listed as (
    select
        * exclude (words_before),
        words_before as said_before,
        row_number() over in_list as place_in_list,
        count(*) over whole_list as list_length,
        first_value(words_before) over in_list as list_head
    from joined
    window
        whole_list as (partition by document_id, target_id, text_name, text_no, list_no),
        in_list as (
            partition by document_id, target_id, text_name, text_no, list_no
            order by start_pos
            rows unbounded preceding
        )
),

given as (
    select
        listed.* exclude (said_before, list_no, list_head, figure_no),
        words.*
    from listed
    cross join lateral (
        with
        headed as (
            select
                listed.said_before as said_before,
                listed.place_in_list as place_in_list,
                listed.list_length as list_length,
                listed.base_measure_unit = '%' as is_share,
                regexp_extract(listed.list_head, '^(.*[,。;:!?()\n])', 1) as before_list,
                -- a bracket that is closed is part of the clause and is left out of it
                regexp_replace(
                    regexp_extract(regexp_replace(listed.list_head, '\([^()]*\)', '', 'g'), '[^,。;:!?()\n]*$'),
                    '^[、和及与将把]',
                    ''
                ) as printed_clause,
                -- 城镇、农村补助标准从610元、450元分别提高到: where the numbers start from is left out too
                case
                    when regexp_matches(printed_clause, '[由从].*[0-9].*分别')
                        then regexp_replace(printed_clause, '[由从][^由从]*[0-9][^由从]*分别', '分别')
                    else printed_clause
                end as list_clause
        ),

        -- what is listed stands before the word (A、B分别增长) or behind it (分别新建A、B)
        parted as (
            select
                *,
                contains(list_clause, '分别') and list_length > 1 as is_respective,
                case
                    when contains(list_clause, '分别') and list_length > 1 then regexp_extract(list_clause, '^(.*?)分别', 1)
                    -- 开工率、竣工率100%: rates are not added up, so the number is of each
                    when list_length = 1 and is_share and not contains(list_clause, '分别')
                        and regexp_matches(list_clause, '(?:率|比例)[、和与及].*[^各均都](?:率|比例)')
                        then regexp_extract(list_clause, '^(.*(?:率|比例)[、和与及].*(?:率|比例))', 1)
                    when list_length = 1
                        then regexp_extract(
                            list_clause,
                            '^(.*[^、和与及各均都][、和与及].+?)'
                            || '(?:各(?:新建|建成|建设|新增|完成|培育|引进|招聘|达|为)?'
                            || '|[均都](?:已|要|须|应|实现|超|达|为|在|不|低|少|高|保持|稳定|控制|增长|下降|提高|提升|降低|突破|过|于|到|大|小|上升){0,4})$',
                            1
                        )
                    else ''
                end as items_before,
                case
                    when contains(list_clause, '分别') and list_length > 1 then regexp_extract(list_clause, '分别(.*)$', 1)
                    else ''
                end as items_after
            from headed
        ),

        -- 工业和服务业用电量、建筑业增加值: 和 parts the items only where 、 does not make as many as there are numbers
        cut as (
            select
                *,
                case
                    when items_before = '' then []
                    when is_respective and array_length(string_split_regex(items_before, '、|以及')) = list_length
                        then string_split_regex(items_before, '、|以及')
                    -- 建议和提案办结率、满意率均: rates parted by 、, of one thing or of two
                    when is_share
                        and not is_respective
                        and regexp_matches(items_before, '^[^、]*[^、率](?:和|与|及)[^、]*率(?:、[^、和与及]+率)+$')
                        then string_split(items_before, '、')
                    else string_split_regex(items_before, '、|以及|和|与|及')
                end as said_first,
                case
                    when items_after = '' then []
                    when array_length(string_split_regex(items_after, '、|以及')) = list_length
                        then string_split_regex(items_after, '、|以及')
                    else string_split_regex(items_after, '、|以及|和|与|及')
                end as said_last
            from parted
        ),

        chosen as (
            select
                *,
                array_length(said_first) between 2 and 9
                and (not is_respective or array_length(said_first) = list_length)
                and array_length(list_filter(said_first, lambda item: length(item) < 2)) = 0 as is_said_first,
                is_respective and array_length(said_last) = list_length as is_said_last
            from cut
        ),

        itemed as (
            select
                *,
                case when is_said_first then said_first when is_said_last then said_last else [] end as items,
                case
                    when is_said_first
                        then regexp_replace(substr(list_clause, length(items_before) + 1), '^(?:分别|各|均|都)', '')
                    else ''
                end as list_tail
            from chosen
        ),

        -- 城镇、农村居民收入; PM2.5、PM10浓度: what completes a modifier is the head that stands with the last item
        headless as (
            select
                *,
                list_transform(
                    items,
                    lambda item: case
                        -- 起数、死亡人数: a noun of its own takes no head from the last
                        when length(item) = 2 and regexp_matches(item, '[数量额率值价]$') then ''
                        when regexp_matches(item, '^[A-Za-z]+[0-9.]+$')
                            then regexp_extract(items[-1], '^[A-Za-z]+[0-9.]+(.*)$', 1)
                        when length(item) > 2 and strpos(items[-1], right(item, 2)) > 0
                            then substr(items[-1], strpos(items[-1], right(item, 2)) + 2)
                        else coalesce(
                            list_filter(
                                list_transform(
                                    list_filter(opposites.wordings, lambda own: ends_with(item, own.wording)),
                                    lambda own: list_transform(
                                        list_filter(
                                            opposites.wordings,
                                            lambda other: other.group_name = own.group_name
                                            and other.wording <> own.wording
                                            and contains(items[-1], other.wording)
                                        ),
                                        lambda other: substr(
                                            items[-1],
                                            strpos(items[-1], other.wording) + length(other.wording)
                                        )
                                    )[1]
                                ),
                                lambda head: head is not null
                            )[1],
                            -- a head has two characters: 存款、贷款余额, but 公园、停车场
                            case
                                when length(item) <= 2 and length(items[-1]) > length(item) + 1
                                    then substr(items[-1], length(item) + 1)
                                else ''
                            end
                        )
                    end
                ) as heads
            from itemed
            cross join opposites
        ),

        worded as (
            select
                -- 营收80亿元、利润7亿元,同比分别增长6%、7%: the things are those of as many numbers before
                case
                    when is_respective and array_length(items) = 0
                        and regexp_matches(items_before, '^(?:同比|环比|比上年|较上年|增长|增速|增幅|增长率|完成率)*$')
                        then items_before || items_after
                end as tail_of_before,
                before_list,
                case
                    when array_length(items) = 0 then [said_before]
                    -- 分别: the number's own item; 各 and 均: every item
                    else list_transform(
                        case when is_respective then [place_in_list] else range(1, array_length(items) + 1) end,
                        lambda i: concat(
                            case when i = 1 then before_list else '、' end,
                            items[i],
                            case when i < array_length(items) then heads[i] end,
                            list_tail
                        )
                    )
                end as wordings
            from headless
        )

        select
            tail_of_before,
            before_list,
            unnest(wordings) as words_before,
            unnest(range(1, array_length(wordings) + 1)) as item_no
        from worded
    ) as words
),

numbered as (
    select
        *,
        row_number() over (
            partition by document_id, target_id, text_name, text_no
            order by start_pos, item_no
        ) as figure_no
    from given
),

completed as (
    select
        numbered.* exclude (tail_of_before, before_list, place_in_list, list_length, words_before),
        case
            when earlier.figure_no is null then numbered.words_before
            else concat(
                case when numbered.place_in_list = 1 then coalesce(nullif(numbered.before_list, ''), ',') else '、' end,
                regexp_replace(regexp_extract(earlier.words_before, '[^,。;:!?()\n]*$'), '^[、和及与]', ''),
                numbered.tail_of_before
            )
        end as words_before
    from numbered
    left join numbered as earlier
        on earlier.document_id = numbered.document_id
        and earlier.target_id = numbered.target_id
        and earlier.text_name = numbered.text_name
        and earlier.text_no = numbered.text_no
        and earlier.figure_no = numbered.figure_no - numbered.list_length
        and numbered.tail_of_before is not null
),

placed as (
    select * from plain
    union all by name
    select * from completed
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: which text of that kind
    start_pos::integer as start_pos,  -- 起始位置: place of the number's first character in the text, from 1
    item_no::integer as item_no,  -- 同数项序号: A、B各5个 is a number of two things, 1 for any other
    end_pos::integer as end_pos,  -- 数字结束位置: place of the number's last character
    figure_no::integer as figure_no,  -- 数字序号: the measures of a text in printed order
    number_text::varchar as number_text,  -- 数字: as printed
    sign_text::varchar as sign_text,  -- 正负号: - or + before the number, '' for none
    figure_value::double as figure_value,  -- 数值: scale resolved, in the printed unit
    range_start_value::double as range_start_value,  -- 区间下限: of a range (5%-6%), else NULL
    measure_unit_text::varchar as measure_unit_text,  -- 计量单位: without its scale (万户 is 户)
    base_measure_unit::varchar as base_measure_unit,  -- 基本单位: the unit that figures are compared in
    base_factor::double as base_factor,  -- 换算系数: to the base unit
    measure_unit_kind::varchar as measure_unit_kind,  -- 计量单位类别: count, people, money ...
    is_known_unit::boolean as is_known_unit,  -- 是否已知单位: the unit is in the seed
    bound_text::varchar as bound_text,  -- 界限词: 以上, 左右, 以内 after the unit
    words_before::varchar as words_before,  -- 数前文字: from the last measure to this one; of a list the item and what is said of it
    words_after::varchar as words_after,  -- 数后文字: what follows up to the next sign or measure
    runs_into_next::boolean as runs_into_next  -- 是否紧接下一指标: no sign stands between those words and the next measure
from placed
