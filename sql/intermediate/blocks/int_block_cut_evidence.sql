-- 切分证据: what speaks for each cut of a gap.
-- grain: document_id, table_run_no, gap_no, cut_row_no
-- What the rows on either side of it say, added up, and what the two rows it falls between say. Beside it the running
-- totals up to the cut, from which any block's contents follow by subtraction.
with
seniorities as (
    select
        document_id,
        leader_name,
        seniority
    from intermediate.int_leader_order
),

line_lengths as (
    select
        document_id,
        max(target_line_length) as longest_line
    from intermediate.int_block_rows
    group by document_id
),

-- Does the document close its progress texts with a stop? Only then does a missing stop say that the text runs on.
stops as (
    select
        document_id,
        avg(case when regexp_matches(progress_key, '[。;；!?！？]$') then 1.0 else 0.0 end) as stop_share
    from intermediate.int_block_rows
    where progress_key is not null
    group by document_id
),

judged as (
    select
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        rows_.starts_page,
        rows_.line_count,
        rows_.target_key,
        rows_.progress_key,
        rows_.status_key,
        rows_.deadline_key,
        array_length(rows_.leader_names) > 0 as has_leader,
        rows_.leader_names[1] as first_leader_name,
        rows_.leader_names[-1] as last_leader_name,
        rows_.target_line_length * 1.0 / greatest(line_lengths.longest_line, 1) as line_fullness,
        coalesce(stops.stop_share, 0) as stop_share,
        similarity.progress_contrast,
        similarity.progress_information,
        similarity.unit_contrast,
        portfolio.portfolio_contrast,
        deadline.deadline_contrast,
        gap_rows.gap_no,
        first_leaders.seniority as first_seniority,
        last_leaders.seniority as last_seniority,
        unit_ranks.seniority as unit_seniority,
        unit_ranks.certainty as unit_certainty
    from intermediate.int_block_rows as rows_
    inner join line_lengths
        on line_lengths.document_id = rows_.document_id
    left join stops
        on stops.document_id = rows_.document_id
    left join intermediate.int_block_gap_rows as gap_rows
        on gap_rows.document_id = rows_.document_id
        and gap_rows.table_run_no = rows_.table_run_no
        and gap_rows.table_run_row_no = rows_.table_run_row_no
    left join intermediate.int_row_similarity as similarity
        on similarity.document_id = rows_.document_id
        and similarity.table_run_no = rows_.table_run_no
        and similarity.table_run_row_no = rows_.table_run_row_no
        and not similarity.is_anchor
    left join intermediate.int_row_portfolio as portfolio
        on portfolio.document_id = rows_.document_id
        and portfolio.table_run_no = rows_.table_run_no
        and portfolio.table_run_row_no = rows_.table_run_row_no
    left join intermediate.int_row_deadline as deadline
        on deadline.document_id = rows_.document_id
        and deadline.table_run_no = rows_.table_run_no
        and deadline.table_run_row_no = rows_.table_run_row_no
    left join intermediate.int_row_unit_ranks as unit_ranks
        on unit_ranks.document_id = rows_.document_id
        and unit_ranks.table_run_no = rows_.table_run_no
        and unit_ranks.table_run_row_no = rows_.table_run_row_no
    left join seniorities as first_leaders
        on first_leaders.document_id = rows_.document_id
        and first_leaders.leader_name = rows_.leader_names[1]
    left join seniorities as last_leaders
        on last_leaders.document_id = rows_.document_id
        and last_leaders.leader_name = rows_.leader_names[-1]
),

-- Totals down to each row, the row included.
totalled as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        line_count,
        sum(line_count) over running as line_total,
        count(target_key) over running as text_total,
        count(progress_key) over running as progress_total,
        count(status_key) over running as status_total,
        count(deadline_key) over running as deadline_total,
        sum(case when has_leader then 1 else 0 end) over running as leader_total,
        coalesce(sum(progress_contrast::decimal(18, 15)) over within_gap, 0)::double as progress_contrast_total,
        coalesce(sum(progress_information::decimal(18, 15)) over within_gap, 0)::double as progress_information_total,
        coalesce(sum(unit_contrast::decimal(18, 15)) over within_gap, 0)::double as unit_contrast_total,
        coalesce(sum(portfolio_contrast::decimal(18, 15)) over within_gap, 0)::double as portfolio_contrast_total,
        coalesce(sum(deadline_contrast::decimal(18, 15)) over within_gap, 0)::double as deadline_contrast_total,
        max(case when has_leader then table_run_row_no end) over running as leader_row_no,
        lead(target_key) over below as lower_target_key,
        target_key,
        line_fullness,
        progress_key,
        stop_share,
        lead(progress_key) over below as lower_progress_key,
        lead(starts_page) over below as page_starts_below,
        has_leader,
        lead(has_leader) over below as lower_has_leader,
        last_leader_name,
        lead(first_leader_name) over below as lower_leader_name,
        last_seniority,
        lead(first_seniority) over below as lower_seniority,
        unit_seniority,
        unit_certainty,
        lead(unit_seniority) over below as lower_unit_seniority,
        lead(unit_certainty) over below as lower_unit_certainty
    from judged
    window
        running as (
            partition by document_id, table_run_no
            order by table_run_row_no
            rows between unbounded preceding and current row
        ),
        within_gap as (
            partition by document_id, table_run_no, gap_no order by table_run_row_no
            rows between unbounded preceding and current row
        ),
        below as (partition by document_id, table_run_no order by table_run_row_no)
),

