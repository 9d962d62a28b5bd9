-- 表头单元格: every cell of every header that was recognised, with the field it names or none.
-- grain: document_id, table_no, header_row_no, column_no
-- A header is a run of one to three printed rows. It is found by its row of stg_header_rows; the row above or below is
-- taken in when the texts of a column, put together, name more fields than the row alone
-- (责任单位 over 牵头 | 配合; or 分管市领 over 导 where a converter broke the line). Where a line is a cell, two lines that
-- are one wording (市级牵头 / 责任单位) are one header cell, unless most rows are as wide as the lines are many. Where
-- nearly all rows are of one width, so are a period and what it dates (第二季度 / 完成情况) and an unknown wording and the
-- ending of one (攻坚目标 / 任务), if these are as many as the lines are more than the cells of a row.
with
printed_cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        cell_text,
        key_text,
        origin_row_no,
        origin_column_no,
        row_span,
        source_place
    from staging.stg_cells
    where length(key_text) between 1 and 40
),

synonyms as (
    select
        wording,
        field
    from staging.stg_header_wordings
    where beside_field is null
),

core_rows as (
    select
        document_id,
        table_no,
        row_no,
        lag(row_no) over (partition by document_id, table_no order by row_no) as previous_core_row_no
    from staging.stg_header_rows
),

-- A header of as many lines as most rows have cells is not broken.
tables_out_of_step as (
    select
        core_rows.document_id,
        core_rows.table_no,
        core_rows.row_no,
        -- lines more than cells, where four rows of five are of one width; NULL elsewhere
        case
            when count(case when shapes.cell_count = common.cell_count then 1 end) * 5 >= count(*) * 4
                then headers.cell_count - max(common.cell_count)
        end as surplus
    from core_rows
    inner join staging.stg_row_shapes as headers
        on core_rows.document_id = headers.document_id
        and core_rows.table_no = headers.table_no
        and core_rows.row_no = headers.row_no
        and headers.is_cell_a_line
        and not headers.span_is_known
    inner join staging.stg_row_shapes as shapes
        on core_rows.document_id = shapes.document_id
        and core_rows.table_no = shapes.table_no
        and core_rows.row_no < shapes.row_no
    inner join (
        select
            document_id,
            table_no,
            mode(cell_count order by cell_count) as cell_count
        from staging.stg_row_shapes
        where is_cell_a_line and not span_is_known
        group by document_id, table_no
    ) as common
        on core_rows.document_id = common.document_id
        and core_rows.table_no = common.table_no
    group by core_rows.document_id, core_rows.table_no, core_rows.row_no, headers.cell_count
    having count(case when shapes.cell_count = headers.cell_count then 1 end) * 2 < count(*)
),

known_pairs as (
    select
        upper_lines.document_id,
        upper_lines.table_no,
        upper_lines.row_no,
        upper_lines.column_no,
        wordings.wording
    from tables_out_of_step
    inner join printed_cells as upper_lines
        on tables_out_of_step.document_id = upper_lines.document_id
        and tables_out_of_step.table_no = upper_lines.table_no
        and tables_out_of_step.row_no = upper_lines.row_no
    inner join printed_cells as lower_lines
        on upper_lines.document_id = lower_lines.document_id
        and upper_lines.table_no = lower_lines.table_no
        and upper_lines.row_no = lower_lines.row_no
        and upper_lines.column_no + 1 = lower_lines.column_no
    inner join synonyms as wordings
        on concat(upper_lines.key_text, lower_lines.key_text) = wordings.wording
    left join synonyms as upper_wordings
        on upper_lines.key_text = upper_wordings.wording
    left join synonyms as lower_wordings
        on lower_lines.key_text = lower_wordings.wording
    where upper_wordings.wording is null or lower_wordings.wording is null
    -- a line is the half of one wording
    qualify lag(upper_lines.column_no) over (
        partition by upper_lines.document_id, upper_lines.table_no, upper_lines.row_no order by upper_lines.column_no
    ) is distinct from upper_lines.column_no - 1
),

