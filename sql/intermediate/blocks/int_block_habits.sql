-- 版式习惯: what a document shows of how it was laid out, before any block is known.
-- grain: document_id
-- Which columns print one text a block, whether its progress texts and its lists of leaders can separate blocks, and
-- the clues to where its numbers stand.
with
rows_ as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        starts_section,
        starts_page,
        is_realigned,
        number_key,
        target_key,
        progress_key,
        deadline_key,
        status_key,
        leader_names
    from intermediate.int_block_rows
),

anchors as (
    select
        document_id,
        table_run_no,
        anchor_row_no
    from intermediate.int_block_anchors
),

counted as (
    select
        rows_.document_id,
        count(*) as row_count,
        count(anchors.anchor_row_no) as anchor_count,
        avg(case when anchors.anchor_row_no is null then case when rows_.is_realigned then 1.0 else 0.0 end end)
            as realigned_share,
        count(rows_.target_key) as target_count,
        count(rows_.progress_key) as progress_count,
        count(rows_.status_key) as status_count,
        count(rows_.deadline_key) as deadline_count,
        sum(case when array_length(rows_.leader_names) > 0 then 1 else 0 end) as leader_count,
        sum(
            case when anchors.anchor_row_no is not null and rows_.target_key is null then 1 else 0 end
        ) as textless_anchor_count,
        avg(
            case
                when anchors.anchor_row_no is not null
                    then case when array_length(rows_.leader_names) > 1 then 1.0 else 0.0 end
            end
        ) as leader_list_share,
        sum(
            case when array_length(rows_.leader_names) > 0 and anchors.anchor_row_no is null then 1 else 0 end
        ) as stray_leader_count,
        -- the first row of a table or section begins a block for sure
        sum(
            case when rows_.starts_section and anchors.anchor_row_no is not null then 1 else 0 end
        ) as numbered_start_count,
        sum(
            case when rows_.starts_section and anchors.anchor_row_no is null then 1 else 0 end
        ) as unnumbered_start_count
    from rows_
    left join anchors
        on anchors.document_id = rows_.document_id
        and anchors.table_run_no = rows_.table_run_no
        and anchors.anchor_row_no = rows_.table_run_row_no
    group by rows_.document_id
),

-- Where a row with a leader stands right above a numbered row with another: does a new list begin at the number?
restarts as (
    select
        upper_rows.document_id,
        sum(case when lower_leaders.seniority >= upper_leaders.seniority then 1 else 0 end) as restart_count,
        count(*) as pair_count
    from rows_ as upper_rows
    inner join rows_ as lower_rows
        on lower_rows.document_id = upper_rows.document_id
        and lower_rows.table_run_no = upper_rows.table_run_no
        and lower_rows.table_run_row_no = upper_rows.table_run_row_no + 1
    inner join intermediate.int_leader_order as upper_leaders
        on upper_leaders.document_id = upper_rows.document_id
        and upper_leaders.leader_name = upper_rows.leader_names[-1]
    inner join intermediate.int_leader_order as lower_leaders
        on lower_leaders.document_id = lower_rows.document_id
        and lower_leaders.leader_name = lower_rows.leader_names[1]
    where upper_rows.number_key is null and lower_rows.number_key is not null
    group by upper_rows.document_id
),

contrasts as (
    select
        similarity.document_id,
        avg((case when similarity.is_anchor then similarity.progress_contrast end)::decimal(18, 15)) as anchor_contrast,
        -- the rows right above a number: where blocks begin at their numbers they all belong to the block above
        avg((
            case when not similarity.is_anchor and below.anchor_row_no is not null then similarity.progress_contrast end
        )::decimal(18, 15)) as last_gap_row_contrast,
        sum(case when not similarity.is_anchor and below.anchor_row_no is not null then 1 else 0 end) as gap_count
    from intermediate.int_row_similarity as similarity
    left join anchors as below
        on below.document_id = similarity.document_id
        and below.table_run_no = similarity.table_run_no
        and below.anchor_row_no = similarity.table_run_row_no + 1
    group by similarity.document_id
),

