-- 配对数: how many numbers and names of a document the later models would hold against one another.
-- grain: document_id
-- Numbers are paired within a target, names of units within a document: what that costs grows with their square, so
-- gate 1 bounds them (expectations/thresholds.csv) before anything is paired.
with
texts as (
    select
        document_id,
        table_no,
        text_row_no,
        column_no,
        field,
        cell_text,
        -- 1.2万, 五百 and 三分之一 are a number each
        array_length(regexp_extract_all(cell_text, '[0-9０-９.．〇零一二三四五六七八九十百千万亿两]+')) as number_count,
        case
            when field in ('unit', 'unit_lead', 'unit_support', 'leader')
                then string_split_regex(trim(cell_text), '[、，,；;/\s]+')
            else []
        end as names
    from staging.stg_field_cells
    where row_no = text_row_no
),

fullest as (
    select
        document_id,
        max(
            {'number_count': number_count, 'table_no': table_no, 'row_no': text_row_no, 'column_no': column_no}
        ) as numbers,
        max(
            {'name_count': array_length(names), 'table_no': table_no, 'row_no': text_row_no, 'column_no': column_no}
        ) as names
    from texts
    group by document_id
),

distinct_names as (
    select
        document_id,
        count(distinct name) as name_count
    from (
        select
            document_id,
            unnest(names) as name
        from texts
    ) as named
    group by document_id
)

select
    fullest.document_id::varchar as document_id,  -- 文档键: the document it comes from
    fullest.numbers.number_count::bigint as most_numbers,  -- 一格最多数字: numbers of the cell that has most of them
    (case
        when fullest.numbers.number_count > 0
            then concat(
                'table ', fullest.numbers.table_no,
                ', row ', fullest.numbers.row_no,
                ', column ', fullest.numbers.column_no
            )
    end)::varchar as most_numbers_source_place,  -- 数字最多处: where that cell is
    fullest.names.name_count::bigint as most_names,  -- 一格最多名称: leaders or units of the cell that has most of them
    (case
        when fullest.names.name_count > 0
            then concat(
                'table ', fullest.names.table_no, ', row ', fullest.names.row_no, ', column ', fullest.names.column_no
            )
    end)::varchar as most_names_source_place,  -- 名称最多处: where that cell is
    coalesce(distinct_names.name_count, 0)::bigint as name_count  -- 名称数: different leaders and units of the whole document
from fullest
left join distinct_names
    on fullest.document_id = distinct_names.document_id