-- What is left of such a header, each line with the one below it.
lines_left as (
    select
        tables_out_of_step.document_id,
        tables_out_of_step.table_no,
        tables_out_of_step.row_no,
        tables_out_of_step.surplus,
        lines.column_no,
        lines.key_text,
        lead(lines.key_text) over in_order as lower_text,
        lead(lines.column_no) over in_order as lower_column_no
    from tables_out_of_step
    inner join printed_cells as lines
        on tables_out_of_step.document_id = lines.document_id
        and tables_out_of_step.table_no = lines.table_no
        and tables_out_of_step.row_no = lines.row_no
    left join known_pairs
        on lines.document_id = known_pairs.document_id
        and lines.table_no = known_pairs.table_no
        and lines.row_no = known_pairs.row_no
        and lines.column_no in (known_pairs.column_no, known_pairs.column_no + 1)
    where tables_out_of_step.surplus > 0 and known_pairs.document_id is null
    window in_order as (
        partition by tables_out_of_step.document_id, tables_out_of_step.table_no, tables_out_of_step.row_no
        order by lines.column_no
    )
),

likely_pairs as (
    select distinct
        lines_left.document_id,
        lines_left.table_no,
        lines_left.row_no,
        lines_left.surplus,
        lines_left.column_no,
        concat(lines_left.key_text, lines_left.lower_text) as wording
    from lines_left
    left join synonyms as upper_wordings
        on lines_left.key_text = upper_wordings.wording
    left join synonyms as lower_wordings
        on lines_left.lower_text = lower_wordings.wording
    left join seeds.header_endings as endings
        on ends_with(concat(lines_left.key_text, lines_left.lower_text), endings.ending)
        and endings.field not in ('foreign', 'weight', 'place', 'site')
    where lines_left.lower_column_no = lines_left.column_no + 1
        and (
            lower_wordings.wording is not null
            and regexp_matches(
                lines_left.key_text,
                '^(?:截[至止])?(?:[0-9]{4}年度?)?(?:第?[一二三四1-4]季度|[上下]半年|(?:[0-9]{1,2}[-—–~至])?[0-9]{1,2}月份?)?底?$'
            )
            or upper_wordings.wording is null
            and endings.ending is not null
            and length(lines_left.key_text) >= length(lines_left.lower_text)
        )
),

ordered_pairs as (
    select
        *,
        lag(column_no) over (partition by document_id, table_no, row_no order by column_no) as before_column_no
    from likely_pairs
),

counted_pairs as (
    select
        *,
        count(*) over in_header as pair_count,
        count(case when column_no = before_column_no + 1 then 1 end) over in_header as overlap_count
    from ordered_pairs
    window in_header as (partition by document_id, table_no, row_no)
),

known_counts as (
    select
        document_id,
        table_no,
        row_no,
        count(*) as pair_count
    from known_pairs
    group by document_id, table_no, row_no
),

broken_wordings as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        wording
    from known_pairs
    union all
    select
        counted_pairs.document_id,
        counted_pairs.table_no,
        counted_pairs.row_no,
        counted_pairs.column_no,
        counted_pairs.wording
    from counted_pairs
    left join known_counts
        on counted_pairs.document_id = known_counts.document_id
        and counted_pairs.table_no = known_counts.table_no
        and counted_pairs.row_no = known_counts.row_no
    where counted_pairs.overlap_count = 0
        and counted_pairs.pair_count + coalesce(known_counts.pair_count, 0) = counted_pairs.surplus
),

