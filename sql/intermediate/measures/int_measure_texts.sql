-- 文本: every text in which a number may be promised or reported.
-- grain: document_id, target_id, text_name, text_no
-- Full-width digits, brackets and dashes become half-width one for one, so that a place in plain_text is a place in the
-- printed text.
with
targets as (
    select * from intermediate.int_targets
),

progress as (
    select * from intermediate.int_target_progress
),

target_texts as (
    select
        document_id,
        target_id,
        'target' as text_name,
        1 as text_no,
        target_text as printed_text,
        anchor_table_no as table_no,
        anchor_row_no as row_no
    from targets
),

annual_texts as (
    select
        document_id,
        target_id,
        'annual_target' as text_name,
        1 as text_no,
        annual_target_text as printed_text,
        anchor_table_no as table_no,
        anchor_row_no as row_no
    from targets
    where annual_target_text is distinct from target_text
),

progress_texts as (
    select
        document_id,
        target_id,
        'progress' as text_name,
        progress_no as text_no,
        progress_text as printed_text,
        table_no,
        row_no
    from progress
),

texts as (
    select * from target_texts
    union all
    select * from annual_texts
    union all
    select * from progress_texts
),

-- Other ways to write a number, sign for sign: 1 234.5 and 1 234 567 with blanks for commas; (3.2)% and ▲3.2% behind a
-- word of growth are minus 3.2%.
signs_rewritten as (
    select
        *,
        case
            when regexp_matches(printed_text, '[0-9] [0-9]{3}|[▲△▼▽][0-9]|[)）][%％]')
                then regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                printed_text,
                                '(^|[^0-9.,，第 ] ?)([1-9][0-9]{0,2}) ([0-9]{3}) ([0-9]{3})(\.[0-9]|[^0-9. ,]|$)',
                                '\1\2,\3,\4\5',
                                'g'
                            ),
                            '(^|[^0-9.,，第 ] ?)([1-9][0-9]{0,2}) ([0-9]{3})(\.[0-9]|[^0-9. ,]|$)',
                            '\1\2,\3\4',
                            'g'
                        ),
                        '(增长|增速|增幅|涨幅|同比|环比|增长率|降幅|为|是|达|到|[:：])[▲△▼▽]([0-9])',
                        '\1-\2',
                        'g'
                    ),
                    '(增长|增速|增幅|涨幅|同比|环比|增长率|为|是|达|到|[:：])[(（]([0-9]+(?:\.[0-9]+)?)[)）]([%％])',
                    '\1-\2\3 ',
                    'g'
                )
            else printed_text
        end as written_text
    from texts
    where printed_text is not null
),

-- Numerals for cheques are numerals: 壹佰贰拾伍, and not 大陆.
numerals_rewritten as (
    select
        *,
        case
            when regexp_matches(written_text, '[壹贰叁肆伍陆柒捌玖拾][拾佰仟万亿]')
                then array_to_string(
                    list_transform(
                        regexp_extract_all(
                            written_text,
                            '[壹贰叁肆伍陆柒捌玖拾佰仟零]{2,}|[^壹贰叁肆伍陆柒捌玖拾佰仟零]+|[壹贰叁肆伍陆柒捌玖拾佰仟零]'
                        ),
                        lambda piece: case
                            when regexp_matches(piece, '[拾佰仟]')
                                then translate(piece, '壹贰叁肆伍陆柒捌玖拾佰仟', '一二三四五六七八九十百千')
                            else piece
                        end
                    ),
                    ''
                )
            else written_text
        end as numeral_text
    from signs_rewritten
),

-- A clause of which a character is lost states no number: whatever counts in it is lost with it.
clauses_rewritten as (
    select
        *,
        case
            when contains(numeral_text, chr(65533))
                then array_to_string(
                    list_transform(
                        regexp_extract_all(numeral_text, '(?:[0-9][,，][0-9]|[^，。；;！？!?\n])+|[，。；;！？!?\n]'),
                        lambda clause: case
                            when contains(clause, chr(65533))
                                then regexp_replace(clause, '[0-9零〇一二两三四五六七八九十百千万亿半数倍番成%‰]', chr(65533), 'g')
                            else clause
                        end
                    ),
                    ''
                )
            else numeral_text
        end as readable_text
    from numerals_rewritten
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: 1 for a target text, the progress text's number else
    table_no::integer as table_no,  -- 表序: the printed table
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    printed_text::varchar as printed_text,  -- 原文: as printed
    translate(
        readable_text,
        '０１２３４５６７８９．％，；：（）【】！？／＋—–―－−～∼〜　' || chr(9) || chr(160),
        '0123456789.%,;:()()!?/+-----~~~   '
    )::varchar as plain_text  -- 半角文本: the same text with half-width signs, character for character
from clauses_rewritten
