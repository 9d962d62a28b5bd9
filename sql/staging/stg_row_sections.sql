-- 板块: the headings over every printed row of the target tables, from the outermost to the nearest.
-- grain: document_id, table_no, row_no
-- 第一章, 一、, (一) and 1. are four levels (GB/T 9704-2012, 7.3.3, with chapters above); a heading ends those below its
-- level, and so does an item that counts on with the headings (四、 a heading, 五、 an item). One without a number stands
-- above the numbered one that follows it, else it is the innermost. A section column or an outer column of texts speaks
-- for its row and, where merges are lost, for those below it; a second one right of it for what stands under the first.
-- A section ends with its table, unless the next one goes on with the same columns.
with
printed_rows as (
    select
        printed_rows.document_id,
        printed_rows.table_no,
        printed_rows.row_no,
        printed_rows.table_run_no,
        printed_rows.row_kind,
        printed_rows.only_text,
        printed_rows.header_width
    from staging.stg_printed_rows as printed_rows
    inner join staging.stg_documents as documents
        on printed_rows.document_id = documents.document_id
),

-- From the left the columns that group the rows are the outer and the inner group: 领域 | 类别 | 任务.
group_columns as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        row_number() over (partition by document_id, table_no, part_no order by column_no) as group_level
    from staging.stg_columns
    where field = 'section' or (field = 'target_text' and slot_no >= 2)
),

parts_with_groups as (
    select distinct
        document_id,
        table_no,
        part_no
    from group_columns
),

-- A group that stands before the text under one header with it is within that of a column of groups.
columns_found as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        max(
            case
                when group_columns.group_level = 1
                    or (group_columns.group_level is null and parts_with_groups.part_no is null)
                    then cells.cell_text
            end
        ) as column_text,
        max(
            case
                when group_columns.group_level = 2
                    or (group_columns.group_level is null and parts_with_groups.part_no is not null)
                    then cells.cell_text
            end
        ) as inner_text
    from staging.stg_field_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    left join group_columns
        on printed_rows.document_id = group_columns.document_id
        and printed_rows.table_no = group_columns.table_no
        and printed_rows.part_no = group_columns.part_no
        and cells.column_no = group_columns.column_no
    left join parts_with_groups
        on printed_rows.document_id = parts_with_groups.document_id
        and printed_rows.table_no = parts_with_groups.table_no
        and printed_rows.part_no = parts_with_groups.part_no
    where (cells.field = 'section' and (cells.slot_no = 1 or group_columns.group_level is not null))
        or (cells.field = 'target_text' and cells.slot_no >= 2)
    group by cells.document_id, cells.table_no, cells.row_no
),

-- A heading right above a table names its section: 二、产业发展, 分解表之二：产业发展. One over sentences or over an
-- attachment's own title is a heading of the notice.
texts_before as (
    select
        document_id,
        table_no,
        text_no,
        kind,
        text,
        (
            kind in ('heading', 'paragraph', 'caption')
            and length(text) <= 40
            and regexp_matches(
                text,
                concat(
                    '^\s*[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]',
                    -- 任务分解之二：社会事业, the second of several tables of one paper
                    '|[表解案单务]之[一二三四五六七八九十]{1,3}\s*[:：]\s*[^。;；]{2,20}$'
                )
            )
        )
        or (kind = 'sheet' and not regexp_matches(text, '^([Ss]heet|工作表)\s*[0-9]*$')) as is_heading,
        -- a paragraph, the list of annexes, or the day below who signs: a heading above it is none of the table
        kind = 'paragraph'
        and (
            length(text) > 60
            or regexp_matches(text, '^\s*附[件表]')
            or regexp_matches(text, '^\s*(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日\s*$')
        ) as is_prose
    from staging.stg_texts
),

headings_above as (
    select
        document_id,
        table_no,
        max(case when is_heading then {'text_no': text_no, 'text': text} end) as heading,
        max(case when is_prose then text_no end) as last_prose_no
    from texts_before
    group by document_id, table_no
),

-- Where a table begins that does not go on with the columns of the one before it, its sections begin anew.
rows_in_order as (
    select
        printed_rows.*,
        columns_found.column_text,
        columns_found.inner_text,
        numbers.cell_text as number_text,
        case
            when row_number() over in_table = 1
                and coalesce(headings_above.heading.text_no > coalesce(headings_above.last_prose_no, -1), false)
                then headings_above.heading.text
        end as text_above,
        lag(printed_rows.table_run_no) over in_document <> printed_rows.table_run_no
        and lag(printed_rows.header_width) over in_document <> printed_rows.header_width as is_another_table,
        row_number() over in_document as ordinal
    from printed_rows
    left join columns_found
        on printed_rows.document_id = columns_found.document_id
        and printed_rows.table_no = columns_found.table_no
        and printed_rows.row_no = columns_found.row_no
        and printed_rows.row_kind = 'data'
    left join staging.stg_field_cells as numbers
        on printed_rows.document_id = numbers.document_id
        and printed_rows.table_no = numbers.table_no
        and printed_rows.row_no = numbers.row_no
        and printed_rows.row_kind = 'data'
        and numbers.field = 'target_no'
        and numbers.slot_no = 1
    left join headings_above
        on printed_rows.document_id = headings_above.document_id
        and printed_rows.table_no = headings_above.table_no
    window
        in_document as (partition by printed_rows.document_id order by printed_rows.table_no, printed_rows.row_no),
        in_table as (partition by printed_rows.document_id, printed_rows.table_no order by printed_rows.row_no)
),

