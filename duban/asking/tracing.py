"""From a published number home to the printed cell it was read from, and from a printed cell to what was made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.asking.connection import connect_published
from duban.asking.query import Answer
from duban.errors import ConfigurationError
from duban.nearest import nearest

if TYPE_CHECKING:
    import duckdb

# Printed rows drawn above and below those of the target.
CONTEXT_ROWS = 1
# The published columns that a target's texts and numbers stand in: their way through the models is part of a trace.
TRACED_COLUMNS = (
    ("marts.dim_target", "target_text"),
    ("marts.fct_target_measure", "target_value"),
    ("marts.fct_target_measure", "reported_value"),
    ("marts.fct_target_unit", "unit_text"),
    ("marts.fct_target_unit", "progress_text"),
)
# Tables whose key finds a target: the column of the key, and the SQL that leads from it to target_id.
_KEYS = {
    "target_id": "select target_id from marts.dim_target where starts_with(target_id, $key)",
    "target_unit_id": "select target_id from marts.fct_target_unit where starts_with(target_unit_id, $key)",
    "claim_id": "select target_id from marts.mart_claim_audit where starts_with(claim_id, $key)",
    "match_id": "select unnest([to_target_id, from_target_id]) from marts.fct_target_match"
    " where starts_with(match_id, $key)",
    "yoy_measure_id": "select unnest([to_target_id, from_target_id]) from marts.mart_yoy_measure"
    " where starts_with(yoy_measure_id, $key)",
    "review_id": "select rows.target_id from meta.review_queue as queue inner join intermediate.int_target_rows as rows"
    " on queue.document_id = rows.document_id and queue.source_table_no = rows.table_no"
    " and queue.source_row_no = rows.row_no where starts_with(queue.review_id, $key)",
}
# A key is a hash; fewer digits of it would find strangers.
_KEY = re.compile(r"[0-9a-f]{6,32}")
_HOW = "duban trace PLACE YEAR NUMBER, duban trace KEY, or duban trace PATH SOURCE_PLACE (heze/2023.md line 13)"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell: its text as printed, where it stands, and what the trace says of it.

    row_span, column_span: printed rows and columns that it covers; 1 where the spans are lost.
    field: what its column holds (target_text, unit, ...), None where the header says nothing.
    marks: the numbers and words of it that the trace is about, as printed.
    """

    column_no: int
    text: str
    row_span: int
    column_span: int
    field: str | None
    source_place: str
    marks: tuple[str, ...] = ()
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One printed row of the table: its cells, and to which target it was assigned, how and how surely.

    is_of_target: a row of the traced target; the others are context. target_no: of the target it was assigned to.
    review_reason_zh: the reason in Chinese, None in builds of before 2026-11-28.
    """

    row_no: int
    source_place: str
    is_of_target: bool
    target_no: str | None
    assignment_method: str | None
    assignment_confidence: float | None
    review_reason: str | None
    review_reason_zh: str | None
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A target, or a printed row that is none, with all that was made of it and where it is printed.

    document: one record of marts.dim_document. target: one record of marts.dim_target, None for a row that belongs to
    no target. measures, claims, units, leaders: records of fct_target_measure, mart_claim_audit, fct_target_unit and
    bridge_target_leader. headers: column number to header text. inferred: what was not printed but concluded, each with
    its value, method, confidence and evidence. excluded: struck, raised and hidden text of its rows. models: for each
    published column the models it came through, from the mart back to the raw table.
    """

    document: dict[str, Any]
    target: dict[str, Any] | None
    measures: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    leaders: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[int, str] = field(default_factory=dict)
    rows: list[PrintedRow] = field(default_factory=list)
    inferred: list[dict[str, Any]] = field(default_factory=list)
    excluded: list[dict[str, Any]] = field(default_factory=list)
    models: dict[str, list[str]] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """The trace as plain dictionaries and lists, for JSON."""
        return asdict(self)


