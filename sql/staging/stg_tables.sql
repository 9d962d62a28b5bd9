-- 表段: the rows of a printed table under one header (or under none), and whether they are targets.
-- grain: document_id, table_no, part_no
-- A part without a header of its own continues the one before it when it is as wide; a page's other tables are ignored
-- with a reason. Parts with the same columns that follow each other are one table run, as if the page had not ended.
with
header_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.header_row_no,
        cells.last_header_row_no,
        cells.column_no,
        coalesce(inferred.field, cells.field) as field
    from staging.stg_header_cells as cells
    left join staging.stg_inferred_columns as inferred
        on cells.document_id = inferred.document_id
        and cells.table_no = inferred.table_no
        and cells.header_row_no = inferred.header_row_no
        and cells.column_no = inferred.column_no
),

headers as (
    select
        document_id,
        table_no,
        header_row_no,
        max(last_header_row_no) as last_header_row_no,
        max(column_no) as header_width,
        count(distinct field) as field_count,
        -- a table of what is asked of another government promises nothing, whatever else it names
        bool_or(field in ('target_text', 'annual_target'))
        and count(case when field = 'wish' then 1 end) < 2 as has_target,
        bool_or(coalesce(field = 'wish', false)) as has_wish,
        list_sort(list(case when field is not null then concat(column_no, ' ', field) end)) as columns_named
    from header_cells
    group by document_id, table_no, header_row_no
),

shapes as (
    select
        document_id,
        table_no,
        row_no,
        cell_count,
        filled_width,
        printed_count
    from staging.stg_row_shapes
),

tables as (
    select
        document_id,
        table_no,
        max(row_no) as last_row_no
    from shapes
    group by document_id, table_no
),

first_headers as (
    select
        document_id,
        table_no,
        min(header_row_no) as first_header_row_no
    from headers
    group by document_id, table_no
),

-- What stands above the first header of a table is a part of its own.
part_starts as (
    select
        headers.document_id,
        headers.table_no,
        headers.header_row_no as first_row_no,
        headers.header_row_no,
        headers.last_header_row_no,
        headers.header_width,
        headers.field_count,
        headers.has_target,
        headers.has_wish,
        headers.columns_named
    from headers
    union all
    select
        tables.document_id,
        tables.table_no,
        1 as first_row_no,
        null as header_row_no,
        null as last_header_row_no,
        null as header_width,
        0 as field_count,
        false as has_target,
        false as has_wish,
        null as columns_named
    from tables
    left join first_headers
        on tables.document_id = first_headers.document_id
        and tables.table_no = first_headers.table_no
    where first_headers.first_header_row_no is null or first_headers.first_header_row_no > 1
),

parts as (
    select
        part_starts.*,
        row_number() over (
            partition by part_starts.document_id, part_starts.table_no order by part_starts.first_row_no
        ) as part_no,
        coalesce(
            lead(part_starts.first_row_no) over (
                partition by part_starts.document_id, part_starts.table_no order by part_starts.first_row_no
            ) - 1,
            tables.last_row_no
        ) as last_row_no
    from part_starts
    inner join tables
        on part_starts.document_id = tables.document_id
        and part_starts.table_no = tables.table_no
),

part_widths as (
    select
        parts.document_id,
        parts.table_no,
        parts.part_no,
        max(shapes.cell_count) as row_width,
        max(shapes.printed_count) as fullest_row
    from parts
    inner join shapes
        on parts.document_id = shapes.document_id
        and parts.table_no = shapes.table_no
        and shapes.row_no between coalesce(parts.last_header_row_no + 1, parts.first_row_no) and parts.last_row_no
    group by parts.document_id, parts.table_no, parts.part_no
),

