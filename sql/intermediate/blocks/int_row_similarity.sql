-- 行与目标的相似: how much more a row speaks of one target than of the neighbouring one.
-- grain: document_id, table_run_no, table_run_row_no
-- Its progress text and its units' names against the words of both target texts. Words that both targets hold cancel
-- out.
-- For a gap row the two are the anchors above and below; for an anchor row itself and the next, which shows what the
-- document's progress texts are worth as evidence.
with
compared as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        gap_no as upper_anchor_no,
        false as is_anchor,
        progress_key,
        unit_keys
    from intermediate.int_block_gap_rows
    union all
    select
        anchors.document_id,
        anchors.table_run_no,
        anchors.anchor_row_no as table_run_row_no,
        anchors.anchor_no as upper_anchor_no,
        true as is_anchor,
        rows_.progress_key,
        rows_.unit_keys
    from intermediate.int_block_anchors as anchors
    left join intermediate.int_block_rows as rows_
        on rows_.document_id = anchors.document_id
        and rows_.table_run_no = anchors.table_run_no
        and rows_.table_run_row_no = anchors.anchor_row_no
    where not anchors.is_last
),

spoken as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        upper_anchor_no,
        is_anchor,
        string_split(regexp_replace(left(progress_key, 160), '[^一-龥A-Za-z]+', ' ', 'g'), '') as progress_characters,
        string_split(array_to_string(unit_keys, ' '), '') as unit_characters
    from compared
),

pairs as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        upper_anchor_no,
        'progress' as field,
        unnest(progress_characters[1:array_length(progress_characters) - 1])
        || unnest(progress_characters[2:]) as bigram
    from spoken
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        upper_anchor_no,
        'unit' as field,
        unnest(unit_characters[1:array_length(unit_characters) - 1]) || unnest(unit_characters[2:]) as bigram
    from spoken
    where not is_anchor
),

shared as (
    select
        pairs.document_id,
        pairs.table_run_no,
        pairs.table_run_row_no,
        pairs.field,
        pairs.bigram,
        max(targets.information)::decimal(18, 15) as information,
        bool_or(targets.anchor_no = pairs.upper_anchor_no) as is_in_upper,
        bool_or(targets.anchor_no = pairs.upper_anchor_no + 1) as is_in_lower
    from pairs
    inner join intermediate.int_block_target_bigrams as targets
        on targets.document_id = pairs.document_id
        and targets.table_run_no = pairs.table_run_no
        and targets.bigram = pairs.bigram
        and targets.anchor_no in (pairs.upper_anchor_no, pairs.upper_anchor_no + 1)
    group by pairs.document_id, pairs.table_run_no, pairs.table_run_row_no, pairs.field, pairs.bigram
),

weighed as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        sum(
            case when field = 'progress' and is_in_upper and not is_in_lower then information else 0 end
        )::double as progress_upper,
        sum(
            case when field = 'progress' and is_in_lower and not is_in_upper then information else 0 end
        )::double as progress_lower,
        sum(
            case when field = 'unit' and is_in_upper and not is_in_lower then information else 0 end
        )::double as unit_upper,
        sum(
            case when field = 'unit' and is_in_lower and not is_in_upper then information else 0 end
        )::double as unit_lower
    from shared
    group by document_id, table_run_no, table_run_row_no
)

select
    compared.document_id::varchar as document_id,
    compared.table_run_no::integer as table_run_no,
    compared.table_run_row_no::integer as table_run_row_no,
    compared.is_anchor::boolean as is_anchor,
    -- 进展相似: -1 (speaks of the lower target only) .. 1 (of the upper only); few shared words stay near 0
    round(coalesce(
        (weighed.progress_upper - weighed.progress_lower) / (weighed.progress_upper + weighed.progress_lower + 5.0), 0
    ), 9)::double as progress_contrast,
    -- 进展信息: by how much the words of the one outweigh those of the other, without that damping, in tens, at most 4
    round(
        greatest(-4, least(4, coalesce(weighed.progress_upper - weighed.progress_lower, 0) / 10.0)), 9
    )::double as progress_information,
    round(coalesce(
        (weighed.unit_upper - weighed.unit_lower) / (weighed.unit_upper + weighed.unit_lower + 5.0), 0
    ), 9)::double as unit_contrast  -- 单位相似: the same for the names of the units
from compared
left join weighed
    on weighed.document_id = compared.document_id
    and weighed.table_run_no = compared.table_run_no
    and weighed.table_run_row_no = compared.table_run_row_no
