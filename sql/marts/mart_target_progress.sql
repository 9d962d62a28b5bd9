-- 目标进展: 宽表，一行一个目标与单位 / the wide table: one row a target x unit as printed, everything joined.
-- grain: target_unit_id
-- Count targets with count(distinct target_id): a target has as many rows as units that answer for it. The rest of a
-- row that a page break cut is left out: its words stand with the row.
with
facts as (
    select
        target_unit_id,
        target_id,
        unit_id,
        document_id,
        unit_text,
        unit_role,
        row_leader_name,
        row_leader_method,
        row_leader_confidence,
        deadline_id,
        status_id,
        progress_text,
        progress_pct_text,
        reason_text,
        next_step_text,
        assignment_method,
        assignment_confidence,
        needs_review,
        review_reason,
        review_reason_zh,
        source_table_no,
        source_row_no,
        source_place
    from marts.fct_target_unit
    where row_role <> 'rest'
),

documents as (
    select
        document_id,
        document_path,
        as_of_date,
        edition_no
    from marts.dim_document
),

targets as (
    select
        target_id,
        document_id,
        jurisdiction_name,
        report_year,
        document_kind,
        is_current,
        speaks_for_year,
        is_compiled,
        section_name,
        target_no,
        target_text,
        annual_target_text
    from marts.dim_target
),

leaders as (
    select
        document_id,
        target_id,
        list_transform(
            list_sort(list({'leader_no': leader_no, 'leader_name': leader_name})),
            lambda leader: leader.leader_name
        ) as leader_names
    from marts.bridge_target_leader
    group by document_id, target_id
),

units as (
    select
        unit_id,
        unit_name,
        unit_kind
    from marts.dim_unit
),

deadlines as (
    select
        deadline_id,
        deadline_text,
        deadline_class,
        deadline_date
    from marts.dim_deadline
),

statuses as (
    select
        status_id,
        status_text,
        status_class
    from marts.dim_status
)

select
    documents.document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    targets.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 该目标所属的政府 / the government whose target it is
    targets.report_year::integer as report_year,  -- 年度: 目标所属年度 / the year of the targets
    targets.section_name::varchar as section_name,  -- 板块: 目标上方的标题 / the heading over the target
    targets.target_no::varchar as target_no,  -- 目标序号: 印出的序号，去掉前导零 / the number as printed, leading zeros off
    targets.target_text::varchar as target_text,  -- 责任目标: 所承诺的内容 / what was promised
    coalesce(leaders.leader_names, [])::varchar[] as leader_names,  -- 领导: 该目标的全部领导，按印出次序 / all leaders of the target, in printed order
    facts.row_leader_name::varchar as row_leader_name,  -- 行领导: 该行自己列出的、或由其单位确定的那位领导（见行领导出处），否则为空 / the one leader that the row itself names, or that its unit settles (see row_leader_method), else NULL
    units.unit_name::varchar as unit_name,  -- 单位名: 规范名称 / canonical
    facts.unit_text::varchar as unit_text,  -- 单位原文: 按原文 / as printed
    facts.unit_role::varchar as unit_role,  -- 角色: 牵头、配合、考核或未注明 / lead, support, assesses or unspecified
    deadlines.deadline_text::varchar as deadline_text,  -- 完成时限: 按原文 / as printed
    deadlines.deadline_class::varchar as deadline_class,  -- 时限类别: 有日期、当年、长期、随事项或未写 / date, year, standing, event or none
    deadlines.deadline_date::date as deadline_date,  -- 时限日期: 按期完成的最后一天；未写明则为空 / the last day that keeps it, NULL where none is stated
    facts.progress_text::varchar as progress_text,  -- 完成情况: 该行自己的，或该目标共用的 / the row's own, or the one its target shares
    statuses.status_text::varchar as status_text,  -- 评价原文: 按原文 / as printed
    statuses.status_class::varchar as status_class,  -- 评价类别: 已完成、超额完成、按进度、超进度、滞后、预计完成、已调整或未评价 / met, exceeded, on_track, ahead, behind, expected, changed or not_judged
    facts.assignment_method::varchar as assignment_method,  -- 归属方法: 合并单元格、独行、推断或人工订正 / span, single, segmented or corrected
    facts.assignment_confidence::double as assignment_confidence,  -- 归属把握: 0到1 / 0 to 1
    facts.needs_review::boolean as needs_review,  -- 待核: 细心的读者会存疑 / a careful reader would doubt it
    facts.source_table_no::integer as source_table_no,  -- 出处表序: 来源单元格所在的表 / the table of the source cell
    facts.source_row_no::integer as source_row_no,  -- 出处行号: 印出的行，表头计入 / printed row, headers counted
    facts.source_place::varchar as source_place,  -- 出处: 用来源文件自己的说法 / in the source's own words
    targets.document_kind::varchar as document_kind,  -- 类型: 计划、结果或进度 / plan, result or progress
    targets.is_current::boolean as is_current,  -- 现行: 出自最新版次 / of the newest edition
    targets.speaks_for_year::boolean as speaks_for_year,  -- 代表年度: 出自代表该地该年的文档 / of the document that speaks for its place and year
    targets.is_compiled::boolean as is_compiled,  -- 汇编: 汇编数字，不是已发布的表 / compiled figures, not a published table
    documents.edition_no::integer as edition_no,  -- 版次: 同一张表最早的一次发布为1 / 1 is the oldest publication of the same table
    documents.as_of_date::date as as_of_date,  -- 截止日期: 报告截至的日期 / the day up to which it reports
    targets.annual_target_text::varchar as annual_target_text,  -- 年度目标: 其中本年度的部分 / the year's share of it
    units.unit_kind::varchar as unit_kind,  -- 单位类别: 局、县级政府、企业、单位组等 / bureau, county_government, company, group ...
    facts.progress_pct_text::varchar as progress_pct_text,  -- 完成比例: 按原文 / as printed
    facts.reason_text::varchar as reason_text,  -- 说明: 备注或原因，按原文 / remark or reason, as printed
    facts.next_step_text::varchar as next_step_text,  -- 下步打算: 下一步要做的事，按原文 / what is to be done, as printed
    facts.review_reason::varchar as review_reason,  -- 疑点: 归属存疑的理由 / what speaks against the assignment
    facts.review_reason_zh::varchar as review_reason_zh,  -- 中文疑点: 归属存疑的理由（中文） / what speaks against the assignment, in Chinese
    facts.target_unit_id::varchar as target_unit_id,  -- 行键: 事实表的一行 / the row of the fact table
    facts.target_id::varchar as target_id,  -- 目标键: 所指的目标 / the target
    facts.unit_id::varchar as unit_id,  -- 单位键: 所指的单位 / the unit
    facts.document_id::varchar as document_id,  -- 文档键: 所出自的文档 / the document it comes from
    facts.row_leader_method::varchar as row_leader_method,  -- 行领导出处: 原表、推断（其单位在别处由该领导分管）；不明则为空 / printed, inferred (the unit answers to that leader elsewhere), NULL where not known
    facts.row_leader_confidence::double as row_leader_confidence  -- 行领导把握: 原表为1，推断为0到1 / 1 where printed, 0 to 1 where inferred
from facts
inner join documents
    on facts.document_id = documents.document_id
inner join targets
    on facts.document_id = targets.document_id
    and facts.target_id = targets.target_id
left join leaders
    on facts.document_id = leaders.document_id
    and facts.target_id = leaders.target_id
left join units
    on facts.unit_id = units.unit_id
left join deadlines
    on facts.deadline_id = deadlines.deadline_id
left join statuses
    on facts.status_id = statuses.status_id
