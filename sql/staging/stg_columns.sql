-- 列: which field each column of a part holds; the fields of the header before fill the gaps of a damaged repeat.
-- grain: document_id, table_no, part_no, column_no
with
parts as (
    select
        document_id,
        table_no,
        part_no,
        role,
        columns_table_no,
        columns_header_row_no,
        case when header_width = header_width_before then header_table_before end as other_table_no,
        case when header_width = header_width_before then header_row_before end as other_header_row_no
    from staging.stg_tables
    where role in ('target', 'continuation')
),

header_cells as (
    select
        document_id,
        table_no,
        header_row_no,
        column_no,
        origin_column_no,
        header_text,
        field,
        period_text,
        place
    from staging.stg_header_cells
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
        header_cells.period_text,
        header_cells.place,
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
        header_cells.period_text,
        header_cells.place,
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
        period_text,
        place
    from candidates
    qualify row_number() over (
        partition by document_id, table_no, part_no, column_no
        order by case when field is null then 1 else 0 end, preference
    ) = 1
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
        end as period_month
    from one_column_each
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    part_no::integer as part_no,  -- 段序: a part of a table under one header, see stg_tables
    column_no::integer as column_no,  -- 列号: the printed column, from the left
    origin_column_no::integer as origin_column_no,  -- 起始列号: where the printed header cell begins
    header_text::varchar as header_text,  -- 表头文字
    field::varchar as field,  -- 字段: NULL where the wording is unknown
    period_text::varchar as period_text,  -- 期间: the period in the header
    period_month::integer as period_month,  -- 期末月: last month of the period, 0 where none
    row_number() over (
        partition by document_id, table_no, part_no, field
        order by
            case when field = 'progress' then -period_month else 0 end,
            case when field in ('progress', 'target_text') then -column_no else column_no end
    )::integer as slot_no,  -- 次序: 1 is the column that the field is read from; the latest progress, the innermost target text
    place::varchar as place  -- 出处: in the source's own words
from periods_dated
