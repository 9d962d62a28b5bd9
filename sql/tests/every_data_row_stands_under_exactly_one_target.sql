-- Printed data rows that reach the facts under no target or under two.
select
    printed.document_id,
    printed.table_no,
    printed.row_no,
    printed.place,
    count(distinct facts.target_id) as target_count
from staging.stg_rows as printed
left join marts.fct_target_unit as facts
    on printed.document_id = facts.document_id
    and printed.table_no = facts.source_table_no
    and printed.row_no = facts.source_row_no
where printed.row_kind = 'data'
group by printed.document_id, printed.table_no, printed.row_no, printed.place
having count(distinct facts.target_id) <> 1
