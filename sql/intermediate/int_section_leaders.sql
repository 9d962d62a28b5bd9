-- 板块领导: the leader that a section's heading names: 一、于会游市长负责的目标; (三)常务副市长王昌华.
-- grain: document_id, section_name
with

sections as (

    select distinct
        document_id,
        section_name
    from intermediate.int_targets
    where section_name is not null

),

bare as (

    select
        document_id,
        section_name,
        regexp_replace(
            regexp_replace(section_name, '[\s\x{00A0}\x{3000}]+', '', 'g'),
            '^[(（]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）]?[、.．]?',
            ''
        ) as heading
    from sections

),

candidates as (

    -- The name before the title, else behind it.
    select
        document_id,
        section_name,
        nullif(
            regexp_extract(
                -- a heading that begins with the title has the name behind it
                case
                    when regexp_matches(heading, '^([省市县区州旗盟]委)?(常委)?[、,，]?(常务|副[市县区州旗盟]长|[市县区州旗盟]长|分管|牵头|政府|党组)') then ''
                    else heading
                end,
                '^([一-龥]{2,4}?)(同志|(常务)?副?[市县区州旗盟]长|(常务)?副?主任|副?书记|秘书长)',
                1
            ),
            ''
        ) as name_before,
        nullif(
            regexp_extract(
                heading,
                '([市县区州旗盟]长|主任|书记|秘书长|同志|领导)[:：]?([一-龥]{2,3})(同志|负责|牵头|分管|包抓|[(（:：]|$)',
                2
            ),
            ''
        ) as name_behind
    from bare

),

surnames as (

    select
        surname
    from seeds.surnames

),

named as (

    select
        candidates.document_id,
        candidates.section_name,
        candidates.name_before,
        candidates.name_behind,
        before_surname.surname is not null as is_name_before,
        behind_surname.surname is not null as is_name_behind
    from candidates
    left join (select surname from surnames where length(surname) = 1) as before_surname
        on substr(candidates.name_before, 1, 1) = before_surname.surname
    left join (select surname from surnames where length(surname) = 1) as behind_surname
        on substr(candidates.name_behind, 1, 1) = behind_surname.surname

)

select
    document_id::varchar as document_id,  -- 文档: the document it comes from
    section_name::varchar as section_name,  -- 板块: the heading as printed
    (case when is_name_before then name_before else name_behind end)::varchar as leader_name  -- 领导姓名: the person it names
from named
where is_name_before or is_name_behind