def trace(published: Path, *subject: str | int) -> list[Trace]:
    """Trace a target (place, year, number), a key of a published row, or a printed cell (path, source place).

    Where a plan and a result print the same target both are traced, the one that speaks for the year first.
    Raises ConfigurationError where nothing of the kind is published, with the nearest that is.
    """
    with connect_published(published) as con:
        return trace_on(con, *subject)


def trace_target(con: duckdb.DuckDBPyConnection, target_id: str) -> Trace:
    """One target by its whole key, on a connection that is open, without the models that its values came through.

    Raises ConfigurationError where there is no such target.
    """
    if not con.execute("select 1 from marts.dim_target where target_id = ?", [target_id]).fetchall():
        raise ConfigurationError(f"no published row has the key {target_id}", remedy=_HOW)
    return _trace_target(con, target_id, set(), with_models=False)


def trace_on(con: duckdb.DuckDBPyConnection, *subject: str | int) -> list[Trace]:
    """As `trace`, on a connection that is open."""
    words = [str(word).strip() for word in subject if str(word).strip()]
    if not words:
        raise ConfigurationError("nothing to trace is named", remedy=_HOW)
    document, source_place = _printed_cell(con, " ".join(words))
    if document is not None:
        return _trace_cell(con, document, source_place)
    if len(words) == 1:
        return _trace_targets(con, _targets_of_key(con, words[0]))
    return _trace_targets(con, _targets_of_number(con, words))


def _records(con: duckdb.DuckDBPyConnection, sql: str, **values: Any) -> list[dict[str, Any]]:
    result = con.execute(sql, values) if values else con.execute(sql)
    return Answer([column[0] for column in result.description], result.fetchall()).records()


def _printed_cell(con: duckdb.DuckDBPyConnection, words: str) -> tuple[dict[str, Any] | None, str]:
    """The document that the words begin with, and the rest of them; None where they begin with no path."""
    documents = _records(con, "select * from marts.dim_document where starts_with($words, document_path)", words=words)
    if not documents:
        return None, ""
    document = max(documents, key=lambda found: len(found["document_path"]))
    return document, words.removeprefix(document["document_path"]).strip(" ,:")