-- Headers that have as many cells as the rows below once their lines are put together: a cell counts where it stands.
headers_in_step as (
    select
        broken_wordings.document_id,
        broken_wordings.table_no,
        broken_wordings.row_no
    from broken_wordings
    inner join tables_out_of_step
        on broken_wordings.document_id = tables_out_of_step.document_id
        and broken_wordings.table_no = tables_out_of_step.table_no
        and broken_wordings.row_no = tables_out_of_step.row_no
    group by broken_wordings.document_id, broken_wordings.table_no, broken_wordings.row_no, tables_out_of_step.surplus
    having count(*) = tables_out_of_step.surplus
),

whole_cells as (
    select
        printed_cells.* exclude (key_text),
        coalesce(lower_lines.wording, printed_cells.key_text) as key_text
    from printed_cells
    left join broken_wordings as upper_lines
        on printed_cells.document_id = upper_lines.document_id
        and printed_cells.table_no = upper_lines.table_no
        and printed_cells.row_no = upper_lines.row_no
        and printed_cells.column_no = upper_lines.column_no
    left join broken_wordings as lower_lines
        on printed_cells.document_id = lower_lines.document_id
        and printed_cells.table_no = lower_lines.table_no
        and printed_cells.row_no = lower_lines.row_no
        and printed_cells.column_no = lower_lines.column_no + 1
    where upper_lines.column_no is null
),

short_cells as (
    select
        whole_cells.* exclude (column_no, origin_column_no),
        case
            when headers_in_step.document_id is not null then row_number() over in_row
            else whole_cells.column_no
        end as column_no,
        case
            when headers_in_step.document_id is not null then row_number() over in_row
            else whole_cells.origin_column_no
        end as origin_column_no
    from whole_cells
    left join headers_in_step
        on whole_cells.document_id = headers_in_step.document_id
        and whole_cells.table_no = headers_in_step.table_no
        and whole_cells.row_no = headers_in_step.row_no
    window in_row as (
        partition by whole_cells.document_id, whole_cells.table_no, whole_cells.row_no
        order by whole_cells.column_no
    )
),

-- Neighbouring core rows are one header over two rows; a window is opened at the first of them.
windows as (
    select
        core_rows.document_id,
        core_rows.table_no,
        core_rows.row_no as core_row_no,
        core_rows.row_no - above.rows_above as first_row_no,
        core_rows.row_no + below.rows_below as last_row_no,
        above.rows_above + below.rows_below as extra_rows
    from core_rows
    cross join (select unnest([0, 1, 2]) as rows_above) as above
    cross join (select unnest([0, 1, 2]) as rows_below) as below
    where above.rows_above + below.rows_below <= 2
        and core_rows.row_no - above.rows_above >= 1
        and (core_rows.previous_core_row_no is null or core_rows.previous_core_row_no < core_rows.row_no - 1)
),

-- A cell merged over two header rows counts once, at the first row of the window that shows it.
window_columns as (
    select
        windows.document_id,
        windows.table_no,
        windows.core_row_no,
        windows.first_row_no,
        windows.last_row_no,
        windows.extra_rows,
        short_cells.column_no,
        max(case when short_cells.row_no = windows.first_row_no then short_cells.key_text end) as first_key,
        max(
            case
                when short_cells.row_no = windows.first_row_no + 1
                    and short_cells.origin_row_no = short_cells.row_no then short_cells.key_text
            end
        ) as second_key,
        max(
            case
                when short_cells.row_no = windows.first_row_no + 2
                    and short_cells.origin_row_no = short_cells.row_no then short_cells.key_text
            end
        ) as third_key,
        max(
            case when short_cells.row_no = windows.core_row_no then short_cells.origin_column_no end
        ) as origin_column_no,
        max(case when short_cells.row_no = windows.core_row_no then short_cells.source_place end) as core_source_place,
        min(short_cells.source_place) as any_source_place,
        max(
            case
                when short_cells.row_span <= 3 then short_cells.origin_row_no + short_cells.row_span - 1
            end
        ) > windows.last_row_no
        or bool_or(
            short_cells.row_span between 2 and 3 and short_cells.origin_row_no < windows.first_row_no
        ) as hangs_over
    from windows
    inner join short_cells
        on windows.document_id = short_cells.document_id
        and windows.table_no = short_cells.table_no
        and short_cells.row_no between windows.first_row_no and windows.last_row_no
    group by
        windows.document_id,
        windows.table_no,
        windows.core_row_no,
        windows.first_row_no,
        windows.last_row_no,
        windows.extra_rows,
        short_cells.column_no
),

