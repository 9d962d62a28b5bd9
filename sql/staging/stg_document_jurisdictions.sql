-- 文档地区: the government whose targets a document holds: as its side file states, else as a text names it.
-- grain: document_id
-- In a text first a government named as such (菏泽市人民政府), then a place before or after the year (2023年菏泽市重点
-- 工作…, 关于2020年度云河区…). What a name ends with is in seeds.government_endings, what stands around it in
-- seeds.jurisdiction_title_words; that a name is one or more of up to 8 characters and an ending (郑州市金水区) is grammar.
-- A name of seeds.administrative_divisions is believed wherever a text names its government or its bureau: in the
-- title, above the table, in the letterhead or the signature (灵璧县卫生健康委员会), and then in the text. A name that is no
-- division's is believed in a title or letterhead only, and not where it holds a word of a sentence (根据省, 涉我区). One
-- that several divisions have is parted by the division above, if anything in the document, its path or its address
-- names it.
-- An expression that is put together from a seed is compiled anew for every text, so a text is looked at with no more
-- of them than it needs.
with
endings as (
    select
        string_agg(ending, '|' order by ending) filter (where before_government = 'yes') as before_government,
        string_agg(ending, '|' order by ending) filter (where before_committee = 'yes') as before_committee,
        string_agg(ending, '|' order by ending) filter (where before_year = 'yes') as before_year
    from seeds.government_endings
),

words as (
    select
        string_agg(wording, '|' order by wording) filter (where position = 'at_head') as at_head,
        string_agg(wording, '|' order by wording) filter (where position = 'before') as before_name,
        string_agg(wording, '|' order by wording) filter (where position = 'after') as after_name
    from seeds.jurisdiction_title_words
),

patterns as (
    select
        concat('^[^一-龥]*(?:', words.at_head, ')*[0-9《「“"]*(?:年度|年)?') as head,
        concat('^[《“"]?((?:[一-龥]{1,8}?(?:', endings.before_government, '))+?)(?:人民)?政府') as government,
        concat(
            '(?:^|[0-9]年度?|',
            words.before_name,
            '|[《“"（(])((?:[一-龥]{1,7}?(?:',
            endings.before_year,
            '))+?)(?:[0-9]{4}|',
            words.after_name,
            '|$)'
        ) as bare_name,
        concat(
            '^([^一-龥]*(?:',
            words.at_head,
            ')*[《“"]?)((?:[一-龥]{1,8}?(?:',
            endings.before_committee,
            '))+?)(?:工?委员会|工?委)(?:办公室|办|督查室)?[、,和及与]?([^托派培员]|$)'
        ) as committee
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
        regexp_replace(squeezed_text, '中国共产党|中共', '', 'g') as squeezed_text
    from staging.stg_document_texts
),

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
),

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
    where texts.source_rank <= 4 or regexp_matches(texts.squeezed_text, '[一-龥](省|市|县|区|旗|盟|州)$|政府|年')
),

-- A letterhead or signature is an organ and little else; 发文机关, 来源 and the like are said before it.
organ_lines as (
    select
        document_id,
        source_rank,
        text_no,
        regexp_replace(
            squeezed_text,
            '^.*?(?:发文机关|发布机构|发布单位|公开机构|责任部门|信息来源|来源|作者)[:|]',
            ''
        ) as organ_text
    from party_cut
    where source_rank in (4, 7)
        and length(squeezed_text) <= 80
        and regexp_matches(
            squeezed_text,
            '(?:^|[:|>])[^:|>,。;]{2,20}(?:政府|委员会|委|局|厅|办公室|办|院|中心)(?:[^一-龥].*)?$'
        )
),

-- Where a text may name a division: anywhere in a title, at the head of an organ's line.
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
        4 as source_rank,
        text_no,
        'letterhead' as method,
        1 as position_no,
        organ_text as rest_text
    from organ_lines
),

divisions as (
    select
        name_text,
        division_code,
        jurisdiction_name,
        division_level,
        parent_name,
        grandparent_name
    from staging.stg_division_names
),

name_texts as (
    select distinct name_text from divisions
),

