"""Other programs open what duban hands on: LibreOffice, a DuckDB 1.x, frictionless.

    python -m trials.clients FOLDER [--python OTHER]

FOLDER is of `duban export FOLDER --duckdb-1x`. OTHER is the Python of a virtual environment of its own, with
`pip install "duckdb<2" frictionless`. LibreOffice (`soffice`) is asked to convert a workbook and a CSV written here.
Prints what each program read; exits 1 where one of them reads something else, or not at all.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from duban.output.labels import SQL_NAMES
from duban.output.texts import write_csv
from duban.output.xlsx import Origin, write_xlsx

_SECONDS = 300
_COLUMNS = ["责任目标", "formula", "count", "share"]
_ROWS = [("新登记市场主体20万户以上", "=1+1", 200000, 0.125), ("长" * 200, "＝1+1", -3, 1.5)]
_OTHER = """
import duckdb, frictionless, json, sys
folder = sys.argv[1]
report = frictionless.Package(folder + "/datapackage.json").validate()
con = duckdb.connect(folder + "/duban-1x.duckdb", read_only=True)
names = con.execute("select table_name from duckdb_tables() where schema_name = 'marts' order by 1").fetchall()
print(json.dumps({
    "frictionless": frictionless.__version__, "is_valid": report.valid, "tables": len(report.tasks),
    "duckdb": duckdb.__version__,
    "rows": {name: con.execute(f"select count(*) from marts.{name}").fetchone()[0] for (name,) in names},
}))
"""


def other_clients(folder: Path, python: str) -> bool:
    """frictionless validates the package, DuckDB 1.x counts the rows of its file as the Parquet files hold them."""
    done = subprocess.run(
        [python, "-c", _OTHER, str(folder)], capture_output=True, text=True, timeout=_SECONDS, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    print(f"frictionless {found['frictionless']}: valid {found['is_valid']}, {found['tables']} tables")
    rows = {
        file.stem: duckdb.sql(f"select count(*) from '{file}'").fetchall()[0][0]
        for file in sorted((folder / "parquet").glob("*.parquet"))
    }
    print(f"duckdb {found['duckdb']}: {sum(found['rows'].values())} rows in {len(found['rows'])} tables")
    return bool(found["is_valid"]) and found["rows"] == rows


def libreoffice() -> bool:
    """A workbook as CSV, a CSV for Excel as a workbook, and a workbook saved anew: the same characters, numbers as
    numbers, no formula, the same widths."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_xlsx(folder / "a.xlsx", _COLUMNS, _ROWS, SQL_NAMES, Origin([], []))
        with (folder / "b.csv").open("w", encoding="utf8", newline="") as out:
            write_csv(out, _COLUMNS, _ROWS, for_excel=True)
        # Its dialog sees the mark of UTF-8; without a dialog it must be given (76 is UTF-8).
        reading = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"]
        _convert(folder / "a.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1", folder)
        _convert(folder / "b.csv", "xlsx", folder, reading)
        _convert(folder / "a.xlsx", "xlsx", folder / "anew")
        with (folder / "a.csv").open(encoding="utf8", newline="") as file:
            workbook = list(csv.reader(file))
        sheet = openpyxl.load_workbook(folder / "b.xlsx").worksheets[0]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheets = [
            openpyxl.load_workbook(file).worksheets[0] for file in (folder / "a.xlsx", folder / "anew" / "a.xlsx")
        ]
        has_formula = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    expected = [_COLUMNS, *([str(value) for value in row] for row in _ROWS)]
    print(f"LibreOffice, workbook: {workbook == expected}; CSV: {[row[2] for row in cells[1:]]}, formula {has_formula}")
    neutralised = [[row[0], "'" + row[1], *row[2:]] for row in _ROWS]
    for seen, written in zip(cells, [_COLUMNS, *neutralised], strict=True):
        print("  as written" if seen == written else f"  {seen} for {written}")
    laid = [_laid_out(sheet) for sheet in sheets]
    print(f"LibreOffice, saved anew: widths {laid[1][0]}, wrapped {laid[1][1]}")
    return laid[0] == laid[1] and workbook == expected and cells == [_COLUMNS, *neutralised] and not has_formula


def _convert(file: Path, target: str, folder: Path, reading: Sequence[str] = ()) -> None:
    words = ["soffice", "--headless", *reading, "--convert-to", target, "--outdir", str(folder), str(file)]
    subprocess.run(words, capture_output=True, timeout=_SECONDS, check=True)


def _laid_out(sheet: Worksheet) -> tuple[list[int], list[bool]]:
    """Widths in whole signs, and which cells of the second row are wrapped. Of a frozen row LibreOffice keeps nothing
    where it has no window."""
    # Neighbours of one width are saved as one.
    spans = [(span.min, span.max, round(span.width)) for span in sheet.column_dimensions.values()]
    columns = range(1, sheet.max_column + 1)
    widths = [next(width for first, last, width in spans if first <= column <= last) for column in columns]
    return widths, [bool(cell.alignment.wrap_text) for cell in sheet[2]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    return 0 if all([other_clients(given.folder, given.python), libreoffice()]) else 1


if __name__ == "__main__":
    sys.exit(main())
