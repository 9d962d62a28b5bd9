-- 文本: every text in which a number may be promised or reported.
-- grain: document_id, target_id, text_name, text_no
-- Full-width digits, brackets and dashes become half-width one for one, so that a place in plain_text is a place in the
-- printed text. Numbers are read in closed_text where there is one; kept_places leads back to the print.
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

plain as (
    select
        *,
        translate(
            printed_text,
            '０１２３４５６７８９．％，；：（）【】！？／＋—–―－−～∼〜　' || chr(9) || chr(160),
            '0123456789.%,;:()()!?/+-----~~~   '
        ) as plain_text
    from texts
    where printed_text is not null
),

-- a space between two digits or letters may part them (and 1. 20个 is a number in a list): it is marked; any other was
-- made by a line that ended inside a word (百 分点) or by letter-spacing
marked as (
    select
        *,
        case
            when contains(plain_text, ' ')
                then regexp_replace(
                    regexp_replace(plain_text, '\b ( *)\b', chr(1) || '\1', 'g'),
                    '([0-9][.]) ( *[0-9])', '\1' || chr(1) || '\2', 'g'
                )
            else plain_text
        end as marked_text
    from plain
)

select
    document_id::varchar as document_id,  -- 文档键: the document
    target_id::varchar as target_id,  -- 目标键: the target
    text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    text_no::integer as text_no,  -- 文本序号: 1 for a target text, the progress text's number else
    table_no::integer as table_no,  -- 表序: the printed table
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    printed_text::varchar as printed_text,  -- 原文: as printed
    plain_text::varchar as plain_text,  -- 半角文本: the same text with half-width signs, character for character
    (case
        when contains(plain_text, ' ') then translate(replace(marked_text, ' ', ''), chr(1), ' ')
    end)::varchar as closed_text,  -- 合空文本: plain_text without the spaces that part no words; NULL where it has no space
    (case
        when contains(marked_text, ' ')
            then list_filter(range(1, length(marked_text) + 1), lambda i: substr(marked_text, i, 1) <> ' ')
    end)::bigint[] as kept_places  -- 原文位置: where each character of closed_text stands in plain_text; NULL where no space was taken out
from marked
