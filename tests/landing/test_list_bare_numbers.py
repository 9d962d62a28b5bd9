"""Numbers without a sign: on lines of their own over the items, or close to their names."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


# shape after http://51haodu.com/t/WU5rSTNiT1Y0eQ==
def test_a_figure_with_its_counter_stands_behind_a_number_on_its_own_line() -> None:
    text = "甲市2031年实事完成情况\n1\n\n新增 80张 床位。\n2\n\n16处 食堂完成改造。\n3\n\n新辟 7条 线路。\n"
    assert read(text).grids[0].rows[1:] == [
        ["1", "新增 80张 床位。"],
        ["2", "16处 食堂完成改造。"],
        ["3", "新辟 7条 线路。"],
    ]


# shape after http://www.nkb.com.cn/2023/1225/467661.html
@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["01修缮桥梁", "02扩建食堂", "03植树造林"], ["01", "02", "03"]),
        ([f"{at:02}修缮第{at}座桥" for at in range(1, 12)], [f"{at:02}" for at in range(1, 12)]),
    ],
    ids=["three", "more than nine"],
)
def test_numbers_of_two_digits_need_no_sign_over_what_was_done(names: list[str], numbers: list[str]) -> None:
    body = "今年甲市为居民出行着想,完成投资9万元。"
    rows = read("五件实事陆续办成。\n" + "".join(f"{name}\n\n{body}\n" for name in names)).grids[0].rows[1:]
    assert [row[0] for row in rows] == numbers
    assert all(name.endswith(str(row[1]).split("\n")[0]) for name, row in zip(names, rows, strict=True))
    assert body in str(rows[-1])


@pytest.mark.parametrize("lines", ["01月 02月 03月", "01修桥 03植树 05扩建食堂", "01修桥 02扩路"])
def test_two_digits_before_a_name_are_no_number_elsewhere(lines: str) -> None:
    assert not read("".join(f"{line}\n\n完成投资9万元。\n" for line in lines.split())).grids


SUPERVISED = (
    "一、住有所居\n\n1加装电梯\n{}\n完成情况:达到序时进度\n\n2改造水管\n{}\n\n3翻修屋面\n{}\n完成情况:未达序时\n"
)


# shape after http://cqxfjdsb.com/html/lygbcmsfronts1c227220170906i44641.html
def test_numbers_without_a_sign_over_the_same_label_have_their_column() -> None:
    (grid,) = read(SUPERVISED.format("牵头单位:区住建局", "牵头单位:区水务局", "牵头单位:区房管局")).grids
    assert grid.rows == [
        ["序号", "任务内容", "牵头单位", "完成情况"],
        ["一、住有所居"],
        ["1", "加装电梯", "区住建局", "达到序时进度"],
        ["2", "改造水管", "区水务局", ""],
        ["3", "翻修屋面", "区房管局", "未达序时"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        SUPERVISED.format("牵头单位:区住建局", "配合单位:区水务局", "牵头单位:区房管局"),
        SUPERVISED.format("牵头单位:甲局", "牵头单位:乙局", "牵头单位:丙局").replace("3翻修", "5翻修"),
        SUPERVISED.format("牵头单位:甲局", "牵头单位:乙局", "牵头单位:丙局").replace("3翻修", "3月翻修"),
    ],
    ids=["another label", "numbers do not count up", "a date"],
)
def test_figures_close_to_names_over_other_lines_number_nothing(text: str) -> None:
    assert all("序号" not in grid.rows[0] for grid in read(text).grids)
