-- 列: which field each column of a part holds; the fields of the header before fill the gaps of a damaged repeat.
-- grain: document_id, table_no, part_no, column_no
-- What stands in a column can correct its header: numbers under a header that is wider than one column number the
-- targets; a column of targets that is mostly empty beside a full one on its left holds the year's share of some; 单位
-- over counters (个, 万元) says what the figures of its rows are counted in. Where the targets are figures and nothing
-- else, the places or units of their rows name them: a table of places by indicators (区县 | 计划完成数 | 累计完成数),
-- whose places answer for them.
-- Targets without figures behind the units of targets that state some, as many at most, say how those are gone about.
-- Sentences under an unknown header, right of a target column whose cells group their rows, are the targets.
-- Those who assess (考核单位) are units where nobody who answers is named, with a role of their own.
-- Under an unknown header before the numbers of the targets stand the groups of them.
-- Any other column with an unknown wording is kept as printed, as other.
with
parts as (
    select
        document_id,
        table_no,
        part_no,
        role,
        first_row_no,
        last_row_no,
        last_header_row_no,
        coalesce(header_width, header_width_before) as width,
        columns_table_no,
        columns_header_row_no,
        case when header_width = header_width_before then header_table_before end as other_table_no,
        case when header_width = header_width_before then header_row_before end as other_header_row_no
    from staging.stg_tables
    where role in ('target', 'continuation')
),

header_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.header_row_no,
        cells.column_no,
        cells.origin_column_no,
        cells.header_text,
        coalesce(inferred.field, cells.field) as field,
        coalesce(inferred.field_method, 'wording') as field_method,
        coalesce(inferred.field_confidence, 1) as field_confidence,
        cells.field is not null as is_recognised,
        cells.period_text,
        cells.is_goal_of_period,
        cells.source_place
    from staging.stg_header_cells as cells
    left join staging.stg_inferred_columns as inferred
        on cells.document_id = inferred.document_id
        and cells.table_no = inferred.table_no
        and cells.header_row_no = inferred.header_row_no
        and cells.column_no = inferred.column_no
),

own_columns as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no,
        header_cells.column_no,
        header_cells.origin_column_no,
        header_cells.header_text,
        header_cells.field,
        header_cells.field_method,
        header_cells.field_confidence,
        header_cells.is_recognised,
        header_cells.period_text,
        header_cells.is_goal_of_period,
        header_cells.source_place,
        1 as preference
    from parts
    inner join header_cells
        on parts.document_id = header_cells.document_id
        and parts.columns_table_no = header_cells.table_no
        and parts.columns_header_row_no = header_cells.header_row_no
),

-- Only where the repeat leaves the field out: a converter lost a line of this page's header.
columns_of_the_header_before as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no,
        header_cells.column_no,
        header_cells.origin_column_no,
        header_cells.header_text,
        header_cells.field,
        header_cells.field_method,
        header_cells.field_confidence,
        header_cells.is_recognised,
        header_cells.period_text,
        header_cells.is_goal_of_period,
        header_cells.source_place,
        2 as preference
    from parts
    inner join header_cells
        on parts.document_id = header_cells.document_id
        and parts.other_table_no = header_cells.table_no
        and parts.other_header_row_no = header_cells.header_row_no
        and header_cells.field is not null
    left join own_columns
        on parts.document_id = own_columns.document_id
        and parts.table_no = own_columns.table_no
        and parts.part_no = own_columns.part_no
        and header_cells.field = own_columns.field
    where parts.role = 'target' and own_columns.field is null
),

candidates as (
    select * from own_columns
    union all
    select * from columns_of_the_header_before
),

one_column_each as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        origin_column_no,
        header_text,
        field,
        field_method,
        field_confidence,
        is_recognised,
        period_text,
        is_goal_of_period,
        source_place
    from candidates
    qualify row_number() over (
        partition by document_id, table_no, part_no, column_no
        order by case when field is null then 1 else 0 end, preference
    ) = 1
),

