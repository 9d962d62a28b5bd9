-- 隔离文件: every document that is left out of this build, with the reason, the place and the way out.
-- grain: document_id, gate_name
select
    document_id::varchar as document_id,  -- 文档键: of its content, or of its path where that cannot be read
    document_path::varchar as document_path,  -- 路径: relative to the raw folder
    gate::varchar as gate_name,  -- 关口: reading, landing, or candidate (set aside)
    reason::varchar as reason_text,  -- 说明: what was found
    source_place::varchar as source_place,  -- 出处: file, table, cell or line
    remedy::varchar as remedy_text,  -- 处理办法: what to do
    kept_build_id::varchar as kept_build_id  -- 沿用版: the build whose rows of this path stand in its place, NULL where none do
from staging.stg_quarantine