runs as (
    select
        *,
        count(case when is_another_table then 1 end) over (
            partition by document_id order by ordinal rows between unbounded preceding and current row
        ) as run_no,
        case
            when row_kind = 'section' then only_text
            else text_above
        end as heading_text
    from rows_in_order
),

numbered as (
    select
        *,
        case
            when heading_text is null then null
            when regexp_matches(heading_text, '^\s*第[一二三四五六七八九十百]{1,4}\s*(部分|章|类|板块|篇)') then 1
            when regexp_matches(heading_text, '^\s*[一二三四五六七八九十]{1,3}\s*[、,，.．:：]') then 2
            when regexp_matches(heading_text, '^\s*[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]') then 3
            when regexp_matches(heading_text, '^\s*([0-9]{1,3}\s*[.．、](?:[^0-9]|$)|[(（][0-9]{1,3}[)）])') then 4
        end as numbered_level
    from runs
),

numerals as (
    select
        *,
        regexp_extract(
            coalesce(heading_text, number_text), '^\s*([一二三四五六七八九十]{1,3})\s*[、.．]', 1
        ) as numeral
    from numbered
),

-- Headings and items that are numbered 一、 二、 三、 in one sequence.
counted as (
    select
        *,
        count(nullif(numeral, '')) over so_far as numeral_count,
        case when numeral like '%十%' then greatest(strpos('一二三四五六七八九', substr(numeral, 1, 1)), 1) * 10 else 0 end
        + strpos('一二三四五六七八九', substr(numeral, length(numeral), 1)) as numeral_value
    from numerals
    window so_far as (
        partition by document_id, run_no order by ordinal rows between unbounded preceding and current row
    )
),

levels as (
    select
        *,
        case
            when heading_text is null
                then case
                    when numeral <> '' and bool_and(numeral = '' or numeral_count = numeral_value) over whole_run
                        then 2
                end
            when numbered_level is not null then numbered_level
            when lead(numbered_level) over in_run is not null
                then greatest(lead(numbered_level) over in_run - 1, 1)
            else 4
        end as level
    from counted
    window
        in_run as (partition by document_id, run_no order by ordinal),
        whole_run as (partition by document_id, run_no)
),

nearest as (
    select
        document_id,
        table_no,
        row_no,
        last_value(case when level = 1 then {'ordinal': ordinal, 'text': heading_text} end ignore nulls) over before
            as chapter,
        last_value(case when level = 2 then {'ordinal': ordinal, 'text': heading_text} end ignore nulls) over before
            as part,
        last_value(case when level = 3 then {'ordinal': ordinal, 'text': heading_text} end ignore nulls) over before
            as clause,
        last_value(case when level = 4 then {'ordinal': ordinal, 'text': heading_text} end ignore nulls) over before
            as item,
        last_value(case when column_text is not null then {'ordinal': ordinal, 'text': column_text} end ignore nulls)
            over before as group_cell,
        last_value(case when inner_text is not null then {'ordinal': ordinal, 'text': inner_text} end ignore nulls)
            over before as inner_group_cell
    from levels
    window before as (
        partition by document_id, run_no
        order by ordinal
        rows between unbounded preceding and current row
    )
),

-- A heading stands until one of its own or of an outer level follows.
standing as (
    select
        document_id,
        table_no,
        row_no,
        list_filter(
            [
                chapter,
                case when part.ordinal > coalesce(chapter.ordinal, 0) then part end,
                case
                    when clause.ordinal > greatest(coalesce(chapter.ordinal, 0), coalesce(part.ordinal, 0)) then clause
                end,
                case
                    when item.ordinal
                        > greatest(coalesce(chapter.ordinal, 0), coalesce(part.ordinal, 0), coalesce(clause.ordinal, 0))
                        then item
                end,
                case when group_cell.ordinal >= last_heading then group_cell end,
                case
                    when inner_group_cell.ordinal >= greatest(last_heading, coalesce(group_cell.ordinal, 0))
                        then inner_group_cell
                end
            ],
            lambda heading: heading.text is not null
        ) as headings
    from (
        select
            *,
            greatest(
                coalesce(chapter.ordinal, 0),
                coalesce(part.ordinal, 0),
                coalesce(clause.ordinal, 0),
                coalesce(item.ordinal, 0)
            ) as last_heading
        from nearest
    ) as nearest
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    (case
        when array_length(headings) > 0
            then array_to_string(list_transform(headings, lambda heading: trim(heading.text)), ' > ')
    end)::varchar as section_name  -- 板块: the headings over the row from the outermost to the nearest, parted by ' > ', NULL where none
from standing
