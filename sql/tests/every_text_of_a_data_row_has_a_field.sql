-- Texts of target tables that no column of the row contract holds: a cell that alignment or a header lost.
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

kept_texts as (
    select
        document_id,
        table_no,
        row_no,
        count(*) as text_count
    from staging.stg_field_cells
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
