-- 表头行: every printed row that names columns: at least two fields, and a third of what it prints.
-- grain: document_id, table_no, row_no
-- A first look, a row alone: with the whole wording only and with a leading year, period and trailing bracket cut off.
-- How many rows a header has, and what they name together, is for stg_header_cells.
with
short_cells as (
    select
        document_id,
        table_no,
        row_no,
        key_text
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

wordings as (
    select distinct
        document_id,
        key_text,
        regexp_replace(key_text, '[.:。?*#、,;]', '', 'g') as wording
    from short_cells
),

-- What dates a header is grammar: a year, a quarter, half a year or months, up to a day. The expression is written out
-- here and once in stg_header_cells: one that is put together from a seed is compiled anew for every text, which makes
-- this step two hundred times slower, and it looks at every short text of every table.
dates_cut as (
    select
        document_id,
        key_text,
        wording,
        regexp_replace(
            regexp_replace(
                wording,
                '^\(?(截[至止])?([0-9]{2,4}年度?)?(第?[一二三四1-4]季度|[上下]半年|前[一二三]季度|([0-9]{1,2}月?份?[-—–~至到])?[0-9]{1,2}月份?([0-9]{1,2}日|底|末)?)?(底|末|止|前)?\)?',
                ''
            ),
            '\([^()]*\)$',
            ''
        ) as bare_wording
    from wordings
),

wordings_named as (
    select
        dates_cut.document_id,
        dates_cut.key_text,
        coalesce(whole.field, bare.field) as field
    from dates_cut
    left join synonyms as whole
        on dates_cut.wording = whole.wording
    left join synonyms as bare
        on dates_cut.bare_wording = bare.wording
    where coalesce(whole.field, bare.field) is not null
),

row_counts as (
    select
        short_cells.document_id,
        short_cells.table_no,
        short_cells.row_no,
        count(distinct wordings_named.field) as named_field_count,
        count(distinct case when wordings_named.field is not null then short_cells.key_text end) as named_count
    from short_cells
    inner join wordings_named
        on short_cells.document_id = wordings_named.document_id
        and short_cells.key_text = wordings_named.key_text
    group by short_cells.document_id, short_cells.table_no, short_cells.row_no
    having count(distinct wordings_named.field) >= 2
),

texts_counted as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        count(distinct cells.cell_text) as distinct_count
    from staging.stg_cells as cells
    inner join row_counts
        on cells.document_id = row_counts.document_id
        and cells.table_no = row_counts.table_no
        and cells.row_no = row_counts.row_no
    group by cells.document_id, cells.table_no, cells.row_no
)

-- A third of the printed texts must be known: a data row that happens to say 领导 and 单位 is no header.
select
    row_counts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    row_counts.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_counts.row_no::integer as row_no,  -- 行号: the printed row
    row_counts.named_field_count::bigint as named_field_count,  -- 字段数: how many fields it names
    row_counts.named_count::bigint as named_count,  -- 已识格数: how many of its texts name a field
    texts_counted.distinct_count::bigint as distinct_count  -- 不同文字数: how many different texts it prints
from row_counts
inner join texts_counted
    on row_counts.document_id = texts_counted.document_id
    and row_counts.table_no = texts_counted.table_no
    and row_counts.row_no = texts_counted.row_no
where row_counts.named_count * 3 >= texts_counted.distinct_count
