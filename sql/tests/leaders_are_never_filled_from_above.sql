-- Rows that have a row leader although neither the row nor a cell merged over it prints one.
select
    leaders.document_id,
    rows.table_no,
    rows.row_no,
    leaders.row_leader_name
from intermediate.int_leader_rows as leaders
inner join intermediate.int_target_rows as rows
    on leaders.document_id = rows.document_id
    and leaders.chain_no = rows.chain_no
    and leaders.chain_row_no = rows.chain_row_no
where rows.leader_text is null