-- What is printed under a header, in all parts that it stands over.
texts as (
    select
        parts.document_id,
        parts.columns_table_no,
        parts.columns_header_row_no,
        cells.column_no,
        cells.key_text,
        regexp_matches(cells.cell_text, '[0-9０-９]') as has_figure,
        shapes.span_is_known or shapes.cell_count >= parts.width as is_in_its_column
    from parts
    inner join staging.stg_cells as cells
        on parts.document_id = cells.document_id
        and parts.table_no = cells.table_no
        and cells.row_no between coalesce(parts.last_header_row_no + 1, parts.first_row_no) and parts.last_row_no
    inner join staging.stg_row_shapes as shapes
        on cells.document_id = shapes.document_id
        and cells.table_no = shapes.table_no
        and cells.row_no = shapes.row_no
    where cells.cell_text is not null
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
),

contents as (
    select
        texts.document_id,
        texts.columns_table_no,
        texts.columns_header_row_no,
        texts.column_no,
        count(*) as text_count,
        count(
            case when regexp_matches(texts.key_text, '^[(]?[0-9]{1,4}([.-][0-9]{1,3})*[).、]?$') then 1 end
        ) as number_count,
        count(case when regexp_matches(texts.key_text, '^[0-9][0-9,]*(\.[0-9]+)?%?$') then 1 end) as figure_count,
        count(
            case when regexp_matches(texts.key_text, '^[0-9][0-9,]*(\.[0-9]+)?%?[一-龥㎡/]{0,5}$') then 1 end
        ) as amount_count,
        count(
            case
                when texts.is_in_its_column
                    and regexp_matches(texts.key_text, '^[0-9][0-9,]*(\.[0-9]+)?%?[一-龥㎡/]{0,5}$') then 1
            end
        ) as own_amount_count,
        count(
            case
                when texts.is_in_its_column
                    and regexp_matches(texts.key_text, '^[(]?[0-9]{1,4}([.-][0-9]{1,3})*[).、]?$') then 1
            end
        ) as own_number_count,
        count(case when texts.is_in_its_column then 1 end) as own_text_count,
        -- a place is printed once, and with the ending of one
        count(
            case
                when length(texts.key_text) between 2 and 12
                    and regexp_matches(texts.key_text, '[一-龥](省|市|州|盟|地区|县|区|旗|镇|乡|街道)$') then texts.key_text
            end
        ) as place_count,
        count(distinct texts.key_text) as distinct_count,
        avg(length(texts.key_text)) as mean_length,
        count(case when texts.has_figure then 1 end) * 3 > count(*) as states_figures,
        count(counters.key_text) as counter_count,
        count(
            case
                when length(texts.key_text) <= 60
                    and regexp_matches(
                        texts.key_text,
                        '(局|委|办|厅|办公室|委员会|管委会|政府|街道|集团|公司|各部门|各单位)([、,;/(]|等|$)'
                    ) then 1
            end
        ) as organ_count,
        count(
            case
                when deadlines.wording is not null
                    or regexp_matches(texts.key_text, '^([0-9]{4}年)?([0-9]{1,2}月)?([0-9]{1,2}日)?(年?底|年内|末)?前?$') then 1
            end
        ) as deadline_count,
        count(statuses.wording) as verdict_count
    from texts
    left join staging.stg_counter_texts as counters
        on texts.document_id = counters.document_id
        and texts.key_text = counters.key_text
    left join (select distinct wording from seeds.deadline_wordings) as deadlines
        on texts.key_text = deadlines.wording
    left join (select distinct wording from seeds.status_wordings) as statuses
        on texts.key_text = statuses.wording
    group by texts.document_id, texts.columns_table_no, texts.columns_header_row_no, texts.column_no
),

