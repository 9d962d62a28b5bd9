"""One cell a line: a group printed twice before the first number, and names of units broken over two lines."""

from __future__ import annotations

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

# shape after https://www.ms.gov.cn/info/5565/1006442.htm
HEADER = ["工程", "名称", "序号", "项目内容", "目标任务", "县级牵头", "责任单位", "进度", "完成目标", "(%)", "备注"]
ROWS = [
    ["1", "改善养老条件", "新建养老床位(张)", "900", "县民政", "和人社局", "700", "77.8", "序时推进"],
    ["2", "新增日间照料中心(个)", "12", "9", "75", "序时推进"],
    ["3", "发放高龄津贴(人)", "4300", "4410", "102.6", "超额完成"],
    ["4", "走访空巢老人并送医上门", "应访尽访", "县民政和人社局、县卫健局、", "县残联", "走访1600人次。", "序时推进"],
    ["5*", "培训护理员(人)", "160", "县人社局", "120", "75", "序时推进"],
    ["6*", "改善养老条件", "改造敬老院(所)", "8", "县住建局", "6", "75", "序时推进"],
    ["7*", "铺设无障碍坡道(处)", "45", "县残联", "36", "80", "序时推进"],
]


def _read(rows: list[list[str]], groups: list[str], end: str = "教育助") -> ReadDocument:
    cells = ["某县民生工程进度表", *HEADER, *groups, *(cell for row in rows for cell in row), end]
    return plain_text.READER.read(Source("x.txt", "\n\n".join(cells).encode()), Limits())


def test_a_group_printed_twice_before_the_first_number_is_no_header() -> None:
    rows = _read(ROWS, ["养老助残工程", "养老助残工程"]).grids[0].rows
    assert rows[0] == ["工程名称", *HEADER[2:8], "完成目标(%)", "备注"]
    assert rows[1] == ["养老助残工程", *ROWS[0][:4], "县民政和人社局", *ROWS[0][6:]]
    assert rows[2:4] == ROWS[1:3]
    assert rows[4][3] == "县民政和人社局、县卫健局、\n县残联"
    assert rows[5:7] == ROWS[4:6] and len(rows) == 8


def test_a_broken_name_that_no_other_cell_prints_stays_in_two_lines() -> None:
    rows = [row if row[0] != "4" else [*row[:3], "县卫健局、", *row[4:]] for row in ROWS]
    cells = [cell for row in _read(rows, ["养老助残工程"] * 2).grids[0].rows for cell in row]
    assert "县民政" in cells and "县民政和人社局" not in cells


def test_a_group_printed_once_needs_another_like_it() -> None:
    grids = _read(ROWS, ["养老助残工程"]).grids
    assert not any(row[:1] == ["养老助残工程"] for grid in grids for row in grid.rows)