parts_beside_the_last_header as (
    select
        parts.*,
        coalesce(part_widths.row_width, 0) as row_width,
        coalesce(part_widths.fullest_row, 0) as fullest_row,
        last_value(case when parts.has_target then parts.table_no end ignore nulls) over before as header_table_before,
        last_value(
            case when parts.has_target then parts.header_row_no end ignore nulls
        ) over before as header_row_before,
        last_value(
            case when parts.has_target then parts.header_width end ignore nulls
        ) over before as header_width_before,
        last_value(case when parts.has_target then parts.columns_named end ignore nulls) over before as columns_before,
        last_value(
            case when parts.header_row_no is not null then parts.has_target end ignore nulls
        ) over before as target_before
    from parts
    left join part_widths
        on parts.document_id = part_widths.document_id
        and parts.table_no = part_widths.table_no
        and parts.part_no = part_widths.part_no
    window before as (
        partition by parts.document_id
        order by parts.table_no, parts.part_no
        rows between unbounded preceding and 1 preceding
    )
),

roles as (
    select
        *,
        case
            when has_target then 'target'
            when header_row_no is not null then 'ignored'
            when coalesce(target_before, false) and row_width = header_width_before and fullest_row >= 2
                then 'continuation'
            else 'ignored'
        end as role
    from parts_beside_the_last_header
),

-- A sheet's name, a heading or a numbered line between two tables ends the run: 二、产业发展.
headings_between as (
    select distinct
        document_id,
        table_no
    from staging.stg_texts
    where kind = 'sheet'
        or (
            kind in ('heading', 'paragraph', 'caption')
            and regexp_matches(text, '^\s*[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]')
            and length(text) <= 40
        )
),

run_starts as (
    select
        roles.*,
        case
            when roles.role = 'ignored' then 0
            when roles.header_table_before is null then 1
            when headings_between.table_no is not null and roles.part_no = 1 then 1
            -- another header; one that a converter damaged names fewer fields, but none of them in another column
            when roles.role = 'target'
                and (
                    roles.header_width <> roles.header_width_before
                    or not (
                        list_has_all(roles.columns_before, roles.columns_named)
                        or list_has_all(roles.columns_named, roles.columns_before)
                    )
                ) then 1
            else 0
        end as is_run_start
    from roles
    left join headings_between
        on roles.document_id = headings_between.document_id
        and roles.table_no = headings_between.table_no
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    part_no::integer as part_no,  -- 段序: a new part begins at every header
    role::varchar as role,  -- 用途: target, continuation (no header, the columns of the part before) or ignored
    case
        when role <> 'ignored' then null
        when has_wish then 'asks another government for something and holds no targets'
        when header_row_no is not null then 'its header names no column of targets'
        when lead(header_row_no) over (partition by document_id, table_no order by part_no) is not null
            then 'stands above the header'
        when header_table_before is not null then 'no header, and not as wide as the table before it'
        else 'no header that is known'
    end::varchar as ignored_reason,  -- 不用的原因
    case
        when role <> 'ignored' then sum(is_run_start) over (
            partition by document_id order by table_no, part_no rows between unbounded preceding and current row
        )
    end::integer as table_run_no,  -- 连续表序: parts of one run are one table that continues
    first_row_no::integer as first_row_no,  -- 首行: the first printed row
    last_row_no::integer as last_row_no,  -- 末行: the last printed row
    header_row_no::integer as header_row_no,  -- 表头首行: NULL where the part has no header
    last_header_row_no::integer as last_header_row_no,  -- 表头末行
    case
        when role = 'target' then table_no
        when role = 'continuation' then header_table_before
    end::integer as columns_table_no,  -- 列所在表: the table whose header names the columns
    case
        when role = 'target' then header_row_no
        when role = 'continuation' then header_row_before
    end::integer as columns_header_row_no,  -- 列所在表头: its header's first row
    header_table_before::integer as header_table_before,  -- 前一表: the target table before it
    header_row_before::integer as header_row_before,  -- 前一表头
    header_width::integer as header_width,  -- 表头列数
    header_width_before::integer as header_width_before,  -- 前一表头列数
    row_width::integer as row_width,  -- 行列数: of the widest row
    field_count::integer as field_count  -- 识别字段数
from run_starts
