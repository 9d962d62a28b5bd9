-- 归位: the column in which each cell of a short row belongs.
-- grain: document_id, table_no, row_no, column_no
-- Converters that drop covered cells let later rows slide left. The cells keep their order, so a row's cells are laid
-- on the columns by what they look like: of all ways that keep the order, the one with the highest sum of weights
-- (seeds.alignment_weights). A row that is short because its trailing blanks were dropped fits where it stands. Where a
-- line is a cell (is_by_lines) names, units and sentences may go on over several of them in one column. A row with more
-- cells than the header (is_wide) stands under a header cell over several columns: what is printed before the target's
-- text there groups it, as does a short line before a sentence, or before a name and its figure, where a line is a
-- cell.
with recursive
short_cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        part_no,
        is_by_lines,
        coalesce(is_wide, false) as is_wide,
        cell_class
    from staging.stg_cell_classes
    where is_short_row
),

-- Rows that look alike are laid once.
row_patterns as (
    select
        document_id,
        table_no,
        row_no,
        part_no,
        is_by_lines,
        is_wide,
        string_agg(cell_class, ' ' order by column_no) as pattern,
        max(column_no) as cell_count
    from short_cells
    group by document_id, table_no, row_no, part_no, is_by_lines, is_wide
),

patterns as (
    select distinct
        document_id,
        table_no,
        part_no,
        is_by_lines,
        is_wide,
        pattern,
        cell_count,
        length(string_split(regexp_replace(pattern, '( blank)+$', ''), ' ')) as filled_width
    from row_patterns
),

parts_in_levels as (
    select distinct
        document_id,
        table_no,
        part_no
    from short_cells
    where cell_class in ('outer_level', 'inner_level')
),

-- An outer column of texts groups the targets of the inner one; groups of indicators are known by their words.
part_columns as (
    select
        columns.document_id,
        columns.table_no,
        columns.part_no,
        columns.column_no,
        case
            when columns.field = 'section' and parts_in_levels.part_no is not null
                then case
                    when row_number() over by_field = 1 and count(*) over by_field_whole > 1 then 'outer_level'
                    else 'inner_level'
                end
            when columns.field = 'target_text' and columns.slot_no >= 2 then 'section'
            -- what is to be reached by July looks like what is to be reached in the year
            when columns.is_step then 'annual_target'
            else coalesce(columns.field, 'other')
        end as field,
        columns.holds_amounts
        and columns.field in ('annual_target', 'progress', 'progress_pct', 'other') as holds_amounts,
        count(*) over (partition by columns.document_id, columns.table_no, columns.part_no) as column_count
    from staging.stg_columns as columns
    left join parts_in_levels
        on columns.document_id = parts_in_levels.document_id
        and columns.table_no = parts_in_levels.table_no
        and columns.part_no = parts_in_levels.part_no
    window
        by_field as (
            partition by columns.document_id, columns.table_no, columns.part_no, columns.field
            order by columns.column_no
        ),
        by_field_whole as (partition by columns.document_id, columns.table_no, columns.part_no, columns.field)
),

-- what a column less must be worth, so that two units stand in two columns where there are two for them; what it is
-- worth that a line goes on with one that looks otherwise, where a row has more lines than columns; what a figure has
-- more in a column that is full of them; what a cell weighs where it has no place
constants as (
    select
        1.5 as going_on_costs,
        -6 as forced_gain,
        -3 as foreign_weight,
        0.3 as group_gain,
        2 as indicator_gain,
        2 as amount_gain
),

weights as (
    select
        field,
        cell_class,
        weight::double + case when weight::double > 0 then fill_weight::double else 0 end as weight,
        weight::double - constants.going_on_costs::double as more_weight
    from seeds.alignment_weights
    cross join constants
),

