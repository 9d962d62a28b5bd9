"""Is a table read as well from the text that a copy of it leaves? HTML tables are copied in many ways and read again.

    python -m trials.copied_tables [FOLDER ...] [--ways NAME ...] [--seed 7] [--documents 10] [--keep FOLDER]

FOLDER: HTML documents, each with its side file (`2024.html.yml`, or `side.yml` beside it), if it has one; without any,
constructed tables of `benchmarks/tables`, both profiles. What duban reads from the HTML is what is expected of every
copy: targets, units, leaders, deadlines, progress and statuses. A way to copy is a form (a cell a line, a row a line
...) and, behind a `+`, what is changed in it (`lines+pages`); `--ways` takes either or both, also `all`. Each copy has
place and year from a side file, so that only the table is judged. For each way are printed: the documents landed and
held, and of the facts those right, missing, and wrong: that no one finds in the HTML. Below that, the wrong ones word
for word (those not marked for review first), and what is held with the reason. Exits 1 where anything wrong is landed
that is not marked for review.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.tables.__main__ import write_documents
from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html.reader import READER
from duban.landing.readers.lists.marks import NUMBER_HEADER
from duban.pipeline.reload import reload
from duban.settings import resolve_settings

PROJECT = Path(__file__).resolve().parent.parent
_TRADITIONAL = PROJECT / "sql" / "seeds" / "traditional_characters.csv"
_LONGEST_NAME = 14  # characters of a line within a cell: names one below the other
_PAGE_ROWS = 9
_FACTS = ("targets", "units", "leaders", "deadlines", "progress", "statuses")

Row = list[str | None]  # None: covered by a merge


@dataclass
class Copied:
    """A table on its way to text. page_marks: what stands before the row of that number, 0-based."""

    rows: list[Row]
    headers: int = 1  # rows
    page_marks: dict[int, list[str]] = field(default_factory=dict)
    keeps_breaks: bool = False
    indent: str = ""


def of_grid(grid: Grid) -> Copied:
    covered = grid.covered_cells()
    rows = [
        [None if (row_no, at) in covered else (text or "").strip() for at, text in enumerate(row, start=1)]
        for row_no, row in enumerate(grid.rows, start=1)
    ]
    height = max((span for (row_no, _), (span, _) in grid.spans.items() if row_no == 1), default=1)
    return Copied(rows, min(height, len(rows)))


# --- the forms: how cells and rows become lines ---------------------------------------------------------------------


def _cells(row: Row, keeps_breaks: bool) -> list[str]:
    """What a copy leaves of a row: merged cells stand once."""
    return [cell if keeps_breaks else _on_one_line(cell) for cell in row if cell is not None]


def _on_one_line(cell: str) -> str:
    pieces = [piece.strip() for piece in cell.split("\n") if piece.strip()]
    return ("、" if all(len(piece) <= _LONGEST_NAME for piece in pieces) else "").join(pieces)


def _a_cell_a_line(gap: int = 0, blank: str | None = None, row_gap: int = 0) -> Callable[[Copied], list[str]]:
    """gap: empty lines between two cells. blank: what a blank cell leaves; None: nothing. row_gap: more empty lines
    where a row ends.
    """

    def write(table: Copied) -> list[str]:
        lines: list[str] = []
        for row in _with_marks(table):
            if isinstance(row, str):
                lines += [row, *[""] * gap]
                continue
            for cell in _cells(row, table.keeps_breaks):
                if cell or blank is not None:
                    for line in (cell or blank or "").split("\n"):
                        lines += [table.indent + line if line.strip(" ") else line, *[""] * gap]
            lines += [""] * row_gap
        return lines

    return write


def _bars(alone: bool) -> Callable[[Copied], list[str]]:
    """A bar behind each cell, on a line of its own or at the end of the cell's."""

    def write(table: Copied) -> list[str]:
        lines: list[str] = []
        for row in _with_marks(table):
            if isinstance(row, str):
                lines.append(row)
                continue
            for cell in _cells(row, table.keeps_breaks):
                lines += [table.indent + cell, "|"] if alone and cell else [f"{table.indent}{cell} |".strip()]
        return lines

    return write


