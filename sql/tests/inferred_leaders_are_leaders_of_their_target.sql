-- Rows whose inferred leader is not among the leaders of their target, or that name a leader of their own.
select
    inferred.document_id,
    rows.table_no,
    rows.row_no,
    inferred.row_leader_name
from intermediate.int_inferred_leaders as inferred
inner join intermediate.int_target_rows as rows
    on inferred.document_id = rows.document_id
    and inferred.chain_no = rows.chain_no
    and inferred.chain_row_no = rows.chain_row_no
left join intermediate.int_target_leaders as leaders
    on rows.document_id = leaders.document_id
    and rows.target_id = leaders.target_id
    and inferred.row_leader_name = leaders.leader_name
left join intermediate.int_leader_rows as printed
    on inferred.document_id = printed.document_id
    and inferred.chain_no = printed.chain_no
    and inferred.chain_row_no = printed.chain_row_no
where leaders.leader_name is null or printed.row_leader_name is not null
