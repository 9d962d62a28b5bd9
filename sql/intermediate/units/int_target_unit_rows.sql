-- 目标单位行: a unit that a printed row of a target names, or the row itself where it names none.
-- grain: document_id, table_run_no, table_run_row_no, mention_no
-- The rows of the fact table before keys are joined. Every printed data row is here.
-- A target that prints one unit cell over several rows (a merge lost on the way) has it on all of them.
with
target_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        is_fragment,
        span_is_known,
        deadline_text,
        status_text,
        progress_text
    from intermediate.int_target_rows
),

units as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        mention_no,
        unit_text,
        unit_name,
        unit_id,
        full_name_method,
        full_name_confidence,
        unit_role,
        role_method,
        is_rejoined
    from intermediate.int_target_units
),

unit_cells_of_targets as (
    select
        document_id,
        target_id,
        count(distinct table_run_row_no) as unit_row_count,
        min(table_run_row_no) as unit_row_no
    from units
    group by document_id, target_id
),

rows_with_a_shared_unit as (
    select
        target_rows.document_id,
        target_rows.table_run_no,
        target_rows.table_run_row_no,
        target_rows.target_id,
        unit_cells_of_targets.unit_row_no
    from target_rows
    inner join unit_cells_of_targets
        on target_rows.document_id = unit_cells_of_targets.document_id
        and target_rows.target_id = unit_cells_of_targets.target_id
    where unit_cells_of_targets.unit_row_count = 1
        and target_rows.table_run_row_no <> unit_cells_of_targets.unit_row_no
        and not target_rows.span_is_known
        and not target_rows.is_fragment
        and (target_rows.deadline_text is not null or target_rows.status_text is not null)
),

-- Every other printed row stays a row of the facts: the rest of a cut row, and a row that prints no unit.
rows_without_unit as (
    select
        target_rows.document_id,
        target_rows.table_run_no,
        target_rows.table_run_row_no,
        target_rows.target_id,
        case when target_rows.is_fragment then 'rest' else 'no unit' end as row_role
    from target_rows
    left join (
        select distinct
            document_id,
            table_run_no,
            table_run_row_no
        from units
    ) as rows_with_units
        on target_rows.document_id = rows_with_units.document_id
        and target_rows.table_run_no = rows_with_units.table_run_no
        and target_rows.table_run_row_no = rows_with_units.table_run_row_no
    left join rows_with_a_shared_unit
        on target_rows.document_id = rows_with_a_shared_unit.document_id
        and target_rows.table_run_no = rows_with_a_shared_unit.table_run_no
        and target_rows.table_run_row_no = rows_with_a_shared_unit.table_run_row_no
    where rows_with_units.table_run_row_no is null and rows_with_a_shared_unit.table_run_row_no is null
),

together as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        mention_no,
        unit_text,
        unit_name,
        unit_id,
        full_name_method,
        full_name_confidence,
        unit_role,
        role_method,
        is_rejoined,
        'unit' as row_role
    from units
    union all
    select
        rows_with_a_shared_unit.document_id,
        rows_with_a_shared_unit.table_run_no,
        rows_with_a_shared_unit.table_run_row_no,
        rows_with_a_shared_unit.target_id,
        units.mention_no,
        units.unit_text,
        units.unit_name,
        units.unit_id,
        units.full_name_method,
        units.full_name_confidence,
        units.unit_role,
        units.role_method,
        units.is_rejoined,
        'shared unit' as row_role
    from rows_with_a_shared_unit
    inner join units
        on rows_with_a_shared_unit.document_id = units.document_id
        and rows_with_a_shared_unit.target_id = units.target_id
        and rows_with_a_shared_unit.unit_row_no = units.table_run_row_no
    union all
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        0 as mention_no,
        null as unit_text,
        null as unit_name,
        null as unit_id,
        null as full_name_method,
        null as full_name_confidence,
        'unspecified' as unit_role,
        'not_stated' as role_method,
        false as is_rejoined,
        row_role
    from rows_without_unit
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    target_id::varchar as target_id,  -- 目标键: the target
    mention_no::integer as mention_no,  -- 次序: of the unit in its row, 0 where the row names none
    unit_text::varchar as unit_text,  -- 单位原文: as printed
    unit_name::varchar as unit_name,  -- 单位名: canonical name
    unit_id::varchar as unit_id,  -- 单位键: the unit
    full_name_method::varchar as full_name_method,
    full_name_confidence::double as full_name_confidence,
    unit_role::varchar as unit_role,  -- 角色: lead, support, assesses or unspecified
    role_method::varchar as role_method,  -- 角色出处: how the role is known
    is_rejoined::boolean as is_rejoined,  -- 已接合: a wrap or padding inside the name was undone
    row_role::varchar as row_role  -- 行的作用: unit (names one), shared unit (its target's only unit cell stands on another row), no unit, or rest (of a cut row)
from together
