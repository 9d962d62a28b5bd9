"""Adding a document: what it would be in the warehouse, shown before it is copied into raw/ with its side file."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from duban.asking.connection import connect_published
from duban.errors import ConfigurationError, DubanError
from duban.landing.discovery import discover
from duban.landing.side_files import is_year, read_side_file, side_path
from duban.landing.store import land
from duban.nearest import near_names
from duban.output.display_width import shortened
from duban.pipeline.placing import Placement, check_file, check_place, placement
from duban.settings import Settings

if TYPE_CHECKING:
    from expectations.results import CheckResult

# What can be said of a document without its neighbours, whether gate 1 is to hold it back or not.
_READ = ("stg_landing_profile", "stg_rows", "stg_columns", "stg_division_names")
_EVIDENCE_WIDTH = 120  # columns of a terminal for a text that place, year or kind was read from


@dataclass(slots=True)
class Preview:
    """What a file would be in the warehouse.

    columns: (wording, field or '', period or ''). rows: the first data rows by field. problems: what gate 1 would hold
    it back for, each (reason, source place, remedy). warnings: what its reader noticed. doubts: what gate 1 would warn
    of, and a place that may be misspelt. evidence: by place, year and kind, the head of the text that it was read from.
    sections: the first ones, in the order of the rows.
    """

    title: str | None = None
    jurisdiction_name: str | None = None
    report_year: int | None = None
    document_kind: str | None = None
    row_count: int = 0
    columns: list[tuple[str, str, str]] = field(default_factory=list)
    row_fields: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    side_text: str = ""
    evidence: dict[str, str] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)


def check_facts(facts: dict[str, str]) -> None:
    """Raise ConfigurationError where what is to be stated beside a file would put it into quarantine."""
    for name in ("as_of", "published_on"):
        try:
            datetime.date.fromisoformat(facts.get(name, "2000-01-01"))
        except ValueError:
            raise ConfigurationError(
                f"{name}: {facts[name]} is not a date (YYYY-MM-DD)", remedy="write it like 2024-01-12"
            ) from None
    year = facts.get("report_year", "2000")
    if not is_year(year):
        raise ConfigurationError(
            f"{year} is not a year (YYYY)", where="--year", remedy="write it with four digits, like 2024"
        )
    if "jurisdiction" in facts:
        check_place(facts["jurisdiction"])


def preview(
    settings: Settings, file: Path, facts: dict[str, str], on_reading: Callable[[Preview], None] | None = None
) -> Preview:
    """Land one file into a warehouse of its own in memory, up to staging, and say what came of it.

    facts: what its side file is to state beside what one lying there states. on_reading is called once staging has read
    it and before gate 1 judges, with all but its problems, warnings and doubts: Great Expectations takes seconds to
    load. Raises DubanError where it cannot be read.
    """
    check_facts(facts)
    check_file(file)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        side_text = _side_text(file, facts)
        if side_text:
            copy.with_name(copy.name + ".yml").write_text(side_text, "utf8")
        from duban import modelling
        from duban.landing.quarantine import hold_back
        from expectations.landing_gate import READING, VALUES, judge_landing

        con = duckdb.connect()
        with ThreadPoolExecutor(max_workers=1) as beside:
            # Of the tree only this and what gate 1 asks, while another process reads the document.
            loading = beside.submit(modelling.load_part, settings.sql, [*_READ, VALUES, READING])
            land(con, Path(folder), discover(Path(folder)), workers=1)
        seen = Preview(side_text=side_text)
        if con.execute("select count(*) from raw.documents").fetchone() == (0,):
            # What cannot be read is refused at once: models and gate have nothing to add.
            return _with_findings(con, seen)
        project = loading.result()
        modelling.build(project, con, with_comments=False)  # nobody queries this one
        seen = _with_reading(con, seen)
        if on_reading is not None:
            on_reading(seen)
        judged = judge_landing(con, project, may_be_plain=True)
        hold_back(con, judged.quarantined)
        seen.doubts = [
            *(_first_found(check) for check in judged.report.warnings if check.severity == "warn"),
            *_near_places(settings, con),
        ]
        return _with_findings(con, seen)


def placement_of(settings: Settings, file: Path, seen: Preview, name: str | None = None) -> Placement:
    """Where a previewed file goes: raw/<place>/<year><suffix>. name: another name than the year.

    Raises ConfigurationError where it cannot go there.
    """
    place = seen.jurisdiction_name
    if place is None or seen.report_year is None:
        raise ConfigurationError(
            "whose table it is, or of what year, is not known", where=str(file), remedy="pass --place and --year"
        )
    check_place(place)
    folder = settings.raw / _folder_of(settings, place)
    return placement(folder, file, seen.report_year, name, bool(seen.side_text))


def _side_text(file: Path, facts: dict[str, str]) -> str:
    lying = side_path(file)
    kept = lying.read_text("utf8") if lying else ""
    stated = read_side_file(lying, lying.name).facts if lying else {}
    added = "".join(f"{key}: {value}\n" for key, value in facts.items() if key not in stated)
    clash = [key for key, value in facts.items() if key in stated and stated[key] != value]
    if clash:
        raise ConfigurationError(
            f"the side file states another {clash[0]}: {stated[clash[0]]}",
            where=str(lying),
            remedy="correct one of them",
        )
    return kept + ("\n" if kept and not kept.endswith("\n") and added else "") + added


def _with_findings(con: duckdb.DuckDBPyConnection, seen: Preview) -> Preview:
    """What holds the file back, and what its reader noticed."""
    seen.problems = con.execute("select reason, source_place, remedy from raw.quarantine order by all").fetchall()
    seen.warnings = [
        f"{what} ({source_place})"
        for what, source_place in con.execute(
            "select what, source_place from raw.notes where severity = 'warning' order by note_no"
        ).fetchall()
    ]
    return seen


def _with_reading(con: duckdb.DuckDBPyConnection, seen: Preview) -> Preview:
    """What staging makes of it: whose, of what year, its columns and first rows."""
    profile = con.execute(
        "select title_text, jurisdiction_name, report_year, document_kind, data_row_count "
        "from staging.stg_landing_profile"
    ).fetchone()
    if profile:
        seen.title, seen.jurisdiction_name, seen.report_year, seen.document_kind, seen.row_count = profile
    facts = con.execute(
        "select jurisdiction_method, jurisdiction_evidence, jurisdiction_confidence, year_method, year_evidence, "
        "year_confidence, kind_method, kind_evidence, null, jurisdictions_also_named from staging.stg_document_facts"
    ).fetchone()
    if facts:
        questions = zip(("place", "year", "kind"), facts[:9:3], facts[1:9:3], facts[2:9:3], strict=True)
        for name, method, text, share in questions:
            if method:
                seen.evidence[name] = f"{method}: {shortened(text, _EVIDENCE_WIDTH)}" if text else method
                seen.evidence[name] += f"; {share:.0%} sure" if share is not None and share < 1 else ""
        if facts[9]:
            seen.evidence["place"] += f"; also {facts[9]}"
    seen.columns = con.execute(
        "select distinct on (table_no, column_no) header_text, "
        "case when field_method in ('ending', 'content') "
        "then concat(field, ' (inferred from its ', field_method, ', ', "
        "round(field_confidence * 100)::integer, '% sure)') "
        "when is_recognised then field else concat(field, ' (unknown wording)') end, coalesce(period_text, '') "
        "from staging.stg_columns order by table_no, column_no, part_no limit 40"
    ).fetchall()
    seen.sections = [
        name
        for (name,) in con.execute(
            "select section_name from staging.stg_rows where row_kind = 'data' and section_name is not null "
            "group by section_name order by min(table_no * 100000 + row_no) limit 12"
        ).fetchall()
    ]
    fields = ["target_no", "leader_text", "target_text", "deadline_text", "progress_text", "status_text", "units"]
    seen.row_fields = fields
    seen.rows = con.execute(
        f"select {', '.join(fields[:-1])}, concat_ws(' / ', unit_lead_text, unit_text, unit_support_text) as units "
        "from staging.stg_rows where row_kind = 'data' order by table_no, row_no limit 6"
    ).fetchall()
    return seen


def _first_found(check: CheckResult) -> str:
    """A check of gate 1 and what it found in the only document that there is, in English."""
    from expectations.landing_gate import REASON

    found = check.failing_rows[0].row.get(REASON) if check.failing_rows else None
    return f"{found.splitlines()[-1] if found else check.message.en} (check: {check.title.en})"


def _near_places(settings: Settings, con: duckdb.DuckDBPyConnection) -> list[str]:
    """A warning where a place that was stated is nobody's, but nearly that of a government that is known.

    Known are the places of the warehouse and the administrative divisions.
    """
    stated = con.execute(
        "select jurisdiction_name from staging.stg_document_facts where jurisdiction_method = 'side file'"
    ).fetchone()
    if stated is None:
        return []
    name = str(stated[0])
    published = _published_places(settings)
    written = {text for (text,) in con.execute("select name_text from staging.stg_division_names").fetchall()}
    if name in published or name in written:
        return []
    divisions = con.execute("select distinct jurisdiction_name from staging.stg_division_names").fetchall()
    near = near_names(name, published) or near_names(name, [text for (text,) in divisions])
    if not near:
        return []
    return [f"no place is called {name}: did you mean {' or '.join(near)}? As it is, {name} becomes a place of its own"]


def _published_places(settings: Settings) -> list[str]:
    try:
        with connect_published(settings.published) as con:
            rows = con.execute("select jurisdiction_name from marts.dim_jurisdiction").fetchall()
    except (DubanError, duckdb.Error):  # nothing is published yet
        return []
    return [str(name) for (name,) in rows]


def _folder_of(settings: Settings, place: str) -> str:
    """The folder that holds a jurisdiction's documents already, else its name."""
    try:
        with connect_published(settings.published) as con:
            row = con.execute(
                "select split_part(document_path, '/', 1) from marts.dim_document "
                "where jurisdiction_name = ? and contains(document_path, '/') group by all "
                "order by count(*) desc, 1 limit 1",
                [place],
            ).fetchone()
    except (DubanError, duckdb.Error):
        row = None
    return str(row[0]) if row else place
