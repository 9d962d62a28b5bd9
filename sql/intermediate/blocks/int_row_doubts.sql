-- 行的疑点: what speaks for the anchor above and what for the one below a gap row, in words.
-- grain: document_id, table_run_no, table_run_row_no
-- The reason that a reviewer reads.
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
        coalesce(gap_rows.upper_number_key, '(no number)') as upper_name,
        coalesce(gap_rows.lower_number_key, '(no number)') as lower_name,
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
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    table_run_row_no::integer as table_run_row_no,
    upper_name::varchar as upper_name,
    lower_name::varchar as lower_name,
    concat_ws(
        ', ',
        case when progress_contrast > 0.1 then 'its progress speaks of that target' end,
        case when unit_contrast > 0.1 then 'its unit''s name is in that target' end,
        case when portfolio_contrast > 0 then 'its unit answers elsewhere under ' || upper_leader_name end,
        case when deadline_contrast > 0 then 'the same deadline' end,
        case when restart_above < -0.2 then 'its leader continues the list above' end,
        case when restart_below > 0.2 then 'a new list of leaders begins below it' end
    )::varchar as words_for_upper,
    concat_ws(
        ', ',
        case when progress_contrast < -0.1 then 'its progress speaks of that target' end,
        case when unit_contrast < -0.1 then 'its unit''s name is in that target' end,
        case when portfolio_contrast < 0 then 'its unit answers elsewhere under ' || lower_leader_name end,
        case when deadline_contrast < 0 then 'the same deadline' end,
        case when restart_above > 0.2 then 'a new list of leaders begins with it' end,
        case when restart_below < -0.2 then 'the list of leaders goes on below it' end,
        case when unit_repeats > 0 then 'its unit stands in the block above already' end
    )::varchar as words_for_lower
from observed
