-- 目标单位行: 按原文一行一个目标与单位 / a target x unit row as printed: deadline, progress, status, assignment, place.
-- grain: target_unit_id
-- Every printed data row is here; one that names no unit has unit_id NULL.
with
unit_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        target_id,
        mention_no,
        unit_text,
        unit_id,
        full_name_method,
        full_name_confidence,
        unit_role,
        row_role
    from intermediate.int_target_unit_rows
),

target_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        source_place,
        assignment_method,
        assignment_confidence,
        needs_review,
        review_reason,
        review_reason_zh
    from intermediate.int_target_rows
),

texts as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        max(case when field = 'deadline' then text end) as deadline_text,
        max(case when field = 'status' then text end) as status_text,
        max(case when field = 'progress' then text end) as progress_text,
        max(case when field = 'progress' then text_row_no end) as progress_row_no,
        bool_or(field = 'progress' and is_shared) as is_progress_shared,
        max(case when field = 'progress_pct' then text end) as progress_pct_text,
        max(case when field = 'reason' then text end) as reason_text,
        max(case when field = 'next_step' then text end) as next_step_text
    from intermediate.int_target_row_texts
    group by document_id, table_run_no, table_run_row_no
),

documents as (
    select
        document_id,
        jurisdiction_id,
        report_year
    from intermediate.int_documents
),

deadlines as (
    select
        deadline_id,
        deadline_text,
        report_year
    from intermediate.int_deadlines
),

statuses as (
    select
        status_id,
        status_text
    from intermediate.int_statuses
),

row_leaders as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        row_leader_name
    from intermediate.int_leader_rows
),

damaged_rows as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        damage_reason,
        damage_reason_zh
    from intermediate.int_damaged_rows
),

inferred_leaders as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        unit_id,
        row_leader_name,
        row_leader_confidence
    from intermediate.int_inferred_leaders
)

