-- 文中地区: a division that the text of a document mentions in a way that may show whose document it is.
-- grain: document_id, division_code
-- Asked only of documents of which neither a side file nor a title nor its issuer names a division. Units and 我市, 全县
-- say of which level the document is (市教育局: a city's); among the divisions of that level the one is meant that names
-- itself in the text (甘谷县人民代表大会, 《湖南省…方案》, 济南市督查考核办, 济南市的十件实事) or most of whose own parts are
-- named (金寨县, 霍邱县 and 金安区 are parts of 六安市). 市 is ambiguous, for a city may name another (杭州市经验): there
-- a plain mention says nothing. Organs of a place are named by its short name (国网荆门供电公司, 洛阳晚报;
-- seeds.local_organ_wordings); names of districts are words as well (城东, 新城), so there the full name has to stand, too.
-- 督查组对云岫区…开展检查 names whose problems follow; under 省城十件实事 a plain mention of a province's capital is enough.
with
located as (
    select distinct document_id
    from staging.stg_named_places
    where method in ('side file', 'title', 'stated title', 'table', 'issuer') and is_division
),

printed as (
    select
        documents.document_id,
        texts.text,
        true as is_outside
    from raw.documents as documents
    inner join staging.stg_texts as texts
        on documents.document_id = texts.document_id
    left join located
        on documents.document_id = located.document_id
    where located.document_id is null
    union all
    select
        documents.document_id,
        cells.cell_text as text,
        false as is_outside
    from raw.documents as documents
    inner join staging.stg_cells as cells
        on documents.document_id = cells.document_id
    left join located
        on documents.document_id = located.document_id
    where located.document_id is null
        and cells.cell_text is not null
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
),

closed_up as (
    select
        document_id,
        is_outside,
        regexp_replace(text, '\s+', '', 'g') as text
    from printed
),

levels as (
    select
        document_id,
        level_word
    from staging.stg_level_words
),

-- A text cut behind each word that ends a name: 甘谷县 | 第十七届人民代表大会….
pieces as (
    select
        document_id,
        is_outside,
        string_split(regexp_replace(text, '(自治州|省|市|县|区|旗|盟)', '\1⟦', 'g'), '⟦') as pieces
    from closed_up
    where regexp_matches(text, '省|市|县|区|旗|盟|自治州')
),

ends_cut as (
    select
        document_id,
        is_outside,
        -- 市北区 has an ending within
        right(concat(case when piece_no > 1 then pieces[piece_no - 1] end, pieces[piece_no]), 13) as name_end,
        left(pieces[piece_no + 1], 12) as behind_text,
        -- 云岫区自9月6日起,将全区…: from when it does
        regexp_replace(behind_text, '^[自从][0-9]{1,2}月(?:[0-9]{1,2}日)?起[,，]?', '') as act_text
    from (
        select
            *,
            unnest(range(1, array_length(pieces))) as piece_no
        from pieces
    ) as numbered
    where length(concat(case when piece_no > 1 then pieces[piece_no - 1] end, pieces[piece_no])) >= 2
),

suffixes as (
    select
        document_id,
        is_outside,
        behind_text,
        name_end,
        act_text,
        unnest(range(2, length(name_end) + 1)) as name_length
    from ends_cut
),

divisions as (
    select
        code,
        name,
        parent_code,
        level,
        count(*) over (partition by name) as namesake_count
    from seeds.administrative_divisions
    where level <> 'state'
),

acts as (
    select list_sort(list(wording)) as wordings
    from seeds.jurisdiction_title_words
    where position = 'acts'
),

-- 督查组对云岫区农贸市场开展专项检查
inspections as (
    select concat(
        '对([一-龥]{2,12}?(?:县|区|市|旗))[^,，。;；]{0,12}(?:开展|进行)[^,，。;；]{0,6}(?:',
        string_agg(wording, '|' order by wording),
        ')'
    ) as pattern
    from seeds.jurisdiction_title_words
    where position = 'inspected'
),

-- Compiled for the texts beside the table.
inspected as (
    select
        places.document_id,
        divisions.code,
        count(*) as inspection_count
    from (
        select
            closed_up.document_id,
            unnest(regexp_extract_all(closed_up.text, inspections.pattern, 1)) as name
        from closed_up
        cross join inspections
        where closed_up.is_outside and contains(closed_up.text, '对')
    ) as places
    inner join divisions
        on places.name = divisions.name
        and divisions.namesake_count = 1
    group by places.document_id, divisions.code
),

-- Compiled for the counties and districts that such a text names.
mentions as (
    select
        suffixes.document_id,
        divisions.code,
        divisions.parent_code,
        divisions.name,
        divisions.level,
        -- 按照《2031年云岫区人民政府…》: a county or district follows its city, and of its own kind only itself
        suffixes.is_outside
        and right(divisions.name, 1) in ('县', '区', '旗')
        and regexp_matches(
            concat(suffixes.name_end, suffixes.behind_text),
            concat('(?:根据|按照|落实|贯彻|执行)《(?:[0-9]{4}年度?)?', divisions.name, '(?:人民政府|政府)')
        ) as follows_itself,
        suffixes.is_outside
        -- 根据温州市政府…: what a document follows is not its own
        and not regexp_matches(
            left(suffixes.name_end, length(suffixes.name_end) - suffixes.name_length), '根据|按照|落实|贯彻|执行|学习|转发'
        )
        and (
            regexp_matches(
                suffixes.behind_text,
                '^(?:人民政府|政府|委(?:[^托派员任]|$)|第[一二三四五六七八九十]{1,4}(?:届|次)|[一二三四五六七八九十]{1,4}届|人大|人民代表|民生|[“"「『]?两会|(?:19|20)[0-9]{2}年|(?:委|政府)?督[查办]|的?[“"「『]?[0-9一二三四五六七八九十]{1,3}[大件项](?:民生|惠民|利民|为民|便民)?实事)'
            )
            -- 结合云岫区实际,制定本方案
            or starts_with(suffixes.behind_text, '实际')
            and ends_with(left(suffixes.name_end, length(suffixes.name_end) - suffixes.name_length), '结合')
            -- 云河市召开…发布会
            or list_bool_or(list_transform(acts.wordings, lambda word: starts_with(suffixes.act_text, word)))
        ) as names_itself,
        substr(suffixes.name_end, length(suffixes.name_end) - suffixes.name_length, 1) = '《' as is_in_a_title
    from suffixes
    inner join divisions
        on right(suffixes.name_end, suffixes.name_length) = divisions.name
    cross join acts
    where divisions.namesake_count = 1
        -- 完成县人大交办的任务 names no 成县: before a name of two characters stands none that it may go with
        and (
            suffixes.name_length > 2
            or regexp_matches(
                left(suffixes.name_end, length(suffixes.name_end) - suffixes.name_length),
                '(?:^|[^一-龥]|[省市州在和与由经据是为了的年])$'
            )
        )
        -- 中山市场 and 中山市民 are no city
        and not (
            ends_with(divisions.name, '市')
            and regexp_matches(suffixes.behind_text, '^(?:场|容|政[^府协法务]|民[^政族生])')
        )
    qualify row_number() over (
        partition by suffixes.document_id, suffixes.name_end, suffixes.behind_text, suffixes.is_outside
        order by suffixes.name_length desc
    ) = 1
),

-- 嘉鱼经济开发区 among the units of a county, which are 县财政局 and 各镇; 国网荆门供电公司 and 洛阳晚报 of a city.
organ_patterns as (
    select
        of_level,
        concat('([一-龥]{2,4})(', string_agg(wording, '|' order by length(wording) desc, wording), ')') as pattern
    from seeds.local_organ_wordings
    group by of_level
),

-- A pattern made of seeds is compiled for each row: a document is one row here.
organs_named as (
    select distinct
        whole_texts.document_id,
        organ_patterns.of_level,
        unnest(regexp_extract_all(whole_texts.text, organ_patterns.pattern, 1)) as before_text,
        unnest(regexp_extract_all(whole_texts.text, organ_patterns.pattern, 2)) as organ_text
    from (
        select
            document_id,
            string_agg(text, '|' order by text) as text
        from closed_up
        group by document_id
    ) as whole_texts
    cross join organ_patterns
),

short_names as (
    select
        pinyin.division_code,
        pinyin.short_name,
        divisions.name,
        divisions.level,
        divisions.namesake_count,
        count(*) over (partition by pinyin.short_name) as division_count
    from seeds.division_pinyin as pinyin
    inner join divisions
        on pinyin.division_code = divisions.code
    where length(pinyin.short_name) >= 2
),

organs as (
    select
        organs_named.document_id,
        short_names.division_code as code,
        levels.level_word,
        count(distinct organs_named.organ_text) as organ_count,
        min(concat(short_names.short_name, organs_named.organ_text)) as organ_text,
        bool_or(contains(organs_named.organ_text, '区')) as has_zone
    from organs_named
    inner join levels
        on organs_named.document_id = levels.document_id
    inner join short_names
        on right(organs_named.before_text, length(short_names.short_name)) = short_names.short_name
        and ends_with(short_names.name, levels.level_word)
        and organs_named.of_level in ('any', case when short_names.level = 'county' then 'county' else 'city' end)
        and short_names.namesake_count = 1
        and (
            levels.level_word in ('县', '旗') and short_names.level = 'county'
            or levels.level_word = '区' and short_names.level = 'county' and short_names.division_count = 1
            or levels.level_word = '市' and short_names.level = 'city' and short_names.division_count = 1
        )
    group by organs_named.document_id, short_names.division_code, levels.level_word
),

-- Names of districts are words as well (城东, 新城).
own_organs as (
    select
        organs.document_id,
        organs.code,
        organs.organ_count,
        organs.organ_text,
        organs.level_word in ('县', '旗') and organs.has_zone as is_own_zone
    from organs
    where organs.level_word <> '区'
        or exists (
            select 1
            from mentions
            where mentions.document_id = organs.document_id and mentions.code = organs.code
        )
),

-- What a division is mentioned for: itself, and the parts of it that are.
counted as (
    select
        document_id,
        code,
        count(*) as mention_count,
        count(case when names_itself then 1 end) as own_count,
        count(case when is_in_a_title then 1 end) as in_title_count,
        count(case when follows_itself then 1 end) as follows_count,
        0 as organ_count,
        null as organ_text,
        0 as named_part_count
    from mentions
    group by document_id, code
    union all
    select
        document_id,
        code,
        case when is_own_zone then 1 else 0 end as mention_count,
        case when is_own_zone then 1 else 0 end as own_count,
        0 as in_title_count,
        0 as follows_count,
        organ_count,
        organ_text,
        0 as named_part_count
    from own_organs
    union all
    select
        document_id,
        code,
        0 as mention_count,
        inspection_count as own_count,
        0 as in_title_count,
        0 as follows_count,
        0 as organ_count,
        null as organ_text,
        0 as named_part_count
    from inspected
    union all
    select
        document_id,
        parent_code as code,
        0 as mention_count,
        0 as own_count,
        0 as in_title_count,
        0 as follows_count,
        0 as organ_count,
        null as organ_text,
        count(distinct code) as named_part_count
    from mentions
    where parent_code is not null
    group by document_id, parent_code
),

-- 城建局, 教育局: units without a level, and one county that the whole text names again and again, or one county or city that
-- alone names itself (in a newspaper of the city's) and is named again: whose document it is. Beside a city nothing but
-- its parts may be named.
named_alone as (
    select
        document_id,
        coalesce(min(name) filter (where names_itself), min(name)) as name
    from (
        select
            *,
            count(*) over (partition by document_id, code) as code_count,
            min(case when names_itself then code end) over (partition by document_id) as own_code
        from mentions
    ) as counted_mentions
    group by document_id
    having count(distinct code) = 1 and count(*) >= 3 and min(level) = 'county'
        or count(distinct code) filter (where names_itself) = 1
        and min(code_count) filter (where names_itself) >= 2
        and (
            min(level) filter (where names_itself) = 'county'
            or min(level) filter (where names_itself) = 'city'
            and ends_with(min(name) filter (where names_itself), '市')
            and bool_and(own_code in (code, parent_code))
        )
),

levels_found as (
    select
        document_id,
        level_word
    from levels
    union all
    select
        named_alone.document_id,
        right(named_alone.name, 1) as level_word
    from named_alone
    left join levels
        on named_alone.document_id = levels.document_id
    where levels.document_id is null and right(named_alone.name, 1) in ('县', '区', '旗', '市')
),

weighed as (
    select
        counted.document_id,
        counted.code,
        divisions.name,
        divisions.parent_code,
        divisions.level,
        levels_found.level_word,
        sum(counted.mention_count) as mention_count,
        sum(counted.own_count) as own_count,
        sum(counted.in_title_count) as in_title_count,
        sum(counted.follows_count) as follows_count,
        sum(counted.organ_count) as organ_count,
        min(counted.organ_text) as organ_text,
        sum(counted.named_part_count) as named_part_count,
        2 * sum(counted.own_count)
        + sum(counted.mention_count)
        + sum(counted.organ_count)
        + least(sum(counted.named_part_count), 10) as weight
    from counted
    inner join divisions
        on counted.code = divisions.code
    inner join levels_found
        on counted.document_id = levels_found.document_id
        and (
            ends_with(divisions.name, levels_found.level_word)
            or (levels_found.level_word = '省' and divisions.level = 'province')
        )
    where levels_found.level_word <> '区' or divisions.level <> 'province'
    group by
        counted.document_id,
        counted.code,
        divisions.name,
        divisions.parent_code,
        divisions.level,
        levels_found.level_word
),

-- 宁湖市民生实事 beside 云海市民生实事: the city above is named for the sake of its one part that names itself.
above_one_part as (
    select
        parts.document_id,
        parts.parent_code as code
    from weighed as parts
    inner join weighed as above
        on parts.document_id = above.document_id
        and parts.parent_code = above.code
    where parts.level_word = '市' and parts.own_count > 0 and above.named_part_count = 1
),

shares as (
    select
        weighed.*,
        weighed.weight / sum(weighed.weight) over (partition by weighed.document_id) as weight_share
    from weighed
    left join above_one_part
        on weighed.document_id = above_one_part.document_id
        and weighed.code = above_one_part.code
    where above_one_part.document_id is null
),

-- 省城十件实事办结 over a text that names its city once: the capital of a province, whose code ends in 0100.
-- Compiled for the short texts beside the table.
of_capitals as (
    select distinct closed_up.document_id
    from closed_up
    inner join seeds.jurisdiction_title_words as words
        on words.position = 'capital'
        and regexp_matches(closed_up.text, concat('^(?:[0-9]{4}年)?', words.wording))
    where closed_up.is_outside and length(closed_up.text) <= 60
),

-- What a county's text says of 《湖南省…》 is no matter of its level; of a city it may be the city above.
meant as (
    select
        shares.*,
        case
            when organ_count > 0 or follows_count > 0 then true
            when of_capitals.document_id is not null and level_word = '市' then ends_with(shares.code, '0100')
            when level_word = '市'
                then own_count > 0 and (level <> 'county' or mention_count = own_count) or named_part_count >= 3
            when level_word in ('省', '自治区')
                then own_count > 0 or in_title_count > 0 or mention_count >= 3 or named_part_count >= 3
            else own_count > 0 or mention_count >= 3
        end as is_meant
    from shares
    left join of_capitals
        on shares.document_id = of_capitals.document_id
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    code::varchar as division_code,  -- 区划代码: of GB/T 2260
    name::varchar as division_name,  -- 区划名称
    level_word::varchar as level_word,  -- 级别用字: what its units and 全市, 我县 are said of
    mention_count::bigint as mention_count,  -- 提及次数
    named_part_count::bigint as named_part_count,  -- 下辖提及数: how many of its own parts are mentioned
    organ_text::varchar as organ_text,  -- 所属机构: an organ of its that is named by its short name, NULL where none is
    weight_share::double as weight_share,  -- 占比: among the divisions of that level, 0 to 1
    (case
        when not is_meant or weight_share < 0.7 then 0.4
        when own_count > 0 and weight_share >= 0.9 then 0.8
        when own_count > 0 or in_title_count > 0 and weight_share >= 0.9 then 0.75
        when organ_count >= 2 then 0.75
        when organ_count = 1 and mention_count = 0 and named_part_count = 0 then 0.65
        else 0.7
    end)::double as confidence  -- 可信度: 0 to 1; 0.4 for the likeliest where nothing shows that it is meant
from meant
where is_meant and weight_share >= 0.7
    or mention_count >= 2
-- what is not meant is worth a question, where nothing is: the likeliest alone
qualify row_number() over (
    partition by document_id
    order by is_meant and weight_share >= 0.7 desc, weight_share desc, mention_count desc, code
) = 1
