-- 人工更正: a person's decision on a row (seeds.corrections), matched to this build's rows and blocks.
-- grain: jurisdiction, correction_no, document_id, table_run_no, table_run_row_no
-- Matched by what is printed. One that fits no row, or names a target that the row's table has not, is kept with its
-- problem and not applied.
with
decisions as (
    select
        row_number() over (
            partition by jurisdiction order by report_year, row_key, decided_on, target_no
        ) as correction_no,
        jurisdiction,
        report_year,
        row_key,
        target_no,
        note,
        decided_by,
        decided_on,
        -- the latest decision on a row stands
        row_number() over (
            partition by jurisdiction, report_year, row_key order by decided_on desc, target_no
        ) as recency
    from seeds.corrections
),

documents as (
    select
        document_id,
        jurisdiction_name,
        report_year
    from staging.stg_documents
),

rows_ as (
    select
        decisions.correction_no,
        decisions.jurisdiction,
        keys.document_id,
        keys.table_run_no,
        keys.table_run_row_no
    from decisions
    inner join documents
        on documents.jurisdiction_name = decisions.jurisdiction
        and documents.report_year = decisions.report_year::integer
    inner join intermediate.int_row_keys as keys
        on keys.document_id = documents.document_id
        and keys.row_key = decisions.row_key
),

numbered as (
    select distinct
        assigned.document_id,
        assigned.table_run_no,
        assigned.block_no,
        assigned.anchor_row_no,
        printed.target_no
    from intermediate.int_row_assignments as assigned
    inner join staging.stg_rows as printed
        on printed.document_id = assigned.document_id
        and printed.table_run_no = assigned.table_run_no
        and printed.table_run_row_no = assigned.anchor_row_no
    where printed.target_no is not null
),

-- Where a number stands twice in a table, the nearer block is meant.
fitted as (
    select
        rows_.correction_no,
        rows_.jurisdiction,
        rows_.document_id,
        rows_.table_run_no,
        rows_.table_run_row_no,
        numbered.block_no,
        row_number() over (
            partition by
                rows_.correction_no,
                rows_.jurisdiction,
                rows_.document_id,
                rows_.table_run_no,
                rows_.table_run_row_no
            order by abs(numbered.anchor_row_no - rows_.table_run_row_no), numbered.anchor_row_no
        ) as nearness
    from rows_
    inner join decisions
        on decisions.correction_no = rows_.correction_no
        and decisions.jurisdiction = rows_.jurisdiction
    inner join numbered
        on numbered.document_id = rows_.document_id
        and numbered.table_run_no = rows_.table_run_no
        and numbered.target_no = decisions.target_no
)

select
    decisions.correction_no::integer as correction_no,  -- 更正序号: among those of its jurisdiction
    rows_.document_id::varchar as document_id,
    rows_.table_run_no::integer as table_run_no,
    rows_.table_run_row_no::integer as table_run_row_no,
    fitted.block_no::integer as block_no,
    decisions.jurisdiction::varchar as jurisdiction,
    decisions.report_year::varchar as report_year,
    decisions.row_key::varchar as row_key,
    decisions.target_no::varchar as target_no,
    decisions.note::varchar as note,
    decisions.decided_by::varchar as decided_by,
    decisions.decided_on::varchar as decided_on,
    (case
        when decisions.recency > 1 then 'a later decision on the same row stands'
        when rows_.document_id is null then 'no row of this jurisdiction and year prints this any more'
        when fitted.block_no is null then 'the row is there, but its table has no target of this number'
    end)::varchar as problem  -- 问题: why it is not applied, NULL where it is
from decisions
left join rows_
    on rows_.correction_no = decisions.correction_no
    and rows_.jurisdiction = decisions.jurisdiction
left join fitted
    on fitted.correction_no = rows_.correction_no
    and fitted.jurisdiction = rows_.jurisdiction
    and fitted.document_id = rows_.document_id
    and fitted.table_run_no = rows_.table_run_no
    and fitted.table_run_row_no = rows_.table_run_row_no
    and fitted.nearness = 1
