"""The title among the lines above a table, in half-width and in full-width print."""

from __future__ import annotations

import pytest

from duban.landing.titles import best_title

TITLE = "宁湖市2023年度责任目标一览表"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("附件1\uff1a", id="the number of an annex"),
        pytest.param("注\uff1a本表为2023年情况", id="a note"),
        pytest.param("\uff08截至2023年12月情况\uff09", id="a date in brackets"),
        pytest.param("2023\uff0e12\uff0e31", id="a date with full stops"),
        pytest.param("2023\uff0d12\uff0d31", id="a date with hyphens"),
        pytest.param("2023\uff0f12\uff0f31", id="a date with strokes"),
        pytest.param("宁政办\uff082023\uff0912号", id="a document number"),
        pytest.param("为落实2023年任务\uff0c", id="a sentence that goes on"),
        pytest.param("现公布2023年任务\uff1b", id="a clause"),
        pytest.param("落实2023年任务\uff01", id="a call"),
    ],
)
def test_a_line_that_is_no_title_is_none(line: str) -> None:
    assert best_title([(line, True)]) is None
    assert best_title([(line, True), (TITLE, False)]) == TITLE


@pytest.mark.parametrize("end", ["(一季度)", "\uff08一季度\uff09", "\uff08截至12月31日\uff09"])
def test_brackets_may_follow_the_name_of_the_paper(end: str) -> None:
    assert best_title([("2023年工作动员", False), (TITLE + end, False)]) == TITLE + end


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("首页 > 政务公开 > 云岫县政府办 > 2023年重点任务落实情况", id="a path of links"),
        pytest.param("来源:云岫县政府办 发布时间:2023年3月 2023年重点任务", id="labels in one line"),
    ],
)
def test_what_a_page_prints_around_a_paper_is_no_title(line: str) -> None:
    assert best_title([(line, False), ("云岫县工作任务", True)]) == "云岫县工作任务"
    assert best_title([(line, False)]) is None


def test_a_title_over_three_lines_is_put_together() -> None:
    lines = ["云岫县人民政府办公室", "关于印发2023年重点民生工作", "任务分解表的通知", "各乡镇人民政府:"]
    assert best_title([(line, False) for line in lines]) == "".join(lines[:3])


def test_the_one_annex_that_is_named_is_a_title_and_several_are_none() -> None:
    assert best_title([("附件:2023年重点任务分解表", False)]) == "2023年重点任务分解表"
    several = ["附件:1.2023年省级实事完成情况", "2.2023年市级实事完成情况"]
    assert best_title([(line, False) for line in several]) is None


def test_a_sentence_that_leads_over_to_the_table_is_a_title_where_nothing_else_is() -> None:
    line = "现将云岫县2023年任务完成情况通报如下:"
    assert best_title([(line, False)]) == line
    assert best_title([(line, False), ("工作任务", True)]) == "工作任务"


@pytest.mark.parametrize("section", ["一、总体目标", "（一）重点任务", "三.年度目标"])
def test_the_heading_of_a_section_is_no_title_beside_a_papers_own(section: str) -> None:
    title = "关于推进绿道建设的实施意见"
    assert best_title([(title, True), (section, False)]) == title
    assert best_title([(section, False)]) == section
