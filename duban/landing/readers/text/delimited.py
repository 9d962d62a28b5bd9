"""CSV and TSV: the delimiter is found by how evenly it divides the lines, quotes are honoured only where they close.

Spans are lost. Title rows above the header are rows like any other; ragged rows stay ragged.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import cast

from duban.errors import DocumentError
from duban.landing.encodings import decode, refuse_html, split_lines
from duban.landing.exclusion import finish
from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size, check_line_count
from duban.landing.marked_text import may_hold_tags, tags_marked
from duban.landing.reader import Reader, Source

_DELIMITERS = (",", "\t", ";", "|", "\uff0c", "\uff1b")  # the last two: full-width comma and semicolon
_SAMPLE_LINES = 60
# A delimiter that divides fewer of the lines evenly than this is taken for punctuation.
_EVEN_SHARE = 0.5


def read(source: Source, limits: Limits) -> ReadDocument:
    """CSV or TSV -> one grid. A row's place is `line N`, the line it starts on.

    Empty lines are no rows. A first line `sep=;` (which Excel reads) names the delimiter and is no row either.
    Raises DocumentError for what is not text or is beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    text, encoding = decode(source.content, path=source.path)
    check_line_count(text, limits, source.path)
    refuse_html(text, path=source.path)
    document = ReadDocument(format="csv", encoding=encoding)
    tally = Tally(limits, source.path)
    delimiter, first_line = _declared_delimiter(text)
    if delimiter is None:
        delimiter = find_delimiter(text, prefer="\t" if PurePosixPath(source.path).suffix.lower() == ".tsv" else ",")
    if delimiter is None:
        delimiter = "\t" if "," in text else ","
        document.notes.append(Note("warning", "no delimiter divides the lines evenly: read as one column", "line 1"))
    if text.count(delimiter) + text.count("\n") > limits.cells:
        raise DocumentError(
            f"more than {limits.cells:,} cells",
            where=source.path,
            remedy="split the document, or raise the limit if it is honest",
        )
    line_numbers, rows = _rows(text, delimiter, document, first_line)
    if may_hold_tags(text):
        rows = [[tags_marked(cell) for cell in row] for row in rows]
    grid = Grid(span_is_known=False, row_places=[f"line {line_no}" for line_no in line_numbers])
    tally.all_rows(rows, grid.row_places)
    grid.rows = cast("list[list[str | None]]", rows)  # nothing is merged here; a copy would cost what the reading did
    if grid.rows:
        document.grids.append(grid)
    return finish(document)


def find_delimiter(text: str, prefer: str = ",") -> str | None:
    """The character that divides the most lines into the same number of cells (two at least); None if none does.

    Consistency decides, not frequency: Chinese sentences are full of commas, but not of the same number a line.
    Of two that divide as evenly, the one with more columns wins; `prefer` (the suffix's own) counts a little more.

    >>> find_delimiter("序号;责任目标\uff0c措施\\n1;抓好\uff0c再抓好\uff0c抓实\\n2;推进")
    ';'
    """
    sample = _head(text)
    best, best_score = None, 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths = _widths(sample, delimiter)
        if widths and widths[-1] == 1 and len(widths) > 1 and len(text) > len(sample):
            widths.pop()  # the sample may have cut its last row
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, rows = max(wide.items(), key=lambda item: (item[1], item[0]))
        share = rows / len(widths)
        if share < _EVEN_SHARE and delimiter != prefer:
            continue
        # The share of even lines counts most; columns count by their logarithm's worth: 2 -> 1.0, 4 -> 1.5, 8 -> 2.
        score = share**2 * (1 + width.bit_length() / 2) * (1.25 if delimiter == prefer else 1.0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    """The number of cells of each row that is not empty."""
    if '"' not in sample:
        return [line.count(delimiter) + 1 for line in split_lines(sample) if line]
    try:
        return [len(cells) for _, cells in _strict_rows(sample, delimiter) if cells]
    except csv.Error:
        return [len(cells) for _, cells in _tolerant_rows(sample, delimiter) if cells]


def _head(text: str) -> str:
    end = -1
    for _ in range(_SAMPLE_LINES):
        end = text.find("\n", end + 1)
        if end == -1:
            return text[: 1 << 20]
    return text[: min(end, 1 << 20)]


def _declared_delimiter(text: str) -> tuple[str | None, int]:
    """(the delimiter, the number of lines that said so) of a first line like `sep=;`."""
    match = re.match(r"sep=(.)\r?\n", text[:10])
    return (match.group(1), 1) if match else (None, 0)


def _rows(text: str, delimiter: str, document: ReadDocument, skip: int) -> tuple[list[int], list[list[str]]]:
    """(line numbers, rows) of the rows that are not empty, by the fastest way that is right for this text."""
    if '"' not in text:
        numbered: Iterable[tuple[int, list[str]]] = enumerate(
            (line.split(delimiter) if line else [] for line in split_lines(text)), start=1
        )
    else:
        try:
            numbered = _strict_rows(text, delimiter)
        except csv.Error:
            document.notes.append(
                Note("info", "some quotation marks are not closed as CSV wants: they are kept as printed", "line 1")
            )
            numbered = _tolerant_rows(text, delimiter)
    kept = [(line_no, cells) for line_no, cells in numbered if cells and line_no > skip]
    return [line_no for line_no, _ in kept], [cells for _, cells in kept]


def _strict_rows(text: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = list(reader)
    if reader.line_num == len(rows):
        return enumerate(rows, start=1)
    # Some rows are broken over lines: read again, asking after each where the next begins.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    starts = [1, *(reader.line_num + 1 for _ in reader)]
    return zip(starts, rows, strict=False)


def _tolerant_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of a text whose quotes are not all CSV's: a field is quoted only if its quote closes before a delimiter.

    `"两高"项目管理` begins with a printed quotation mark and stays as it is. Possessive matches keep this linear.
    """
    field = re.compile(rf'(?:"((?:[^"]++|"")*+)"|([^{re.escape(delimiter)}\r\n]*+))(?=[{re.escape(delimiter)}\r\n]|\Z)')
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    at, line_no, start_line, cells = 0, 1, 1, []
    while True:
        match = field.match(text, at)
        if match is not None and match.group(1) is not None:
            cells.append(match.group(1).replace('""', '"'))
            line_no += len(split_lines(match.group(1) + "x")) - 1
        else:
            match = bare.match(text, at)
            assert match is not None  # it may match nothing, but it matches
            cells.append(match.group())
        at = match.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        yield start_line, [] if cells == [""] else cells
        if at >= len(text):
            return
        at += 2 if text.startswith("\r\n", at) else 1
        line_no += 1
        start_line, cells = line_no, []
        if at == len(text):
            return


READER = Reader("delimited", "6", read)
