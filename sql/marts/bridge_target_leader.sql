-- 目标领导: 目标的一位领导 / a leader of a target, with how it was found and how sure that is.
-- grain: target_id, leader_id
select
    target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    leader_id::varchar as leader_id,  -- 领导键: 所指的领导 / the leader
    document_id::varchar as document_id,  -- 文档键: 所出自的文档 / the document it comes from
    leader_name::varchar as leader_name,  -- 领导姓名: 人名 / the person's name
    leader_no::integer as leader_no,  -- 次序: 按原文 / as printed
    found_method::varchar as found_method,  -- 识别方法: 原表所印；合并了填充空格或换行的；或取自板块标题 / printed, rejoined where padding or a wrap was undone, or section heading
    assignment_confidence::double as assignment_confidence,  -- 归属把握: 印有该姓名的行属于该目标的把握 / that the row which prints the name belongs to the target
    needs_review::boolean as needs_review,  -- 待核: 细心的读者会存疑 / a careful reader would doubt it
    table_no::integer as source_table_no,  -- 出处表序: 来源单元格所在的表 / the table of the source cell
    row_no::integer as source_row_no  -- 出处行号: 该目标中首次印出姓名的行 / where the name is first printed in the target
from intermediate.int_target_leaders
