-- Where a target's rows stand in its table. Grain: one row.
select
    min(rows.row_no) as first_row,
    max(rows.row_no) as last_row,
    string_agg(distinct rows.row_no::varchar, ',' order by rows.row_no::varchar) as row_nos
from intermediate.int_target_rows as rows
inner join marts.dim_target as targets using (target_id)
where rows.target_id = $target_id and rows.table_no = targets.source_table_no