-- The ways to read the texts of a column, best first.
keys as (
    select
        document_id,
        table_no,
        core_row_no,
        first_row_no,
        last_row_no,
        extra_rows,
        column_no,
        origin_column_no,
        hangs_over,
        coalesce(core_source_place, any_source_place) as source_place,
        concat(first_key, second_key, third_key) as header_text,
        coalesce(second_key, third_key) is not null as has_leaf,
        [
            concat(first_key, second_key, third_key),
            concat(third_key, second_key, first_key),
            concat(second_key, third_key),
            coalesce(third_key, second_key, first_key),
            concat(first_key, second_key),
            first_key
        ] as keys_in_order
    from window_columns
),

-- A reading that says what a better one says is none of its own.
reading_nos as (
    select
        *,
        unnest(
            list_filter(
                [1, 2, 3, 4, 5, 6],
                lambda no: keys_in_order[no] is not null
                and coalesce(list_position(keys_in_order, keys_in_order[no]), no) = no
            )
        ) as reading_no
    from keys
),

readings as (
    select
        * exclude (keys_in_order),
        keys_in_order[reading_no] as key_text
    from reading_nos
),

-- The same words stand over columns everywhere: the engine asks a lateral subquery once for each distinct text.
-- The first period of the wording, and of the header as printed, is put between marks: 2022年⟦1-11月⟧推进情况.
periods_read as (
    select
        readings.*,
        headers.period_text
    from readings
    cross join lateral (
        select
            translate(
                regexp_extract(
                    regexp_replace(
                        readings.header_text,
                        '(第?[一二三四1-4]季度|[上下]半年|前[一二三]季度|(?:[0-9]{1,2}月?份?[-—–~至到])?[0-9]{1,2}月份?(?:[0-9]{1,2}日|底|末)?)',
                        '⟦\1⟧'
                    ),
                    '([0-9]{4}年)?⟦[^⟧]*⟧',
                    0
                ),
                '⟦⟧',
                ''
            ) as period_text
    ) as headers
),

-- A year or period in front, behind or in a bracket dates the column and is no part of its name.
variants as (
    select
        periods_read.*,
        wordings.variant_no,
        wordings.wording
    from periods_read
    cross join lateral (
        with
        cleaned as (
            select regexp_replace(periods_read.key_text, '[.:。?*#、,;※]|([^备附标批])注[0-9]{1,2}$', '\1', 'g') as wording
        ),

        dates_cut as (
            select
                wording,
                translate(
                    regexp_replace(
                        regexp_replace(
                            wording,
                            '(第?[一二三四1-4]季度|[上下]半年|前[一二三]季度|(?:[0-9]{1,2}月?份?[-—–~至到])?[0-9]{1,2}月份?(?:[0-9]{1,2}日|底|末)?)',
                            '⟦\1⟧'
                        ),
                        '^\(?(截[至止])?([0-9]{2,4}年度?)?(⟦[^⟧]*⟧)?(底|末|止|前)?\)?',
                        ''
                    ),
                    '⟦⟧',
                    ''
                ) as undated_wording
            from cleaned
        ),

        numbered as (
            select
                unnest([1, 2, 3, 4, 5, 6]) as variant_no,
                unnest([
                    wording,
                    regexp_replace(wording, '^[0-9]{2,4}年度', '年度'),
                    regexp_replace(wording, '^[0-9]{2,4}年度?', ''),
                    regexp_replace(wording, '\([^()]*\)$', ''),
                    undated_wording,
                    regexp_replace(undated_wording, '\([^()]*\)$', '')
                ]) as wording
            from dates_cut
        )

        select
            wording,
            min(variant_no) as variant_no
        from numbered
        group by wording
    ) as wordings
),