def _a_row_a_line(between: str, start: str = "", end: str = "") -> Callable[[Copied], list[str]]:
    """Blank cells at the end of a row leave nothing."""

    def write(table: Copied) -> list[str]:
        lines: list[str] = []
        for row in _with_marks(table):
            if isinstance(row, str):
                lines.append(row)
                continue
            cells = _cells(row, table.keeps_breaks)
            while cells and not cells[-1] and not end:
                cells.pop()
            if between.strip(" ") == "" and "\t" not in between:
                cells = [cell for cell in cells if cell]
            lines.append(table.indent + start + between.join(cells) + end)
        return lines

    return write


def _in_one_line(between: str) -> Callable[[Copied], list[str]]:
    def write(table: Copied) -> list[str]:
        return [between.join(line for line in _a_row_a_line(between)(table) if line)]

    return write


def _with_marks(table: Copied) -> Iterator[Row | str]:
    for at, row in enumerate(table.rows):
        yield from table.page_marks.get(at, [])
        yield row


FORMS: dict[str, Callable[[Copied], list[str]]] = {
    "lines": _a_cell_a_line(gap=1),
    "tight": _a_cell_a_line(),
    "blank": _a_cell_a_line(blank=""),
    "nbsp": _a_cell_a_line(blank="\u00a0"),
    "gaps": _a_cell_a_line(row_gap=2),
    "bars": _bars(alone=True),
    "barred": _bars(alone=False),
    "spaces": _a_row_a_line(" "),
    "wide": _a_row_a_line("   "),
    "tabs": _a_row_a_line("\t"),
    "pipes": _a_row_a_line(" | ", "| ", " |"),
    "glued": _a_row_a_line(""),
    "one-spaces": _in_one_line(" "),
    "one-bars": _in_one_line(" | "),
    "one-glued": _in_one_line(""),
}


# --- what else happens to a table -------------------------------------------------------------------------------------


def _breaks(table: Copied, rng: random.Random) -> Copied:
    """Line breaks within cells stay; units stand one below the other, header words are broken."""

    def broken(cell: str | None, is_header: bool) -> str | None:
        if cell is None or "\n" in cell:
            return cell
        if is_header:
            return (
                f"{cell[: len(cell) // 2]}\n{cell[len(cell) // 2 :]}" if len(cell) > 3 and rng.random() < 0.5 else cell
            )
        pieces = re.split("[、,\uff0c ]", cell)
        is_names = len(pieces) > 1 and all(
            0 < len(piece) <= _LONGEST_NAME and piece[-1] in "局委办府社会处" for piece in pieces
        )
        return "\n".join(pieces) if is_names else cell

    table.rows = [[broken(cell, at < table.headers) for cell in row] for at, row in enumerate(table.rows)]
    table.keeps_breaks = True
    return table


def _begins_pages(table: Copied) -> list[int]:
    return list(range(table.headers + _PAGE_ROWS, len(table.rows), _PAGE_ROWS))


def _pages(table: Copied, rng: random.Random) -> Copied:
    del rng
    table.page_marks = {at: [f"- {no} -"] for no, at in enumerate(_begins_pages(table), start=1)}
    return table


def _headers(table: Copied, rng: random.Random) -> Copied:
    """The header stands again on each page."""
    del rng
    begins = set(_begins_pages(table))
    header = table.rows[: table.headers]
    rows: list[Row] = []
    for at, row in enumerate(table.rows):
        rows += [*(list(one) for one in header), row] if at in begins else [row]
    table.rows = rows
    return table


def _cut(table: Copied, rng: random.Random) -> Copied:
    """The last row ends at a random place."""
    last = list(table.rows[-1])
    at = rng.randrange(len(last))
    if cell := last[at]:
        last[at] = cell[: rng.randint(1, len(cell))]
    table.rows[-1] = last[: at + 1]
    return table


