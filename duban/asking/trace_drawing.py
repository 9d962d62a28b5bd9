"""A trace as a terminal shows it: promise and answer, the printed rows with their block, the models in between.

Its sentences are written in English; `TraceWords` says them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from duban.asking.trace_words import ENGLISH, TraceWords
from duban.asking.tracing import PrintedCell, PrintedRow, Trace
from duban.terminal import as_text, printable

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

# Characters of a printed cell that are drawn; what a number stands in is drawn around the number.
CELL_LENGTH = 60
_AROUND_MARK = 24
# Models that are named of a column's way, unless all are asked for.
MODELS_NAMED = 4
_AS_PRINTED = "As printed (┃ rows of this target)"


def draw(
    traced: Trace, width: int, words: TraceWords = ENGLISH, *, all_models: bool = False
) -> Iterator[str | Text | Table]:
    """What to print, from top to bottom, each part a line, a text or a table that fits the width."""
    document, target = traced.document, traced.target
    where = ", ".join(dict.fromkeys(row.source_place for row in traced.rows if row.is_of_target))
    say = words.say
    if target is None:
        yield say("{path}, {where}: no target was made of this row", path=document["document_path"], where=where)
    else:
        yield say(
            "{place} {year}, target {number}  ({kind})",
            place=target["jurisdiction_name"],
            year=target["report_year"],
            number=target["target_no"] or say("(no number)"),
            kind=words.value("document_kind", target["document_kind"]),
        )
        yield printable(f"  {target['target_text'] or ''}")
        if target["annual_target_text"]:
            yield printable(say("  this year: {text}", text=target["annual_target_text"]))
        if target["section_name"]:
            yield printable(say("  section: {text}", text=target["section_name"]))
        yield printable(say("  printed in {path}, {where}", path=document["document_path"], where=where))
    yield ""
    yield from _numbers(traced, words)
    yield from _parties(traced, words)
    yield from _claims(traced, words)
    yield say("As printed (┃ rows of this target, » the cell asked for)" if _asked(traced) else _AS_PRINTED)
    yield _table(traced, width)
    for excluded in traced.excluded:
        yield printable(
            say(
                "  {kind} at {where}, not read: {text}",
                kind=words.value("excluded_kind", excluded["kind"]),
                where=excluded["source_place"],
                text=excluded["text"],
            )
        )
    yield ""
    yield from _inferred(traced, words)
    if traced.models:
        yield say("Came through")
    for column, models in traced.models.items():
        names = [words.model(name) for name in models[1:]]
        if not all_models and len(names) > MODELS_NAMED + 1:
            left_out = say("({count} more)", count=len(names) - MODELS_NAMED - 1)
            names = [*names[:MODELS_NAMED], left_out, names[-1]]
        yield f"  {words.column(column.rpartition('.')[2])}: " + " < ".join(names)


def _numbers(traced: Trace, words: TraceWords) -> Iterator[str]:
    say = words.say
    if traced.measures:
        yield say("Numbers")
    for measure in traced.measures:
        attained = words.value("attainment_class", measure["attainment_class"])
        if measure["target_value"] is None:
            yield f"  {attained}"
            continue
        unit = measure["measure_unit_text"] or ""
        reported = (
            say("nothing reported")
            if measure["reported_value"] is None
            else say("reported {value}", value=f"{_number(measure['reported_value'])}{unit}")
            + (f" ({measure['reported_source_place']})" if measure["reported_source_place"] else "")
        )
        ratio = f" {measure['attainment_ratio']:.2f}" if measure["attainment_ratio"] is not None else ""
        yield printable(
            say(
                "  {no}. {noun}: promised {operator} {value} ({where}), {reported}: {attained}, confidence {sure}",
                no=measure["measure_no"],
                noun=measure["measure_text"] or say("(no noun)"),
                operator=words.value("operator", measure["operator"]),
                value=f"{_number(measure['target_value'])}{unit}",
                where=measure["target_source_place"],
                reported=reported,
                attained=f"{attained}{ratio}",
                sure=f"{measure['confidence']:.2f}",
            )
        )


def _parties(traced: Trace, words: TraceWords) -> Iterator[str]:
    if traced.leaders:
        yield words.say("Leaders")
    for leader in traced.leaders:
        method = words.value("found_method", leader["found_method"])
        yield printable(f"  {leader['leader_name']} ({method}, {leader['assignment_confidence']:.2f})")
    if traced.units:
        yield words.say("Units")
    for unit in traced.units:
        doubt = words.say(", to review") if unit["needs_review"] else ""
        confidence = unit["assignment_confidence"]
        role = words.value("unit_role", unit["unit_role"])
        method = words.value("assignment_method", unit["assignment_method"])
        yield printable(
            f"  {as_text(unit['unit_text'])} ({role}, {unit['source_place']}, {method}"
            + (f" {confidence:.2f}" if confidence is not None else "")
            + f"{doubt})"
        )


def _claims(traced: Trace, words: TraceWords) -> Iterator[str]:
    if traced.claims:
        yield words.say("Claim findings")
    for claim in traced.claims:
        severity = words.value("severity", claim["severity"])
        yield printable(f"  {claim['reason_name']} ({severity}): {claim['evidence_text']}")


def _inferred(traced: Trace, words: TraceWords) -> Iterator[str]:
    if traced.inferred:
        yield words.say("Inferred")
    columns = {"row": "assignment_method", "unit": "full_name_method", "leader": "found_method"}
    sentences = {
        "row": "  the row at {subject} belongs to target {number}",
        "unit": "  {subject} is written in full",
        "leader": "  {subject} answers for the target",
    }
    number = (traced.target or {}).get("target_no") or words.say("(no number)")
    for one in traced.inferred:
        confidence = "" if one["confidence"] is None else f" {one['confidence']:.2f}"
        what = words.say(sentences[one["kind"]], subject=as_text(one["subject"]), number=number)
        yield printable(f"{what}: {words.value(columns[one['kind']], one['method'])}{confidence}")
        evidence = (one["evidence_zh"] if words.is_chinese else None) or one["evidence"]
        if evidence:
            yield printable(f"    {evidence}")


def _table(traced: Trace, width: int) -> Table:
    """The printed rows: a bar before those of the target, the target that each row was assigned to, its cells."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns = sorted({cell.column_no for row in traced.rows for cell in row.cells})
    table = Table(box=box.SQUARE, show_lines=True, pad_edge=False, padding=(0, 0), width=width)
    table.add_column("", no_wrap=True)
    table.add_column("", overflow="fold")
    for column in columns:
        table.add_column(Text(printable(traced.headers.get(column, ""))), overflow="fold", ratio=_ratio(traced, column))
    for row in traced.rows:
        cells = {cell.column_no: cell for cell in row.cells}
        table.add_row(
            "┃" if row.is_of_target else "",
            Text(_beside(row)),
            *[_cell(cells[column]) if column in cells else Text("") for column in columns],
        )
    return table


