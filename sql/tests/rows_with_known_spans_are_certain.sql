-- 合并信息完整的行，可信度为 1: rows whose spans are known have confidence 1
-- severity: quarantine
-- checked: marts.mart_target_progress
-- why: 原文写明了归属，不需要推断: the source states it; nothing was inferred
-- remedy: 这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正:
--     a fault of a model, not of the data: follow the rows below to the SQL file that makes them
select
    document_path,
    source_table_no,
    source_row_no,
    target_no,
    assignment_method,
    assignment_confidence
from marts.mart_target_progress
where assignment_method = 'span' and assignment_confidence is distinct from 1
