-- 推断列: a column whose field is inferred from the ending of its header and from what stands under it.
-- grain: document_id, table_no, header_row_no, column_no
-- No seed knows the wording of its header. A known wording wins, but for what is promised: of two such columns the
-- one with figures says how much of the other. An ending counts only where the column holds what it says; what a
-- column holds counts alone where nearly all of it is of one kind and the header lacks that. Who answers is inferred
-- only where no known column says it. What stands under a header that says nothing (后文, 下文) is progress where half
-- of it says what was done; below a line with a figure (下文) more of what is to be done is the year's share. Under a
-- title of targets, figures beside places are targets. Accounts under the header of a verdict are progress. 7月份目标 is a
-- step of what an unknown header left of it promises.
with
endings as (
    select
        ending,
        field
    from seeds.header_endings
    where field not in ('foreign', 'weight')
),

-- 2022年(目标值) and 造林任务(亩) end like 目标值 and 造林任务
unknown as (
    select
        document_id,
        table_no,
        header_row_no,
        column_no,
        regexp_replace(header_text, '[(（][^()（）]*[)）]$|[.:：。?*#、,;%％]', '', 'g') as bare_text
    from staging.stg_header_cells
    where field is null
),

ending_fields as (
    select
        unknown.document_id,
        unknown.table_no,
        unknown.header_row_no,
        unknown.column_no,
        case
            when endings.field <> 'progress' then endings.field
            -- 应完成面积 is what is promised, 未完成面积 what is missing of it
            when regexp_matches(
                left(unknown.bare_text, length(unknown.bare_text) - length(endings.ending)),
                '([应拟需须]|计划)$'
            )
                then 'annual_target'
            when suffix(left(unknown.bare_text, length(unknown.bare_text) - length(endings.ending)), '未') then null
            else endings.field
        end as field
    from unknown
    inner join endings
        on ends_with(unknown.bare_text, endings.ending)
    qualify row_number() over (
        partition by unknown.document_id, unknown.table_no, unknown.header_row_no, unknown.column_no
        order by length(endings.ending) desc
    ) = 1
),

-- a budget, a staff list, prices, statistics
foreign_headers as (
    select distinct
        unknown.document_id,
        unknown.table_no,
        unknown.header_row_no
    from unknown
    inner join seeds.header_endings as foreign_endings
        on ends_with(unknown.bare_text, foreign_endings.ending)
    where foreign_endings.field = 'foreign'
),

-- Where a line is a cell and rows have slid, a column does not show what it holds, but rows do: their number, a text or
-- a group and a text, and the figure of what is promised.
rows_in_kinds as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        string_agg(
            case when regexp_matches(cells.key_text, '^[0-9][0-9,]*([.][0-9]+)?%?[*、.]?$') then 'f' else 't' end,
            '' order by cells.column_no
        ) as kinds
    from staging.stg_cells as cells
    inner join staging.stg_row_shapes as shapes
        on cells.document_id = shapes.document_id
        and cells.table_no = shapes.table_no
        and cells.row_no = shapes.row_no
    where shapes.is_cell_a_line and not shapes.span_is_known
    group by cells.document_id, cells.table_no, cells.row_no
),

tables_of_figures as (
    select
        document_id,
        table_no
    from rows_in_kinds
    group by document_id, table_no
    having count(distinct length(kinds)) > 1
        and count(case when regexp_matches(kinds, '^t?ft{1,2}f') then 1 end) >= 3
        and count(case when regexp_matches(kinds, '^t?ft{1,2}f') then 1 end) * 5 >= count(*) * 3
),

-- Where spans are known no cell has slid.
tables_in_step as (
    select
        document_id,
        table_no
    from staging.stg_row_shapes
    group by document_id, table_no
    having bool_and(span_is_known)
),

