"""What our readers cost beside their libraries' own reading of the same file.

    python benchmarks/readers.py FILE... [--pairs 15] [--most 1.3]

Each file is read in turn by us and by the library, again and again, and the median of the ratios is printed: pairs
that ran right after each other suffer the same from what else the machine does. CPU time, one process. Exit code 1
when a ratio is above `--most`.

Held to the bound is the library's own reading of tables into cells: pandas.read_html (lxml, spans laid out), the
workbook of openpyxl, the cells of python-docx, the tables of pdfplumber, the frame of pandas.read_csv. Beside it stand
readings that do less, for what they are: the bare tree of lxml or python-docx, from which no cell has been asked yet (a
tenth of a millisecond of C for a page of 60 rows), values without number formats or merged ranges, rows without places.
"""

from __future__ import annotations

import argparse
import csv
import gc
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import reader_for

Parse = Callable[[bytes], object]


def lxml_tree(content: bytes) -> object:
    from lxml import html

    return html.document_fromstring(content)


def lxml_cells(content: bytes) -> object:
    from lxml import html

    return [
        ["".join(map(str, cell.itertext())) for cell in row] for row in html.document_fromstring(content).iter("tr")
    ]


def pandas_tables(content: bytes) -> object:
    import pandas

    return pandas.read_html(StringIO(content.decode()), flavor="lxml")


def openpyxl_workbook(content: bytes) -> object:
    import openpyxl

    return openpyxl.load_workbook(BytesIO(content))


def openpyxl_values(content: bytes) -> object:
    import openpyxl

    workbook = openpyxl.load_workbook(BytesIO(content), read_only=True)
    return [list(sheet.values) for sheet in workbook]


def calamine_values(content: bytes) -> object:
    from python_calamine import load_workbook

    workbook = load_workbook(BytesIO(content))
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def python_docx_tree(content: bytes) -> object:
    import docx

    return docx.Document(BytesIO(content))


def python_docx_cells(content: bytes) -> object:
    import docx

    tables = docx.Document(BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def pdfplumber_tables(content: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(BytesIO(content)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def pandas_csv(content: bytes) -> object:
    import pandas

    return pandas.read_csv(BytesIO(content), dtype=str, keep_default_na=False)


def csv_rows(content: bytes) -> object:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


# suffix -> (name, parse, whether its ratio is held to --most)
LIBRARIES: dict[str, list[tuple[str, Parse, bool]]] = {
    ".html": [
        ("pandas.read_html", pandas_tables, True),
        ("lxml, cells", lxml_cells, False),
        ("lxml, tree", lxml_tree, False),
    ],
    ".xlsx": [
        ("openpyxl", openpyxl_workbook, True),
        ("openpyxl, read-only", openpyxl_values, False),
        ("calamine", calamine_values, False),
    ],
    ".xls": [("calamine", calamine_values, False)],
    ".docx": [("python-docx, cells", python_docx_cells, True), ("python-docx, tree", python_docx_tree, False)],
    ".pdf": [("pdfplumber, tables", pdfplumber_tables, True)],
    ".csv": [("pandas.read_csv", pandas_csv, True), ("csv, rows", csv_rows, False)],
}


def compare(content: bytes, ours: Parse, library: Parse, pairs: int) -> tuple[float, float, float]:
    """(our milliseconds, the library's, the median of the pairs' ratios)."""
    ours(content), library(content)  # imports and caches are not what is measured,
    gc.collect()
    gc.freeze()  # nor is walking over all that the libraries keep in memory
    mine, theirs = [], []
    for _ in range(pairs):
        mine.append(_cpu(ours, content))
        theirs.append(_cpu(library, content))
    ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    return statistics.median(mine) * 1000, statistics.median(theirs) * 1000, ratio


def _cpu(parse: Parse, content: bytes) -> float:
    started = time.process_time()
    parse(content)
    return time.process_time() - started


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--pairs", type=int, default=15)
    arguments.add_argument("--most", type=float, default=1.3)
    options = arguments.parse_args()
    is_slow = False
    print(f"{'file':24} {'library':20} {'ours ms':>9} {'theirs ms':>10} {'ratio':>7}")
    for path in options.files:
        reader, content = reader_for(path.name), path.read_bytes()

        def ours(content: bytes, path: Path = path, read: Callable[..., object] = reader.read) -> object:
            return read(Source(path.name, content), Limits())

        for name, library, is_held in LIBRARIES[path.suffix.lower()]:
            mine, theirs, ratio = compare(content, ours, library, options.pairs)
            verdict = "" if not is_held else "  ok" if ratio <= options.most else "  SLOW"
            is_slow = is_slow or (is_held and ratio > options.most)
            print(f"{path.name:24} {name:20} {mine:9.2f} {theirs:10.2f} {ratio:7.2f}{verdict}")
    return 1 if is_slow else 0


if __name__ == "__main__":
    sys.exit(main())