def _numbers(form: str) -> Callable[[Copied, random.Random], Copied]:
    def change(table: Copied, rng: random.Random) -> Copied:
        del rng
        if _number_column(table):
            for row in table.rows[table.headers :]:
                if row and row[0] and row[0].isdecimal():
                    row[0] = form.format(row[0])
        return table

    return change


def _number_column(table: Copied) -> bool:
    return bool(table.rows) and NUMBER_HEADER.match(re.sub(r"\s", "", table.rows[0][0] or "")) is not None


def _without_number_header(table: Copied, rng: random.Random) -> Copied:
    del rng
    if _number_column(table):
        table.rows[0][0] = None
    return table


def _without_numbers(table: Copied, rng: random.Random) -> Copied:
    del rng
    if _number_column(table):
        # a heading in the first column goes on over the others
        table.rows = [
            row[1:] if not row[0] or row[0].isdecimal() or at < table.headers else row
            for at, row in enumerate(table.rows)
        ]
    return table


def _repeated(table: Copied, rng: random.Random) -> Copied:
    """What a merged cell says stands in each of its rows."""
    del rng
    for above, row in zip(table.rows[table.headers :], table.rows[table.headers + 1 :], strict=False):
        for at, cell in enumerate(row):
            if cell is None and at < len(above) and not all(one is None for one in row[1:]):
                row[at] = above[at]
    return table


def _blanks(table: Copied, rng: random.Random) -> Copied:
    """What a merged cell covers is a blank cell."""
    del rng
    for row in table.rows:
        if not all(cell is None for cell in row[1:]):
            row[:] = [cell or "" for cell in row]
    return table


def _traditional(table: Copied, rng: random.Random) -> Copied:
    del rng
    with _TRADITIONAL.open(encoding="utf-8") as file:
        pairs = {row["comparable_character"]: row["printed_character"] for row in csv.DictReader(file)}
    to = str.maketrans({simple: printed for simple, printed in pairs.items() if len(simple) == 1})
    table.rows = [[cell and cell.translate(to) for cell in row] for row in table.rows]
    return table


def _indented(table: Copied, rng: random.Random) -> Copied:
    del rng
    table.indent = "\u3000\u3000"
    return table


CHANGES: dict[str, Callable[[Copied, random.Random], Copied]] = {
    "breaks": _breaks,
    "pages": _pages,
    "headers": _headers,
    "cut": _cut,
    "dots": _numbers("{}."),
    "brackets": _numbers("\uff08{}\uff09"),
    "no-number-header": _without_number_header,
    "no-numbers": _without_numbers,
    "repeated": _repeated,
    "blanks": _blanks,
    "traditional": _traditional,
    "indented": _indented,
}
_CHANGED_FORMS = ("tight", "blank", "bars", "spaces")  # with every change, where --ways names all
ALL_WAYS = [*FORMS, *(f"{form}+{change}" for form in _CHANGED_FORMS for change in CHANGES)]


def copy_of(document: ReadDocument, way: str, seed: str) -> str:
    """The text that copying a document this way leaves."""
    form, *changes = way.split("+")
    texts: dict[int, list[str]] = {}
    for text in document.texts:
        texts.setdefault(text.table_no, []).append(text.text)
    lines = [document.title] if document.title else []
    for table_no, grid in enumerate(document.grids, start=1):
        lines += [text for text in texts.pop(table_no, []) if text != document.title]
        table = of_grid(grid)
        for change in changes:
            table = CHANGES[change](table, random.Random(f"{seed}/{table_no}/{change}"))
        lines += FORMS[form](table)
    for table_no in sorted(texts):
        lines += texts[table_no]
    return "\n".join(lines) + "\n"


# --- reading and comparing --------------------------------------------------------------------------------------------

Facts = dict[str, dict[tuple[str, ...], bool]]  # kind -> fact -> whether every row that says it is marked for review


