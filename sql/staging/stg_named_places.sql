-- 所称地区: a government or division that a text of a document names, the best reading of each kind of text.
-- grain: document_id, method
-- In a text first a government named as such (菏泽市人民政府), then a place before or after the year (2023年菏泽市重点
-- 工作…, 关于2020年度云河区…). What a name ends with is in seeds.government_endings, what stands around it in
-- seeds.jurisdiction_title_words; that a name is one or more of up to 8 characters and an ending (郑州市金水区) is grammar.
-- A name of seeds.administrative_divisions is believed wherever a text names its government or its bureau: in the
-- title, above the table, and where the document says who issues it (method issuer: 发文机关:灵璧县卫生健康委员会, a signature,
-- X人民政府关于… at its head) or whose site it stands on (method site: 来源, 主办, a path of links; seeds.page_labels), and
-- then in the text. A name that is no division's is believed in a title or of an issuer only, and not where it holds a
-- word of a sentence (根据省, 涉我区). A town is read from its government, and from a title that it begins with its year
-- (东风镇2031年…, 东风镇确定2031年…, 2031年东风镇重点工作), but for words that end alike (城镇, no_town in the seed of words).
-- An expression that is put together from a seed is compiled anew for every text, so a text is looked at with no more
-- of them than it needs.
with
endings as (
    select
        string_agg(ending, '|' order by ending) filter (where before_government = 'yes') as before_government,
        string_agg(ending, '|' order by ending) filter (where before_committee = 'yes') as before_committee,
        string_agg(ending, '|' order by ending) filter (where before_year = 'yes') as before_year,
        string_agg(ending, '|' order by ending) filter (where level = 'township') as of_towns
    from seeds.government_endings
),

words as (
    select
        string_agg(wording, '|' order by wording) filter (where position = 'at_head') as at_head,
        string_agg(wording, '|' order by wording) filter (where position = 'before') as before_name,
        string_agg(wording, '|' order by wording) filter (where position = 'after') as after_name,
        string_agg(wording, '|' order by length(wording) desc, wording) filter (where position = 'acts') as acts
    from seeds.jurisdiction_title_words
),

patterns as (
    select
        concat('^[^一-龥]*(?:', words.at_head, ')*[0-9《「“"]*(?:年度|年)?') as head,
        concat('^[《“"]?((?:[一-龥]{1,8}?(?:', endings.before_government, '))+?)(?:人民)?政府') as government,
        concat(
            -- 2031年1-9月歙县50项: after the part of the year, before a count
            '(?:^|[0-9]年度?(?:第?[一二三四]季度|[上下]半年)?|[0-9]月份?|',
            words.before_name,
            '|[《“"（(])((?:[一-龥]{1,7}?(?:',
            endings.before_year,
            '))+?)(?:[0-9]{4}|[0-9]{1,2}(?:月|[-—–~至])|[0-9]{1,3}[件项]|',
            words.after_name,
            '|$)'
        ) as bare_name,
        concat(
            '^([^一-龥]*(?:',
            words.at_head,
            ')*[《“"]?)((?:[一-龥]{1,8}?(?:',
            endings.before_committee,
            '))+?)(?:(?:工|管理)?委员会|管委会|工?委)(?:办公室|办|督查室)?[、,和及与]?([^托派培员]|$)'
        ) as committee,
        concat(
            '^(?:关于)?[《“"]?(?:((?:19|20)[0-9]{2}年度?)|)([一-龥]{1,3}(?:',
            endings.of_towns,
            '))(?:办事处)?(?:',
            words.acts,
            ')?((?:19|20)[0-9]{2}年)?(',
            words.after_name,
            '|)'
        ) as town
    from endings
    cross join words
),

-- A title may be signed by the party's committee and the government: 中共新蔡县委办公室新蔡县人民政府办公室关于…. The committee
-- is read as the government of its place; 区委托 is no committee.
party_cut as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        -- (湖北省)云河市: the province in brackets is that of the name behind it
        regexp_replace(
            regexp_replace(squeezed_text, '中国共产党|中共', '', 'g'), '[(（]([一-龥]{2,7}?(?:省|自治区))[)）]', '\1', 'g'
        ) as squeezed_text
    from staging.stg_document_texts
),

-- Compiled for each of the texts that may name a place.
committees_read as (
    select
        texts.document_id,
        texts.source_rank,
        texts.text_no,
        texts.method,
        case
            when contains(texts.squeezed_text, '委')
                then regexp_replace(texts.squeezed_text, patterns.committee, '\1\2政府\3')
            else texts.squeezed_text
        end as squeezed_text
    from party_cut as texts
    cross join patterns
    where texts.source_rank <= 7
),

