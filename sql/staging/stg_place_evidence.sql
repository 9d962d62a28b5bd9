-- 地区依据: a division or place that one kind of evidence of a document names, with all that the evidence may mean.
-- grain: document_id, method, division_code, name_text
-- 鼓楼区 is several divisions, and so is a reading in pinyin or the first character of a document's number: each is a row.
-- division_code is NULL for a place that is no division (a development zone, a town, a constructed city).
with
levels as (
    select
        document_id,
        level_word
    from staging.stg_level_words
),

divisions as (
    select
        code,
        name,
        parent_code,
        level
    from seeds.administrative_divisions
),

named as (
    select
        places.document_id,
        places.method,
        names.division_code,
        places.name_text,
        coalesce(texts.text, places.name_text) as evidence_text
    from staging.stg_named_places as places
    left join staging.stg_division_names as names
        on places.name_text = names.name_text
    left join staging.stg_document_texts as texts
        on places.document_id = texts.document_id
        and places.source_rank = texts.source_rank
        and places.text_no = texts.text_no
),

addresses as (
    select
        places.document_id,
        'address' as method,
        places.division_code,
        divisions.name as name_text,
        places.address_text as evidence_text,
        coalesce(ends_with(divisions.name, levels.level_word), false) as fits_level
    from staging.stg_address_places as places
    inner join divisions
        on places.division_code = divisions.code
    left join levels
        on places.document_id = levels.document_id
),

-- The heads of papers: 许政〔2031〕20号, 鞍立政发〔2031〕2号.
number_heads as (
    select
        document_id,
        min(text) as text,
        regexp_extract(
            squeezed_text,
            '(?:^|[^一-龥])([一-龥]{1,4}?)(?:政|府|委|办)[一-龥]{0,4}[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]{1,4}号',
            1
        ) as head_word
    from staging.stg_document_texts
    where source_rank in (1, 2, 3, 4, 7, 8) and length(squeezed_text) <= 60
    group by document_id, head_word
),

numbers as (
    select
        heads.document_id,
        words.division_code,
        heads.text
    from number_heads as heads
    inner join seeds.document_code_words as words
        on heads.head_word = words.code_word
    union
    -- 云岫政办发: the short name of a division
    select
        heads.document_id,
        pinyin.division_code,
        heads.text
    from number_heads as heads
    inner join seeds.division_pinyin as pinyin
        on heads.head_word = pinyin.short_name
    where length(heads.head_word) >= 2
    union
    select
        heads.document_id,
        divisions.code as division_code,
        heads.text
    from number_heads as heads
    inner join divisions
        on left(heads.head_word, 1) = left(divisions.name, 1)
    where length(heads.head_word) = 1
    union
    select
        heads.document_id,
        divisions.code as division_code,
        heads.text
    from number_heads as heads
    inner join divisions
        on substr(heads.head_word, 2, 1) = left(divisions.name, 1)
    inner join divisions as parents
        on divisions.parent_code = parents.code
        and left(heads.head_word, 1) = left(parents.name, 1)
    where length(heads.head_word) = 2
),

-- A number without a level is of too many places.
numbers_of_level as (
    select distinct
        numbers.document_id,
        'document number' as method,
        numbers.division_code,
        divisions.name as name_text,
        numbers.text as evidence_text
    from numbers
    inner join divisions
        on numbers.division_code = divisions.code
    left join levels
        on numbers.document_id = levels.document_id
    where divisions.level = 'state'
        or ends_with(divisions.name, levels.level_word)
        or (levels.level_word = '省' and divisions.level = 'province')
),

-- 陕西《政府工作报告》…: the short name of a province or a city, of the level of the units.
-- Compiled for each short name that a title holds.
short_names as (
    select
        texts.document_id,
        'short name' as method,
        divisions.code as division_code,
        divisions.name as name_text,
        min(texts.text) as evidence_text
    from staging.stg_document_texts as texts
    inner join levels
        on texts.document_id = levels.document_id
    inner join seeds.division_pinyin as pinyin
        on contains(texts.squeezed_text, pinyin.short_name)
    inner join divisions
        on pinyin.division_code = divisions.code
    where (texts.source_rank in (1, 2, 3) or (texts.source_rank = 4 and texts.text_no = 1))
        and length(texts.squeezed_text) <= 60
        and (
            divisions.level = 'province' and not ends_with(divisions.name, '市') and levels.level_word in ('省', '自治区')
            or divisions.level in ('province', 'city')
            and levels.level_word = '市'
            and ends_with(divisions.name, '市')
            and regexp_matches(texts.squeezed_text, concat('(?:^|[^一-龥]|年|关于)', pinyin.short_name))
        )
    group by texts.document_id, divisions.code, divisions.name
),

-- 云麓敲定十件实事 over a text that prints 云麓县: a newspaper's headline leaves the level out. The short name of a city or a
-- province may begin that of one of its parts (云海云麓敲定…), so a sign has to stand behind it: 云海:十件实事办结.
places_in_headlines as (
    select
        texts.document_id,
        'short name' as method,
        divisions.code as division_code,
        divisions.name as name_text,
        min(texts.text) as evidence_text
    from staging.stg_document_texts as texts
    inner join seeds.division_pinyin as pinyin
        on starts_with(texts.squeezed_text, pinyin.short_name)
        and length(pinyin.short_name) >= 2
    inner join divisions
        on pinyin.division_code = divisions.code
        and (
            divisions.level = 'county' and not ends_with(divisions.name, '区')
            or divisions.level in ('city', 'province')
            and regexp_matches(substr(texts.squeezed_text, length(pinyin.short_name) + 1), '^[^一-龥]')
        )
    inner join staging.stg_document_texts as around
        on texts.document_id = around.document_id
        and around.source_rank in (4, 7)
        and contains(around.squeezed_text, divisions.name)
    where (texts.source_rank in (1, 2, 3) or (texts.source_rank = 4 and texts.text_no = 1))
        and length(texts.squeezed_text) <= 60
        and not contains(texts.squeezed_text, divisions.name)
    group by texts.document_id, divisions.code, divisions.name
),