select
    md5(
        concat_ws(
            '|', 'target_unit', unit_rows.target_id, target_rows.table_no, target_rows.row_no, unit_rows.mention_no
        )
    )::varchar as target_unit_id,  -- 行键: 事实表的一行 / the row of the fact table
    unit_rows.target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    unit_rows.unit_id::varchar as unit_id,  -- 单位键: 该行未列单位则为空 / NULL where the row names no unit
    unit_rows.document_id::varchar as document_id,  -- 文档键: 所出自的文档 / the document it comes from
    documents.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    documents.report_year::integer as report_year,  -- 年度: 目标所属年度 / the year of the targets
    unit_rows.unit_text::varchar as unit_text,  -- 单位原文: 按原文 / as printed
    unit_rows.full_name_method::varchar as full_name_method,  -- 全名出处: 原文即全名、机关名承前（东区、西区政府）、级别见于别处或承前（省财政厅、科技厅）、括号内另名；该行未列单位则为空 / as printed, organ said once (东区、西区政府), level printed elsewhere or level said once (省财政厅、科技厅), second name in brackets; NULL where the row names no unit
    unit_rows.full_name_confidence::double as full_name_confidence,  -- 全名把握: 原文如此为1，否则为推断的把握 / 1 where the name is printed so, else how surely it was inferred
    unit_rows.unit_role::varchar as unit_role,  -- 角色: 牵头、配合、考核或未注明 / lead, support, assesses or unspecified
    unit_rows.row_role::varchar as row_role,  -- 行的作用: 列有单位；共用单位（唯一的单位格在另一行）；无单位；或续行（被分页切开） / unit (names one), shared unit (the target's only unit cell stands on another row), no unit, or rest (of a row that a page break cut)
    coalesce(
        row_leaders.row_leader_name, inferred_leaders.row_leader_name
    )::varchar as row_leader_name,  -- 行领导: 该行自己列出的、或由其单位确定的那位领导（见行领导出处），否则为空 / the one leader that the row itself names, or that its unit settles (see row_leader_method), else NULL
    deadlines.deadline_id::varchar as deadline_id,  -- 时限键: 某年度的时限用语 / the deadline wording of a year
    statuses.status_id::varchar as status_id,  -- 评价键: 评价用语 / the status wording
    texts.progress_text::varchar as progress_text,  -- 完成情况: 结果如何 / what came of it
    texts.progress_row_no::integer as progress_row_no,  -- 完成情况行号: 印出之处 / where it is printed
    coalesce(texts.is_progress_shared, false)::boolean as is_progress_shared,  -- 完成情况共用: 印在该目标的另一行 / printed on another row of the target
    texts.progress_pct_text::varchar as progress_pct_text,  -- 完成比例: 按原文 / as printed
    texts.reason_text::varchar as reason_text,  -- 说明: 备注或原因，按原文 / remark or reason, as printed
    texts.next_step_text::varchar as next_step_text,  -- 下步打算: 下一步要做的事，按原文 / what is to be done, as printed
    target_rows.assignment_method::varchar as assignment_method,  -- 归属方法: 合并单元格、独行、推断或人工订正 / span, single, segmented or corrected
    target_rows.assignment_confidence::double as assignment_confidence,  -- 归属把握: 0到1 / 0 to 1
    (
        target_rows.needs_review or damaged_rows.damage_reason is not null
    )::boolean as needs_review,  -- 待核: 细心的读者会存疑 / a careful reader would doubt it
    nullif(
        concat_ws('; ', target_rows.review_reason, damaged_rows.damage_reason), ''
    )::varchar as review_reason,  -- 疑点: 归属存疑的理由，以及该行的残损之处 / what speaks against the assignment, and what of the row is damaged
    nullif(
        concat_ws('；', target_rows.review_reason_zh, damaged_rows.damage_reason_zh), ''
    )::varchar as review_reason_zh,  -- 中文疑点: 归属存疑的理由，以及该行的残损之处（中文） / what speaks against the assignment, and what of the row is damaged, in Chinese
    target_rows.table_no::integer as source_table_no,  -- 出处表序: 来源单元格所在的表 / the table of the source cell
    target_rows.row_no::integer as source_row_no,  -- 出处行号: 印出的行，表头计入 / printed row, headers counted
    target_rows.source_place::varchar as source_place,  -- 出处: 用来源文件自己的说法 / in the source's own words
    case
        when row_leaders.row_leader_name is not null then 'printed'
        when inferred_leaders.row_leader_name is not null then 'inferred'
    end::varchar as row_leader_method,  -- 行领导出处: 原表（该行或合并格列有领导）、推断（其单位在别处由该领导分管）；不明则为空 / printed (the row's cell or its span names the leader), inferred (the unit answers to that one elsewhere), NULL where not known
    case
        when row_leaders.row_leader_name is not null then 1.0
        else inferred_leaders.row_leader_confidence
    end::double as row_leader_confidence  -- 行领导把握: 原表为1，推断为0到1；不明则为空 / 1 where printed, 0 to 1 where inferred, NULL where not known
from unit_rows
inner join target_rows
    on unit_rows.document_id = target_rows.document_id
    and unit_rows.table_run_no = target_rows.table_run_no
    and unit_rows.table_run_row_no = target_rows.table_run_row_no
inner join documents
    on unit_rows.document_id = documents.document_id
left join texts
    on unit_rows.document_id = texts.document_id
    and unit_rows.table_run_no = texts.table_run_no
    and unit_rows.table_run_row_no = texts.table_run_row_no
left join deadlines
    on texts.deadline_text = deadlines.deadline_text
    and documents.report_year is not distinct from deadlines.report_year
left join statuses
    on texts.status_text = statuses.status_text
left join damaged_rows
    on unit_rows.document_id = damaged_rows.document_id
    and unit_rows.table_run_no = damaged_rows.table_run_no
    and unit_rows.table_run_row_no = damaged_rows.table_run_row_no
left join row_leaders
    on unit_rows.document_id = row_leaders.document_id
    and unit_rows.table_run_no = row_leaders.table_run_no
    and unit_rows.table_run_row_no = row_leaders.table_run_row_no
left join inferred_leaders
    on unit_rows.document_id = inferred_leaders.document_id
    and unit_rows.table_run_no = inferred_leaders.table_run_no
    and unit_rows.table_run_row_no = inferred_leaders.table_run_row_no
    and unit_rows.unit_id = inferred_leaders.unit_id