named_variants as (
    select
        variants.document_id,
        variants.table_no,
        variants.core_row_no,
        variants.first_row_no,
        variants.last_row_no,
        variants.extra_rows,
        variants.column_no,
        variants.origin_column_no,
        variants.hangs_over,
        variants.source_place,
        variants.header_text,
        variants.period_text,
        variants.reading_no,
        variants.variant_no,
        variants.wording,
        synonyms.field
    from variants
    -- a heading over several columns (项目类别) does not name the column under it that has a name of its own
    left join synonyms
        on variants.wording = synonyms.wording
        and not (
            variants.reading_no = 6
            and variants.has_leaf
            and synonyms.field in ('section', 'other')
        )
),

best_variants as (
    select
        document_id,
        table_no,
        core_row_no,
        first_row_no,
        last_row_no,
        extra_rows,
        column_no,
        origin_column_no,
        hangs_over,
        source_place,
        header_text,
        period_text,
        variant_no,
        wording,
        field
    from named_variants
    qualify row_number() over (
        partition by document_id, table_no, core_row_no, first_row_no, last_row_no, column_no
        order by case when field is null then 1 else 0 end, reading_no, variant_no
    ) = 1
),

-- A header begins and ends where its merged cells do. Then the window counts that names most columns and fields; of
-- equals the one with fewest rows, then the one that begins lowest.
best_windows as (
    select
        document_id,
        table_no,
        core_row_no,
        first_row_no,
        last_row_no
    from (
        select
            document_id,
            table_no,
            core_row_no,
            first_row_no,
            last_row_no,
            extra_rows,
            count(case when hangs_over then 1 end) as hanging_count,
            count(field) + count(distinct field) as named_count
        from best_variants
        group by document_id, table_no, core_row_no, first_row_no, last_row_no, extra_rows
    ) as counted
    qualify row_number() over (
        partition by document_id, table_no, core_row_no
        order by hanging_count, named_count desc, extra_rows, first_row_no desc
    ) = 1
),

chosen_as_read as (
    select
        best_variants.document_id,
        best_variants.table_no,
        best_variants.first_row_no as header_row_no,
        best_variants.last_row_no,
        best_variants.column_no,
        coalesce(best_variants.origin_column_no, best_variants.column_no) as origin_column_no,
        best_variants.source_place,
        best_variants.header_text,
        best_variants.period_text,
        best_variants.wording,
        best_variants.field,
        best_variants.field in ('target_text', 'annual_target')
        and best_variants.period_text <> ''
        and best_variants.variant_no >= 5 as is_goal_of_period,
        best_variants.field = 'target_text'
        and best_variants.variant_no >= 3
        and regexp_matches(best_variants.header_text, '^[(]?[0-9]{2,4}年') as is_goal_of_year,
        nullif(
            strpos('一二三四五', nullif(regexp_extract(best_variants.wording, '^([一二三四五])级指标$', 1), '')), 0
        ) as indicator_level
    from best_variants
    inner join best_windows
        on best_variants.document_id = best_windows.document_id
        and best_variants.table_no = best_windows.table_no
        and best_variants.core_row_no = best_windows.core_row_no
        and best_variants.first_row_no = best_windows.first_row_no
        and best_variants.last_row_no = best_windows.last_row_no
),

-- 一级指标 | 二级指标: the last of the levels is what is to be reached, where no target stands behind it (三级指标, 指标内容).
-- 绩效指标 before them is the label of the whole.
chosen as (
    select
        * exclude (field),
        case
            when field = 'section'
                and indicator_level > 1
                and indicator_level = max(indicator_level) over in_header
                and coalesce(
                    max(case when field = 'target_text' then column_no end) over in_header
                    < max(case when indicator_level is not null then column_no end) over in_header,
                    true
                )
                then 'target_text'
            else field
        end as field
    from chosen_as_read
    window in_header as (partition by document_id, table_no, header_row_no)
),

