-- 可比文字: a text of a document that is not printed in the characters it is compared and read by, and in them.
-- grain: document_id, printed_text
-- A text without such characters has no row and is read as it is printed. The raw tables keep every text as printed;
-- whatever reads a text reads this form, so nothing else has to know other spellings of a character.
-- Folded: what looks the same (radicals, compatibility ideographs, small and vertical forms: a line each in
-- seeds.comparable_characters), letters, digits and signs of calculation in full width, every kind of blank; what
-- prints nothing goes. A document that prints traditional characters is folded into simplified ones, one for one
-- (seeds.traditional_characters), and the sound that such a page prints behind a character goes: 實(shí)事.
-- Not folded: ² ³ ⁴ ㎡ ℃ and ① inside a text; brackets, commas and dashes, printed in either width.
-- Damaged text becomes U+FFFD, the sign of a lost character: 锟斤拷 and the like, private characters that nothing
-- explains, UTF-8 or GBK that was read as Latin letters. Whoever reads a number, a name or a date looks for this one
-- sign. A ? behind nearly every cell is a blank that does not break.
with
texts as (
    select
        document_id,
        text
    from raw.cells
    where text is not null
    union all
    select
        document_id,
        text
    from raw.texts
    union all
    select
        document_id,
        title_text as text
    from raw.documents
    union all
    select
        document_id,
        regexp_extract(document_path, '[^/]+$', 0) as text
    from raw.documents
    union all
    select
        document_id,
        regexp_extract(document_path, '([^/]+)/[^/]*$', 1) as text
    from raw.documents
    union all
    select
        document_id,
        fact_text as text
    from raw.document_facts
),

-- One class a line: controls; runs of Latin letters and signs beyond ASCII; blanks and what prints nothing; radicals;
-- private, compatibility and full-width signs; tags and private planes; the first signs of seeds.damaged_text_marks.
traditional_documents as (
    select distinct document_id
    from texts
    -- the commonest characters that simplified text does not print
    where regexp_matches(
        text,
        concat(
            '[', '個們國縣區務責單實領導間時項發標鎮鄉會學業農經濟設進運動總資產類團隊應對開關號題財環衛護貿廳黨辦員長門點線體統戰調圍報計畫劃',
            '態權種稅範節約藝術規視覽許評試話請議變讓貧費質購車軍輛過達選還郵醫鐵鋼錢錄鍵閉陽陸際難電頁順預頭顯風飛館馬驗魚鳥麗黃齊齡龍', ']'
        )
    )
),

-- Documents whose blanks that do not break were printed as ?, which GBK has in their place: nearly every cell ends so.
questioned_documents as (
    select document_id
    from raw.cells
    where length(text) > 0
    group by document_id
    having count(*) >= 10 and count(case when regexp_matches(text, '[?]\s*$') then 1 end) * 5 >= count(*) * 3
),

concerned as (
    select distinct
        document_id,
        text as printed_text
    from texts
    where exists (
        select 1
        from traditional_documents
        where traditional_documents.document_id = texts.document_id
    )
        or (
            contains(text, '?')
            and exists (
                select 1
                from questioned_documents
                where questioned_documents.document_id = texts.document_id
            )
        )
        or regexp_matches(
            text,
            concat(
                '[\x{0001}-\x{0008}\x{000B}\x{000C}\x{000E}-\x{001F}\x{007F}-\x{00A0}\x{00AD}]',
                '|[¡-ÿ][\x{0080}-\x{00FF}\x{0152}-\x{0192}\x{02C6}\x{02DC}\x{2013}-\x{203A}€™]',
                '|[\x{034F}\x{061C}\x{115F}\x{1160}\x{1680}\x{180B}-\x{180F}\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{206F}\x{3000}\x{3164}]',
                '|[\x{2E80}-\x{2FDF}]',
                '|[\x{E000}-\x{FAFF}\x{FE00}-\x{FE6F}\x{FEFF}＂-＇＊＋．０-９＜-＞＠-Ｚ＼＾-ｚ｡-･\x{FFA0}\x{FFE0}-\x{FFFD}]',
                '|[\x{E0000}-\x{10FFFD}]',
                '|[锟烫屯葺鈥锛銆]',
                '|[(（][a-z]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}[)）]',
                '|[0-9][?？][0-9]|[⒈-⒐][0-9]'
            )
        )
),

marks as (
    select string_agg(wording, '|' order by length(wording) desc, wording) as pattern
    from seeds.damaged_text_marks
),

-- at the ends of a text and beside a blank; elsewhere a ? may ask
blanks_restored as (
    select
        concerned.document_id,
        concerned.printed_text,
        case
            when questioned_documents.document_id is not null
                then regexp_replace(
                    regexp_replace(concerned.printed_text, '[ \t\x{3000}][?]+|[?]+[ \t\x{3000}]', ' ', 'g'),
                    '^\s*[?]+|[?]+\s*$',
                    '',
                    'g'
                )
            else concerned.printed_text
        end as text
    from concerned
    left join questioned_documents
        on concerned.document_id = questioned_documents.document_id
),

-- Before anything is taken for damage: the letters of a sound are Latin ones beyond ASCII.
sounds_taken_out as (
    select
        document_id,
        printed_text,
        case
            when regexp_matches(text, '[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]')
                then regexp_replace(
                    text,
                    '([一-龥])[(（](?:[b-z]?h?[aeiou]{0,2}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][aeiou]{0,2}n?g?r?|de|le|zhe|men|zi|me|ge)[)）]',
                    '\1',
                    'g'
                )
            else text
        end as text
    from blanks_restored
),

