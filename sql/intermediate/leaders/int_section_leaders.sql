-- 板块领导: the leaders that the nearest heading over a section names: 一、于会游市长负责的目标; (三)常务副市长王昌华; 三、王建军负责（1项）.
-- grain: document_id, section_name, leader_no
-- A name beside a title is known by its surname, or by the title and a word of charge around it (妥永华副市长牵头): not every
-- surname is in the seed, and 才让东主 has none. Without a title only a surname makes a name. Behind a label that is the
-- header of a column of leaders (一、工业（牵头领导：王立安、赵启明）) there may be several.
with
sections as (
    select distinct
        document_id,
        section_name
    from intermediate.int_targets
    -- a name of which a sign is lost is nobody's
    where section_name is not null and not contains(section_name, chr(65533))
),

-- the headings of a path, the nearest first
headings as (
    select
        document_id,
        section_name,
        unnest(list_reverse(string_split(section_name, ' > '))) as heading_text,
        unnest(range(1, array_length(string_split(section_name, ' > ')) + 1)) as distance
    from sections
),

bare as (
    select
        document_id,
        section_name,
        distance,
        regexp_replace(
            regexp_replace(heading_text, '\s+', '', 'g'),
            '^[(（]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）]?[、.．]?',
            ''
        ) as heading,
        -- with a blank behind the name, which the heading without blanks has lost
        regexp_replace(
            trim(regexp_replace(heading_text, '[\s\x{3000}]+', ' ', 'g')),
            '^[(（]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）]?[、.．]? ?',
            ''
        ) as spaced_heading
    from headings
),

-- The name before the title, else behind it.
candidates as (
    select
        document_id,
        section_name,
        distance,
        nullif(
            regexp_extract(
                -- a heading that begins with the title has the name behind it
                case
                    when regexp_matches(heading, '^([省市县区州旗盟]委)?(常委)?[、,，]?(常务|副[省市县区州旗盟]长|[省市县区州旗盟]长|分管|牵头|政府|党组)')
                        then ''
                    else heading
                end,
                '^([一-龥]{2,4}?)(同志|(常务)?副?[省市县区州旗盟]长|(常务)?副?主任|副?书记|秘书长)',
                1
            ),
            ''
        ) as name_before,
        nullif(
            regexp_extract(
                heading,
                '([省市县区州旗盟]长|主任|书记|秘书长|同志|领导)[:：]?([一-龥]{2,3})(同志|负责|牵头|分管|包抓|[(（:：]|$)',
                2
            ),
            ''
        ) as name_behind,
        nullif(
            regexp_extract(
                heading,
                concat(
                    '^([一-龥]{2,4}?)(?:(?:常务)?副?[省市县区州旗盟]长|(?:常务)?副?主任|副?书记|秘书长',
                    -- 李明区政府党组成员牵头
                    '|[省市县区州旗盟](?:委常委|人?民?政府党组(?:副书记|成员)))',
                    '(?:同志)?(?:牵头|分管|包抓|主抓|联系|领衔|负责(?:[^制]|$)|[(（:：]|$)'
                ),
                1
            ),
            ''
        ) as titled_before,
        nullif(
            regexp_extract(
                heading,
                concat(
                    '^(?:(?:[省市县区州旗盟]委|[省市县区州旗盟]?政府)?(?:常委|党组(?:副书记|成员))?[、,，]?)*(?:(?:常务)?副[省市县区州旗盟]长|[省市县区州旗盟]长|副?书记|秘书长)[:：]?([一-龥]{2,4}?)',
                    '(?:同志|牵头|分管|包抓|主抓|联系|领衔|负责(?:[^制]|$))'
                ),
                1
            ),
            ''
        ) as titled_behind,
        -- 张建国 市委常委、市委统战部部长: the name, a blank, and titles to the end
        replace(
            regexp_extract(
                spaced_heading,
                concat(
                    '^([一-龥]{2,3}|[一-龥] [一-龥]) (?:中共)?(?:[省市县区州旗盟](?:委|政府|人大|政协|纪委|监委|直)|(?:常务)?副?[省市县区州旗盟]长|党[委组]|常务)',
                    '(?:[一-龥、，, ]{0,24}(?:书记|常委|[省市县区州旗盟]长|部长|主任|主席|秘书长|成员|局长))?$'
                ),
                1
            ),
            ' ',
            ''
        ) as spaced,
        nullif(regexp_extract(heading, '^([一-龥]{2,3}?)(?:牵头|分管|包抓|主抓|领衔|负责(?:[^制]|$))', 1), '') as untitled
    from bare
),

