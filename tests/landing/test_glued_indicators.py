"""Performance goals in one line: parted where groups, signs and weights leave no doubt."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after https://dyrmt.com/article-132779-22.html
TEXT = (
    "敬老院运行产出指标数量指标新添床位≥48张 25 停水次数≤2次 10 质量指标验收合格率=100% 30 "
    "效益指标社会效益指标空置率(计算方法为:空床/床位)≤15% 25 合计90 评价结论良好。"
)
LAID = [
    ["产出指标", "数量指标", "新添床位", "≥48张", "25"],
    [None, None, "停水次数", "≤2次", "10"],
    [None, "质量指标", "验收合格率", "=100%", "30"],
    ["效益指标", "社会效益指标", "空置率(计算方法为:空床/床位)", "≤15%", "25"],
]


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


def test_the_cells_of_a_line_are_parted() -> None:
    document = read(f"某县绩效目标表\n{TEXT}\n经办人:")
    (grid,) = document.grids
    assert grid.rows == [["一级指标", "二级指标", "三级指标", "指标值", "分值"], *LAID]
    assert [(text.table_no, text.text) for text in document.texts] == [
        (1, "某县绩效目标表"),
        (1, "敬老院运行"),
        (2, "合计90 评价结论良好。"),
        (2, "经办人:"),
    ]
    assert document.notes[-1].severity == "warning"


def test_without_weights_and_without_outer_groups() -> None:
    text = "数量指标新添床位≥48张 停水次数≤2次 质量指标合格率=98%完好率≥95%"
    (grid,) = read(text).grids
    assert grid.rows[0] == ["二级指标", "三级指标", "指标值"]
    assert [row[1:] for row in grid.rows[1:]] == [
        ["新添床位", "≥48张"],
        ["停水次数", "≤2次"],
        ["合格率", "=98%"],
        ["完好率", "≥95%"],
    ]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("合计90", "合计100", id="weights that do not add up"),
        pytest.param("停水次数≤2次 10", "停水次数≤2次", id="a row without its weight"),
        pytest.param("验收合格率=100%", "验收合格率良好", id="a row without a figure"),
        pytest.param("≥48张 25", "≥4825", id="figures run together"),
        pytest.param("质量指标", "。质量指标", id="something between the rows"),
        pytest.param("评价结论", "满意度指标 满意度 ≥90%", id="a value behind the rows"),
    ],
)
def test_a_doubt_in_any_row_parts_none(printed: str, replaced: str) -> None:
    text = TEXT.replace(printed, replaced)
    assert text != TEXT
    assert not any("groups and values" in note.what for note in read(text).notes)