-- Compiled for each of the texts that may name a place.
names as (
    select
        texts.document_id,
        texts.method,
        texts.source_rank,
        texts.text_no,
        unnest([
            case
                when contains(texts.squeezed_text, '政府')
                    then nullif(
                        regexp_extract(regexp_replace(texts.squeezed_text, patterns.head, ''), patterns.government, 1),
                        ''
                    )
            end,
            nullif(regexp_extract(texts.squeezed_text, patterns.bare_name, 1), '')
        ]) as name_text,
        unnest([1, 2]) as reading_no
    from committees_read as texts
    cross join patterns
    -- the name of a file or folder has to look like a place
    where (texts.source_rank <= 4 or regexp_matches(texts.squeezed_text, '[一-龥](省|市|县|区|旗|盟|州)$|政府|年'))
        -- nor is it the one that is written to
        and not (texts.source_rank in (4, 7) and ends_with(texts.squeezed_text, ':'))
),

-- Its year stands before the town and what the table is about behind it, or the year itself does.
-- Compiled for each of the texts that may name a place.
towns as (
    select
        document_id,
        method,
        source_rank,
        text_no,
        parts[2] as name_text
    from (
        select
            texts.document_id,
            texts.method,
            texts.source_rank,
            texts.text_no,
            [
                regexp_extract(texts.squeezed_text, patterns.town, 1),
                regexp_extract(texts.squeezed_text, patterns.town, 2),
                regexp_extract(texts.squeezed_text, patterns.town, 3),
                regexp_extract(texts.squeezed_text, patterns.town, 4)
            ] as parts
        from party_cut as texts
        cross join patterns
        where texts.source_rank <= 3
    ) as titles
    left join seeds.jurisdiction_title_words as words
        on words.position = 'no_town' and ends_with(parts[2], words.wording)
    where parts[2] <> ''
        and (parts[3] <> '' or (parts[1] <> '' and parts[4] <> ''))
        and words.wording is null
),

labels as (
    select
        string_agg(wording, '|' order by length(wording) desc, wording) filter (where fact = 'issuer') as issuer,
        string_agg(wording, '|' order by length(wording) desc, wording) filter (where fact = 'site') as site
    from seeds.page_labels
),

-- Where a line says who issues it: behind a label, in a path of links, at its head before 关于 or 文件, or a line that is
-- an organ's name and little else. A colon behind it makes it the one that is written to.
-- Compiled for each of the texts that may name a place.
organ_texts as (
    select
        texts.document_id,
        texts.source_rank,
        texts.text_no,
        texts.squeezed_text,
        regexp_extract(texts.squeezed_text, concat('(?:', labels.issuer, ')[:|]([一-龥]{2,30})'), 1) as after_issuer,
        regexp_extract(texts.squeezed_text, concat('(?:', labels.site, ')[:|]([一-龥]{2,30})'), 1) as after_site,
        coalesce(
            nullif(
                regexp_extract(texts.squeezed_text, '>([一-龥]{2,20}?(?:政府|委员会|委|局|厅|办公室))(?:>|$)', 1), ''
            ),
            -- the site's own name, where the path begins with it
            regexp_extract(texts.squeezed_text, '^(?:[^>]*:)?([一-龥]{2,20}?政府)(?:门户)?网?站?>', 1)
        ) as in_links,
        -- 贯彻《云河省人民政府关于…》 cites another paper
        regexp_extract(
            regexp_replace(texts.squeezed_text, '[《〈<][^》〉>]*[》〉>]', '《》', 'g'),
            '((?:国务院|[一-龥]{2,16}?(?:人民政府|政府))(?:办公厅|办公室)?)(?:关于[一-龥《“]|文件$|文件[一-龥]{0,4}[〔\[(])',
            1
        ) as at_head,
        regexp_extract(
            texts.squeezed_text, '^(?:国务院|[一-龥]{2,20}(?:政府|委员会|委|局|厅|部|办公室|办|院|中心))(?:[^一-龥:].*)?$', 0
        ) as alone
    from party_cut as texts
    cross join labels
    where texts.source_rank in (4, 7, 8)
),

organ_lines as (
    select
        document_id,
        source_rank,
        text_no,
        case
            when after_issuer <> '' then after_issuer
            when after_site <> '' then after_site
            when in_links <> '' then in_links
            when at_head <> '' then at_head
            else alone
        end as organ_text,
        case
            when after_issuer <> '' then 'issuer'
            when after_site <> '' or in_links <> '' then 'site'
            else 'issuer'
        end as method
    from organ_texts
    where after_issuer <> ''
        or after_site <> ''
        or in_links <> ''
        or at_head <> ''
        or (alone <> '' and source_rank <> 8 and length(squeezed_text) <= 80)
),

-- Where a text may name a division: anywhere in a title, at the head of an organ's name.
places_in_texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        position_no,
        substr(squeezed_text, position_no, 30) as rest_text
    from (
        select
            *,
            unnest(range(1, least(length(squeezed_text), 60))) as position_no
        from party_cut
        where source_rank in (1, 2, 3, 5, 6) and length(squeezed_text) <= 120
    ) as positions
    union all
    select
        document_id,
        source_rank,
        text_no,
        method,
        1 as position_no,
        organ_text as rest_text
    from organ_lines
),

