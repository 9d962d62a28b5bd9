-- 隔离文件: 未进入本次构建的一份文档 / every document that is left out of this build, with the reason, the place and the way out.
-- grain: document_id, gate_name
select
    document_id::varchar as document_id,  -- 文档键: 由内容得出；读不了则由路径得出 / of its content, or of its path where that cannot be read
    document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    gate::varchar as gate_name,  -- 关口: 读取、落地或候选库（搁置） / reading, landing, or candidate (set aside)
    reason::varchar as reason_text,  -- 说明: 发现了什么 / what was found
    source_place::varchar as source_place,  -- 出处: 文件、表、单元格或行 / file, table, cell or line
    remedy::varchar as remedy_text,  -- 处理办法: 该怎么办 / what to do
    kept_build_id::varchar as kept_build_id  -- 沿用版: 沿用其同一路径各行的构建；没有则为空 / the build whose rows of this path stand in its place, NULL where none do
from staging.stg_quarantine
