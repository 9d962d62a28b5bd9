"""A trace as a terminal shows it: promise and answer, the printed rows with their block, the models in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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


def draw(traced: Trace, width: int, *, all_models: bool = False) -> Iterator[str | Text | Table]:
    """What to print, from top to bottom, each part a line, a text or a table that fits the width."""
    document, target = traced.document, traced.target
    where = ", ".join(dict.fromkeys(row.source_place for row in traced.rows if row.is_of_target))
    if target is None:
        yield f"{document['document_path']}, {where}: no target was made of this row"
    else:
        number = target["target_no"] or "(no number)"
        yield f"{target['jurisdiction_name']} {target['report_year']}, target {number}  ({target['document_kind']})"
        yield printable(f"  {target['target_text'] or ''}")
        if target["annual_target_text"]:
            yield printable(f"  this year: {target['annual_target_text']}")
        if target["section_name"]:
            yield printable(f"  section: {target['section_name']}")
        yield printable(f"  printed in {document['document_path']}, {where}")
    yield ""
    yield from _numbers(traced)
    yield from _parties(traced)
    yield from _claims(traced)
    yield "As printed (┃ rows of this target" + (", » the cell asked for" if _asked(traced) else "") + ")"
    yield _table(traced, width)
    for excluded in traced.excluded:
        yield printable(f"  {excluded['kind']} at {excluded['source_place']}, not read: {excluded['text']}")
    yield ""
    yield from _inferred(traced)
    if traced.models:
        yield "Came through"
    for column, models in traced.models.items():
        names = models[1:]
        if not all_models and len(names) > MODELS_NAMED + 1:
            names = [*names[:MODELS_NAMED], f"({len(names) - MODELS_NAMED - 1} more)", names[-1]]
        yield f"  {column.rpartition('.')[2]}: " + " < ".join(name.removeprefix("intermediate.") for name in names)


def _numbers(traced: Trace) -> Iterator[str]:
    if traced.measures:
        yield "Numbers"
    for measure in traced.measures:
        if measure["target_value"] is None:
            yield f"  {measure['attainment_class']}"
            continue
        unit = measure["measure_unit_text"] or ""
        promised = f"{measure['operator']} {_number(measure['target_value'])}{unit}"
        reported = (
            "nothing reported"
            if measure["reported_value"] is None
            else f"reported {_number(measure['reported_value'])}{unit}"
            + (f" ({measure['reported_source_place']})" if measure["reported_source_place"] else "")
        )
        ratio = f" {measure['attainment_ratio']:.2f}" if measure["attainment_ratio"] is not None else ""
        yield printable(
            f"  {measure['measure_no']}. {measure['measure_text'] or '(no noun)'}: promised {promised}"
            f" ({measure['target_source_place']}), {reported}: {measure['attainment_class']}{ratio},"
            f" confidence {measure['confidence']:.2f}"
        )


def _parties(traced: Trace) -> Iterator[str]:
    if traced.leaders:
        yield "Leaders"
    for leader in traced.leaders:
        yield printable(f"  {leader['leader_name']} ({leader['found_method']}, {leader['assignment_confidence']:.2f})")
    if traced.units:
        yield "Units"
    for unit in traced.units:
        doubt = ", to review" if unit["needs_review"] else ""
        confidence = unit["assignment_confidence"]
        yield printable(
            f"  {as_text(unit['unit_text'])} ({unit['unit_role']}, {unit['source_place']}, {unit['assignment_method']}"
            + (f" {confidence:.2f}" if confidence is not None else "")
            + f"{doubt})"
        )


def _claims(traced: Trace) -> Iterator[str]:
    if traced.claims:
        yield "Claim findings"
    for claim in traced.claims:
        yield printable(f"  {claim['reason_name']} ({claim['severity']}): {claim['evidence_text']}")


def _inferred(traced: Trace) -> Iterator[str]:
    if traced.inferred:
        yield "Inferred"
    for one in traced.inferred:
        confidence = "" if one["confidence"] is None else f" {one['confidence']:.2f}"
        yield printable(f"  {one['what']}: {one['method']}{confidence}")
        if one["evidence"]:
            yield printable(f"    {one['evidence']}")


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
