-- 表后续号: paragraphs behind a document's last table of targets whose numbers go on where the table's end: rows not read.
-- grain: document_id
-- Two at least follow one another (8. …, 9. … behind number 7), and no paragraph between begins again at 1.
with
last_numbers as (
    select
        cells.document_id,
        arg_max(
            try_cast(regexp_extract(cells.cell_text, '^\s*[(（]?([0-9]{1,4})[)）.、．]?\s*$', 1) as integer),
            {'table_no': cells.table_no, 'row_no': cells.row_no}
        ) as last_number,
        max(cells.table_no) as last_table_no
    from staging.stg_field_cells as cells
    inner join staging.stg_printed_rows as rows
        on cells.document_id = rows.document_id
        and cells.table_no = rows.table_no
        and cells.row_no = rows.row_no
    where cells.field = 'target_no'
        and cells.slot_no = 1
        and regexp_matches(cells.cell_text, '^\s*[(（]?[0-9]{1,4}[)）.、．]?\s*$')
    group by cells.document_id
),

numbered as (
    select
        texts.document_id,
        texts.text_no,
        texts.text,
        texts.source_place,
        last_numbers.last_number,
        try_cast(
            regexp_extract(texts.text, '^[(（]?([0-9]{1,4})(?:[)）、]|[.．](?:[^0-9]|$)|\s)', 1) as integer
        ) as number
    from raw.texts as texts
    inner join last_numbers
        on texts.document_id = last_numbers.document_id
        and texts.table_no > last_numbers.last_table_no
    where texts.kind = 'paragraph' and last_numbers.last_number is not null
),

-- from the first number that goes on, and nothing that begins a list of its own before it
counted as (
    select
        *,
        row_number() over in_order as ordinal,
        first(number) over in_order as first_number
    from numbered
    where number is not null
    window in_order as (partition by document_id order by text_no rows unbounded preceding)
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    count(*)::bigint as paragraph_count,  -- 续号段数: paragraphs that go on with the table's numbers
    arg_min(left(text, 40), text_no)::varchar as first_text,  -- 首个续号段: its first 40 characters
    arg_min(source_place, text_no)::varchar as first_source_place  -- 首个续号处
from counted
where first_number = last_number + 1 and number = last_number + ordinal
group by document_id
having count(*) >= 2
