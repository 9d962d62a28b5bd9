-- 存疑评价: 哪些自评（是、已完成）与数字和文字不符，最重的在前 / which claims (是, 已完成) their numbers and words do not bear out, the heaviest first
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 只列这一年度 / only this report year
-- parameter class: varchar of marts.mart_claim_audit.reason, 原因: 只列这一原因 / only this reason (unanswered ...)
-- parameter leader: varchar of marts.dim_leader.leader_name, 领导: 只列这位领导的目标 / only targets of this leader
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: 只列这个单位的目标 / only targets of this unit
select
    jurisdiction_name,  -- 地区: 所属的政府 / the government
    report_year,  -- 年度: 目标所属年度 / the year of the targets
    target_no,  -- 目标序号: 按原文 / as printed
    reason_name,  -- 原因: 为何存疑 / why it is doubted
    evidence_text,  -- 依据: 与自评不符之处 / what speaks against the claim
    target_text,  -- 责任目标: 按原文 / as printed
    status_text,  -- 评价原文: 表中的自评 / what the table claims
    severity,  -- 轻重: 高：数字相悖；中：缺少数字；低：文字可疑 / high a number contradicts, medium a number is missing, low words
    round(confidence, 2) as confidence,  -- 可信度: 存疑的把握，0到1 / of the doubt, 0 to 1
    progress_text,  -- 完成情况: 按原文 / as printed
    document_path,  -- 路径: 文档所在 / of the document
    target_source_place,  -- 目标出处: 目标印在何处 / where the target is printed
    progress_source_place  -- 完成情况出处: 结果印在何处 / where the result is printed
from marts.mart_claim_audit
where is_current
    and (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
    and (getvariable('class')::varchar is null or reason = getvariable('class')::varchar)
    and (
        getvariable('leader')::varchar is null
        or target_id in (
            select target_id from marts.bridge_target_leader where leader_name = getvariable('leader')::varchar
        )
    )
    and (
        getvariable('unit')::varchar is null
        or target_id in (select target_id from marts.bridge_target_unit where unit_name = getvariable('unit')::varchar)
    )
order by
    jurisdiction_name,
    report_year,
    array_position(['high', 'medium', 'low'], severity),
    try_cast(target_no as integer),
    reason,
    claim_id
