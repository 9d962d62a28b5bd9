-- 领导从不由上一行补下来: leaders are never filled from above
-- severity: quarantine
-- checked: intermediate.int_leader_rows
-- why: 没有印领导的行不能替它写上: a row that prints no leader must not be given one as if it did
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    leaders.document_id,
    rows.table_no,
    rows.row_no,
    leaders.row_leader_name
from intermediate.int_leader_rows as leaders
inner join intermediate.int_target_rows as rows
    on leaders.document_id = rows.document_id
    and leaders.table_run_no = rows.table_run_no
    and leaders.table_run_row_no = rows.table_run_row_no
where rows.leader_text is null
