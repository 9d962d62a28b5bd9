-- 待核行: a doubtful or damaged row that a person should look at, its block and the runner-up, with the evidence in words.
-- grain: document_id, table_run_no, table_run_row_no
select
    rows_.document_id::varchar as document_id,
    rows_.table_run_no::integer as table_run_no,
    rows_.table_run_row_no::integer as table_run_row_no,
    rows_.table_no::integer as table_no,
    rows_.row_no::integer as row_no,
    keys.row_key::varchar as row_key,  -- 行键: names the row in seeds.corrections
    rows_.block_no::integer as block_no,
    chosen.target_no::varchar as target_no,  -- 目标序号
    chosen.target_text::varchar as target_text,
    rows_.assignment_confidence::double as assignment_confidence,
    rows_.runner_up_block_no::integer as runner_up_block_no,
    runner_up.target_no::varchar as runner_up_target_no,  -- 次选目标
    runner_up.target_text::varchar as runner_up_target_text,  -- 次选目标内容: the text of the runner-up
    rows_.runner_up_confidence::double as runner_up_confidence,
    nullif(concat_ws('; ', rows_.review_reason, damaged.damage_reason), '')::varchar as review_reason,  -- 疑点
    nullif(concat_ws('；', rows_.review_reason_zh, damaged.damage_reason_zh), '')::varchar as review_reason_zh  -- 中文疑点
from intermediate.int_row_blocks as rows_
left join intermediate.int_row_keys as keys
    on keys.document_id = rows_.document_id
    and keys.table_run_no = rows_.table_run_no
    and keys.table_run_row_no = rows_.table_run_row_no
left join intermediate.int_blocks as chosen
    on chosen.document_id = rows_.document_id
    and chosen.table_run_no = rows_.table_run_no
    and chosen.block_no = rows_.block_no
left join intermediate.int_blocks as runner_up
    on runner_up.document_id = rows_.document_id
    and runner_up.table_run_no = rows_.table_run_no
    and runner_up.block_no = rows_.runner_up_block_no
left join intermediate.int_damaged_rows as damaged
    on damaged.document_id = rows_.document_id
    and damaged.table_run_no = rows_.table_run_no
    and damaged.table_run_row_no = rows_.table_run_row_no
where rows_.needs_review or damaged.damage_reason is not null
