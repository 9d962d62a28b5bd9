-- 数据行里印的每一段文字都归入一个字段: every text of a data row has a field
-- severity: quarantine
-- checked: staging.stg_rows
-- why: 印出来的一行也不能丢，也不能算两遍: no printed row may be lost or counted twice
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
with
printed_texts as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        count(*) as text_count
    from staging.stg_cells as cells
    inner join staging.stg_rows as printed
        on cells.document_id = printed.document_id
        and cells.table_no = printed.table_no
        and cells.row_no = printed.row_no
    inner join staging.stg_columns as columns
        on printed.document_id = columns.document_id
        and printed.table_no = columns.table_no
        and printed.part_no = columns.part_no
        and cells.column_no = columns.column_no
    where printed.row_kind = 'data'
        and not printed.is_realigned
        and printed.span_is_known
        and columns.field is not null
        and cells.cell_text is not null
        and cells.column_no = cells.origin_column_no
    group by cells.document_id, cells.table_no, cells.row_no
),

-- A bracket that belongs to its item's text (含续建2所) stands at the end of it.
kept as (
    select
        document_id,
        table_no,
        row_no
    from staging.stg_field_cells
    union all
    select
        brackets.document_id,
        brackets.table_no,
        brackets.row_no
    from staging.stg_bracket_cells as brackets
    inner join staging.stg_rows as printed
        on brackets.document_id = printed.document_id
        and brackets.table_no = printed.table_no
        and brackets.row_no = printed.row_no
    where brackets.bracket_kind = 'text' and contains(printed.target_text, brackets.bracket_text)
),

kept_texts as (
    select
        document_id,
        table_no,
        row_no,
        count(*) as text_count
    from kept
    group by document_id, table_no, row_no
)

select
    printed_texts.document_id,
    printed_texts.table_no,
    printed_texts.row_no,
    printed_texts.text_count as printed_count,
    coalesce(kept_texts.text_count, 0) as kept_count
from printed_texts
left join kept_texts
    on printed_texts.document_id = kept_texts.document_id
    and printed_texts.table_no = kept_texts.table_no
    and printed_texts.row_no = kept_texts.row_no
where printed_texts.text_count > coalesce(kept_texts.text_count, 0)
