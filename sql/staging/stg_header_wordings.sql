-- 表头用语: a wording of the header seed as headers are compared: in half width, without white space and marks.
-- grain: wording, beside_field
-- A printed header is folded in the same way before it is looked up, so that a line of the seed may be written as the
-- header is printed: 进展情况、存在问题及下一步打算. A column of those who answer is named by what they do and what they are
-- (牵头 | 处室): such wordings are put together of two seeds where the header seed has no line of its own.
with
roles as (
    select
        concat(roles.wording, organs.wording) as wording,
        roles.field,
        organs.is_division::boolean as is_division
    from seeds.header_role_words as roles
    cross join seeds.header_organ_words as organs
),

put_together as (
    select
        wording,
        field,
        null as beside_field
    from roles
    union all
    select
        wording,
        'unit_support' as field,
        'unit_lead' as beside_field
    from roles
    where field = 'unit' and not is_division
    union all
    select
        wording,
        'person' as field,
        unnest(['unit', 'unit_lead']) as beside_field
    from roles
    where field = 'unit' and is_division
),

-- 进展与成效 and 进展和成效 are 进展及成效
joined_otherwise as (
    select
        replace(synonyms.wording, '及', joints.joint) as wording,
        synonyms.field,
        synonyms.beside_field
    from seeds.header_synonyms as synonyms
    cross join (select unnest(['与', '和']) as joint) as joints
    where contains(synonyms.wording, '及')
),

all_wordings as (
    select
        wording,
        field,
        beside_field,
        1 as preference
    from seeds.header_synonyms
    where wording is not null
    union all
    select
        wording,
        field,
        beside_field,
        2 as preference
    from put_together
    union all
    select
        wording,
        field,
        beside_field,
        2 as preference
    from joined_otherwise
),

folded as (
    select
        regexp_replace(
            translate(
                wording,
                '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
                '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
            ),
            '[\s\x{00A0}\x{2003}\x{3000}\x{FEFF}\x{200B}.:。?*#、,;]+',
            '',
            'g'
        ) as wording,
        field,
        beside_field,
        preference
    from all_wordings
)

select
    wording::varchar as wording,  -- 词条: folded
    beside_field::varchar as beside_field,  -- 旁列字段: the line holds only where that field stands beside it; NULL anywhere
    min({'preference': preference, 'field': field}).field::varchar as field  -- 字段: the canonical field
from folded
where wording <> ''
group by wording, beside_field