-- 责任单位 means support where a lead column stands beside it: a seed line with beside_field wins where that field is
-- there.
contextual as (
    select
        chosen.document_id,
        chosen.table_no,
        chosen.header_row_no,
        chosen.column_no,
        min(contextual_synonyms.field) as field
    from chosen
    inner join (
        select
            wording,
            field,
            beside_field
        from staging.stg_header_wordings
        where beside_field is not null
    ) as contextual_synonyms
        on chosen.wording = contextual_synonyms.wording
    inner join chosen as neighbours
        on chosen.document_id = neighbours.document_id
        and chosen.table_no = neighbours.table_no
        and chosen.header_row_no = neighbours.header_row_no
        and contextual_synonyms.beside_field = neighbours.field
        -- a header over two columns is no neighbour of itself
        and chosen.origin_column_no <> neighbours.origin_column_no
    group by chosen.document_id, chosen.table_no, chosen.header_row_no, chosen.column_no
),

goals as (
    select
        *,
        bool_or(coalesce(field in ('target_text', 'annual_target') and not is_goal_of_period, false)) over in_header
            as has_goal,
        bool_or(coalesce(field = 'target_text' and not is_goal_of_period and not is_goal_of_year, false)) over in_header
            as has_target,
        bool_or(coalesce(is_goal_of_year and not is_goal_of_period, false)) over in_header as has_goal_of_year,
        bool_or(coalesce(field = 'progress' and period_text <> '', false)) over in_header as has_report_of_period
    from chosen
    window in_header as (partition by document_id, table_no, header_row_no)
)

select
    goals.document_id::varchar as document_id,  -- 文档键: the document it comes from
    goals.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    goals.header_row_no::integer as header_row_no,  -- 表头首行: printed row where this header begins
    goals.last_row_no::integer as last_header_row_no,  -- 表头末行: printed row where it ends
    goals.column_no::integer as column_no,  -- 列号: the printed column, from the left
    goals.origin_column_no::integer as origin_column_no,  -- 起始列号: where the printed header cell begins
    goals.header_text::varchar as header_text,  -- 表头文字: folded, white space out, the rows of the header put together
    case when goals.field is not null then goals.wording end::varchar as wording,  -- 词条: the seed's wording it was recognised by
    (case
        -- what is to be reached in a quarter is a step of the target that stands beside it
        when goals.is_goal_of_period and goals.has_goal then 'other'
        when goals.is_goal_of_year and goals.has_target then 'annual_target'
        -- 10-12月进度安排 beside 7-9月进展情况: what comes next, and no date by when
        when goals.field = 'deadline'
            and goals.period_text <> ''
            and goals.has_report_of_period
            and ends_with(goals.wording, '安排') then 'next_step'
        -- a year's share without a longer target beside it is the target
        when goals.field = 'annual_target' and not goals.has_target and not goals.has_goal_of_year then 'target_text'
        else coalesce(contextual.field, goals.field)
    end)::varchar as field,  -- 字段: the canonical field, NULL where the wording is unknown
    nullif(goals.period_text, '')::varchar as period_text,  -- 期间: the period in the header, which dates the column
    goals.indicator_level::integer as indicator_level,  -- 指标级次: 2 for 二级指标, NULL for any other header
    coalesce(goals.is_goal_of_period, false)::boolean as is_goal_of_period,  -- 阶段目标: whether it names what is to be reached in a period
    goals.source_place::varchar as source_place  -- 出处: in the source's own words
from goals
left join contextual
    on goals.document_id = contextual.document_id
    and goals.table_no = contextual.table_no
    and goals.header_row_no = contextual.header_row_no
    and goals.column_no = contextual.column_no
