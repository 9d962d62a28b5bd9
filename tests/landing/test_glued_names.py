"""Leaders and units whose cells ran together, behind a header that names both: parted where they end as units do."""

from __future__ import annotations

import pytest

from duban.landing.grid import Grid
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after https://1wenmi.com/doc/507125.html
HEADER = "序号项目名称主要内容区政府分管领导牵头单位配合单位"
ROWS = (
    "1绿道建设新修绿道9公里。何志远城管局城投集团柳园街道(新城)各街道2技能培训培训工人700人次。何志远人社局"
    "3老街修缮修好戏台并开放。何志远文体旅局文旅公司整修东门巷等3条街巷。赵晓明住建局柳园街道4托育服务新增托位80个。"
    "赵晓明区委宣传部卫健局5体育新建球场3片。"
)


def read(text: str) -> Grid:
    (grid,) = READER.read(Source("x.txt", text.encode()), Limits()).grids
    return grid


def test_leaders_who_leads_and_who_supports() -> None:
    repeated = ROWS.replace("5体育", f"{HEADER}5体育")
    for rows in (ROWS, repeated):
        assert read(f"2031年民生实事责任分解表{HEADER}{rows}").rows == [
            ["序号", "任务内容", "分管领导", "牵头单位", "配合单位", "备注"],
            ["1", "绿道建设新修绿道9公里。", "何志远", "城管局", "城投集团\n柳园街道(新城)\n各街道", None],
            ["2", "技能培训培训工人700人次。", "何志远", "人社局", None, None],
            ["3", "老街修缮修好戏台并开放。", "何志远", "文体旅局", "文旅公司", None],
            ["3", "整修东门巷等3条街巷。", "赵晓明", "住建局", "柳园街道", None],
            ["4", "托育服务新增托位80个。", None, None, None, "赵晓明区委宣传部卫健局"],
            ["5", "体育新建球场3片。", None, None, None, None],
        ]


@pytest.mark.parametrize("header", ["序号项目名称主要内容责任单位", "序号项目名称主要内容牵头单位配合单位"])
def test_a_header_without_leaders_leaves_names_together(header: str) -> None:
    grid = read(f"2031年民生实事责任分解表{header}{ROWS.replace('何志远', '')}")
    assert grid.rows[0] == ["序号", "任务内容", "括注"]
    assert grid.rows[2] == ["2", "技能培训培训工人700人次。", "人社局"]
