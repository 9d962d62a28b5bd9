-- 表头用语: a wording of the header seed as headers are compared: in half width, without white space and marks.
-- grain: wording, beside_field
-- A printed header is folded in the same way before it is looked up, so that a line of the seed may be written as the
-- header is printed: 进展情况、存在问题及下一步打算.
with
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
        beside_field
    from seeds.header_synonyms
    where wording is not null
)

select
    wording::varchar as wording,  -- 词条: folded
    beside_field::varchar as beside_field,  -- 旁列字段: the line holds only where that field stands beside it; NULL anywhere
    min(field)::varchar as field  -- 字段: the canonical field
from folded
where wording <> ''
group by wording, beside_field
