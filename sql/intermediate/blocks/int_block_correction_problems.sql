-- 更正问题: a correction that could not be applied, and why.
-- grain: correction_no, document_id, chain_no, chain_row_no
-- A person decides again or takes the line out of the seed.
select
    correction_no::integer as correction_no,
    document_id::varchar as document_id,
    chain_no::integer as chain_no,
    chain_row_no::integer as chain_row_no,
    jurisdiction::varchar as jurisdiction,
    report_year::varchar as report_year,
    row_key::varchar as row_key,
    target_no::varchar as target_no,
    note::varchar as note,
    decided_by::varchar as decided_by,
    decided_on::varchar as decided_on,
    problem::varchar as problem
from intermediate.int_block_corrections
where problem is not null