name_texts as (
    select distinct
        name_text,
        division_level = 'state' as is_central
    from staging.stg_division_names
    union
    -- 云海市 of 2017, a district since 2020; what a district was called (新城区, 郊区) is a word as well
    select
        former.old_name as name_text,
        false as is_central
    from seeds.jurisdiction_successors as former
    left join staging.stg_division_names as names
        on former.old_name = names.name_text
    where names.name_text is null and regexp_matches(former.old_name, '^..+[市县]$')
),

-- 中山市 in 中山市场 is no city, 教育部门 no ministry, 金水区 in 金水区东风镇人民政府 not whose paper it is; the state's council
-- and the ministries are named at the head of what they publish, and elsewhere by others.
names_in_texts as (
    select
        places.document_id,
        places.source_rank,
        places.text_no,
        places.method,
        name_texts.name_text
    from places_in_texts as places
    inner join name_texts
        on left(places.rest_text, 2) = left(name_texts.name_text, 2)
        and starts_with(places.rest_text, name_texts.name_text)
    where (length(name_texts.name_text) > 2 or places.position_no = 1)
        and (not name_texts.is_central or places.position_no = 1)
        and not regexp_matches(
            substr(places.rest_text, length(name_texts.name_text) + 1),
            '^(?:场|容|政公|政工|政设|民[^政族生]|门|[一-龥]{1,6}(?:镇|[^城]乡|街道)(?:人民政府|政府|办事处))'
        )
    qualify row_number() over (
        partition by places.document_id, places.source_rank, places.text_no, places.method
        order by places.position_no, length(name_texts.name_text) desc, name_texts.name_text
    ) = 1
),

-- 全市, 各县区 and 我省 name none
read_names as (
    select
        document_id,
        'side file' as method,
        0 as source_rank,
        0 as text_no,
        0 as reading_no,
        jurisdiction_name as name_text
    from staging.stg_side_files
    where jurisdiction_name is not null
    union all
    select
        document_id,
        method,
        source_rank,
        text_no,
        reading_no,
        name_text
    from names
    where not regexp_matches(name_text, '^(全|各|本|我|该|省|市|县|区|县市|市县|区市|区直|县直|市直|市辖|关于)+(省|市|县|区|旗)?$')
    union all
    select
        document_id,
        method,
        source_rank,
        text_no,
        3 as reading_no,
        name_text
    from names_in_texts
    union all
    select
        document_id,
        method,
        source_rank,
        text_no,
        4 as reading_no,
        name_text
    from towns
),

known_names as (
    select
        read_names.*,
        name_texts.name_text is not null as is_division
    from read_names
    left join name_texts
        on read_names.name_text = name_texts.name_text
),

believed_names as (
    select known_names.*
    from known_names
    left join seeds.jurisdiction_title_words as words
        on not known_names.is_division
        and known_names.source_rank > 0
        and (
            words.position = 'never_within' and contains(known_names.name_text, words.wording)
            or words.position = 'not_at_head' and starts_with(known_names.name_text, words.wording)
        )
    where words.wording is null
        and (known_names.is_division or known_names.source_rank not in (4, 7, 8))
        -- every province is known: 对省 and 关于省 are none
        and (known_names.is_division or known_names.source_rank = 0 or not ends_with(known_names.name_text, '省'))
    union all
    -- a text that is nothing but a government's name signs, whatever the name
    select
        names.document_id,
        'issuer' as method,
        names.source_rank,
        names.text_no,
        names.reading_no,
        names.name_text,
        false as is_division
    from names
    inner join party_cut
        on names.document_id = party_cut.document_id
        and names.source_rank = party_cut.source_rank
        and names.text_no = party_cut.text_no
    where names.source_rank in (4, 7)
        and party_cut.squeezed_text in (
            concat(names.name_text, '人民政府'),
            concat(names.name_text, '人民政府办公室'),
            concat(names.name_text, '政府办公室')
        )
),

texts_merged as (
    select
        document_id,
        case when method = 'closing' then 'text' else method end as method,
        source_rank,
        text_no,
        reading_no,
        name_text,
        is_division
    from believed_names
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    method::varchar as method,  -- 方法: side file, issuer, title, stated title, table, text, site, file name or folder
    name_text::varchar as name_text,  -- 写法: the name as it is read
    is_division::boolean as is_division,  -- 是否区划: whether it is a way to write an administrative division, of today or before
    source_rank::integer as source_rank,  -- 出处次序: of the text, 0 for the side file
    text_no::integer as text_no  -- 文本序号: of the text among those of its rank
from texts_merged
qualify row_number() over (
    partition by document_id, method
    order by
        source_rank,
        case when is_division then 0 else 1 end,
        text_no,
        length(name_text) desc,
        reading_no,
        name_text
) = 1