beside_contents as (
    select
        contents.mean_length,
        lag(one_column_each.field) over left_to_right as left_field,
        lag(contents.text_count) over left_to_right as left_text_count,
        lead(one_column_each.field) over left_to_right as right_field,
        max(case when one_column_each.field = 'target_no' then contents.text_count end) over in_part
            as row_number_count,
        one_column_each.* exclude (field),
        coalesce(one_column_each.field, 'other') as field,
        contents.text_count,
        contents.number_count * 5 >= contents.text_count * 4 as holds_numbers,
        contents.own_number_count * 5 >= contents.own_text_count * 4 and contents.number_count > 0 as holds_own_numbers,
        contents.counter_count * 5 >= contents.text_count * 4 as holds_counters,
        contents.own_amount_count * 3 >= contents.own_text_count * 2 and contents.own_text_count > 0 as holds_amounts,
        one_column_each.field = 'target_text'
        and (
            contents.figure_count * 5 >= contents.text_count * 4
            or (one_column_each.field_method <> 'wording' and contents.amount_count * 5 >= contents.text_count * 4)
        ) as is_figure_target,
        contents.text_count >= 3
        and contents.place_count * 5 >= contents.text_count * 4
        and contents.distinct_count * 5 >= contents.text_count * 4 as holds_places,
        case
            when contents.organ_count * 2 > contents.text_count then 'unit'
            when contents.deadline_count * 2 > contents.text_count then 'deadline'
            when contents.verdict_count * 2 > contents.text_count then 'status'
        end as looks_like,
        bool_or(coalesce(one_column_each.field = 'target_no', false)) over in_part as has_number,
        count(case when one_column_each.field = 'target_text' then 1 end) over in_part as target_column_count,
        contents.states_figures,
        bool_or(coalesce(one_column_each.field = 'target_text' and contents.states_figures, false))
            over before as has_figures_before,
        bool_or(coalesce(one_column_each.field in ('unit', 'unit_lead'), false)) over before as has_unit_before,
        max(case when one_column_each.field = 'target_text' then contents.text_count end) over before as fullest_before
    from one_column_each
    inner join parts
        on one_column_each.document_id = parts.document_id
        and one_column_each.table_no = parts.table_no
        and one_column_each.part_no = parts.part_no
    left join contents
        on parts.document_id = contents.document_id
        and parts.columns_table_no = contents.columns_table_no
        and parts.columns_header_row_no = contents.columns_header_row_no
        and one_column_each.column_no = contents.column_no
    window
        in_part as (partition by one_column_each.document_id, one_column_each.table_no, one_column_each.part_no),
        left_to_right as (
            partition by one_column_each.document_id, one_column_each.table_no, one_column_each.part_no
            order by one_column_each.column_no
        ),
        before as (left_to_right rows between unbounded preceding and 1 preceding)
),

-- In a part whose targets are figures: the first column of places, else of units, names them.
naming as (
    select
        *,
        bool_and(coalesce(is_figure_target, true)) filter (where field = 'target_text') over in_part
        and bool_or(coalesce(is_figure_target, false)) over in_part as has_figures_only,
        min(
            case when holds_places and field in ('other', 'unit', 'unit_lead', 'section') then column_no end
        ) over in_part as place_column_no,
        min(case when field in ('unit', 'unit_lead') then column_no end) over in_part as unit_column_no
    from beside_contents
    window in_part as (partition by document_id, table_no, part_no)
),

named as (
    select
        *,
        coalesce(has_figures_only, false)
        and coalesce(coalesce(place_column_no, unit_column_no) = column_no, false) as names_target,
        coalesce(has_figures_only, false) and coalesce(place_column_no, unit_column_no) is not null as has_name,
        -- sentences right of a column that groups them: the steps of each group are what is promised
        (
            (not is_recognised and field = 'other')
            or (field = 'next_step' and regexp_matches(header_text, '^(主要|具体|工作|推进)?(措施|举措)$'))
        )
        and left_field = 'target_text'
        and looks_like is null
        and mean_length >= 8
        and text_count * 2 >= left_text_count * 3
        and (row_number_count is null or row_number_count * 2 >= left_text_count * 3) as is_inner_text
    from naming
),

