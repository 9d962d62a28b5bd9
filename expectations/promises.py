"""What the published tables promise (docs/design.md, section 3), as checks of gate 2 are made from it.

Changing a promise is a breaking change for analysts: change the design, the models and this module together.
"""

from __future__ import annotations

from typing import NamedTuple

# table -> columns that analysts build on. A table with no columns named is promised as a table.
PROMISED_COLUMNS: dict[str, tuple[str, ...]] = {
    "marts.dim_document": ("document_id", "document_path", "report_year", "document_kind", "is_current"),
    "marts.dim_jurisdiction": ("jurisdiction_id", "jurisdiction_name"),
    "marts.dim_leader": ("leader_id",),
    "marts.dim_unit": ("unit_id", "unit_name"),
    "marts.dim_deadline": ("deadline_text", "deadline_class", "deadline_date"),
    "marts.dim_status": ("status_text", "status_class"),
    "marts.dim_target": ("target_id", "target_no", "target_text", "section_name"),
    "marts.bridge_target_leader": ("target_id", "leader_id"),
    "marts.bridge_target_unit": ("target_id", "unit_id", "unit_role"),
    "marts.fct_target_unit": ("target_id", "unit_id"),
    "marts.fct_target_measure": (
        "jurisdiction_name",
        "report_year",
        "target_no",
        "measure_text",
        "operator",
        "target_value",
        "reported_value",
        "measure_unit_text",
        "is_forecast",
        "attainment_ratio",
        "attainment_class",
        "confidence",
    ),
    "marts.fct_target_match": (
        "jurisdiction_name",
        "from_year",
        "from_target_no",
        "to_year",
        "to_target_no",
        "match_kind",
        "has_new_unit",
        "has_new_leader",
        "similarity",
        "confidence",
        "needs_review",
    ),
    "marts.mart_target_progress": (
        "document_path",
        "jurisdiction_name",
        "report_year",
        "section_name",
        "target_no",
        "target_text",
        "leader_names",
        "row_leader_name",
        "unit_name",
        "unit_text",
        "unit_role",
        "deadline_text",
        "deadline_class",
        "deadline_date",
        "progress_text",
        "status_text",
        "status_class",
        "assignment_method",
        "assignment_confidence",
        "needs_review",
        "source_table_no",
        "source_row_no",
    ),
    "marts.mart_yoy_target": (),
    "marts.mart_yoy_measure": (),
    "marts.mart_yoy_leader": (),
    "marts.mart_yoy_unit": (),
    "marts.mart_claim_audit": (),
}


class ClassColumn(NamedTuple):
    """A column whose values are classes, and whether it may be NULL.

    Which classes a column has is said by the seeds alone (`duban.output.labels.read_class_labels`), with their labels.
    """

    table: str
    column: str
    also_null: bool


CLASS_COLUMNS: tuple[ClassColumn, ...] = (
    ClassColumn("marts.dim_document", "document_kind", also_null=False),
    ClassColumn("marts.dim_deadline", "deadline_class", also_null=False),
    # NULL is a wording that no list knows yet: the row is published, and the drift checks watch its share.
    ClassColumn("marts.dim_status", "status_class", also_null=True),
    ClassColumn("marts.bridge_target_unit", "unit_role", also_null=False),
    ClassColumn("marts.mart_target_progress", "unit_role", also_null=True),
    ClassColumn("marts.mart_target_progress", "deadline_class", also_null=True),
    ClassColumn("marts.mart_target_progress", "status_class", also_null=True),
    ClassColumn("marts.mart_target_progress", "assignment_method", also_null=False),
    # NULL is a row that names no leader and whose unit settles none.
    ClassColumn("marts.mart_target_progress", "row_leader_method", also_null=True),
    ClassColumn("marts.fct_target_measure", "attainment_class", also_null=False),
    ClassColumn("marts.fct_target_match", "match_kind", also_null=False),
    ClassColumn("marts.mart_claim_audit", "reason", also_null=False),
    ClassColumn("marts.mart_claim_audit", "severity", also_null=False),
)

# Tables that hold something whenever any document is let in.
NEVER_EMPTY = ("marts.dim_document", "marts.dim_target", "marts.fct_target_unit", "marts.mart_target_progress")


class Reference(NamedTuple):
    """A column whose every value, NULL apart, is a value of another table's column."""

    table: str
    column: str
    parent: str
    parent_column: str


# Dimensions by the key that other tables carry; every column of that name in marts must resolve.
DIMENSION_KEYS = {
    "document_id": "marts.dim_document",
    "jurisdiction_id": "marts.dim_jurisdiction",
    "leader_id": "marts.dim_leader",
    "unit_id": "marts.dim_unit",
    "deadline_id": "marts.dim_deadline",
    "status_id": "marts.dim_status",
    "target_id": "marts.dim_target",
}

REFERENCES: tuple[Reference, ...] = (
    Reference("marts.mart_target_progress", "document_path", "marts.dim_document", "document_path"),
    Reference("intermediate.int_targets", "document_id", "staging.stg_documents", "document_id"),
    Reference("marts.dim_target", "target_id", "intermediate.int_targets", "target_id"),
)