-- The next text and the next leader below each row: the same from the foot of the table upwards.
ahead as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        min(case when target_key is not null then table_run_row_no end) over upwards as next_text_row_no,
        min(case when progress_key is not null then table_run_row_no end) over upwards as next_progress_row_no,
        min(case when has_leader then table_run_row_no end) over upwards as next_leader_row_no,
        -- heights grow downwards, so the least of them is that of the next text
        min(case when target_key is not null then line_total - line_count end) over upwards as next_text_top,
        min(case when target_key is not null then line_total end) over upwards as next_text_bottom
    from totalled
    window upwards as (
        partition by document_id, table_run_no
        order by table_run_row_no desc
        rows between unbounded preceding and current row
    )
),

cuts as (
    select
        cuts.document_id,
        cuts.table_run_no,
        cuts.gap_no,
        cuts.cut_row_no,
        cuts.cut_count,
        habits.progress_distinctness,
        habits.leaders_follow_number
    from intermediate.int_block_cuts as cuts
    inner join intermediate.int_block_habits as habits
        on habits.document_id = cuts.document_id
)

select
    cuts.document_id::varchar as document_id,
    cuts.table_run_no::integer as table_run_no,
    cuts.gap_no::integer as gap_no,
    (cuts.gap_no + 1)::integer as lower_anchor_no,  -- 下锚: the anchor below the gap
    cuts.cut_row_no::integer as cut_row_no,
    cuts.cut_count::integer as cut_count,
    coalesce(above.line_total, 0)::double as line_total,
    coalesce(above.text_total, 0)::integer as text_total,
    coalesce(above.progress_total, 0)::integer as progress_total,
    coalesce(above.status_total, 0)::integer as status_total,
    coalesce(above.deadline_total, 0)::integer as deadline_total,
    coalesce(above.leader_total, 0)::integer as leader_total,
    above.leader_row_no::integer as last_leader_row_no,
    ahead.next_text_row_no::integer as next_text_row_no,
    ahead.next_text_top::double as next_text_top,
    ahead.next_text_bottom::double as next_text_bottom,
    ahead.next_progress_row_no::integer as next_progress_row_no,
    ahead.next_leader_row_no::integer as next_leader_row_no,
    round(coalesce(above.progress_contrast_total, 0), 9)::double as progress_contrast,  -- 进展相似, of the rows above the cut
    round(
        coalesce(above.progress_contrast_total, 0) * cuts.progress_distinctness,
        9
    )::double as distinct_progress_contrast,
    round(
        coalesce(above.progress_information_total, 0) * cuts.progress_distinctness,
        9
    )::double as distinct_progress_information,
    round(coalesce(above.unit_contrast_total, 0), 9)::double as unit_contrast,
    round(coalesce(above.portfolio_contrast_total, 0), 9)::double as portfolio_contrast,
    round(coalesce(above.deadline_contrast_total, 0), 9)::double as deadline_contrast,
    -- 领导位次: 1 the next name is more senior (a new list begins), -1 more junior (the list goes on)
    (case
        when above.has_leader and above.lower_has_leader and above.last_leader_name <> above.lower_leader_name
        then greatest(-1, least(1, 3 * coalesce(above.lower_seniority - above.last_seniority, 0)))
            * (1 - cuts.leaders_follow_number)
        else 0
    end)::double as leader_restart,
    -- 单位位次: the same for the leaders whom the units answer to elsewhere
    coalesce(
        greatest(-1, least(1, 3 * (above.lower_unit_seniority - above.unit_seniority)))
        * above.unit_certainty * above.lower_unit_certainty, 0
    )::double as unit_restart,
    (case
        when above.has_leader and above.lower_has_leader and above.last_leader_name = above.lower_leader_name
        then 1 - cuts.leaders_follow_number else 0
    end)::double as leader_same,  -- 领导相同: the same name on both sides of the cut
    -- 文字未完: 1 the target text goes on below the cut, -1 it is finished
    (case
        when above.target_key is null or above.lower_target_key is null then 0
        when regexp_matches(above.lower_target_key, '^[,，、。;；:：)）》”]') then 1
        when above.line_fullness >= 0.8 then 0.5
        else -1
    end)::double as text_runs_on,
    (case
        when above.progress_key is null or above.lower_progress_key is null then 0
        when regexp_matches(above.lower_progress_key, '^[,，、。;；:：)）》”]') then 1
        when above.stop_share > 0.5 and not regexp_matches(above.progress_key, '[。;；!?！？]$') then above.stop_share
        else 0
    end)::double as progress_runs_on,  -- 进展未完: the progress text goes on below the cut
    (case when above.page_starts_below then 1 else 0 end)::double as page_starts
from cuts
left join totalled as above
    on above.document_id = cuts.document_id
    and above.table_run_no = cuts.table_run_no
    and above.table_run_row_no = cuts.cut_row_no
left join ahead
    on ahead.document_id = cuts.document_id
    and ahead.table_run_no = cuts.table_run_no
    and ahead.table_run_row_no = cuts.cut_row_no + 1