-- 中山市 in 中山市场 is no city; the state's council is named at the head of what it publishes, and elsewhere by others.
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
        and (name_texts.name_text <> '国务院' or places.position_no = 1)
        and not regexp_matches(
            substr(places.rest_text, length(name_texts.name_text) + 1),
            '^(?:场|容|政公|政工|政设|民[^政族生])'
        )
    qualify row_number() over (
        partition by places.document_id, places.source_rank, places.text_no
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
    select
        known_names.*,
        case
            when known_names.method = 'letterhead' then 4
            when known_names.source_rank = 4 then 5
            when known_names.source_rank >= 5 then known_names.source_rank + 1
            else known_names.source_rank
        end as trust_no
    from known_names
    left join seeds.jurisdiction_title_words as words
        on not known_names.is_division
        and known_names.source_rank > 0
        and (
            words.position = 'never_within' and contains(known_names.name_text, words.wording)
            or words.position = 'not_at_head' and starts_with(known_names.name_text, words.wording)
        )
    where words.wording is null and (known_names.is_division or known_names.source_rank not in (4, 7))
    union all
    -- a text that is nothing but a government's name signs, whatever the name
    select
        names.document_id,
        'letterhead' as method,
        4 as source_rank,
        names.text_no,
        names.reading_no,
        names.name_text,
        false as is_division,
        4 as trust_no
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

best_names as (
    select
        document_id,
        method,
        name_text,
        is_division,
        trust_no,
        text_no,
        source_rank
    from believed_names
    qualify row_number() over (
        partition by document_id
        order by
            trust_no,
            case when is_division then 0 else 1 end,
            text_no,
            length(name_text) desc,
            reading_no,
            name_text
    ) = 1
),

-- What its own title says, whatever a side file states.
names_in_titles as (
    select
        document_id,
        name_text
    from believed_names
    where source_rank in (1, 2) and method <> 'stated title'
    qualify row_number() over (
        partition by document_id
        order by
            source_rank,
            case when is_division then 0 else 1 end,
            text_no,
            length(name_text) desc,
            reading_no,
            name_text
    ) = 1
),

-- What a document is near to: all that is said about it, and where it was published.
surroundings as (
    select
        document_id,
        squeezed_text
    from staging.stg_document_texts
    union all
    select
        document_id,
        document_path
    from raw.documents
),

divisions_named as (
    select
        best_names.document_id,
        divisions.division_code,
        divisions.jurisdiction_name,
        bool_or(
            contains(surroundings.squeezed_text, divisions.parent_name)
            or contains(surroundings.squeezed_text, divisions.grandparent_name)
        ) as is_near
    from best_names
    inner join divisions
        on best_names.name_text = divisions.name_text
    left join surroundings
        on best_names.document_id = surroundings.document_id
    group by best_names.document_id, divisions.division_code, divisions.jurisdiction_name
),

divisions_counted as (
    select
        document_id,
        count(*) as division_count,
        count(case when is_near then 1 end) as near_count,
        min(division_code) as only_code,
        min(jurisdiction_name) as only_name,
        min(case when is_near then division_code end) as near_code,
        min(case when is_near then jurisdiction_name end) as near_name,
        string_agg(jurisdiction_name, ', ' order by division_code) as candidate_names
    from divisions_named
    group by document_id
)

select
    best_names.document_id::varchar as document_id,  -- 文档键: the document it comes from
    case
        when divisions_counted.division_count = 1 then divisions_counted.only_name
        when divisions_counted.near_count = 1 then divisions_counted.near_name
        when divisions_counted.division_count is null or best_names.method = 'side file' then best_names.name_text
    end::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    best_names.method::varchar as jurisdiction_method,  -- 地区出处: side file, title, stated title, table, letterhead, text, file name or folder
    case
        when divisions_counted.division_count = 1 then divisions_counted.only_code
        when divisions_counted.near_count = 1 then divisions_counted.near_code
    end::varchar as division_code,  -- 区划代码: of GB/T 2260; NULL for a place that is no division
    case
        when best_names.method = 'side file' then 1
        when divisions_counted.division_count = 1 then 0.98 - 0.03 * best_names.trust_no
        when divisions_counted.near_count = 1 then 0.9 - 0.03 * best_names.trust_no
        when divisions_counted.division_count is null then 0.85 - 0.05 * best_names.trust_no
    end::double as jurisdiction_confidence,  -- 地区置信度: 0 to 1
    case
        when divisions_counted.division_count > 1
            and divisions_counted.near_count <> 1
            and best_names.method <> 'side file' then divisions_counted.candidate_names
    end::varchar as jurisdiction_candidates,  -- 可能的地区: the divisions that have the printed name, where nothing tells which
    coalesce(texts.text, best_names.name_text)::varchar as jurisdiction_evidence,  -- 地区依据: the text that names it, as printed
    names_in_titles.name_text::varchar as title_jurisdiction_text  -- 标题中的地区: as the document's own title names it, NULL where it names none
from best_names
left join divisions_counted
    on best_names.document_id = divisions_counted.document_id
left join staging.stg_document_texts as texts
    on best_names.document_id = texts.document_id
    and best_names.source_rank = texts.source_rank
    and best_names.text_no = texts.text_no
left join names_in_titles
    on best_names.document_id = names_in_titles.document_id