corrected as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        origin_column_no,
        header_text,
        period_text,
        is_goal_of_period,
        source_place,
        is_recognised,
        field_method,
        field_confidence,
        looks_like,
        names_target,
        coalesce(holds_amounts, false) as holds_amounts,
        coalesce(field = 'unit_assess', false)
        and not bool_or(coalesce(names_target or field in ('unit', 'unit_lead'), false)) over (
            partition by document_id, table_no, part_no
        ) as is_assessor,
        case
            when names_target or coalesce(is_inner_text, false) then 'target_text'
            when field = 'target_text' and has_name then 'annual_target'
            when field = 'target_text' and target_column_count > 1 and holds_numbers and not has_number then 'target_no'
            when field = 'target_text' and column_no = origin_column_no and coalesce(text_count, 0) * 2 < fullest_before
                then 'annual_target'
            -- 工作要求 without figures behind the units of targets that have some: how they are gone about
            when field = 'target_text'
                and has_unit_before
                and has_figures_before
                and not coalesce(states_figures, false)
                and text_count <= fullest_before
                then 'other'
            when field in ('unit', 'unit_support', 'other') and holds_counters then 'measure_unit'
            when field = 'wish' then 'other'
            -- what stands before the numbers of the targets groups them; numbers of rows that slid left are none of it
            when not is_recognised
                and field = 'other'
                and column_no = 1
                and right_field = 'target_no'
                and looks_like is null
                and not coalesce(holds_amounts, false)
                and not coalesce(holds_own_numbers, false)
                and not coalesce(holds_places, false)
                then 'section'
            else field
        end as field
    from named
),

assessors_placed as (
    select
        * exclude (field),
        case
            when is_assessor then 'unit'
            when field = 'unit_assess' then 'other'
            else field
        end as field
    from corrected
),

-- The last month of the period puts two progress columns in order: 1-10月 before 1-11月, 三季度 before 四季度.
periods_dated as (
    select
        *,
        case
            when regexp_matches(period_text, '[0-9]{1,2}月')
                then cast(regexp_extract(period_text, '([0-9]{1,2})月[^0-9]*(?:[0-9]{1,2}日)?$', 1) as integer)
            when regexp_matches(period_text, '(一|1)季度') then 3
            when regexp_matches(period_text, '(二|2)季度|上半年') then 6
            when regexp_matches(period_text, '(三|3)季度') then 9
            when regexp_matches(period_text, '(四|4)季度|下半年') then 12
            else 0
        end as period_month,
        -- 完成情况 | 取得成效: what it is good for is said behind what was done
        field = 'progress'
        and regexp_matches(header_text, '(?:成效|实效|成果)$')
        and not regexp_matches(header_text, '情况|进展|进度') as is_effect
    from assessors_placed
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    part_no::integer as part_no,  -- 段序: a part of a table under one header, see stg_tables
    column_no::integer as column_no,  -- 列号: the printed column, from the left
    origin_column_no::integer as origin_column_no,  -- 起始列号: where the printed header cell begins
    header_text::varchar as header_text,  -- 表头文字
    field::varchar as field,  -- 字段: other where the wording is unknown
    is_recognised::boolean as is_recognised,  -- 已识: whether the wording is known
    field_method::varchar as field_method,  -- 字段依据: wording (known), ending (of the header, and the column holds it) or content
    field_confidence::double as field_confidence,  -- 字段把握: 0 to 1
    names_target::boolean as names_target,  -- 定名: whether its places or units name the targets of their rows, and answer for them
    is_assessor::boolean as is_assessor,  -- 考核方: whether its units assess the target, where nobody who answers is named
    holds_amounts::boolean as holds_amounts,  -- 数量列: whether most of what is printed in the column is figures, with or without their unit
    looks_like::varchar as looks_like,  -- 看似: unit, deadline or status where most of what is printed in the column is one, else NULL
    period_text::varchar as period_text,  -- 期间: the period in the header
    period_month::integer as period_month,  -- 期末月: last month of the period, 0 where none
    coalesce(is_goal_of_period and field = 'other', false)::boolean as is_step,  -- 阶段目标列: what is to be reached in that period, of the target beside it
    coalesce(is_effect, false)::boolean as is_effect,  -- 成效列: what is reported there is what the work was good for
    row_number() over (
        partition by document_id, table_no, part_no, field
        order by
            -- of figures, what a month brought is not how far it has come
            case
                when field = 'progress'
                    and holds_amounts
                    and regexp_matches(header_text, '^[当本][日周旬月季期]')
                    then 1
                else 0
            end,
            case when field = 'progress' then -period_month else 0 end,
            case when is_effect then 1 else 0 end,
            case when field in ('progress', 'target_text') then -column_no else column_no end
    )::integer as slot_no,  -- 次序: 1 is the column that the field is read from; the latest progress, the innermost target text
    source_place::varchar as source_place  -- 出处: in the source's own words
from periods_dated
