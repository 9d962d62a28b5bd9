"""Reports of several units of one target, a cell a line: in one cell where labels prove whose they are."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after http://www.shizhong.gov.cn/gongkai/site_shizhongquqzfbgsb/channel_6389a1443759918282633f58/
# doc_639466bcb55be9508f89f289.html
TEXT = """某区2031年第二季度重点任务落实情况表

序号

重点任务

进展情况

责任单位


1

新建社区食堂3家。

区民政局:已建成食堂2家。

区民政局、

东关街道办事处


东关街道办事处:第三家食堂已选址。


2

推进北坡公园二期。

区园林局:完成土方工程。

区园林局


3

全年改造老旧管网9公里。

区住建局:改造完成7公里。

区住建局、

水务局、

区城管局


水务局:供水管道已更换。


区城管局:路面已恢复。
"""


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


def test_a_report_behind_the_units_is_of_the_column_of_reports() -> None:
    document = read(TEXT)
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "重点任务", "进展情况", "责任单位"],
        [
            "1",
            "新建社区食堂3家。",
            "区民政局:已建成食堂2家。\n东关街道办事处:第三家食堂已选址。",
            "区民政局、\n东关街道办事处",
        ],
        ["2", "推进北坡公园二期。", "区园林局:完成土方工程。", "区园林局"],
        [
            "3",
            "全年改造老旧管网9公里。",
            "区住建局:改造完成7公里。\n水务局:供水管道已更换。\n区城管局:路面已恢复。",
            "区住建局、\n水务局、\n区城管局",
        ],
    ]
    assert document.notes[-1].what == "read as a table of 4 columns printed one cell a line"


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("水务局:供水", "供水", id="a report that does not say whose"),
        pytest.param("\n东关街道办事处:", "\n西关街道办事处:", id="a report of another"),
        pytest.param("区住建局:改造", "改造", id="no column of such reports"),
    ],
)
def test_what_stands_behind_the_units_is_left_there_else(printed: str, replaced: str) -> None:
    text = TEXT.replace(printed, replaced)
    assert text != TEXT
    (grid,) = read(text).grids
    assert max(map(len, grid.rows)) > 4
