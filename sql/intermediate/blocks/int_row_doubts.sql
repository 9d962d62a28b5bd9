-- 行的疑点: what speaks for the anchor above and what for the one below a gap row, in words.
-- grain: document_id, table_run_no, table_run_row_no
-- The reason that a reviewer reads, in English and in Chinese; the wordings are in seeds.review_reasons.
with
restarts as (
    select
        document_id,
        table_run_no,
        gap_no,
        cut_row_no,
        leader_restart
    from intermediate.int_block_cut_evidence
    where leader_restart <> 0
),

repeats as (
    select
        document_id,
        table_run_no,
        anchor_no,
        later_row_no,
        count(*) as repeat_count
    from intermediate.int_row_repeats
    where repeat_kind = 'unit'
    group by document_id, table_run_no, anchor_no, later_row_no
),

observed as (
    select
        gap_rows.document_id,
        gap_rows.table_run_no,
        gap_rows.table_run_row_no,
        gap_rows.upper_number_key,
        gap_rows.lower_number_key,
        gap_rows.upper_leader_name,
        gap_rows.lower_leader_name,
        coalesce(similarity.progress_contrast, 0) as progress_contrast,
        coalesce(similarity.unit_contrast, 0) as unit_contrast,
        coalesce(portfolio.portfolio_contrast, 0) as portfolio_contrast,
        coalesce(deadline.deadline_contrast, 0) as deadline_contrast,
        coalesce(restart_above.leader_restart, 0) as restart_above,
        coalesce(restart_below.leader_restart, 0) as restart_below,
        coalesce(repeats.repeat_count, 0) as unit_repeats
    from intermediate.int_block_gap_rows as gap_rows
    left join intermediate.int_row_similarity as similarity
        on similarity.document_id = gap_rows.document_id
        and similarity.table_run_no = gap_rows.table_run_no
        and similarity.table_run_row_no = gap_rows.table_run_row_no
    left join intermediate.int_row_portfolio as portfolio
        on portfolio.document_id = gap_rows.document_id
        and portfolio.table_run_no = gap_rows.table_run_no
        and portfolio.table_run_row_no = gap_rows.table_run_row_no
    left join intermediate.int_row_deadline as deadline
        on deadline.document_id = gap_rows.document_id
        and deadline.table_run_no = gap_rows.table_run_no
        and deadline.table_run_row_no = gap_rows.table_run_row_no
    left join restarts as restart_above
        on restart_above.document_id = gap_rows.document_id
        and restart_above.table_run_no = gap_rows.table_run_no
        and restart_above.gap_no = gap_rows.gap_no
        and restart_above.cut_row_no = gap_rows.table_run_row_no - 1
    left join restarts as restart_below
        on restart_below.document_id = gap_rows.document_id
        and restart_below.table_run_no = gap_rows.table_run_no
        and restart_below.gap_no = gap_rows.gap_no
        and restart_below.cut_row_no = gap_rows.table_run_row_no
    left join repeats
        on repeats.document_id = gap_rows.document_id
        and repeats.table_run_no = gap_rows.table_run_no
        and repeats.anchor_no = gap_rows.gap_no
        and repeats.later_row_no = gap_rows.table_run_row_no
),

wordings as (
    select
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text}))) as words_of,
        map_from_entries(list_sort(list({'reason': reason, 'words': reason_text_zh}))) as words_zh_of
    from seeds.review_reasons
),

-- each reason once, with what stands for {} in its wording
reasoned as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        upper_number_key,
        lower_number_key,
        list_filter(
            [
                case when progress_contrast > 0.1 then {'reason': 'progress_speaks', 'detail': ''} end,
                case when unit_contrast > 0.1 then {'reason': 'unit_named', 'detail': ''} end,
                case when portfolio_contrast > 0 and upper_leader_name is not null
                    then {'reason': 'unit_under_leader', 'detail': upper_leader_name} end,
                case when deadline_contrast > 0 then {'reason': 'same_deadline', 'detail': ''} end,
                case when restart_above < -0.2 then {'reason': 'leader_list_above', 'detail': ''} end,
                case when restart_below > 0.2 then {'reason': 'leader_list_begins_below', 'detail': ''} end
            ],
            lambda given: given is not null
        ) as upper_reasons,
        list_filter(
            [
                case when progress_contrast < -0.1 then {'reason': 'progress_speaks', 'detail': ''} end,
                case when unit_contrast < -0.1 then {'reason': 'unit_named', 'detail': ''} end,
                case when portfolio_contrast < 0 and lower_leader_name is not null
                    then {'reason': 'unit_under_leader', 'detail': lower_leader_name} end,
                case when deadline_contrast < 0 then {'reason': 'same_deadline', 'detail': ''} end,
                case when restart_above > 0.2 then {'reason': 'leader_list_begins', 'detail': ''} end,
                case when restart_below < -0.2 then {'reason': 'leader_list_below', 'detail': ''} end,
                case when unit_repeats > 0 then {'reason': 'unit_above_already', 'detail': ''} end
            ],
            lambda given: given is not null
        ) as lower_reasons
    from observed
)

select
    reasoned.document_id::varchar as document_id,
    reasoned.table_run_no::integer as table_run_no,
    reasoned.table_run_row_no::integer as table_run_row_no,
    coalesce(reasoned.upper_number_key, wordings.words_of['no_number'])::varchar as upper_name,
    coalesce(reasoned.lower_number_key, wordings.words_of['no_number'])::varchar as lower_name,
    coalesce(reasoned.upper_number_key, wordings.words_zh_of['no_number'])::varchar as upper_name_zh,
    coalesce(reasoned.lower_number_key, wordings.words_zh_of['no_number'])::varchar as lower_name_zh,
    array_to_string(
        list_transform(
            reasoned.upper_reasons,
            lambda given: replace(wordings.words_of[given.reason], '{}', given.detail)
        ),
        ', '
    )::varchar as words_for_upper,
    array_to_string(
        list_transform(
            reasoned.lower_reasons,
            lambda given: replace(wordings.words_of[given.reason], '{}', given.detail)
        ),
        ', '
    )::varchar as words_for_lower,
    array_to_string(
        list_transform(
            reasoned.upper_reasons,
            lambda given: replace(wordings.words_zh_of[given.reason], '{}', given.detail)
        ),
        '、'
    )::varchar as words_for_upper_zh,
    array_to_string(
        list_transform(
            reasoned.lower_reasons,
            lambda given: replace(wordings.words_zh_of[given.reason], '{}', given.detail)
        ),
        '、'
    )::varchar as words_for_lower_zh
from reasoned
cross join wordings
