"""Lists whose items are numbered again below a line that comes back: which texts stand beside which."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

TITLE = "甲县2031年惠民行动进展情况通报\n\n"


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def group(name: str, tasks: list[str], accounts: list[str], over: str = "年度任务", below: str = "进展情况") -> str:
    numbered = ["\n\n".join(f"{no}、{one}" for no, one in enumerate(texts, 1)) for texts in (tasks, accounts)]
    return f"{name}\n\n{over}\n\n{numbered[0]}\n\n{below}\n\n{numbered[1]}\n\n"


SCHOOLS = group("(一)教育", ["新建幼儿园3所;", "培训教师120人;"], ["新建幼儿园4所,已完成。", "已培训教师96人。"])
ROADS = group("(二)交通", ["改造农村公路25公里;", "新增公交车6辆。"], ["目前改造农村公路21公里。", "新增公交车6辆。"])


def test_a_text_that_is_numbered_again_stands_beside_the_item_with_its_number() -> None:
    """After 砀山县, 2023: tasks and what came of them, numbered each time from 1, under every action."""
    grid = read(TITLE + SCHOOLS + ROADS).grids[0]
    assert [row for row in grid.rows if row[0] != "年度任务"] == [
        ["序号", "任务内容", "进展情况"],
        ["(一)教育"],
        ["1、", "新建幼儿园3所;", "新建幼儿园4所,已完成。"],
        ["2、", "培训教师120人;", "已培训教师96人。"],
        ["(二)交通"],
        ["1、", "改造农村公路25公里;", "目前改造农村公路21公里。"],
        ["2、", "新增公交车6辆。", "新增公交车6辆。"],
    ]


def test_an_item_whose_second_text_is_cut_off_has_none() -> None:
    grid = read(TITLE + SCHOOLS + ROADS[: ROADS.rindex("2、")]).grids[0]
    assert grid.rows[-1] == ["2、", "新增公交车6辆。", ""]


def test_a_second_text_without_an_item_is_a_text_and_no_item() -> None:
    document = read(TITLE + SCHOOLS + group("(二)交通", ["改造公路25公里;"], ["改造公路21公里。", "建桥2座。"]))
    assert [row[1] for row in document.grids[0].rows if len(row) > 1 and row[1]][-1] == "改造公路25公里;"
    assert "2、建桥2座。" in [text.text for text in document.texts]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            group("(二)交通", ["改造公路25公里;", "购置客车6辆。"], ["植树300亩。", "修渠8处。"]), id="other words"
        ),
        pytest.param("(二)交通\n\n进展情况\n\n1、改造公路25公里;\n\n2、购置客车6辆。\n\n", id="nothing above it"),
        pytest.param(ROADS.replace("进展情况", "落实情况"), id="a line that does not come back"),
    ],
)
def test_texts_stay_items_where_not_every_line_stands_over_what_repeats_others(other: str) -> None:
    document = read(TITLE + SCHOOLS + other)
    assert all("进展情况" not in grid.rows[0] for grid in document.grids)
