-- 推断出的领导是该目标的领导: inferred leaders are leaders of their target
-- severity: quarantine
-- checked: intermediate.int_inferred_leaders
-- why: 推断只能在目标所列的领导中选，也不能盖过印出的:
--     an inference chooses among the leaders of the target, and never against a printed one
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    inferred.document_id,
    rows.table_no,
    rows.row_no,
    inferred.row_leader_name
from intermediate.int_inferred_leaders as inferred
inner join intermediate.int_target_rows as rows
    on inferred.document_id = rows.document_id
    and inferred.table_run_no = rows.table_run_no
    and inferred.table_run_row_no = rows.table_run_row_no
left join intermediate.int_target_leaders as leaders
    on rows.document_id = leaders.document_id
    and rows.target_id = leaders.target_id
    and inferred.row_leader_name = leaders.leader_name
left join intermediate.int_leader_rows as printed
    on inferred.document_id = printed.document_id
    and inferred.table_run_no = printed.table_run_no
    and inferred.table_run_row_no = printed.table_run_row_no
where leaders.leader_name is null or printed.row_leader_name is not null