columns as (
    select
        cells.document_id,
        cells.table_no,
        cells.header_row_no,
        cells.column_no,
        tables_of_figures.document_id is not null and cells.field = 'target_text' as leads_to_figures,
        case when shares.wording is not null and cells.field = 'target_text' then 'annual_target' else cells.field end
            as known_field,
        cells.field as header_field,
        coalesce(shares.wording is not null and cells.field = 'target_text', false) as is_share,
        coalesce(cells.is_goal_of_period and cells.field = 'target_text', false) as is_goal_of_period,
        coalesce(cells.is_goal_of_period and cells.field = 'target_text', false) as is_goal_of_period,
        ending_fields.field as ending_field,
        -- 完成一季度目标任务占比: how far the quarter's goal was reached, not the year's
        regexp_matches(cells.header_text, '(季度|半年)[^率]*(目标|任务|计划)') as is_of_part_goal,
        coalesce(counts.text_count, 0) as text_count,
        counts.counter_count * 5 >= counts.text_count * 4 as holds_counters,
        counts.share_count * 5 >= counts.text_count * 4 as holds_shares,
        counts.counter_count * 2 >= counts.text_count and counts.organisation_count = 0 as counts_only,
        (counts.figure_count + counts.amount_count) * 5 >= counts.text_count * 4 as holds_figures,
        (counts.figure_count + counts.amount_count) * 2 >= counts.text_count
        and counts.organisation_count + counts.report_count = 0
        and tables_in_step.document_id is not null
        and count(*) over (
            partition by cells.document_id, cells.table_no, cells.header_row_no, cells.header_text
        ) = 1 as holds_figures_and_words,
        (counts.figure_count + counts.amount_count) * 5 >= counts.text_count * 3
        and count(*) over (
            partition by cells.document_id, cells.table_no, cells.header_row_no, cells.header_text
        ) > 1 as repeats_over_figures,
        counts.text_count >= 3
        and counts.next_number_count + 1 = counts.text_count
        and count(*) over (
            partition by cells.document_id, cells.table_no, cells.header_row_no, cells.origin_column_no
        ) > 1 as numbers_rows,
        counts.organisation_count * 2 > counts.text_count as holds_organisations,
        counts.organisation_count * 5 >= counts.text_count * 4 and counts.text_count >= 3 as holds_only_organisations,
        counts.place_count * 5 >= counts.text_count * 4 as holds_places,
        counts.person_count * 5 >= counts.text_count * 4 as holds_persons,
        counts.deadline_count * 2 > counts.text_count as holds_deadlines,
        counts.deadline_count * 5 >= counts.text_count * 4 and counts.text_count >= 3 as holds_only_deadlines,
        counts.report_count * 2 >= counts.text_count as holds_reports,
        counts.goal_count * 2 >= counts.text_count as holds_goals,
        counts.goal_count * 5 >= counts.text_count * 4 and counts.text_count >= 3 as holds_only_goals,
        -- 进度较慢。管线迁改未完成。: a verdict and what it is about
        counts.status_count * 2 < counts.text_count and counts.mean_length >= 12 as holds_accounts,
        -- 河道整治工程: a name holds a word of what is to be done
        coalesce(counts.mean_length < 12, false) as holds_short_texts,
        counts.distinct_count * 5 >= counts.text_count * 4 as is_distinct,
        titled.document_id is not null as is_titled,
        accounts.ending is not null as may_be_account,
        coalesce(accounts.field = 'below', false) as may_go_on,
        foreign_headers.document_id is not null as is_foreign
    from staging.stg_header_cells as cells
    left join staging.stg_column_counts as counts
        on cells.document_id = counts.document_id
        and cells.table_no = counts.table_no
        and cells.header_row_no = counts.header_row_no
        and cells.column_no = counts.column_no
    -- a year's share that stands for the target where no column names that (stg_header_cells)
    left join (
        select distinct wording
        from staging.stg_header_wordings
        where field = 'annual_target' and beside_field is null
    ) as shares
        on cells.wording = shares.wording
    left join staging.stg_titled_documents as titled
        on cells.document_id = titled.document_id
    left join endings as accounts
        on cells.header_text = accounts.ending
        and accounts.field in ('account', 'below')
    left join tables_in_step
        on cells.document_id = tables_in_step.document_id
        and cells.table_no = tables_in_step.table_no
    left join tables_of_figures
        on cells.document_id = tables_of_figures.document_id
        and cells.table_no = tables_of_figures.table_no
    left join foreign_headers
        on cells.document_id = foreign_headers.document_id
        and cells.table_no = foreign_headers.table_no
        and cells.header_row_no = foreign_headers.header_row_no
    left join ending_fields
        on cells.document_id = ending_fields.document_id
        and cells.table_no = ending_fields.table_no
        and cells.header_row_no = ending_fields.header_row_no
        and cells.column_no = ending_fields.column_no
),

