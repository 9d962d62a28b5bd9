"""A person's decisions on doubtful rows, kept in `sql/seeds/corrections.csv` and applied by SQL in the next build.

A row is named by a key made of what it prints, so that a decision outlives a re-landing of its document.
"""

from __future__ import annotations

import csv
import getpass
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duban.asking.connection import connect_published
from duban.errors import ConfigurationError
from duban.placeholders import is_placeholder

COLUMNS = ["jurisdiction", "report_year", "row_key", "row_text", "target_no", "note", "decided_by", "decided_on"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the seed: this row belongs to that target. row_text only helps the reader of the seed."""

    jurisdiction: str
    report_year: int
    row_key: str
    row_text: str
    target_no: str
    note: str
    decided_by: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row of the review queue, as far as a decision needs it; targets are the numbers of its document."""

    review_id: str
    jurisdiction_name: str
    report_year: int
    row_text: str
    target_no: str | None
    targets: tuple[str, ...]


def find_row(published: Path, review_id: str) -> DoubtfulRow:
    """A row of the review queue by its id or the start of it. Raises ConfigurationError with what there is."""
    with connect_published(published) as con:
        rows = con.execute(
            """
            select
                queue.review_id, queue.jurisdiction_name, queue.report_year,
                concat_ws(' ', queue.unit_text, queue.progress_text), queue.target_no,
                (select list(distinct progress.target_no) from marts.mart_target_progress as progress
                 where progress.document_path = queue.document_path and progress.target_no is not null)
            from meta.review_queue as queue
            where starts_with(queue.review_id, ?)
            """,
            [review_id],
        ).fetchall()
    if len(rows) != 1 or not review_id:
        what = "no row begins" if not rows else f"{len(rows)} rows begin"
        raise ConfigurationError(
            f"{what} with '{review_id}' in the review queue", remedy="`duban review` lists the rows and their ids"
        )
    found, jurisdiction, year, text, target_no, targets = rows[0]
    return DoubtfulRow(found, jurisdiction, year, text[:80], target_no, tuple(sorted(targets or [], key=_by_number)))


def decide(corrections: Path, row: DoubtfulRow, target_no: str | None, note: str = "", by: str = "") -> Decision:
    """Write that a row belongs to a target; None accepts the target it was given. An earlier decision is replaced.

    Raises ConfigurationError with the numbers there are, where the target is none of its document's.
    """
    chosen = row.target_no if target_no is None else target_no.lstrip("0") or "0"
    if chosen is None or chosen not in row.targets:
        raise ConfigurationError(
            f"its document has no target {chosen}", where=row.row_text, remedy=f"one of {', '.join(row.targets)}"
        )
    decision = Decision(
        row.jurisdiction_name,
        row.report_year,
        row.review_id,
        " ".join(row.row_text.split()),
        chosen,
        note,
        by or getpass.getuser(),
        date.today().isoformat(),
    )
    kept = [line for line in read_decisions(corrections) if line["row_key"] != row.review_id]
    _write(corrections, [*kept, dict(zip(COLUMNS, map(str, _values(decision)), strict=True))])
    return decision


def withdraw(corrections: Path, review_id: str) -> int:
    """Take back the decisions on a row, by its id or the start of it; returns how many there were."""
    lines = read_decisions(corrections)
    kept = [line for line in lines if not (review_id and line["row_key"].startswith(review_id))]
    if len(kept) != len(lines):
        _write(corrections, kept)
    return len(lines) - len(kept)


def header_fields(synonyms: Path) -> list[str]:
    """What a header can mean: the fields of the lines there are, by name."""
    return _fields_of(_synonym_lines(synonyms))


def teach_header(synonyms: Path, wording: str, header_field: str, note: str = "", by: str = "") -> list[str]:
    """Append the line that says what a header wording means; returns the line. It is read in the next reload.

    Raises ConfigurationError where no line has that field, or the wording is there already.
    """
    lines = _synonym_lines(synonyms)
    known = _fields_of(lines)
    if header_field not in known:
        raise ConfigurationError(
            f"'{header_field}' is not a field", where=str(synonyms), remedy=f"one of {', '.join(known)}"
        )
    if is_placeholder(wording):
        raise ConfigurationError(
            f"'{wording}' is a placeholder",
            where=str(synonyms),
            remedy="write a wording that `duban review headers` lists",
        )
    if any(line["wording"] == wording and not line["beside_field"] for line in lines):
        raise ConfigurationError(
            f"there is a line for '{wording}' already", where=str(synonyms), remedy="change that line"
        )
    decided = f"decided by {by or getpass.getuser()} on {date.today().isoformat()}"
    line = [wording, header_field, "", f"{note}; {decided}" if note else decided]
    with synonyms.open("a", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(line)
    return line


def _synonym_lines(synonyms: Path) -> list[dict[str, str]]:
    with synonyms.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _fields_of(lines: list[dict[str, str]]) -> list[str]:
    return sorted({line["field"] for line in lines if line["field"]})


def read_decisions(corrections: Path) -> list[dict[str, str]]:
    """The lines of the seed. Raises ConfigurationError where its columns are not those expected."""
    if not corrections.exists():
        return []
    with corrections.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise ConfigurationError(
                f"its columns are {', '.join(reader.fieldnames or [])}",
                where=str(corrections),
                remedy=f"they must be {', '.join(COLUMNS)}",
            )
        return list(reader)


def _write(corrections: Path, lines: list[dict[str, str]]) -> None:
    lines = sorted(lines, key=lambda line: (line["jurisdiction"], line["report_year"], line["row_key"]))
    passing = corrections.with_name(f".{corrections.name}.part")
    with passing.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    passing.replace(corrections)


def _values(decision: Decision) -> list[object]:
    return [getattr(decision, column) for column in COLUMNS]


def _by_number(target_no: str) -> tuple[int, str]:
    return (int(target_no) if target_no.isdecimal() else 10**9, target_no)
