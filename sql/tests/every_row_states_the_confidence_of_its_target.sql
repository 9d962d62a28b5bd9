-- 每一行都写明归属的可信度: every row states how sure its assignment is
-- severity: quarantine
-- checked: marts.mart_target_progress
-- why: 不确定的要说出来，不能藏着: what is uncertain is stated, not hidden
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    document_path,
    source_table_no,
    source_row_no,
    target_no,
    assignment_method
from marts.mart_target_progress
where assignment_confidence is null or needs_review is null
