-- 一个目标不重复列同一位领导: a target names no leader twice
-- severity: quarantine
-- checked: marts.bridge_target_leader
-- why: 一位领导在一个目标里出现两次，就会算两遍: a leader who stands twice with one target is counted twice
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    bridge.document_id,
    targets.source_table_no,
    targets.source_row_no,
    bridge.target_id,
    bridge.leader_id,
    count(*) as times
from marts.bridge_target_leader as bridge
left join marts.dim_target as targets
    on bridge.target_id = targets.target_id
group by bridge.document_id, targets.source_table_no, targets.source_row_no, bridge.target_id, bridge.leader_id
having count(*) > 1
