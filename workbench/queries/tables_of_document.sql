-- The printed tables of a document. Grain: table.
select table_no, min(row_no) as first_row, max(row_no) as last_row, max(column_no) as column_count
from raw.cells
where document_id = $document_id
group by table_no
order by table_no
