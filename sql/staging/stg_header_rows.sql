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
        regexp_replace(key_text, '[.:。?*#、,;※]|([^备附标批])注[0-9]{1,2}$', '\1', 'g') as wording
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
        count(distinct case when wordings_named.field is not null then short_cells.key_text end) as named_count,
        bool_or(wordings_named.field in ('target_text', 'annual_target')) as names_target
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
),

-- A third of the printed texts must be known: a data row that happens to say 领导 and 单位 is no header.
known_rows as (
    select
        row_counts.document_id,
        row_counts.table_no,
        row_counts.row_no,
        row_counts.named_field_count,
        row_counts.named_count,
        texts_counted.distinct_count,
        row_counts.names_target
    from row_counts
    inner join texts_counted
        on row_counts.document_id = texts_counted.document_id
        and row_counts.table_no = texts_counted.table_no
        and row_counts.row_no = texts_counted.row_no
    where row_counts.named_count * 3 >= texts_counted.distinct_count
),

-- Where no header of a document names a target in words that are known: the first row of short texts, none of them a
-- figure, whose endings (…任务, …单位) name two columns, one of them of targets; or one of places, under a title that
-- says that targets follow.
unknown_tables as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        shapes.distinct_count
    from staging.stg_row_shapes as shapes
    left join (select distinct document_id from known_rows where names_target) as named_documents
        on shapes.document_id = named_documents.document_id
    left join (
        select distinct
            document_id,
            table_no
        from known_rows
    ) as named_tables
        on shapes.document_id = named_tables.document_id
        and shapes.table_no = named_tables.table_no
    where named_documents.document_id is null
        and named_tables.table_no is null
        and shapes.row_no <= 8
        and shapes.printed_count >= 2
        and shapes.longest_text <= 24
),

header_like_texts as (
    select
        unknown_tables.document_id,
        unknown_tables.table_no,
        unknown_tables.row_no,
        unknown_tables.distinct_count,
        short_cells.key_text,
        regexp_replace(short_cells.key_text, '[(（][^()（）]*[)）]$|[.:：。?*#、,;]', '', 'g') as bare_text,
        regexp_matches(short_cells.key_text, '^[-+]?[0-9]|[:：]$|[。；]') as is_no_header
    from unknown_tables
    inner join short_cells
        on unknown_tables.document_id = short_cells.document_id
        and unknown_tables.table_no = short_cells.table_no
        and unknown_tables.row_no = short_cells.row_no
),

header_like_rows as (
    select
        texts.document_id,
        texts.table_no,
        texts.row_no,
        min(texts.distinct_count) as distinct_count,
        count(distinct texts.key_text) filter (where coalesce(wordings_named.field, endings.field) is not null)
            as named_count,
        count(distinct coalesce(wordings_named.field, endings.field)) as named_field_count,
        bool_or(coalesce(wordings_named.field, endings.field) in ('target_text', 'annual_target')) as names_target,
        bool_or(coalesce(endings.field = 'place', false)) as names_place,
        bool_or(texts.is_no_header) as has_figure
    from header_like_texts as texts
    left join wordings_named
        on texts.document_id = wordings_named.document_id
        and texts.key_text = wordings_named.key_text
    left join seeds.header_endings as endings
        on ends_with(texts.bare_text, endings.ending)
        and endings.field not in ('foreign', 'site')
    group by texts.document_id, texts.table_no, texts.row_no
),

inferred_rows as (
    select
        header_like_rows.document_id,
        header_like_rows.table_no,
        header_like_rows.row_no,
        header_like_rows.named_field_count,
        header_like_rows.named_count,
        header_like_rows.distinct_count
    from header_like_rows
    left join staging.stg_titled_documents as titled
        on header_like_rows.document_id = titled.document_id
    where not header_like_rows.has_figure
        and (
            (
                header_like_rows.names_target
                and header_like_rows.named_count >= 2
                and header_like_rows.named_field_count >= 2
                and header_like_rows.named_count * 3 >= header_like_rows.distinct_count
            )
            or (header_like_rows.names_place and titled.document_id is not null)
        )
    qualify row_number() over (
        partition by header_like_rows.document_id, header_like_rows.table_no
        order by header_like_rows.row_no
    ) = 1
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row
    named_field_count::bigint as named_field_count,  -- 字段数: how many fields it names
    named_count::bigint as named_count,  -- 已识格数: how many of its texts name a field
    distinct_count::bigint as distinct_count,  -- 不同文字数: how many different texts it prints
    is_read_by_endings::boolean as is_read_by_endings  -- 按词尾认: whether endings name its fields and not known wordings
from (
    select
        document_id,
        table_no,
        row_no,
        named_field_count,
        named_count,
        distinct_count,
        false as is_read_by_endings
    from known_rows
    union all
    select
        *,
        true as is_read_by_endings
    from inferred_rows
) as rows_found