-- What it is worth to lay the cell_no-th cell of a pattern on a column; a cell that stays where it stands has a little
-- more, and more than that in a row that begins with its number: such a row did not slide.
gains as (
    select
        patterns.document_id,
        patterns.table_no,
        patterns.part_no,
        patterns.pattern,
        patterns.cell_count,
        positions.cell_no,
        part_columns.column_no,
        coalesce(weights.weight, -1) + case
            -- behind its own number a row has its own text
            when patterns.is_by_lines
                and patterns.pattern like 'number %'
                and positions.cell_no = 2
                and part_columns.field = 'target_text' then 0.5
            when positions.cell_no <> part_columns.column_no then 0
            -- so has one of a row that is full, though a line is a cell
            when patterns.is_by_lines and patterns.cell_count >= part_columns.column_count then 0.1
            when patterns.is_by_lines then 0
            when patterns.pattern like 'number%' then 0.5
            else 0.1
        end + case
            when part_columns.holds_amounts
                -- where rows have slid, figures stand under a header that says nothing
                and not (patterns.is_by_lines and part_columns.field = 'other')
                and (
                    split_part(patterns.pattern, ' ', positions.cell_no::integer) = 'pct'
                    or (
                        split_part(patterns.pattern, ' ', positions.cell_no::integer) in ('number', 'amount')
                        and part_columns.field <> 'progress_pct'
                    )
                )
                then constants.amount_gain::double
            else 0
        end as gain,
        case
            -- a blank behind the last text takes no column of its own where a cell is missing before it
            when patterns.is_by_lines and not patterns.is_wide and positions.cell_no > patterns.filled_width then 0
            when patterns.is_by_lines
                and weights.cell_class in ('name', 'unit', 'sentence')
                and weights.cell_class = split_part(patterns.pattern, ' ', positions.cell_no::integer - 1)
                then weights.more_weight
            -- a unit without a known ending among others
            when patterns.is_by_lines
                and part_columns.field in ('unit', 'unit_lead', 'unit_support')
                and weights.cell_class in ('unit', 'short')
                and split_part(patterns.pattern, ' ', positions.cell_no::integer - 1) in ('unit', 'short')
                then weights.more_weight
            -- a group before the name of an indicator, whose figure stands behind it
            when patterns.is_by_lines
                and part_columns.field = 'target_text'
                and weights.cell_class in ('short', 'sentence')
                and split_part(patterns.pattern, ' ', positions.cell_no::integer - 1) = 'short'
                and split_part(patterns.pattern, ' ', positions.cell_no::integer + 1) = 'amount'
                then constants.indicator_gain::double
            -- a group before the text
            when part_columns.field = 'target_text'
                and (
                    (
                        patterns.is_wide
                        and weights.cell_class in ('short', 'sentence')
                        and split_part(patterns.pattern, ' ', positions.cell_no::integer - 1) in ('short', 'sentence')
                    )
                    or (
                        patterns.is_by_lines
                        and weights.cell_class = 'sentence'
                        and split_part(patterns.pattern, ' ', positions.cell_no::integer - 1) = 'short'
                    )
                )
                then constants.group_gain::double
            -- a stray cell may stand in a row that lacks another
            when patterns.is_by_lines and patterns.cell_count >= part_columns.column_count
                then constants.forced_gain::double
        end as more_gain
    from patterns
    inner join (select unnest(range(1, 61)) as cell_no) as positions
        on positions.cell_no <= patterns.cell_count
    inner join part_columns
        on patterns.document_id = part_columns.document_id
        and patterns.table_no = part_columns.table_no
        and patterns.part_no = part_columns.part_no
        and (part_columns.column_no >= positions.cell_no or patterns.is_by_lines or patterns.is_wide)
    cross join constants
    left join weights
        on part_columns.field = weights.field
        and split_part(patterns.pattern, ' ', positions.cell_no::integer) = weights.cell_class
),

-- The best way to lay the first cell_no cells with the last of them on column_no.
layings as (
    select
        document_id,
        table_no,
        part_no,
        pattern,
        cell_count,
        cell_no,
        column_no,
        {'score': gain, 'path': [column_no]} as best
    from gains
    where cell_no = 1
    union all
    select
        layings.document_id,
        layings.table_no,
        layings.part_no,
        layings.pattern,
        layings.cell_count,
        gains.cell_no,
        gains.column_no,
        max({
            'score': layings.best.score
            + case when gains.column_no > layings.column_no then gains.gain else gains.more_gain end,
            'path': list_append(layings.best.path, gains.column_no)
        }) as best
    from layings
    inner join gains
        on layings.document_id = gains.document_id
        and layings.table_no = gains.table_no
        and layings.part_no = gains.part_no
        and layings.pattern = gains.pattern
        and gains.cell_no = layings.cell_no + 1
        and (
            gains.column_no > layings.column_no
            or (gains.column_no = layings.column_no and gains.more_gain is not null)
        )
    group by
        layings.document_id,
        layings.table_no,
        layings.part_no,
        layings.pattern,
        layings.cell_count,
        gains.cell_no,
        gains.column_no
),

