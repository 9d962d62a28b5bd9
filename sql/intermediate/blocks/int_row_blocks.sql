-- 行与块: which block a printed data row belongs to, how that is known and how sure it is.
-- grain: document_id, table_run_no, table_run_row_no
-- With what a person should look at.
with
corrections as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        block_no,
        note
    from intermediate.int_block_corrections
    where problem is null
),

settings as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.block_weights
),

decided as (
    select
        assigned.document_id,
        assigned.table_run_no,
        assigned.table_run_row_no,
        assigned.anchor_row_no,
        coalesce(corrections.block_no, assigned.block_no) as block_no,
        case
            when corrections.block_no is not null then 'corrected'
            else assigned.assignment_method
        end as assignment_method,
        case
            when corrections.block_no is not null then 1.0
            else assigned.assignment_confidence
        end as assignment_confidence,
        case when corrections.block_no is null then assigned.runner_up_block_no end as runner_up_block_no,
        case when corrections.block_no is null then assigned.runner_up_confidence end as runner_up_confidence
    from intermediate.int_row_assignments as assigned
    left join corrections
        on corrections.document_id = assigned.document_id
        and corrections.table_run_no = assigned.table_run_no
        and corrections.table_run_row_no = assigned.table_run_row_no
),

-- In how many of a document's rebuilt blocks of several rows does a row stand above the number?
blocks as (
    select
        document_id,
        table_run_no,
        block_no,
        count(*) as row_count,
        bool_or(table_run_row_no < anchor_row_no) as has_rows_above
    from decided
    where assignment_method = 'segmented'
    group by document_id, table_run_no, block_no
),

layouts as (
    select
        document_id,
        avg(case when has_rows_above then 1.0 else 0.0 end) as above_share
    from blocks
    where row_count > 1
    group by document_id
),

inferred as (
    select
        document_id,
        table_run_no,
        anchor_row_no
    from intermediate.int_block_anchors
    where is_inferred
),

doubted as (
    select
        decided.document_id,
        decided.table_run_no,
        decided.table_run_row_no,
        decided.block_no,
        decided.assignment_method,
        decided.assignment_confidence,
        decided.runner_up_block_no,
        decided.runner_up_confidence,
        decided.assignment_method = 'segmented'
        and decided.assignment_confidence < value_of['review_below'] as is_unsure,
        decided.assignment_method = 'segmented'
            and decided.table_run_row_no < decided.anchor_row_no
            and decided.assignment_confidence < value_of['review_above_below']
            and coalesce(layouts.above_share, 0) < value_of['review_above_share'] as is_oddly_above,
        decided.assignment_method in ('segmented', 'single')
        and inferred.anchor_row_no is not null as is_of_lost_number,
        doubts.upper_name,
        doubts.lower_name,
        doubts.words_for_upper,
        doubts.words_for_lower,
        doubts.upper_name_zh,
        doubts.lower_name_zh,
        doubts.words_for_upper_zh,
        doubts.words_for_lower_zh
    from decided
    cross join settings
    left join layouts
        on layouts.document_id = decided.document_id
    left join inferred
        on inferred.document_id = decided.document_id
        and inferred.table_run_no = decided.table_run_no
        and inferred.anchor_row_no = decided.anchor_row_no
    left join intermediate.int_row_doubts as doubts
        on doubts.document_id = decided.document_id
        and doubts.table_run_no = decided.table_run_no
        and doubts.table_run_row_no = decided.table_run_row_no
),

wordings as (
    select
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text}))) as words_of,
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text_zh}))) as words_zh_of
    from seeds.review_reasons
),

judged as (
    select
        *,
        is_unsure or is_oddly_above or is_of_lost_number as needs_review
    from doubted
)

select
    judged.document_id::varchar as document_id,
    judged.table_run_no::integer as table_run_no,
    judged.table_run_row_no::integer as table_run_row_no,
    printed.table_no::integer as table_no,
    printed.row_no::integer as row_no,
    judged.block_no::integer as block_no,  -- 块号: ordinal of the block in its table
    judged.assignment_method::varchar as assignment_method,  -- 归属方法: span, single, segmented or corrected
    judged.assignment_confidence::double as assignment_confidence,  -- 归属把握: calibrated probability that the row belongs to this block
    judged.needs_review::boolean as needs_review,  -- 待核
    (case when judged.needs_review
        then concat_ws(
            '; ',
            case when judged.is_of_lost_number then wordings.words_of['number_not_printed'] end,
            case when judged.is_oddly_above then wordings.words_of['oddly_above'] end,
            case when judged.upper_name is not null
                then replace(wordings.words_of['for_target'], '{}', judged.upper_name)
                    || coalesce(nullif(judged.words_for_upper, ''), wordings.words_of['below_that_number']) end,
            case when judged.lower_name is not null
                then replace(wordings.words_of['for_target'], '{}', judged.lower_name)
                    || coalesce(nullif(judged.words_for_lower, ''), wordings.words_of['above_that_number']) end
        )
    end)::varchar as review_reason,  -- 疑点
    (case when judged.needs_review
        then concat_ws(
            '；',
            case when judged.is_of_lost_number then wordings.words_zh_of['number_not_printed'] end,
            case when judged.is_oddly_above then wordings.words_zh_of['oddly_above'] end,
            case when judged.upper_name is not null
                then replace(wordings.words_zh_of['for_target'], '{}', judged.upper_name_zh)
                    || coalesce(nullif(judged.words_for_upper_zh, ''), wordings.words_zh_of['below_that_number']) end,
            case when judged.lower_name is not null
                then replace(wordings.words_zh_of['for_target'], '{}', judged.lower_name_zh)
                    || coalesce(nullif(judged.words_for_lower_zh, ''), wordings.words_zh_of['above_that_number']) end
        )
    end)::varchar as review_reason_zh,  -- 中文疑点
    judged.runner_up_block_no::integer as runner_up_block_no,  -- 次选块号
    judged.runner_up_confidence::double as runner_up_confidence
from judged
cross join wordings
inner join staging.stg_rows as printed
    on printed.document_id = judged.document_id
    and printed.table_run_no = judged.table_run_no
    and printed.table_run_row_no = judged.table_run_row_no
where printed.row_kind = 'data'
