-- 指标: a number promised in a target.
-- grain: target_id, measure_no
with
numbers as (
    select
        target_id,
        document_id,
        unnest(regexp_extract_all(target_text, '(\d+(?:\.\d+)?)(?:万)?(?:个|家|户|亿元|公里|%)')) as number_text,
        unnest(range(1, array_length(
            regexp_extract_all(target_text, '(\d+(?:\.\d+)?)(?:万)?(?:个|家|户|亿元|公里|%)')
        ) + 1)) as measure_no
    from intermediate.int_targets
)

select
    target_id::varchar as target_id,
    document_id::varchar as document_id,
    measure_no::integer as measure_no,
    number_text::varchar as number_text,
    regexp_extract(number_text, '\d+(?:\.\d+)?')::double as target_value,
    regexp_extract(number_text, '[^\d.万]+$')::varchar as unit_text
from numbers
