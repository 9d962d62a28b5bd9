"""Adding a document: what it would be in the warehouse, shown before it is copied into raw/ with its side file."""

from __future__ import annotations

import datetime
import filecmp
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from duban.asking.connection import connect_published
from duban.errors import ConfigurationError, DubanError
from duban.landing.discovery import discover
from duban.landing.side_files import is_year, read_side_file, side_path
from duban.landing.store import land
from duban.settings import Settings

# The last staging model: what it holds is all that can be said of a document without its neighbours.
_LAST = "staging.stg_rows"
# What a file or folder of raw/ may be called: nothing that leads anywhere else.
_NAME = re.compile(r"\w[\w ()()·-]*")


@dataclass(slots=True)
class Preview:
    """What a file would be in the warehouse.

    columns: (wording, field or '', period or ''). rows: the first data rows by field. problems: what gate 1 would hold
    it back for, each (reason, source place, remedy). warnings: what its reader noticed. evidence: by place, year and
    kind, the text that it was read from. sections: the first ones, in the order of the rows.
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
        raise ConfigurationError(f"{year} is no year", where="--year", remedy="write it with four digits, like 2024")
    if "jurisdiction" in facts:
        _check_place(facts["jurisdiction"])


def _check_place(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"'{name}' is not the name of a government", remedy="write it as the government does: 菏泽市"
        )


def preview(settings: Settings, file: Path, facts: dict[str, str]) -> Preview:
    """Land one file into a warehouse of its own in memory, up to staging, and say what came of it.

    facts: what its side file is to state beside what one lying there states. Raises DubanError where it cannot be read.
    """
    check_facts(facts)
    if not file.is_file():
        raise ConfigurationError("there is no such file", where=str(file), remedy="check the path")
    if file.resolve().is_relative_to(settings.raw.resolve()):
        raise ConfigurationError(
            "the file lies in raw/ already", where=str(file), remedy="run `duban reload`: it takes in what lies there"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        side_text = _side_text(file, facts)
        if side_text:
            copy.with_name(copy.name + ".yml").write_text(side_text, "utf8")
        con = duckdb.connect()
        land(con, Path(folder), discover(Path(folder)), workers=1)
        seen = Preview(side_text=side_text)
        if con.execute("select count(*) from raw.documents").fetchone() == (0,):
            # What cannot be read is refused at once: models and gate have nothing to add, and take seconds to load.
            return _with_findings(con, seen)
        from duban import modelling
        from duban.landing.quarantine import hold_back
        from expectations.landing_gate import judge_landing

        project = modelling.load_project(settings.sql)
        modelling.build(project, con, until="staging.stg_landing_profile")
        judged = judge_landing(con, project)
        # The rows of a document that is to be held back are shown too, so they are built before it is.
        modelling.build(project, con, until=_LAST)
        modelling.build(project, con, until="staging.stg_columns")
        hold_back(con, judged.quarantined)
        return _with_findings(con, _with_reading(con, seen))


def add(settings: Settings, file: Path, seen: Preview, name: str | None = None) -> Path:
    """Copy a previewed file into raw/<place>/<year><suffix> with its side file; returns where it lies now.

    name: another name than the year. Raises ConfigurationError where that name is taken.
    """
    place = seen.jurisdiction_name
    if place is None or seen.report_year is None:
        raise ConfigurationError(
            "whose table it is, or of what year, is not known", where=str(file), remedy="pass --place and --year"
        )
    _check_place(place)
    if name is not None and not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"'{name}' cannot be a file's name in raw/", remedy="use letters, digits, Chinese characters, - and _"
        )
    target = settings.raw / _folder_of(settings, place) / f"{name or seen.report_year}{file.suffix.lower()}"
    if target.exists():
        if filecmp.cmp(file, target, shallow=False):
            raise ConfigurationError(
                "it is in raw/ already, byte for byte", where=str(target), remedy="run `duban reload`: it takes it in"
            )
        raise ConfigurationError(
            "there is a document of that name already",
            where=str(target),
            remedy=f"pass --name {seen.report_year}-2 for another edition, or take the old one away",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    if seen.side_text:
        # First the side file: a reload in between must not meet the document without it.
        target.with_name(target.name + ".yml").write_text(seen.side_text, "utf8")
    passing = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, passing)
    passing.replace(target)
    return target


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
                seen.evidence[name] = f"{method}: {text}" if text else method
                seen.evidence[name] += f"; {share:.0%} sure" if share is not None and share < 1 else ""
        if facts[9]:
            seen.evidence["place"] += f"; also {facts[9]}"
    seen.columns = con.execute(
        "select distinct on (table_no, column_no) header_text, "
        "case when is_recognised then field else concat(field, ' (unknown wording)') end, coalesce(period_text, '') "
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
