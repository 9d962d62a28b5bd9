-- 目标单位: every unit that a data row of a target names, with its role.
-- grain: document_id, table_run_no, table_run_row_no, mention_no
with
target_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        target_id,
        unit_text,
        unit_lead_text,
        unit_support_text,
        unit_assesses
    from intermediate.int_target_rows
),

unit_cells as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        unnest([
            {'cell_order': 1, 'column_role': 'lead', 'text': unit_lead_text},
            {
                'cell_order': 2,
                'column_role': case when unit_assesses then 'assesses' else 'unspecified' end,
                'text': unit_text
            },
            {'cell_order': 3, 'column_role': 'support', 'text': unit_support_text}
        ]) as cell
    from target_rows
),

names as (
    select
        names.document_id,
        names.unit_cell_text,
        names.mention_no,
        names.unit_text,
        full_names.full_name,
        full_names.full_name_method,
        full_names.full_name_confidence,
        names.is_rejoined,
        names.marked_role,
        bool_or(coalesce(names.marked_role = 'lead', false)) over (
            partition by names.document_id, names.unit_cell_text
        ) as has_marked_lead
    from intermediate.int_unit_names as names
    inner join intermediate.int_unit_full_names as full_names
        on names.document_id = full_names.document_id
        and names.unit_cell_text = full_names.unit_cell_text
        and names.mention_no = full_names.mention_no
),

-- 列第一位者为牵头单位,下同: printed in one cell, it holds for the document.
notices as (
    select
        document_id,
        bool_or(says_first_leads) as says_first_leads
    from intermediate.int_unit_cell_texts
    group by document_id
),

mentions as (
    select
        unit_cells.document_id,
        unit_cells.table_run_no,
        unit_cells.table_run_row_no,
        unit_cells.target_id,
        unit_cells.cell.cell_order as cell_order,
        unit_cells.cell.column_role as column_role,
        names.mention_no,
        names.unit_text,
        names.full_name,
        names.full_name_method,
        names.full_name_confidence,
        names.is_rejoined,
        names.marked_role,
        names.has_marked_lead
    from unit_cells
    inner join names
        on unit_cells.document_id = names.document_id
        and unit_cells.cell.text = names.unit_cell_text
),

documents as (
    select
        documents.document_id,
        documents.first_unit_leads or coalesce(notices.says_first_leads, false) as first_unit_leads
    from staging.stg_documents as documents
    left join notices
        on documents.document_id = notices.document_id
),

first_rows as (
    select
        target_id,
        document_id,
        min({'table_run_row_no': table_run_row_no, 'cell_order': cell_order, 'mention_no': mention_no}) as first_mention
    from mentions
    group by document_id, target_id
),

canonical as (
    select
        document_id,
        full_name,
        unit_name,
        unit_id
    from intermediate.int_unit_canonical_names
)

select
    mentions.document_id::varchar as document_id,  -- 文档键: the document it comes from
    mentions.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    mentions.table_run_row_no::integer as table_run_row_no,  -- 连续表行: the ordinal of the data row in its table run
    mentions.target_id::varchar as target_id,  -- 目标键: the target
    row_number() over (
        partition by mentions.document_id, mentions.table_run_no, mentions.table_run_row_no
        order by mentions.cell_order, mentions.mention_no
    )::integer as mention_no,  -- 次序: of the unit in its row
    mentions.unit_text::varchar as unit_text,  -- 单位原文: as printed
    canonical.unit_name::varchar as unit_name,  -- 单位名: canonical
    canonical.unit_id::varchar as unit_id,  -- 单位键: the unit
    mentions.full_name_method::varchar as full_name_method,
    mentions.full_name_confidence::double as full_name_confidence,
    case
        when mentions.marked_role is not null then mentions.marked_role
        when mentions.column_role <> 'unspecified' then mentions.column_role
        when mentions.has_marked_lead then 'support'
        when documents.first_unit_leads then
            case
                when mentions.table_run_row_no = first_rows.first_mention.table_run_row_no
                    and mentions.cell_order = first_rows.first_mention.cell_order
                    and mentions.mention_no = first_rows.first_mention.mention_no then 'lead'
                else 'support'
            end
        else 'unspecified'
    end::varchar as unit_role,  -- 角色: lead, support, assesses or unspecified
    case
        when mentions.marked_role is not null then 'marked'
        when mentions.column_role <> 'unspecified' then 'column'
        when mentions.has_marked_lead then 'marked'
        when documents.first_unit_leads then 'first listed leads'
        else 'not_stated'
    end::varchar as role_method,  -- 角色出处: column, marked (in the cell), first listed leads (the covering notice) or not_stated
    mentions.is_rejoined::boolean as is_rejoined  -- 已接合: a wrap or padding inside the name was undone
from mentions
inner join documents
    on mentions.document_id = documents.document_id
inner join first_rows
    on mentions.document_id = first_rows.document_id
    and mentions.target_id = first_rows.target_id
inner join canonical
    on mentions.document_id = canonical.document_id
    and mentions.full_name = canonical.full_name