def _targets_of_key(con: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    if _KEY.fullmatch(key.lower()):
        for sql in _KEYS.values():
            found = [row[0] for row in con.execute(f"{sql} limit 20", {"key": key.lower()}).fetchall() if row[0]]
            if found:
                return list(dict.fromkeys(found))
        raise ConfigurationError(
            f"no published row has the key {key}", remedy=f"a key is one of {', '.join(_KEYS)}, or: {_HOW}"
        )
    paths = [row[0] for row in con.execute("select document_path from marts.dim_document").fetchall()]
    raise ConfigurationError(
        f"'{key}' is neither a key nor a document", remedy=f"{nearest(key, paths, 'document')} {_HOW}"
    )


def _targets_of_number(con: duckdb.DuckDBPyConnection, words: Sequence[str]) -> list[str]:
    """The targets of a place and year by their number; the year may be left out where the place has one."""
    place, *rest = words
    known = con.execute("select distinct jurisdiction_name, report_year from marts.dim_target order by all").fetchall()
    places = {name for name, _ in known}
    if place not in places:
        raise ConfigurationError(f"no target of '{place}' is published", remedy=nearest(place, places, "place"))
    years = sorted({year for name, year in known if name == place and year is not None})
    if len(rest) == 1 and len(years) == 1:
        rest = [str(years[0]), *rest]
    if len(rest) != 2 or rest[0] not in map(str, years):
        raise ConfigurationError(
            f"of which year of {place}?" if len(rest) < 2 else f"no target of {place} in {rest[0]}",
            remedy=f"the years are {', '.join(map(str, years))}: duban trace {place} {years[-1]} NUMBER",
        )
    year, number = rest
    found = _records(
        con,
        """
        select target_id, target_no from marts.dim_target
        where jurisdiction_name = $place and report_year = $year
        order by speaks_for_year desc, is_current desc, document_id, source_table_no, source_row_no
        """,
        place=place,
        year=int(year),
    )
    matching = [row["target_id"] for row in found if row["target_no"] == number.lstrip("0")]
    if not matching:
        numbers = list(dict.fromkeys(row["target_no"] for row in found if row["target_no"]))
        raise ConfigurationError(
            f"{place} {year} has no target {number}",
            remedy=f"its {len(numbers)} numbers go from {numbers[0]} to {numbers[-1]}"
            if numbers
            else "its targets have no numbers: trace one by its key or by its cell",
        )
    return matching


def _trace_cell(con: duckdb.DuckDBPyConnection, document: dict[str, Any], source_place: str) -> list[Trace]:
    """What was made of the printed row that a source place names."""
    document_id = document["document_id"]
    wanted, _, column = source_place.partition(" column ")
    places = con.execute(
        "select distinct source_place, table_no, row_no from raw.cells where document_id = ? order by table_no, row_no",
        [document_id],
    ).fetchall()
    rows = list(dict.fromkeys((table, row) for place, table, row in places if wanted in (place, f"row {row}")))
    if not rows:
        example = places[0][0] if places else ""
        raise ConfigurationError(
            f"no cell of {document['document_path']} stands at '{source_place}'",
            remedy=nearest(source_place, [place for place, *_ in places], "source place")
            if source_place
            else f"name one: duban trace {document['document_path']} {example}",
        )
    asked = {(table, row, int(column)) for table, row in rows if column.isdecimal()}
    if not column:
        asked = {
            (table, row, number)
            for table, row, number in con.execute(
                "select table_no, row_no, column_no from raw.cells where document_id = ? and source_place = ?",
                [document_id, source_place],
            ).fetchall()
        }
    traces: list[Trace] = []
    for table, row in rows:
        targets = con.execute(
            "select distinct target_id from intermediate.int_target_rows"
            " where document_id = ? and table_no = ? and row_no = ? and target_id is not null",
            [document_id, table, row],
        ).fetchall()
        for (target_id,) in targets:
            traces.append(_trace_target(con, target_id, asked))
        if not targets:
            traces.append(
                Trace(
                    document,
                    None,
                    headers=_headers(con, document_id, table),
                    rows=_printed_rows(con, document_id, None, {(table, row)}, asked, {}),
                )
            )
    return traces


def _trace_targets(con: duckdb.DuckDBPyConnection, target_ids: Sequence[str]) -> list[Trace]:
    return [_trace_target(con, target_id, set()) for target_id in target_ids]


def _trace_target(
    con: duckdb.DuckDBPyConnection, target_id: str, asked: set[tuple[int, int, int]], *, with_models: bool = True
) -> Trace:
    def of_target(table: str, order: str) -> list[dict[str, Any]]:
        return _records(con, f"select * from {table} where target_id = $target order by {order}", target=target_id)

    target = of_target("marts.dim_target", "target_id")[0]
    document_id = target["document_id"]
    document = _records(con, "select * from marts.dim_document where document_id = $id", id=document_id)[0]
    measures = of_target("marts.fct_target_measure", "measure_no")
    units = of_target("marts.fct_target_unit", "source_table_no, source_row_no, target_unit_id")
    leaders = of_target("marts.bridge_target_leader", "leader_no")
    printed = {
        (table, row)
        for table, row in con.execute(
            "select table_no, row_no from intermediate.int_target_rows where target_id = ?", [target_id]
        ).fetchall()
    } | {(target["source_table_no"], target["source_row_no"])}
    rows = _printed_rows(con, document_id, target_id, printed, asked, _marks(con, target, measures))
    first_table = min(table for table, _ in printed)
    return Trace(
        document,
        target,
        measures,
        of_target("marts.mart_claim_audit", "severity, claim_id"),
        units,
        leaders,
        _headers(con, document_id, first_table),
        rows,
        _inferred(target, rows, units, leaders),
        _records(
            con,
            """
            select kind, text, note_text, source_place from raw.excluded_texts
            where document_id = $id and list_contains($rows, {'table_no': table_no, 'row_no': row_no})
            order by excluded_no
            """,
            id=document_id,
            rows=[{"table_no": table, "row_no": row} for table, row in printed],
        ),
        {f"{table}.{column}": _models(con, table, column) for table, column in TRACED_COLUMNS if with_models},
    )


def _headers(con: duckdb.DuckDBPyConnection, document_id: str, table_no: int) -> dict[int, str]:
    """Column number to header text of a table, or of the table that it continues."""
    return dict(
        con.execute(
            """
            select columns.column_no, any_value(columns.header_text order by columns.part_no)
            from staging.stg_tables as tables
            inner join staging.stg_columns as columns
                on tables.document_id = columns.document_id and tables.columns_table_no = columns.table_no
            where tables.document_id = ? and tables.table_no = ?
            group by columns.column_no
            order by columns.column_no
            """,
            [document_id, table_no],
        ).fetchall()
    )


def _marks(
    con: duckdb.DuckDBPyConnection, target: dict[str, Any], measures: list[dict[str, Any]]
) -> dict[str, set[str]]:
    """The printed words of the promised and reported numbers, by the kind of field that prints them."""
    marks: dict[str, set[str]] = {"target": set(), "progress": set()}
    progress = dict(
        con.execute(
            "select progress_no, progress_text from intermediate.int_target_progress where target_id = ?",
            [target["target_id"]],
        ).fetchall()
    )
    for measure in measures:
        promise = target["annual_target_text" if measure["target_text_name"] == "annual_target" else "target_text"]
        for kind, text, first, last in (
            ("target", promise, measure["target_start_pos"], measure["target_end_pos"]),
            (
                "progress",
                progress.get(measure["progress_no"]),
                *(measure[f"reported_{end}_pos"] for end in ("start", "end")),
            ),
        ):
            if text and first and last:
                marks[kind].add(text[first - 1 : last])
    return marks


def _printed_rows(
    con: duckdb.DuckDBPyConnection,
    document_id: str,
    target_id: str | None,
    printed: set[tuple[int, int]],
    asked: set[tuple[int, int, int]],
    marks: dict[str, set[str]],
) -> list[PrintedRow]:
    """The rows as printed, with their neighbours, in printed order."""
    found = _records(
        con,
        """
        with wanted as (
            select distinct unnest($rows).table_no as table_no, unnest($rows).row_no as row_no
        ),
        shown as (
            select distinct cells.table_no, cells.row_no
            from raw.cells as cells
            inner join wanted
                on cells.table_no = wanted.table_no
                and cells.row_no between wanted.row_no - $context and wanted.row_no + $context
            where cells.document_id = $id
        ),
        assigned as (
            select distinct on (rows.table_no, rows.row_no)
                rows.table_no, rows.row_no, rows.target_id, targets.target_no,
                rows.assignment_method, rows.assignment_confidence, columns('^review_reason(_zh)?$')
            from intermediate.int_target_rows as rows
            left join marts.dim_target as targets using (target_id)
            where rows.document_id = $id
            order by rows.table_no, rows.row_no, rows.target_id = $target desc
        ),
        headed as (
            select table_no, min(columns_table_no) as columns_table_no
            from staging.stg_tables where document_id = $id group by table_no
        ),
        fields as (
            select table_no, column_no, any_value(field order by part_no) as field
            from staging.stg_columns where document_id = $id group by all
        )
        select cells.*, fields.field, assigned.* exclude (table_no, row_no)
        from raw.cells as cells
        inner join shown using (table_no, row_no)
        left join assigned using (table_no, row_no)
        left join headed on headed.table_no = cells.table_no
        left join fields on fields.table_no = headed.columns_table_no and fields.column_no = cells.column_no
        where cells.document_id = $id and cells.is_origin
        order by cells.table_no, cells.row_no, cells.column_no
        """,
        id=document_id,
        target=target_id,
        context=CONTEXT_ROWS,
        rows=[{"table_no": table, "row_no": row} for table, row in printed],
    )
    by_row: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for cell in found:
        by_row.setdefault((cell["table_no"], cell["row_no"]), []).append(cell)
    return [
        PrintedRow(
            row_no,
            cells[0]["source_place"],
            (table_no, row_no) in printed,
            cells[0]["target_no"],
            cells[0]["assignment_method"],
            cells[0]["assignment_confidence"],
            cells[0]["review_reason"],
            cells[0].get("review_reason_zh"),
            tuple(
                PrintedCell(
                    cell["column_no"],
                    cell["text"] or "",
                    cell["row_span"],
                    cell["column_span"],
                    cell["field"],
                    cell["source_place"],
                    _marked(cell, marks) if (table_no, row_no) in printed else (),
                    (table_no, row_no, cell["column_no"]) in asked,
                )
                for cell in cells
            ),
        )
        for (table_no, row_no), cells in by_row.items()
    ]


def _marked(cell: dict[str, Any], marks: dict[str, set[str]]) -> tuple[str, ...]:
    kind = "target" if cell["field"] in ("target_text", "annual_target") else cell["field"]
    return tuple(sorted(words for words in marks.get(kind or "", ()) if words in (cell["text"] or "")))


def _inferred(
    target: dict[str, Any],
    rows: list[PrintedRow],
    units: list[dict[str, Any]],
    leaders: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """What of the target is not printed but concluded: each with kind and subject, method, confidence and evidence.

    kind: row (subject: its source place), unit (its name) or leader (the name); what: the same as a sentence.
    """
    of_rows = [
        {
            "kind": "row",
            "subject": row.source_place,
            "what": f"the row at {row.source_place} belongs to target {target['target_no'] or '(no number)'}",
            "method": row.assignment_method,
            "confidence": row.assignment_confidence,
            "evidence": row.review_reason,
            "evidence_zh": row.review_reason_zh,
        }
        for row in rows
        if row.is_of_target and (row.assignment_confidence not in (None, 1.0) or row.review_reason)
    ]
    of_units = [
        {
            "kind": "unit",
            "subject": unit["unit_text"],
            "what": f"{unit['unit_text']} is written in full",
            "method": unit["full_name_method"],
            "confidence": unit["full_name_confidence"],
            "evidence": None,
            "evidence_zh": None,
        }
        for unit in units
        if unit["full_name_method"] not in (None, "as printed")
    ]
    of_leaders = [
        {
            "kind": "leader",
            "subject": leader["leader_name"],
            "what": f"{leader['leader_name']} answers for the target",
            "method": leader["found_method"],
            "confidence": leader["assignment_confidence"],
            "evidence": None,
            "evidence_zh": None,
        }
        for leader in leaders
        if leader["found_method"] != "printed"
    ]
    return of_rows + of_units + of_leaders


def _models(con: duckdb.DuckDBPyConnection, table: str, column: str) -> list[str]:
    """The tables that a published column came through, the mart first, the raw table last."""
    return [
        row[0]
        for row in con.execute(
            """
            with recursive upstream as (
                select $table::varchar as table_name, $column::varchar as column_name, 0 as depth
                union
                select lineage.source_table, lineage.source_column, upstream.depth + 1
                from upstream
                inner join meta.lineage as lineage
                    on upstream.table_name = lineage.model_name and upstream.column_name = lineage.column_name
                where upstream.depth < 60
            )
            select table_name from upstream where not starts_with(table_name, 'seeds.')
            group by table_name order by max(depth), table_name
            """,
            {"table": table, "column": column},
        ).fetchall()
    ]
