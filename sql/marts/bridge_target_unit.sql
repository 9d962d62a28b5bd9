-- 目标单位: 目标的一个责任单位 / a unit of a target, with its role and how sure that is.
-- grain: target_id, unit_id
with
unit_rows as (
    select
        units.target_id,
        units.unit_id,
        units.document_id,
        units.unit_name,
        units.unit_role,
        units.role_method,
        rows.table_run_no,
        rows.table_run_row_no,
        units.mention_no,
        rows.assignment_confidence,
        rows.needs_review
    from intermediate.int_target_unit_rows as units
    inner join intermediate.int_target_rows as rows
        on units.document_id = rows.document_id
        and units.table_run_no = rows.table_run_no
        and units.table_run_row_no = rows.table_run_row_no
    where units.unit_id is not null
),

-- A unit that leads on one row of the target leads the target.
strongest_roles as (
    select
        *,
        row_number() over (
            partition by document_id, target_id, unit_id
            order by
                case unit_role when 'lead' then 1 when 'unspecified' then 2 when 'support' then 3 else 4 end,
                table_run_row_no,
                mention_no
        ) as role_order
    from unit_rows
)

select
    target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    unit_id::varchar as unit_id,  -- 单位键: 所指的单位 / the unit
    document_id::varchar as document_id,  -- 文档键: 所出自的文档 / the document it comes from
    unit_name::varchar as unit_name,  -- 单位名: 规范名称 / canonical name
    min(case when role_order = 1 then unit_role end)::varchar as unit_role,  -- 角色: 牵头、配合、考核或未注明；取其各行中最强的 / lead, support, assesses or unspecified; the strongest of its rows
    min(case when role_order = 1 then role_method end)::varchar as role_method,  -- 角色出处: 来自列、标注、首列单位牵头，或未说明 / column, marked, first listed leads or not_stated
    count(*)::bigint as row_count,  -- 行数: 该目标中列有该单位的行数 / rows of the target that name it
    max(assignment_confidence)::double as assignment_confidence,  -- 归属把握: 取最有把握的一行 / of its surest row
    bool_and(needs_review)::boolean as needs_review  -- 待核: 凡如此记载的行都存疑 / every row that says so is in doubt
from strongest_roles
group by document_id, target_id, unit_id, unit_name
