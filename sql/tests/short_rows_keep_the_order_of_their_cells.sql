-- 短行归位后，格的次序不变: short rows keep the order of their cells
-- severity: quarantine
-- checked: staging.stg_cell_alignments
-- why: 格的次序是印出来的，归位不能打乱: the order of cells is printed; alignment must not change it
-- remedy: 按出处打开原文的那一行，再看 staging.stg_rows 与 intermediate.int_row_blocks 里它变成了什么:
--     open the source at that place, then see what became of the row in staging.stg_rows and
--     intermediate.int_row_blocks
select
    document_id,
    table_no,
    row_no,
    column_no,
    aligned_column_no
from staging.stg_cell_alignments
window in_row as (partition by document_id, table_no, row_no order by column_no)
qualify aligned_column_no + (coalesce(goes_on, false) or coalesce(lag(is_group) over in_row, false))::integer
    <= lag(aligned_column_no, 1, 0) over in_row
