-- 目标领导: every leader of a target, once, in printed order.
-- grain: target_id, leader_name
with
mentions as (
    select
        mentions.document_id,
        mentions.table_run_no,
        mentions.block_no,
        mentions.mention_no,
        mentions.table_run_row_no,
        mentions.leader_name,
        mentions.is_rejoined
    from intermediate.int_leader_mentions as mentions
),

targets as (
    select
        target_id,
        document_id,
        table_run_no,
        block_no,
        jurisdiction_id,
        section_name,
        anchor_table_no,
        anchor_row_no
    from intermediate.int_targets
),

row_blocks as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        assignment_confidence,
        needs_review,
        assignment_method <> 'span' as is_rebuilt
    from intermediate.int_row_blocks
),

first_mentions as (
    select
        targets.target_id,
        targets.document_id,
        targets.jurisdiction_id,
        mentions.leader_name,
        mentions.mention_no,
        mentions.is_rejoined,
        row_blocks.table_no,
        row_blocks.row_no,
        row_blocks.assignment_confidence,
        row_blocks.needs_review,
        case when row_blocks.is_rebuilt then ranks.seniority end as seniority
    from mentions
    inner join targets
        on mentions.document_id = targets.document_id
        and mentions.table_run_no = targets.table_run_no
        and mentions.block_no = targets.block_no
    inner join row_blocks
        on mentions.document_id = row_blocks.document_id
        and mentions.table_run_no = row_blocks.table_run_no
        and mentions.table_run_row_no = row_blocks.table_run_row_no
    left join intermediate.int_leader_order as ranks
        on mentions.document_id = ranks.document_id
        and mentions.leader_name = ranks.leader_name
    qualify row_number() over (
        partition by targets.document_id, targets.target_id, mentions.leader_name order by mentions.mention_no
    ) = 1
),

-- Where no cell of a target names a leader, the heading of its section may.
named_by_headings as (
    select
        targets.target_id,
        targets.document_id,
        targets.jurisdiction_id,
        section_leaders.leader_name,
        section_leaders.leader_no as mention_no,
        false as is_rejoined,
        targets.anchor_table_no as table_no,
        targets.anchor_row_no as row_no,
        1.0 as assignment_confidence,
        false as needs_review,
        null::double as seniority,
        'section heading' as found_method
    from targets
    inner join intermediate.int_section_leaders as section_leaders
        on targets.document_id = section_leaders.document_id
        and targets.section_name = section_leaders.section_name
    left join (
        select distinct
            document_id,
            target_id
        from first_mentions
    ) as named_in_cells
        on targets.document_id = named_in_cells.document_id
        and targets.target_id = named_in_cells.target_id
    where named_in_cells.target_id is null
),

-- Where the merges are lost a name may stand above the first leader's, so there the order of rank that the tables of
-- the jurisdiction keep goes before the order of rows (Heze 2023, target 49: 王昌华 is printed a row above 臧伟).
leaders as (
    select
        target_id,
        document_id,
        jurisdiction_id,
        leader_name,
        mention_no,
        is_rejoined,
        table_no,
        row_no,
        assignment_confidence,
        needs_review,
        seniority,
        case when is_rejoined then 'rejoined' else 'printed' end as found_method
    from first_mentions
    union all
    select
        target_id,
        document_id,
        jurisdiction_id,
        leader_name,
        mention_no,
        is_rejoined,
        table_no,
        row_no,
        assignment_confidence,
        needs_review,
        seniority,
        found_method
    from named_by_headings
),

-- One leader without a rank leaves the whole list as printed.
ordered as (
    select
        leaders.*,
        case
            when count(seniority) over (partition by document_id, target_id)
                = count(*) over (partition by document_id, target_id)
                then round(seniority, 6)
            else 0
        end as ranked
    from leaders
)

select
    target_id::varchar as target_id,  -- 目标键: the target
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    md5(concat_ws('|', 'leader', coalesce(jurisdiction_id, document_id), leader_name))::varchar as leader_id,  -- 领导键: a name belongs to a jurisdiction
    leader_name::varchar as leader_name,  -- 领导姓名: the person's name
    row_number() over (
        partition by document_id, target_id order by ranked desc, mention_no
    )::integer as leader_no,  -- 次序: as printed; by rank where the merges are lost
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: where the name is first printed in the target
    is_rejoined::boolean as is_rejoined,  -- 已接合: a wrap or padding inside the name was undone
    found_method::varchar as found_method,  -- 识别方法: printed, rejoined where padding or a wrap was undone, or section heading
    round(assignment_confidence, 6)::double as assignment_confidence,  -- 归属把握: of the row that prints the name
    needs_review::boolean as needs_review  -- 待核: a careful reader would doubt it
from ordered
