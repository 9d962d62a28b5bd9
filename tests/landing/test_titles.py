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