shown as (
    select
        counted.document_id,
        counted.row_count,
        counted.anchor_count,
        counted.realigned_share,
        counted.row_count * 1.0 / greatest(counted.anchor_count, 1) as rows_per_block,
        counted.numbered_start_count,
        counted.unnumbered_start_count,
        -- two numbers whose text stands on another row settle it; one may be a lost text
        case
            when counted.target_count > 0 then least(1, counted.textless_anchor_count / 2.0)
            else 0
        end as text_off_number,
        counted.stray_leader_count * 1.0 / greatest(counted.row_count - counted.anchor_count, 1) as stray_leader_share,
        counted.leader_count * 1.0 / counted.row_count as leader_share,
        coalesce(counted.leader_list_share, 0) as leader_list_share,
        -- half of them restart by chance; only what is beyond that shows a habit
        greatest(0, 2.0 * (coalesce(restarts.restart_count, 0) + 0.5) / (coalesce(restarts.pair_count, 0) + 1) - 1)
            as leaders_follow_number,
        (counted.row_count - counted.progress_count) * 1.0
            / greatest(counted.row_count - counted.anchor_count, 1) as progress_merged_share,
        (counted.row_count - counted.status_count) * 1.0
            / greatest(counted.row_count - counted.anchor_count, 1) as status_merged_share,
        (counted.row_count - counted.deadline_count) * 1.0
            / greatest(counted.row_count - counted.anchor_count, 1) as deadline_merged_share,
        counted.status_count,
        counted.deadline_count,
        counted.progress_count,
        greatest(0, coalesce(contrasts.anchor_contrast, 0)) as progress_distinctness,
        coalesce(contrasts.last_gap_row_contrast, 0) * coalesce(contrasts.gap_count, 0)
            / (coalesce(contrasts.gap_count, 0) + 3.0) as last_gap_row_contrast
    from counted
    left join contrasts
        on contrasts.document_id = counted.document_id
    left join restarts
        on restarts.document_id = counted.document_id
),

clues as (
    select
        shown.document_id,
        shown.row_count,
        shown.anchor_count,
        shown.rows_per_block,
        shown.leader_share,
        shown.stray_leader_share,
        shown.leaders_follow_number,
        shown.leader_list_share,
        shown.progress_distinctness,
        case when shown.progress_count > 0 then greatest(0, least(1, 4 * shown.progress_merged_share - 3)) else 0 end
            as progress_merged_share,
        case when shown.status_count > 0 then greatest(0, least(1, 4 * shown.status_merged_share - 3)) else 0 end
            as status_merged_share,
        case when shown.deadline_count > 0 then greatest(0, least(1, 4 * shown.deadline_merged_share - 3)) else 0 end
            as deadline_merged_share,
        -- a short row has lost its merged cells altogether: where most rows without a number are short, that is proof
        2.0 * coalesce(shown.realigned_share, 0) as clue_realigned,
        -- more starts say more, with falling returns
        sqrt(shown.numbered_start_count) * least(1, shown.rows_per_block - 1) as clue_numbered_start,
        shown.unnumbered_start_count * 1.0 as clue_unnumbered_start,
        shown.text_off_number as clue_text_off_number,
        shown.stray_leader_share as clue_stray_leader,
        shown.last_gap_row_contrast as clue_last_gap_row
    from shown
)

select
    clues.document_id::varchar as document_id,
    clues.row_count::integer as row_count,
    clues.anchor_count::integer as anchor_count,
    clues.rows_per_block::double as rows_per_block,
    clues.leader_share::double as leader_share,  -- 领导列: share of rows that name a leader
    clues.stray_leader_share::double as stray_leader_share,
    clues.leader_list_share::double as leader_list_share,  -- 名单同格: share of numbered rows that list several leaders in one cell
    -- 名随号起: 1 where a new list of leaders always begins at the number, so that names say nothing beyond the number
    clues.leaders_follow_number::double as leaders_follow_number,
    round(clues.progress_distinctness, 9)::double as progress_distinctness,  -- 进展可辨: how well numbered rows' progress texts distinguish their own target from the next
    clues.progress_merged_share::double as progress_merged_share,  -- 合并程度: 0 a text on every row .. 1 one text a block
    clues.status_merged_share::double as status_merged_share,
    clues.deadline_merged_share::double as deadline_merged_share,
    clues.clue_realigned::double as clue_realigned,
    clues.clue_numbered_start::double as clue_numbered_start,
    clues.clue_unnumbered_start::double as clue_unnumbered_start,
    clues.clue_text_off_number::double as clue_text_off_number,
    clues.clue_stray_leader::double as clue_stray_leader,
    round(clues.clue_last_gap_row, 9)::double as clue_last_gap_row
from clues