texts_known as (
    select
        *,
        not coalesce(holds_organisations or holds_persons or holds_deadlines or holds_figures or holds_counters, false)
        as holds_texts
    from columns
),

steps_known as (
    select
        * exclude (known_field),
        case
            when is_goal_of_period
                and bool_or(
                    coalesce(
                        known_field is null
                        and coalesce(ending_field, 'target_text') = 'target_text'
                        and holds_texts
                        and is_distinct
                        and text_count > 0,
                        false
                    )
                ) over (
                    partition by document_id, table_no, header_row_no
                    order by column_no
                    rows between unbounded preceding and 1 preceding
                )
                then 'other'
            else known_field
        end as known_field
    from texts_known
),

known as (
    select
        *,
        bool_or(
            coalesce(known_field in ('unit', 'unit_lead', 'unit_support'), false)
            and not coalesce(holds_counters or counts_only, false)
        ) over in_header as names_unit,
        bool_or(
            coalesce(known_field in ('unit', 'unit_lead'), false) and not coalesce(holds_counters or counts_only, false)
        ) over in_header as names_lead,
        bool_or(coalesce(known_field = 'annual_target', false)) over in_header as names_share_of_year,
        bool_or(coalesce(known_field = 'target_text' and holds_goals, false)) over in_header as names_goals,
        bool_or(coalesce(known_field in ('leader', 'person'), false)) over in_header as names_person,
        bool_or(coalesce(known_field = 'deadline', false)) over in_header as names_deadline,
        bool_or(coalesce(known_field in ('target_text', 'annual_target'), false)) over in_header as names_target,
        bool_or(coalesce(ending_field in ('target_text', 'annual_target'), false)) over in_header as ends_in_target,
        bool_or(coalesce(holds_places and known_field is null, false)) over in_header as has_places,
        bool_or(coalesce(known_field in ('progress', 'progress_pct', 'status'), false)) over in_header as names_answer,
        bool_or(coalesce(known_field = 'progress', false)) over in_header as names_report,
        bool_or(coalesce(known_field = 'progress_pct', false)) over in_header as names_share,
        bool_or(coalesce(known_field = 'target_text' and holds_texts and is_distinct, false))
            over (
                partition by document_id, table_no, header_row_no
                order by column_no
                rows between unbounded preceding and 1 preceding
            ) as stands_behind_names,
        leads_to_figures and coalesce(lag(leads_to_figures) over left_to_right, false) as stands_over_figures,
        leads_to_figures and coalesce(lead(leads_to_figures) over left_to_right, false) as stands_before_figures
    from steps_known
    window
        in_header as (partition by document_id, table_no, header_row_no),
        left_to_right as (partition by document_id, table_no, header_row_no order by column_no)
),

guesses as (
    select
        *,
        case
            when known_field in ('unit', 'unit_support') and counts_only then 'measure_unit'
            when stands_over_figures and not stands_before_figures then 'figures'
            when stands_before_figures then 'target_text'
            when text_count = 0 or holds_counters then null
            -- numbers beside the words of one header: they say how much of nothing
            when known_field = 'target_text' and numbers_rows then null
            -- 目标任务 over the words and again over their figures, which other cells have slid among
            when known_field = 'target_text' and (holds_figures or repeats_over_figures) then 'figures'
            -- 项目 over names, another word over figures and some words, where none has slid
            when known_field = 'target_text' and holds_figures_and_words and stands_behind_names then 'figures'
            when known_field = 'status' and holds_accounts and is_distinct and not names_report then 'progress'
            when known_field = 'reason' and holds_only_organisations and not names_unit then 'unit'
            when may_be_account and holds_reports and not names_answer then 'progress'
            -- a line with a figure over more of what is to be done
            when may_go_on and holds_goals and not names_answer and not names_share_of_year then 'annual_target'
            when known_field is not null then known_field
            when ending_field = 'target_text' and holds_figures then 'figures'
            when ending_field = 'target_text' and holds_texts then 'target_text'
            when ending_field = 'annual_target' and (holds_texts or holds_figures) then 'annual_target'
            when ending_field in ('unit', 'unit_lead', 'unit_support', 'unit_assess')
                and not names_unit
                and not holds_figures
                and not holds_persons
                and not holds_goals
                then ending_field
            -- beside those who support stands who leads: 主抓单位 | 协作单位
            when ending_field in ('unit', 'unit_lead')
                and not names_lead
                and holds_organisations
                and not coalesce(holds_goals, false)
                then 'unit_lead'
            when ending_field = 'deadline' and holds_deadlines and not names_deadline then 'deadline'
            when ending_field = 'leader' and holds_persons and not names_person then 'leader'
            when ending_field = 'person' and holds_persons then 'person'
            when ending_field = 'progress_pct' and is_of_part_goal then null
            when ending_field = 'progress_pct' and holds_shares and names_report and not names_share then 'progress_pct'
            when ending_field in ('progress', 'progress_pct')
                and not names_answer
                and not holds_organisations
                and not holds_persons
                then ending_field
            when ending_field = 'status' and not names_answer and not holds_goals and not holds_figures then 'status'
            when holds_only_organisations
                and not names_unit
                and not coalesce(holds_goals, false)
                and ending_field is distinct from 'site'
                then 'unit'
            when holds_only_deadlines and not names_deadline then 'deadline'
            when holds_figures
                and is_titled
                and has_places
                and ending_field is null
                and not is_foreign
                and not names_target
                and not ends_in_target
                then 'figures'
            when holds_only_goals and holds_texts and not names_target then 'target_text'
            -- names under 重点事项, and beside them how much of each
            when holds_only_goals
                and holds_texts
                and ending_field is null
                and not names_goals
                and not names_share_of_year
                and not is_foreign
                then 'annual_target'
        end as guess,
        case when ending_field is not null and ending_field <> 'place' then 'ending' else 'content' end as method
    from known
),