-- 2031年,云河在政府工作报告里提出…: whose text it is, without the level that the units are of.
acts as (
    select concat(
        '(?:^|[^一-龥]|年)([一-龥]{2,4}?)(?:',
        string_agg(wording, '|' order by length(wording) desc, wording),
        ')'
    ) as pattern
    from seeds.jurisdiction_title_words
    where position = 'acts'
),

-- Compiled for the texts that may say whose document it is.
acting_names as (
    select
        texts.document_id,
        levels.level_word,
        unnest(regexp_extract_all(texts.squeezed_text, acts.pattern, 1)) as short_name,
        texts.text
    from staging.stg_document_texts as texts
    inner join levels
        on texts.document_id = levels.document_id
    cross join acts
    where texts.source_rank between 1 and 4 and levels.level_word = '市' and length(texts.squeezed_text) <= 300
),

cities_that_act as (
    select
        acting_names.document_id,
        'short name' as method,
        divisions.code as division_code,
        divisions.name as name_text,
        min(acting_names.text) as evidence_text
    from acting_names
    inner join seeds.division_pinyin as pinyin
        on acting_names.short_name = pinyin.short_name
    inner join divisions
        on pinyin.division_code = divisions.code
        and divisions.level in ('city', 'province')
        and ends_with(divisions.name, acting_names.level_word)
    group by acting_names.document_id, divisions.code, divisions.name
),

-- 走进云岫 | 云岫要闻: what the menu of a page calls its own place.
menu_words as (
    select
        concat('^(?:', string_agg(wording, '|' order by wording) filter (where position = 'before'), ')([一-龥]{2,8})$')
            as before_name,
        concat('^([一-龥]{2,8}?)(?:', string_agg(wording, '|' order by wording) filter (where position = 'behind'), ')$')
            as behind_name
    from seeds.site_menu_wordings
),

menu_items as (
    select
        document_id,
        unnest(string_split_regex(text, '[^一-龥]+')) as item_text
    from staging.stg_document_texts
    where source_rank in (4, 7, 8) and length(text) <= 300
),

-- Compiled for the short items of menus.
menu_names as (
    select
        items.document_id,
        items.item_text,
        unnest([
            regexp_extract(items.item_text, menu_words.before_name, 1),
            regexp_extract(items.item_text, menu_words.behind_name, 1)
        ]) as name_text
    from menu_items as items
    cross join menu_words
    where length(items.item_text) between 4 and 10
),

site_menus as (
    select
        names.document_id,
        'site menu' as method,
        divisions.code as division_code,
        divisions.name as name_text,
        min(names.item_text) as evidence_text
    from menu_names as names
    inner join seeds.division_pinyin as pinyin
        on pinyin.short_name = names.name_text
    inner join divisions
        on pinyin.division_code = divisions.code
    left join levels
        on names.document_id = levels.document_id
    where levels.level_word is null or ends_with(divisions.name, levels.level_word)
    group by names.document_id, divisions.code, divisions.name
),

mentions as (
    select
        document_id,
        'mentions' as method,
        division_code,
        division_name as name_text,
        case
            when mention_count = 0 and organ_text is not null then organ_text
            else concat(division_name, ' × ', mention_count, ', its parts × ', named_part_count)
        end as evidence_text,
        confidence
    from staging.stg_mentioned_places
),

found as (
    select
        document_id,
        method,
        division_code,
        name_text,
        evidence_text,
        null as own_confidence
    from named
    union all
    select
        document_id,
        method,
        division_code,
        name_text,
        evidence_text,
        null as own_confidence
    from addresses
    -- of several readings those of the level of the units
    qualify fits_level or not bool_or(fits_level) over (partition by document_id)
    union all
    select
        *,
        null as own_confidence
    from numbers_of_level
    union all
    select
        *,
        null as own_confidence
    from short_names
    union all
    select
        *,
        null as own_confidence
    from places_in_headlines
    union all
    select
        acting.*,
        null as own_confidence
    from cities_that_act as acting
    -- what a title names goes before a sentence
    anti join (select document_id from short_names union all select document_id from places_in_headlines) as titled
        on acting.document_id = titled.document_id
    union all
    select
        *,
        null as own_confidence
    from site_menus
    union all
    select
        document_id,
        method,
        division_code,
        name_text,
        evidence_text,
        confidence as own_confidence
    from mentions
)

select
    found.document_id::varchar as document_id,  -- 文档键: the document it comes from
    found.method::varchar as method,  -- 方法: a line of seeds.place_evidence
    found.division_code::varchar as division_code,  -- 区划代码: of GB/T 2260; NULL for a place that is no division
    found.name_text::varchar as name_text,  -- 写法: the name as it is read
    methods.rank::integer as method_rank,  -- 依据次序: the lower goes first
    coalesce(found.own_confidence, methods.confidence::double)::double as confidence,  -- 可信度: of the evidence where it means this alone, 0 to 1
    count(*) over (partition by found.document_id, found.method)::bigint as meaning_count,  -- 可能数: what the evidence may mean
    found.evidence_text::varchar as evidence_text  -- 依据: as printed
from found
inner join seeds.place_evidence as methods
    on found.method = methods.method
