"""A row a line, its cells run together: parted where number, full stop and the name of an organ leave no doubt."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after https://www.bjxch.gov.cn/xxgk/xxxq/pnidpv884982.html
TEXT = """某县政府2031年重点工作全年完成情况
类别序号工作内容牵头单位完成情况
教育强县1新建小学2所。县教育局全年建成小学2所,开学投用。
教育强县2招聘教师90名。县人社局因报名不足,招聘81名。
道路畅通345座危桥改造完工。县交通局、县水利局45座已改造44座。
道路畅通4硬化村道60公里。县交通局完成硬化63公里。
来源:县政府办公室"""


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


def test_the_cells_of_each_line_are_parted() -> None:
    document = read(TEXT)
    (grid,) = document.grids
    assert grid.rows == [
        ["类别", "序号", "工作内容", "牵头单位", "完成情况"],
        ["教育强县", "1", "新建小学2所。", "县教育局", "全年建成小学2所,开学投用。"],
        ["教育强县", "2", "招聘教师90名。", "县人社局", "因报名不足,招聘81名。"],
        ["道路畅通", "3", "45座危桥改造完工。", "县交通局、县水利局", "45座已改造44座。"],
        ["道路畅通", "4", "硬化村道60公里。", "县交通局", "完成硬化63公里。"],
    ]
    assert [text.text for text in document.texts] == ["某县政府2031年重点工作全年完成情况", "来源:县政府办公室"]
    assert document.notes[-1].severity == "warning"


def test_without_groups() -> None:
    text = TEXT.replace("\n", "\n\n").replace("类别序号", "序号").replace("教育强县", "").replace("道路畅通", "")
    (grid,) = read(text).grids
    assert [row[:2] for row in grid.rows[1:3]] == [["1", "新建小学2所。"], ["2", "招聘教师90名。"]]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("牵头单位", "", id="a header without who answers"),
        pytest.param("县人社局因", "因", id="a row without who answers"),
        pytest.param("县交通局完成", "县交通局县财政局完成", id="another that could answer"),
        pytest.param("县人社局因", "市人社局因", id="another level"),
        pytest.param("新建小学2所。", "新建小学2所。改造食堂。", id="two sentences"),
        pytest.param("道路畅通4", "道路畅通\n道路畅通4", id="a line between the rows"),
        pytest.param("来源", "道路畅通6植树9万株。县林业局植树8万株。\n来源", id="a number that skips"),
    ],
)
def test_a_doubt_in_any_line_parts_none(printed: str, replaced: str) -> None:
    text = TEXT.replace(printed, replaced)
    assert text != TEXT
    assert not any("first name of an organ" in note.what for note in read(text).notes)
