-- 目标原文: the text of a target in the characters that its document prints, where those are traditional ones.
-- grain: target_id, text_name
-- Characters are folded one for one (stg_comparable_texts), so that a text is found again in the printed cell by its
-- place in the folded one. The sounds behind characters stay out. A text that is put together from several cells has
-- no row and is given in its comparable form.
with
targets as (
    select
        document_id,
        target_id,
        'target' as text_name,
        target_text as text
    from intermediate.int_targets
    where target_text is not null
    union all
    select
        document_id,
        target_id,
        'annual_target' as text_name,
        annual_target_text as text
    from intermediate.int_targets
    where annual_target_text is not null
),

folded_texts as (
    select
        document_id,
        comparable_text,
        regexp_replace(
            printed_text,
            '([一-龥])[(（](?:[b-z]?h?[aeiou]{0,2}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][aeiou]{0,2}n?g?r?|de|le|zhe|men|zi|me|ge)[)）]',
            '\1',
            'g'
        ) as printed_text
    from staging.stg_comparable_texts
    where is_traditional
),

places as (
    select
        targets.document_id,
        targets.target_id,
        targets.text_name,
        targets.text as comparable_text,
        min(
            substr(
                folded_texts.printed_text,
                strpos(folded_texts.comparable_text, targets.text)::bigint,
                length(targets.text)
            )
        ) as printed_text
    from targets
    inner join folded_texts
        on targets.document_id = folded_texts.document_id
    where
        contains(folded_texts.comparable_text, targets.text)
        and length(folded_texts.printed_text) = length(folded_texts.comparable_text)
    group by targets.document_id, targets.target_id, targets.text_name, targets.text
)

select
    target_id::varchar as target_id,  -- 目标键: the target
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    text_name::varchar as text_name,  -- 文本类别: target or annual_target
    comparable_text::varchar as comparable_text,  -- 可比文字: as int_targets holds it, as many characters
    printed_text::varchar as printed_text  -- 原文: as printed
from places