@dataclass
class Landed:
    documents: dict[str, Facts]  # by name
    held: dict[str, str]
    sides: dict[str, str]  # place and year, as a side file says them


def read_again(raw: Path, warehouse: Path) -> Landed:
    """Reload a folder from nothing and collect what each document says."""
    outcome = reload(resolve_settings(raw, warehouse, PROJECT, environ={}))
    held = {_name(one.path): one.reason for one in outcome.quarantined}
    documents: dict[str, Facts] = {}
    sides: dict[str, str] = {}
    if outcome.status == "published":
        with duckdb.connect(str(warehouse / "duban.duckdb"), read_only=True) as con:
            rows = con.execute(
                "select document_path, jurisdiction_name, report_year, target_text, leader_names, unit_text, "
                "deadline_text, progress_text, status_text, needs_review from marts.mart_target_progress"
            ).fetchall()
        for path, place, year, target, leaders, unit, deadline, progress, status, in_review in rows:
            facts = documents.setdefault(_name(path), {kind: {} for kind in _FACTS})
            sides[_name(path)] = f"jurisdiction: {place}\nreport_year: {year}\n"
            at = _plain(target)
            said = [("targets", (at,)), *(("leaders", (at, _plain(name))) for name in leaders)]
            said += [("units", (at, _plain(unit)))] * bool(unit)
            said += [("deadlines", (at, _plain(deadline)))] * bool(deadline)
            said += [("progress", (at, _plain(unit), _plain(progress)))] * bool(progress)
            said += [("statuses", (at, _plain(unit), _plain(status)))] * bool(status)
            for kind, fact in said:
                facts[kind][fact] = facts[kind].get(fact, True) and bool(in_review)
    else:
        held = held or {"": "\n".join(outcome.lines())}
    return Landed(documents, held, sides)


def _name(path: str) -> str:
    return path.partition(".")[0]


def _fold() -> dict[int, str]:
    with _TRADITIONAL.open(encoding="utf-8") as file:
        return str.maketrans({row["printed_character"]: row["comparable_character"] for row in csv.DictReader(file)})


_FOLD = _fold()


def _plain(text: str | None) -> str:
    """Without blanks, marks of names in a list, and the difference of scripts."""
    return re.sub(r"[\s、,\uff0c;\uff1b]+", "", (text or "").translate(_FOLD))


@dataclass
class Compared:
    way: str
    landed: int
    held: list[tuple[str, str]]  # document, reason
    right: Counter[str]
    missing: Counter[str]  # of landed documents
    wrong: list[tuple[bool, str, str, tuple[str, ...]]]  # marked for review, document, kind, fact


def compare(way: str, expected: Landed, found: Landed, cut: bool) -> Compared:
    """cut: what the last row holds may be short: a fact that begins one of the HTML document is right."""
    right: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    wrong: list[tuple[bool, str, str, tuple[str, ...]]] = []
    for name, wanted in expected.documents.items():
        facts = found.documents.get(name)
        if facts is None:
            continue
        for kind in _FACTS:
            right[kind] += len(wanted[kind].keys() & facts[kind].keys())
            missing[kind] += len(wanted[kind].keys() - facts[kind].keys())
            for fact, in_review in facts[kind].items():
                if fact not in wanted[kind] and not (cut and any(_begins(fact, one) for one in wanted[kind])):
                    wrong.append((in_review, name, kind, fact))
    held = [
        (name, found.held.get(name, found.held.get("", "not landed")))
        for name in expected.documents
        if name not in found.documents
    ]
    return Compared(way, len(found.documents.keys() & expected.documents.keys()), held, right, missing, sorted(wrong))


