-- 单位归口: under which leader a unit stood, on the rows of a jurisdiction that are clear about it.
-- grain: document_id, unit_id, leader_name
-- Clear are rows of tables that kept their merges whose leader cell names one person, and rows not in doubt of targets
-- that have one leader only. In a table that lost its merges a list of leaders may run down beside units it has nothing
-- to do with, so it teaches nothing.
-- Not local to a document on purpose: every document of a jurisdiction teaches the others.
-- Given out once for every document of the jurisdiction, so that what reads it stays local to a document.
with
documents as (
    select
        document_id,
        coalesce(jurisdiction_id, document_id) as scope_key
    from staging.stg_documents
),

-- Old editions and compiled figures would say the same thing again.
targets as (
    select
        document_id,
        target_id,
        concat_ws('|', report_year, coalesce(target_no, target_id)) as observation_key
    from intermediate.int_targets
    where is_current and not is_compiled
),

only_leaders as (
    select
        document_id,
        target_id,
        min(leader_name) as leader_name
    from intermediate.int_target_leaders
    where not needs_review and found_method <> 'section heading'
    group by document_id, target_id
    having count(*) = 1
),

counts_of_leaders as (
    select
        document_id,
        target_id,
        count(*) as leader_count
    from intermediate.int_target_leaders
    group by document_id, target_id
),

clear_rows as (
    select
        rows.document_id,
        rows.table_run_no,
        rows.table_run_row_no,
        rows.target_id,
        case
            when rows.span_is_known then row_leaders.row_leader_name
            when counts_of_leaders.leader_count = 1 then only_leaders.leader_name
        end as leader_name
    from intermediate.int_target_rows as rows
    left join intermediate.int_leader_rows as row_leaders
        on rows.document_id = row_leaders.document_id
        and rows.table_run_no = row_leaders.table_run_no
        and rows.table_run_row_no = row_leaders.table_run_row_no
    left join only_leaders
        on rows.document_id = only_leaders.document_id
        and rows.target_id = only_leaders.target_id
    left join counts_of_leaders
        on rows.document_id = counts_of_leaders.document_id
        and rows.target_id = counts_of_leaders.target_id
    where not rows.needs_review
),

-- A plan and a result of one year are one observation; so are two rows of a target.
observations as (
    select
        documents.scope_key,
        units.unit_id,
        clear_rows.leader_name,
        targets.observation_key
    from clear_rows
    inner join targets
        on clear_rows.document_id = targets.document_id
        and clear_rows.target_id = targets.target_id
    inner join intermediate.int_target_units as units
        on clear_rows.document_id = units.document_id
        and clear_rows.table_run_no = units.table_run_no
        and clear_rows.table_run_row_no = units.table_run_row_no
    inner join documents
        on clear_rows.document_id = documents.document_id
    where clear_rows.leader_name is not null and units.unit_id is not null
),

counted as (
    select
        scope_key,
        unit_id,
        leader_name,
        count(distinct observation_key) as observation_count
    from observations
    group by scope_key, unit_id, leader_name
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document that it is used for
    counted.unit_id::varchar as unit_id,  -- 单位键: the unit
    counted.leader_name::varchar as leader_name,  -- 领导姓名: the person's name
    counted.observation_count::integer as observation_count,  -- 次数: targets on which the unit clearly stood under the leader
    sum(counted.observation_count) over (
        partition by documents.document_id, counted.unit_id
    )::integer as unit_observation_count  -- 单位次数: the same under whomever
from counted
inner join documents
    on counted.scope_key = documents.scope_key