-- The three bytes of a Chinese character in UTF-8, or four bytes and more of GBK, each shown as a Latin letter or sign.
-- Compiled for damaged texts only.
damage_marked as (
    select
        sounds_taken_out.document_id,
        sounds_taken_out.printed_text,
        regexp_replace(
            case
                when regexp_matches(sounds_taken_out.text, '[锟烫屯葺鈥锛銆]')
                    then regexp_replace(sounds_taken_out.text, marks.pattern, chr(65533), 'g')
                else sounds_taken_out.text
            end,
            concat(
                '(?:[ã-é][\x{0080}-\x{00BF}\x{0152}-\x{0192}\x{02C6}\x{02DC}\x{2013}-\x{203A}€™]{2})+',
                '|[°-¶¸-ÖØ-ö][¡-¶¸-ÖØ-þ]{3,}'
            ),
            chr(65533),
            'g'
        ) as text
    from sounds_taken_out
    cross join marks
),

blanks_folded as (
    select
        document_id,
        printed_text,
        regexp_replace(
            regexp_replace(
                text,
                '[\x{00A0}\x{115F}\x{1160}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}\x{3164}\x{FFA0}]',
                ' ',
                'g'
            ),
            '\r\n|[\x{0085}\x{2028}\x{2029}]',
            chr(10),
            'g'
        ) as text
    from damage_marked
),

-- controls, soft hyphens, joiners, marks of direction, variation selectors, byte order marks, tags
unprinted_taken_out as (
    select
        document_id,
        printed_text,
        regexp_replace(
            text,
            concat(
                '[\x{0001}-\x{0008}\x{000B}\x{000C}\x{000E}-\x{001F}\x{007F}\x{00AD}\x{034F}\x{061C}\x{180B}-\x{180F}',
                '\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FE00}-\x{FE0F}\x{FEFF}\x{FFF9}-\x{FFFB}',
                '\x{E0000}-\x{E0FFF}]+'
            ),
            '',
            'g'
        ) as text
    from blanks_folded
),

characters as (
    select
        string_agg(printed_character, '' order by code_point) as printed_characters,
        string_agg(comparable_character, '' order by code_point) as comparable_characters
    from seeds.comparable_characters
),

characters_folded as (
    select
        unprinted_taken_out.document_id,
        unprinted_taken_out.printed_text,
        case
            when regexp_matches(
                unprinted_taken_out.text,
                '[\x{2E80}-\x{2FDF}\x{F000}-\x{F0FF}\x{F900}-\x{FAFF}\x{FE10}-\x{FE6F}｡-･]'
            )
                then translate(
                    unprinted_taken_out.text, characters.printed_characters, characters.comparable_characters
                )
            else unprinted_taken_out.text
        end as text
    from unprinted_taken_out
    cross join characters
),

traditional_characters as (
    select
        string_agg(printed_character, '' order by printed_character) as printed_characters,
        string_agg(comparable_character, '' order by printed_character) as comparable_characters
    from seeds.traditional_characters
),

simplified as (
    select
        characters_folded.document_id,
        characters_folded.printed_text,
        case
            when traditional_documents.document_id is not null
                then translate(
                    characters_folded.text,
                    traditional_characters.printed_characters,
                    traditional_characters.comparable_characters
                )
            else characters_folded.text
        end as text
    from characters_folded
    cross join traditional_characters
    left join traditional_documents
        on characters_folded.document_id = traditional_documents.document_id
),

widths_folded as (
    select
        document_id,
        printed_text,
        case
            when regexp_matches(text, '[＂-＇＊＋．０-９＜-＞＠-Ｚ＼＾-ｚ]')
                then translate(
                    text,
                    '＂＃＄％＆＇＊＋．０１２３４５６７８９＜＝＞＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ＼＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                    '"#$%&''*+.0123456789<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ\^_`abcdefghijklmnopqrstuvwxyz'
                )
            else text
        end as text
    from simplified
),

-- ⒊2万人: a digit and its point in one character. At the head of a text it is the number of an item (⒈2023年…), unless
-- the text is a figure and nothing else. A ? between digits stands for a digit that a program could not print.
points_read as (
    select
        document_id,
        printed_text,
        case
            when regexp_matches(text, '^[⒈-⒐][0-9]+[^0-9]{0,4}$')
                then concat(unicode(text) - 9351, '.', substr(text, 2))
            when regexp_matches(text, '[一-龥][⒈-⒐][0-9]')
                then array_to_string(
                    list_transform(
                        regexp_extract_all(text, '[一-龥][⒈-⒐][0-9]|[^一-龥]+|[一-龥]'),
                        lambda piece: case
                            when regexp_matches(piece, '^[一-龥][⒈-⒐][0-9]$')
                                then concat(left(piece, 1), unicode(piece[2]) - 9351, '.', right(piece, 1))
                            else piece
                        end
                    ),
                    ''
                )
            else text
        end as text
    from widths_folded
),

-- What is still private or none of the characters that print is lost; so is what stands beside it.
lost_marked as (
    select
        document_id,
        printed_text,
        regexp_replace(
            regexp_replace(text, '([0-9])[?？]([0-9])', '\1' || chr(65533) || '\2', 'g'),
            '[\x{0080}-\x{009F}\x{E000}-\x{F8FF}\x{FFFD}-\x{FFFF}\x{F0000}-\x{10FFFD}]+',
            chr(65533),
            'g'
        ) as text
    from points_read
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    printed_text::varchar as printed_text,  -- 原文: as the raw tables hold it
    exists (
        select 1
        from traditional_documents
        where traditional_documents.document_id = lost_marked.document_id
    )::boolean as is_traditional,  -- 繁体: of a document that prints traditional characters
    text::varchar as comparable_text  -- 可比文字: the form that is read and compared; U+FFFD for what is damaged
from lost_marked
where text <> printed_text