surnames as (
    select surname
    from seeds.surnames
),

-- What is no person: a word of the office (分管副市长, 各副县长), of the work (实行县长负责制), a place or a body (金融办负责).
known as (
    select
        candidates.document_id,
        candidates.section_name,
        candidates.distance,
        case when before_surname.surname is not null then candidates.name_before end as name_before,
        case when behind_surname.surname is not null then candidates.name_behind end as name_behind,
        case
            when not regexp_matches(
                candidates.titled_before,
                concat(
                    '^(各|其[他它余]|有关|相关|分管|主管|全[市县区州旗体]|所有|联系|关于|主要|政府',
                    '|党[委组]|常务|常委|落实|实行|推行|建立|健全|[省市县区州旗盟])|[县区市镇乡局委办部厅处室院会府]$'
                )
            )
                then candidates.titled_before
        end as titled_before,
        case
            when not regexp_matches(
                candidates.titled_behind,
                '^(各|其[他它余]|有关|相关|分管|主管|直接|亲自|主要|共同|具体|办公|热线|[省市县区州旗盟])|[县区市镇乡局委办部厅处室院会府线箱奖]$'
            )
                then candidates.titled_behind
        end as titled_behind,
        case when spaced_surname.surname is not null then candidates.spaced end as spaced,
        case
            when untitled_surname.surname is not null
                and not regexp_matches(candidates.untitled, '[县区市镇乡局委办部厅处室院会府站所司面管产]$')
                then candidates.untitled
        end as untitled
    from candidates
    left join (select surname from surnames where length(surname) = 1) as before_surname
        on substr(candidates.name_before, 1, 1) = before_surname.surname
    left join (select surname from surnames where length(surname) = 1) as behind_surname
        on substr(candidates.name_behind, 1, 1) = behind_surname.surname
    left join (select surname from surnames where length(surname) = 1) as spaced_surname
        on substr(candidates.spaced, 1, 1) = spaced_surname.surname
    left join (select surname from surnames where length(surname) = 1) as untitled_surname
        on substr(candidates.untitled, 1, 1) = untitled_surname.surname
),

labelled as (
    select
        document_id,
        section_name,
        distance,
        unnest(regexp_extract_all(heading, '[(（:：，,；;]([一-龥]{2,10})[:：][一-龥、·]+', 1)) as label_text,
        unnest(regexp_extract_all(heading, '[(（:：，,；;][一-龥]{2,10}[:：]([一-龥、·]+)', 1)) as names_text
    from bare
),

named as (
    select
        labelled.document_id,
        labelled.section_name,
        labelled.distance,
        string_split(labelled.names_text, '、') as leader_names
    from labelled
    inner join seeds.header_synonyms as synonyms
        on labelled.label_text = synonyms.wording
        and synonyms.field = 'leader'
    where regexp_matches(labelled.names_text, '^[一-龥·]{2,4}(、[一-龥·]{2,4})*$')
    union all
    select
        document_id,
        section_name,
        distance,
        [coalesce(spaced, name_before, name_behind, titled_behind, titled_before, untitled)] as leader_names
    from known
    where coalesce(spaced, name_before, name_behind, titled_behind, titled_before, untitled) is not null
),

nearest as (
    select
        document_id,
        section_name,
        leader_names
    from named
    qualify row_number() over (
        partition by document_id, section_name order by distance, array_length(leader_names) desc, leader_names
    ) = 1
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    section_name::varchar as section_name,  -- 板块: the heading as printed
    unnest(range(1, array_length(leader_names) + 1))::integer as leader_no,  -- 次序: as printed
    unnest(leader_names)::varchar as leader_name  -- 领导姓名: the person it names
from nearest