def _begins(fact: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return len(fact) == len(whole) and all(two.startswith(one) for one, two in zip(fact, whole, strict=True))


def _documents(folders: list[Path], work_folder: Path, seed: int, count: int) -> dict[str, tuple[Path, str]]:
    """Name -> HTML file, and what its side file says."""
    if not folders:
        for profile in ("usual", "other"):
            write_documents(work_folder / profile, 2 * count, seed, profile, 12, years=2)
            folders = [*folders, work_folder / profile]
    found: dict[str, tuple[Path, str]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            sides = [path.with_name(path.name + ".yml"), path.with_name("side.yml")]
            side = next((one.read_text("utf-8") for one in sides if one.exists()), "")
            name = re.sub(r"[^\w-]", "-", path.relative_to(folder).as_posix().removesuffix(".html"))
            found[f"{len(found):03d}-{name}"] = (path, side)
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", type=Path, nargs="*", help="HTML documents; constructed tables else")
    options.add_argument("--ways", nargs="+", default=list(FORMS), help="forms, forms+changes, or all")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--documents", type=int, default=10, help="constructed tables of each profile")
    options.add_argument("--keep", type=Path, help="a folder for the copies and warehouses; a temporary one else")
    options.add_argument("--most", type=int, default=12, help="wrong facts and held documents printed of each way")
    chosen = options.parse_args()
    ways = ALL_WAYS if chosen.ways == ["all"] else chosen.ways
    with tempfile.TemporaryDirectory() if not chosen.keep else contextlib.nullcontext(chosen.keep) as work:
        folder = Path(work)
        shutil.rmtree(folder / "html", ignore_errors=True)
        documents = _documents(chosen.folders, folder / "constructed", chosen.seed, chosen.documents)
        read: dict[str, ReadDocument] = {}
        for name, (path, side) in documents.items():
            _write(folder / "html" / "raw" / f"{name}.html", path.read_bytes(), side)
            read[name] = READER.read(Source(path.name, path.read_bytes()), Limits())
        expected = read_again(folder / "html" / "raw", folder / "html" / "warehouse")
        print(f"{len(expected.documents)} of {len(documents)} HTML documents are landed", flush=True)
        print("| copied as | landed | held | " + " | ".join(_FACTS) + " | wrong | of it for review |")
        print("|---|---:|---:|" + "---:|" * (len(_FACTS) + 2))
        compared: list[Compared] = []
        for way in ways:
            home = folder / way
            shutil.rmtree(home, ignore_errors=True)
            for name in expected.documents:
                text = copy_of(read[name], way, f"{chosen.seed}/{name}")
                side = "".join(line for line in documents[name][1].splitlines(True) if line.startswith("kind"))
                _write(home / "raw" / f"{name}.txt", text.encode(), expected.sides[name] + side)
            compared.append(one := compare(way, expected, read_again(home / "raw", home / "warehouse"), "cut" in way))
            facts = " | ".join(f"{one.right[kind]}/{one.right[kind] + one.missing[kind]}" for kind in _FACTS)
            in_review = sum(1 for fact in one.wrong if fact[0])
            print(f"| {way} | {one.landed} | {len(one.held)} | {facts} | {len(one.wrong)} | {in_review} |", flush=True)
        _print_found(compared, chosen.most)
    return int(any(not in_review for one in compared for in_review, *_ in one.wrong))


def _write(path: Path, content: bytes, side: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if side:
        path.with_name(path.name + ".yml").write_text(side, "utf-8")


def _print_found(compared: list[Compared], most: int) -> None:
    """Wrong facts, worst first, then what is held."""
    for one in compared:
        by_document = Counter(name for _, name, _, _ in one.wrong)
        if one.wrong:
            print(f"\nwrong in {one.way}: " + ", ".join(f"{name} {count}" for name, count in by_document.most_common()))
        for in_review, name, kind, fact in one.wrong[:most]:
            print(f"  {'for review ' if in_review else ''}{name}: {kind}: {' / '.join(fact)}")
    for one in compared:
        reasons = Counter(re.sub(r"\d+", "N", reason)[:300] for _, reason in one.held)
        for reason, count in reasons.most_common(most):
            print(f"\nheld in {one.way}: {count}: {reason}")
        if one.held:
            print("  " + ", ".join(name for name, _ in one.held))


if __name__ == "__main__":
    sys.exit(main())
