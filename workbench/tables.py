"""The tables of pages by the query that fills them: their columns on the page and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.widgets import Column

CHANGES: Sequence[Column] = (
    Column("to_year", "年度", "Year", 84, "year"),
    Column("match_kind", "变化", "Change", 90, "class"),
    Column("from_target_no", "上年序号", "No. before", 90, link="from_address"),
    Column("from_target_text", "上年目标", "Target before", 260, link="from_address"),
    Column("to_target_no", "本年序号", "No.", 90, link="to_address"),
    Column("to_target_text", "本年目标", "Target", 260, link="to_address"),
    Column("from_leaders", "上年领导", "Leaders before", 120),
    Column("to_leaders", "本年领导", "Leaders", 120),
    Column("from_units", "上年单位", "Units before", 170),
    Column("to_units", "本年单位", "Units", 170),
    Column("has_new_leader", "换领导", "Leader moved", 90, "flag"),
    Column("has_moved_unit", "换单位", "Unit moved", 90, "flag"),
    Column("confidence", "可信度", "Confidence", 90, "percent"),
)
MEASURES: Sequence[Column] = (
    Column("to_year", "年度", "Year", 84, "year"),
    Column("measure_key", "指标", "Measure", 200, link="to_address"),
    Column("measure_unit_text", "单位", "Unit", 80),
    Column("from_target_value", "上年目标值", "Promised before", 110, "number"),
    Column("from_reported_value", "上年实际", "Reported before", 110, "number"),
    Column("from_attainment_class", "上年完成", "Attained before", 100, "class", class_of="attainment_class"),
    Column("to_target_value", "本年目标值", "Promised", 110, "number"),
    Column("to_reported_value", "本年实际", "Reported", 110, "number"),
    Column("to_attainment_ratio", "完成比", "Ratio", 90, "percent"),
    Column("to_attainment_class", "本年完成", "Attained", 100, "class", class_of="attainment_class"),
    Column("target_change", "目标增减", "Change of target", 100, "number"),
    Column("ratchet_ratio", "目标与上年实际之比", "Target to last actual", 130, "percent"),
    Column("has_new_concept", "口径变化", "New concept", 90, "flag"),
    Column("has_new_measure_unit", "单位变化", "New unit", 90, "flag"),
)
LOAD: Sequence[Column] = (
    Column("report_year", "年度", "Year", 84, "year"),
    Column("target_count", "目标数", "Targets", 90, "number"),
    Column("prior_target_count", "上年目标数", "Targets before", 105, "number"),
    Column("new_target_count", "新增", "New", 80, "number"),
    Column("taken_over_target_count", "接手", "Taken over", 80, "number"),
    Column("dropped_target_count", "取消", "Dropped", 80, "number"),
    Column("measure_count", "指标数", "Measures", 90, "number"),
    Column("met_count", "达标", "Met", 80, "number"),
    Column("exceeded_count", "超额", "Exceeded", 80, "number"),
    Column("short_count", "未达", "Short", 80, "number"),
    Column("unanswered_count", "未报数字", "Unanswered", 95, "number"),
    Column("met_share", "达标率", "Met share", 90, "percent"),
    Column("claimed_share", "自评完成率", "Claimed share", 105, "percent"),
)
LEADERS: Sequence[Column] = (Column("leader_name", "领导", "Leader", 120, link="address"), *LOAD)
UNITS: Sequence[Column] = (Column("unit_name", "单位", "Unit", 210, link="address"), *LOAD)
CLAIMS: Sequence[Column] = (
    Column("jurisdiction_name", "地区", "Place", 100),
    Column("report_year", "年度", "Year", 84, "year"),
    Column("target_no", "序号", "No.", 80),
    Column("severity", "级别", "Severity", 80, "class"),
    Column("reason_name", "疑点", "Reason", 140),
    Column("evidence_text", "依据", "Evidence", 260),
    Column("status_text", "自评", "Claim", 90),
    Column("target_text", "责任目标", "Target", 260),
    Column("progress_text", "完成情况", "Progress", 260),
    Column("document_path", "文档", "Document", 140),
    Column("target_source_place", "目标出处", "Target place", 110),
    Column("progress_source_place", "完成情况出处", "Progress place", 110),
)
FOUND: Sequence[Column] = (
    Column("jurisdiction_name", "地区", "Place", 100),
    Column("report_year", "年度", "Year", 84, "year"),
    Column("target_no", "序号", "No.", 80),
    Column("target_text", "责任目标", "Target", 260),
    Column("progress_text", "完成情况", "Progress", 260),
    Column("unit_names", "单位", "Units", 200),
    Column("leader_names", "领导", "Leaders", 120),
)
REVIEW: Sequence[Column] = (
    Column("jurisdiction_name", "地区", "Place", 100),
    Column("report_year", "年度", "Year", 84, "year"),
    Column("document_path", "文档", "Document", 140),
    Column("source_place", "出处", "Source place", 110),
    Column("unit_text", "单位", "Unit", 160),
    Column("target_no", "归属", "Assigned to", 90),
    Column("assignment_confidence", "可信度", "Confidence", 90, "percent"),
    Column("runner_up_target_no", "其次", "Runner-up", 90),
    Column("review_reason", "原因", "Reason", 260),
)
# Query -> what its workbook holds.
EXPORTS: Mapping[str, Sequence[Column]] = {
    "changes": CHANGES,
    "measures_beside": MEASURES,
    "leaders": LEADERS,
    "units": UNITS,
    "claims": CLAIMS,
    "search": FOUND,
    "review": REVIEW,
}
