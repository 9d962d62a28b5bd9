"""Small tables run together behind the names of a label: what is no name stands beside them, whole."""

from __future__ import annotations

import pytest

from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

ITEM = "1.新开公交线路5条。\n责任单位:{one}\n\n2.改造路灯900盏。\n责任单位:{other}\n"
TABLE = "东区 西区 合计 计划 2 3 5 完成 1 3 4"


def rows(one: str, other: str) -> list[list[str | None]]:
    text = ITEM.format(one=one, other=other)
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits()).grids[0].rows


def test_figures_in_a_row_behind_names_are_a_table_of_the_item() -> None:
    """After 宁波市, 2014: units, and behind a blank the districts and their figures."""
    assert rows(f"市交通局,各区政府 {TABLE}", "市城管局") == [
        ["任务内容", "责任单位", "后文"],
        ["1.新开公交线路5条。", "市交通局,各区政府", TABLE],
        ["2.改造路灯900盏。", "市城管局", ""],
    ]


def test_a_table_that_is_cut_before_its_figures_begins_as_another() -> None:
    assert rows(f"市交通局 {TABLE}", "市城管局、市财政局 东区 西区 北区 合计")[-1] == [
        "2.改造路灯900盏。",
        "市城管局、市财政局",
        "东区 西区 北区 合计",
    ]


@pytest.mark.parametrize("value", ["市城管局 市财政局 东区 西区", "市城管局 2 3", "建成3座 东区 西区 1 1 1"])
def test_names_and_sentences_stay_whole(value: str) -> None:
    assert rows("市交通局", value)[-1] == ["2.改造路灯900盏。", value]


def test_the_figure_before_a_number_is_none_of_it() -> None:
    """1.… 责任单位:… 3 5 2.…, a page in one line: the number is 2, not 5 2."""
    others = "2.改造路灯900盏。 责任单位:市城管局 3.种树80株。 责任单位:市林业局"
    text = f"1.新开公交线路5条。 责任单位:市交通局 {TABLE} {others}"
    found = plain_text.READER.read(Source("a.txt", text.encode()), Limits()).grids[0].rows
    assert [row[1] for row in found[1:]] == ["市交通局", "市城管局", "市林业局"]
