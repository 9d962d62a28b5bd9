"""What prints nothing changes no value, a lost character its own row alone: a mark in each cell of a document."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest

from duban.settings import resolve_settings
from tests.conftest import PROJECT, Once, publish

TITLE = "市人民政府2023年度责任目标完成情况一览表"
ROWS = [
    ["序号", "责任目标内容", "分管领导", "完成时限", "完成情况", "是否按计划完成进度", "责任单位"],
    ["1", "新建农村公路150公里", "程立新", "2023年12月底", "已建成农村公路156公里", "是", "市交通运输局"],
    ["2", "新增城镇就业4万人", "周文娟", "2023年11月底", "新增城镇就业4.2万人", "是", "市人力资源社会保障局"],
    ["3", "改造老旧小区85个", "程立新", "2023年10月底", "改造老旧小区39个", "否", "市住房城乡建设局"],
]
UNSEEN = "\u200b"
PLACES = "甲乙丙丁戊己庚"


def laid_out(rows: list[list[str]], place: str) -> str:
    out = io.StringIO()
    out.write(f"{place}溪{TITLE}\n")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def with_mark(row_no: int, column_no: int, mark: str) -> list[list[str]]:
    """The table with a mark in the middle of one cell."""
    rows = [list(row) for row in ROWS]
    cell = rows[row_no][column_no]
    rows[row_no][column_no] = cell[: len(cell) // 2] + mark + cell[len(cell) // 2 :]
    return rows


# By place: the column that holds the mark, a document each.
CELLS = {place: column for column, place in enumerate(PLACES)}


@pytest.fixture(scope="module")
def warehouse(once: Once) -> Path:
    """`原溪` as it is; 甲..庚 with what prints nothing in row 2 of a column; 甲北..庚北 with a lost character there."""

    def make(folder: Path) -> None:
        documents = {"原": ROWS, "头": with_mark(0, 1, UNSEEN)}
        for place, column in CELLS.items():
            documents[place] = with_mark(2, column, UNSEEN)
            documents[f"{place}北"] = with_mark(2, column, "\ufffd")
        for place, rows in documents.items():
            path = folder / "raw" / f"{place}.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text(laid_out(rows, place), "utf-8")
        publish(resolve_settings(folder / "raw", folder / "warehouse", PROJECT, environ={}))

    return once("characters", make) / "warehouse" / "duban.duckdb"


VALUES = """
select
    facts.target_no, facts.target_text, leader_names, deadline_date, progress_text, status_class, facts.unit_name,
    target_value, reported_value, attainment_class
from marts.mart_target_progress as facts
left join marts.fct_target_measure as measures using (target_id)
where facts.document_path = ? and source_row_no {rows}
order by source_row_no
"""


def values(warehouse: Path, place: str, rows: str = "> 0") -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute(VALUES.format(rows=rows), [f"{place}.csv"]).fetchall()


@pytest.mark.parametrize("place", ["头", *PLACES])
def test_what_prints_nothing_changes_no_value(warehouse: Path, place: str) -> None:
    assert len(values(warehouse, "原")) == 3
    assert values(warehouse, place) == values(warehouse, "原")


@pytest.mark.parametrize("place", PLACES)
def test_a_lost_character_changes_no_other_row(warehouse: Path, place: str) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        (damaged_row,) = con.execute(
            "select source_row_no from meta.review_queue where document_path = ? and review_reason like 'damaged%'",
            [f"{place}北.csv"],
        ).fetchone()  # type: ignore[misc]
    others = f"<> {damaged_row}"
    assert len(values(warehouse, "原", others)) == 2
    assert values(warehouse, f"{place}北", others) == values(warehouse, "原", others)


def test_nothing_is_read_out_of_what_lost_a_character(warehouse: Path) -> None:
    damaged = {column: values(warehouse, f"{place}北")[1] for place, column in CELLS.items()}
    read = {
        "number": damaged[0][0],
        "target value": damaged[1][7],
        "leaders": damaged[2][2] or None,
        "deadline": damaged[3][3],
        "reported value": damaged[4][8],
        "status": damaged[5][5],
        "unit": damaged[6][6],
    }
    assert read == dict.fromkeys(read) | {"status": "not_judged"}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        named = con.execute(
            "select leader_name from marts.dim_leader union select unit_name from marts.dim_unit"
        ).fetchall()
    assert [name for (name,) in named if "\ufffd" in name] == []


def test_the_cells_are_landed_as_they_are_printed(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        (count,) = con.execute(f"select count(*) from raw.cells where text like '%{UNSEEN}%'").fetchone()  # type: ignore[misc]
    assert count == 1 + len(PLACES)
