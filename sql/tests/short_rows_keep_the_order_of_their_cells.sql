-- Cells of short rows that alignment laid on a column before the one of the cell to their left.
select
    document_id,
    table_no,
    row_no,
    column_no,
    aligned_column_no
from staging.stg_cell_alignments
qualify aligned_column_no <= lag(aligned_column_no, 1, 0) over (
    partition by document_id, table_no, row_no order by column_no
)
