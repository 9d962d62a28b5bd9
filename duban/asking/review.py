"""The rows that a person should look at, from `meta.review_queue`."""

from __future__ import annotations

from pathlib import Path

from duban.asking.connection import connect_published
from duban.asking.query import Answer

_QUEUE = """
select
    review_id, jurisdiction_name, report_year, document_path, place, unit_text, target_no, assignment_confidence,
    runner_up_target_no, runner_up_confidence, review_reason
from meta.review_queue
where (? is null or jurisdiction_name = ?) and (? is null or report_year = ?)
order by assignment_confidence, document_path, source_table_no, source_row_no, review_id
"""


def read_review_queue(published: Path, place: str | None = None, year: int | None = None) -> Answer:
    """One row a doubtful row: where it stands, the target it was given, the runner-up, and why; least sure first.

    place: a jurisdiction's name as the tables write it. year: a report year.
    """
    with connect_published(published) as con:
        result = con.execute(_QUEUE, [place, place, year, year])
        return Answer([column[0] for column in result.description], result.fetchall())


def as_page(queue: Answer) -> Answer:
    """The queue as a person reads it in a terminal: short ids, targets with how sure they are, and why."""
    return Answer(
        ["row", "where", "unit", "given", "or", "why"],
        [
            (
                row["review_id"][:6],
                f"{row['document_path']}, {row['place']}",
                row["unit_text"],
                _with_share(row["target_no"], row["assignment_confidence"]),
                _with_share(row["runner_up_target_no"], row["runner_up_confidence"]),
                row["review_reason"],
            )
            for row in queue.records()
        ],
    )


def _with_share(target_no: str | None, confidence: float | None) -> str:
    if target_no is None:
        return "" if confidence is None else f"no number ({confidence:.0%})"
    return target_no if confidence is None else f"{target_no} ({confidence:.0%})"
