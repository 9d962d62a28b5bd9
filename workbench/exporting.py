"""A table of a page as a workbook: all its rows, under the same headings, with a sheet that says where from."""

from __future__ import annotations

import tempfile
from pathlib import Path

from duban.errors import ConfigurationError
from duban.output.labels import Labels
from duban.output.xlsx import Origin, write_xlsx
from workbench.asked import Asked
from workbench.choices import choose
from workbench.published import Published
from workbench.tables import EXPORTS
from workbench.templating import class_labels

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A person opens it: more rows than this are for `duban export`.
MOST_ROWS = 100_000


def workbook(published: Published, name: str, asked: Asked) -> bytes:
    """The workbook of a table by its query, narrowed as the page was. Raises ConfigurationError where there is none."""
    columns = EXPORTS.get(name)
    if columns is None:
        raise ConfigurationError(f"there is no table '{name}'", remedy=f"there are {', '.join(EXPORTS)}")
    given = {
        key: asked.text(key) for key in ("place", "leader", "unit", "severity", "reason", "q", "section", "attainment")
    }
    with published.reading() as reader:
        build = reader.one("build") or {}
        values = {**given, "year": asked.number("year"), "row_limit": MOST_ROWS, "row_offset": 0}
        if name in ("changes", "measures_beside", "leaders", "units"):
            values |= choose(reader, asked).values()
        rows = reader.rows(name, **values)
    is_chinese = asked.language == "zh"
    labels = Labels(
        {column.field: column.zh if is_chinese else column.en for column in columns},
        class_labels() if is_chinese else {},
    )
    origin = Origin(
        facts=[
            ("表 table", name),
            *[(key, value) for key, value in asked.values.items() if key != "token"],
            ("行数 rows", len(rows)),
            ("构建 build", build.get("build_id")),
            ("构建完成时间 finished", build.get("finished_at")),
        ],
        tables=[],
    )
    fields = [column.field for column in columns]
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        file = Path(folder) / "table.xlsx"
        write_xlsx(file, fields, [[row[field] for field in fields] for row in rows], labels, origin)
        return file.read_bytes()