best_layings as (
    select
        document_id,
        table_no,
        part_no,
        pattern,
        max(best).path as path
    from layings
    where cell_no = cell_count
    group by document_id, table_no, part_no, pattern
),

laid_cells as (
    select
        row_patterns.document_id,
        row_patterns.table_no,
        row_patterns.row_no,
        row_patterns.part_no,
        row_patterns.is_by_lines,
        row_patterns.is_wide,
        row_patterns.pattern,
        unnest(range(1, row_patterns.cell_count + 1)) as column_no,
        best_layings.path
    from row_patterns
    inner join best_layings
        on row_patterns.document_id = best_layings.document_id
        and row_patterns.table_no = best_layings.table_no
        and row_patterns.part_no = best_layings.part_no
        and row_patterns.pattern = best_layings.pattern
),

groups_found as (
    select
        laid_cells.document_id,
        laid_cells.table_no,
        laid_cells.row_no,
        laid_cells.column_no,
        laid_cells.path[laid_cells.column_no] as aligned_column_no,
        coalesce(laid_cells.path[laid_cells.column_no] = laid_cells.path[laid_cells.column_no - 1], false)
            as follows_in_column,
        coalesce(
            part_columns.field = 'target_text'
            and laid_cells.path[laid_cells.column_no] = laid_cells.path[laid_cells.column_no + 1]
            and (
                laid_cells.is_wide
                or (
                    split_part(laid_cells.pattern, ' ', laid_cells.column_no::integer) = 'short'
                    and split_part(laid_cells.pattern, ' ', laid_cells.column_no::integer + 1) in ('short', 'sentence')
                )
            )
            -- short lines behind a sentence are what it promises and group nothing
            and not (
                laid_cells.is_by_lines
                and split_part(laid_cells.pattern, ' ', laid_cells.column_no::integer + 1) = 'short'
                and list_contains(
                    list_transform(
                        range(1, laid_cells.column_no + 1),
                        lambda cell_no: laid_cells.path[cell_no] = laid_cells.path[laid_cells.column_no]
                        and split_part(laid_cells.pattern, ' ', cell_no::integer) = 'sentence'
                    ),
                    true
                )
            ),
            false
        ) as is_group,
        coalesce(weights.weight <= constants.foreign_weight, false)
        or coalesce(
            laid_cells.path[laid_cells.column_no] = laid_cells.path[laid_cells.column_no - 1]
            and gains.more_gain = constants.forced_gain,
            false
        ) as is_foreign
    from laid_cells
    cross join constants
    inner join part_columns
        on laid_cells.document_id = part_columns.document_id
        and laid_cells.table_no = part_columns.table_no
        and laid_cells.part_no = part_columns.part_no
        and laid_cells.path[laid_cells.column_no] = part_columns.column_no
    left join weights
        on part_columns.field = weights.field
        and split_part(laid_cells.pattern, ' ', laid_cells.column_no::integer) = weights.cell_class
    left join gains
        on laid_cells.document_id = gains.document_id
        and laid_cells.table_no = gains.table_no
        and laid_cells.part_no = gains.part_no
        and laid_cells.pattern = gains.pattern
        and laid_cells.column_no = gains.cell_no
        and part_columns.column_no = gains.column_no
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where the cell is printed
    aligned_column_no::integer as aligned_column_no,  -- 归属列: where it belongs
    (aligned_column_no <> column_no)::boolean as is_moved,  -- 已移动
    (
        follows_in_column
        and not coalesce(
            lag(is_group) over (partition by document_id, table_no, row_no order by column_no),
            false
        )
    )::boolean as goes_on,  -- 续格: it is a further line of the cell before it
    is_group::boolean as is_group,  -- 分组格: it stands before the target's text under the same header and groups it
    is_foreign::boolean as is_foreign  -- 不合列: its column holds no such text, and it fits no other
from groups_found
