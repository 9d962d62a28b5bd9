-- 文档地区: the government whose targets a document holds: as its side file states, else as a text names it.
-- grain: document_id
-- In a text first a government named as such (菏泽市人民政府), then a place before or after the year (2023年菏泽市重点
-- 工作…, 关于2020年度云河区…). What a name ends with is in seeds.government_endings, what stands around it in
-- seeds.jurisdiction_title_words; that a name is one or more of up to 8 characters and an ending (郑州市金水区) is grammar.
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
        coalesce(
            case
                when contains(texts.squeezed_text, '政府')
                    then nullif(
                        regexp_extract(regexp_replace(texts.squeezed_text, patterns.head, ''), patterns.government, 1),
                        ''
                    )
            end,
            nullif(regexp_extract(texts.squeezed_text, patterns.bare_name, 1), '')
        ) as jurisdiction_name
    from committees_read as texts
    cross join patterns
    -- the name of a file or folder has to look like a place
    where texts.source_rank <= 4 or regexp_matches(texts.squeezed_text, '[一-龥](省|市|县|区|旗|盟|州)$|政府|年')
),

jurisdictions as (
    select
        document_id,
        'side file' as method,
        0 as source_rank,
        0 as text_no,
        jurisdiction_name
    from staging.stg_side_files
    where jurisdiction_name is not null
    union all
    -- 全市, 各县区 and 我省 name none
    select
        document_id,
        method,
        source_rank,
        text_no,
        jurisdiction_name
    from names
    where not regexp_matches(jurisdiction_name, '^(全|各|本|我|该|省|市|县|区|县市|市县|县区|市直|市辖|关于)+(省|市|县|区|旗)?$')
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    method::varchar as jurisdiction_method  -- 地区出处: side file, title, stated title, table, text, file name or folder
from jurisdictions
qualify row_number() over (partition by document_id order by source_rank, text_no) = 1