def _ratio(traced: Trace, column: int) -> int:
    """How wide a column is drawn beside the others: by the square root of its longest text, as eyes weigh it."""
    longest = max((len(cell.text) for row in traced.rows for cell in row.cells if cell.column_no == column), default=1)
    return max(3, round(min(longest, CELL_LENGTH) ** 0.5 * 2))


def _beside(row: PrintedRow) -> str:
    sure = "" if row.assignment_confidence in (None, 1.0) else f"\n{row.assignment_confidence:.0%}"
    return f"{row.target_no or ''}{sure}"


def _cell(cell: PrintedCell) -> Text:
    from rich.text import Text

    text = printable(_shortened(cell.text, cell.marks))
    for mark in cell.marks:
        text = text.replace(mark, f"【{mark}】", 1)
    drawn = Text(("» " if cell.is_asked else "") + text)
    if cell.is_asked or cell.marks:
        drawn.stylize("bold")
    return drawn


def _shortened(text: str, marks: tuple[str, ...]) -> str:
    """A long text cut to what a row can show, with what stands around its first mark.

    >>> _shortened("一" * 50 + "20万户" + "二" * 50, ("20万",)).count("20万户")
    1
    """
    if len(text) <= CELL_LENGTH:
        return text
    start = max(0, min((text.find(mark) for mark in marks if mark in text), default=0) - _AROUND_MARK)
    end = start + CELL_LENGTH
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _asked(traced: Trace) -> bool:
    return any(cell.is_asked for row in traced.rows for cell in row.cells)


def _number(value: Any) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")
