-- 推定领导: the leader of a row that names none of its own, inferred from the portfolio of its unit.
-- grain: document_id, table_run_no, table_run_row_no, unit_id
-- Where the portfolio settles who of the target's several leaders answers for the row. An inference, marked as one;
-- never taken from the rows above.
with
constants as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.leader_inference
),

-- Targets of several rows and several leaders. One of a single row is all its leaders'.
shared_targets as (
    select
        rows.document_id,
        rows.target_id
    from (
        select
            document_id,
            target_id,
            count(*) as row_count
        from intermediate.int_target_rows
        where not is_fragment
        group by document_id, target_id
    ) as rows
    inner join (
        select
            document_id,
            target_id,
            count(*) as leader_count
        from intermediate.int_target_leaders
        group by document_id, target_id
    ) as leaders
        on rows.document_id = leaders.document_id
        and rows.target_id = leaders.target_id
    where rows.row_count > 1 and leaders.leader_count > 1
),

blank_rows as (
    select
        rows.document_id,
        rows.table_run_no,
        rows.table_run_row_no,
        rows.target_id,
        rows.assignment_confidence
    from intermediate.int_target_rows as rows
    inner join shared_targets
        on rows.document_id = shared_targets.document_id
        and rows.target_id = shared_targets.target_id
    left join intermediate.int_leader_rows as row_leaders
        on rows.document_id = row_leaders.document_id
        and rows.table_run_no = row_leaders.table_run_no
        and rows.table_run_row_no = row_leaders.table_run_row_no
    -- Of a row in doubt it is not even known whose target it belongs to.
    where row_leaders.row_leader_name is null and not rows.needs_review
),

settled as (
    select distinct
        blank_rows.document_id,
        blank_rows.table_run_no,
        blank_rows.table_run_row_no,
        units.unit_id,
        answers.leader_name,
        (answers.observation_count + 1.0) / (answers.unit_observation_count + 2.0)
        * blank_rows.assignment_confidence as confidence
    from blank_rows
    inner join intermediate.int_target_units as units
        on blank_rows.document_id = units.document_id
        and blank_rows.table_run_no = units.table_run_no
        and blank_rows.table_run_row_no = units.table_run_row_no
    inner join intermediate.int_unit_answers as answers
        on units.document_id = answers.document_id
        and units.unit_id = answers.unit_id
    inner join intermediate.int_target_leaders as leaders
        on blank_rows.document_id = leaders.document_id
        and blank_rows.target_id = leaders.target_id
        and answers.leader_name = leaders.leader_name
    cross join constants
    where answers.observation_count >= value_of['least_observations']
        and answers.observation_count >= value_of['least_share'] * answers.unit_observation_count
),

-- Units of one row that point to different leaders leave it open.
agreed as (
    select
        *,
        min(leader_name) over in_row = max(leader_name) over in_row as is_agreed
    from settled
    window in_row as (partition by document_id, table_run_no, table_run_row_no)
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    unit_id::varchar as unit_id,  -- 单位键: the unit that settles it
    leader_name::varchar as row_leader_name,  -- 行领导: who of the target's leaders answers for the unit elsewhere
    -- Laplace's rule on the unit's clear rows, times how sure the row is of its target.
    round(confidence, 6)::double as row_leader_confidence  -- 行领导把握: 0 to 1
from agreed
where is_agreed