-- Of two that name a task, that with goals under it is what is promised; a name beside amounts names them.
weighed as (
    select
        *,
        bool_or(coalesce(guess = 'target_text', false)) over in_header as has_text,
        bool_or(coalesce(known_field = 'target_text' and guess = 'target_text', false)) over in_header
            as has_known_text,
        bool_or(
            coalesce(
                known_field = 'target_text' and guess = 'target_text' and holds_goals and not holds_short_texts, false
            )
        ) over in_header as has_known_goals,
        bool_or(coalesce(guess = 'annual_target' and holds_figures, false)) over in_header as has_share,
        bool_or(coalesce(is_goal_of_period and known_field = 'other', false)) over in_header as has_step,
        min(case when guess = 'figures' then column_no end) over in_header as first_figures_column_no,
        min(case when guess = 'annual_target' and holds_figures then column_no end) over in_header
            as first_share_column_no,
        min(case when guess = 'unit' and known_field is null then column_no end) over in_header
            as first_unit_column_no,
        min(
            case
                when known_field is null and ending_field is null and holds_texts and is_distinct then column_no
            end
        ) over in_header as first_text_column_no
    from guesses
    window in_header as (partition by document_id, table_no, header_row_no)
),

decided as (
    select
        document_id,
        table_no,
        header_row_no,
        column_no,
        known_field,
        header_field,
        method,
        case
            when is_share and not has_text and not (coalesce(holds_figures, false) and first_text_column_no is not null)
                then 'target_text'
            when guess = 'figures' and has_text then 'annual_target'
            -- figures that nothing names: the places or units of their rows do (stg_columns)
            when guess = 'figures' and column_no = first_figures_column_no then 'target_text'
            when guess = 'figures' then 'annual_target'
            when guess = 'annual_target'
                and not has_text
                and first_figures_column_no is null
                and column_no = first_share_column_no
                and first_text_column_no is null
                then 'target_text'
            when guess = 'target_text' and known_field is null and has_known_text
                then case when coalesce(holds_goals, false) and not has_known_goals then 'target_text' end
            when guess = 'unit' and known_field is null and column_no <> first_unit_column_no then null
            when guess is null
                and column_no = first_text_column_no
                and not has_text
                and (has_share or has_step or first_figures_column_no is not null)
                then 'target_text'
            else guess
        end as field
    from weighed
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    header_row_no::integer as header_row_no,  -- 表头首行: printed row where the header begins
    column_no::integer as column_no,  -- 列号: the printed column, from the left
    field::varchar as field,  -- 字段: the canonical field
    (case when known_field is not null then 'content' else method end)::varchar as field_method,  -- 字段依据: ending (of the header, and the column holds it) or content
    (case when known_field is null and method = 'ending' then 0.85 else 0.7 end)::double as field_confidence  -- 字段把握: 0 to 1
from decided
where field is not null and field is distinct from header_field
