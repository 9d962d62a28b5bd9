"""Performance goals a cell a line: rows are parted at the words of their groups, and read where all of them fit."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

HEADER = "一级指标|二级指标|三级指标|指标值"
ROWS = """产出指标|数量指标|新添床位|≥48张
培训护理员|90人次
质量指标|验收合格率|100%
效益指标|社会效益指标|老人生活|有所改善
满意度指标|服务对象满意度指标|老人满意度|≥90%
家属满意度|≥85%"""
LAID = [
    ["产出指标", "数量指标", "新添床位", "≥48张"],
    [None, None, "培训护理员", "90人次"],
    [None, "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "老人生活", "有所改善"],
    ["满意度指标", "服务对象满意度指标", "老人满意度", "≥90%"],
    [None, None, "家属满意度", "≥85%"],
]
# shape after http://www.qingshan.gov.cn/qzfbm/zfgzbm/jyj/czxx/zjxx/202001/t20200120_1016313.shtml
TERMS = "一级指标|二级指标(长期)|三级指标(长期)|指标值(长期)|二级指标(年度)|三级指标(年度)|指标值(年度)"
OF_TERMS = [
    ("产出指标", "数量指标", "新添床位", "48"),
    ("产出指标", "时效指标", "按期完工率", "100%"),
    ("满意度指标", "服务对象满意度指标", "老人满意度", "≥90%"),
]


def read(cells: str) -> ReadDocument:
    return READER.read(Source("x.txt", "\n\n".join(cells.replace("\n", "|").split("|")).encode()), Limits())


@pytest.mark.parametrize("below", ["", "|填报人|王某|电话|0100", "|附件:|下载"], ids=["to the end", "who", "page"])
def test_rows_below_merged_groups(below: str) -> None:
    document = read(f"云河县项目绩效目标表|项目名称|敬老院|绩效指标|{HEADER}|{ROWS}{below}")
    (grid,) = document.grids
    assert grid.rows == [HEADER.split("|"), *LAID]
    texts = [(text.table_no, text.text) for text in document.texts]
    assert texts == [
        *((1, text) for text in ("云河县项目绩效目标表", "项目名称", "敬老院", "绩效指标")),
        *((2, text) for text in below.split("|")[1:]),
    ]


def test_two_tables_and_a_row_that_is_cut() -> None:
    document = read(f"{HEADER}|{ROWS}|第二个项目|{HEADER}|{ROWS}|效益指标|生态效益指标")
    assert [grid.rows[1:] for grid in document.grids] == [LAID, LAID]
    assert [(text.table_no, text.text) for text in document.texts] == [
        (2, "第二个项目"),
        (3, "效益指标"),
        (3, "生态效益指标"),
    ]


def test_the_columns_of_a_term_that_is_blank() -> None:
    rows = "|".join(f"{outer}|{inner}|\u3000| |{inner}|{name}|{value}" for outer, inner, name, value in OF_TERMS)
    (grid,) = read(f"{TERMS}|{rows}").grids
    words = TERMS.split("|")
    assert grid.rows[0] == [*words[:2], *words[4:]]
    assert grid.rows[1:] == [[outer, inner, inner, name, value] for outer, inner, name, value in OF_TERMS]


def test_a_blank_term_whose_cells_left_no_lines() -> None:
    rows = "|".join(f"{outer}|{inner}|{inner}|{name}|{value}" for outer, inner, name, value in OF_TERMS)
    (grid,) = read(f"{TERMS}|{rows}").grids
    words = TERMS.split("|")
    assert grid.rows == [[words[0], *words[4:]], *([*row] for row in OF_TERMS)]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [("培训护理员|", ""), ("|100%", ""), ("验收合格率", "验收合格指标"), ("指标值", "备注"), ("三级指标", "内容")],
)
def test_a_cell_without_a_place_leaves_all_unread(printed: str, replaced: str) -> None:
    text = f"{HEADER}|{ROWS.replace(chr(10), '|')}"
    assert not any("words of its groups" in note.what for note in read(text.replace(printed, replaced, 1)).notes)


# shape after http://ndfzw.com/ggl/2019-12-31/7211.html
LINES = """部门单位名称 云河县图书馆 预算编码 0001
目标1:新购图书3000册;
目标2:闭馆日不超过20天。
年度
一级指标 二级指标 三级指标 指标说明 指标值
产出指标 数量指标 新购图书 2900册(上年) ≥3000册
读书会场次 6场 6场
质量指标 图书完好率 98%(上年) ≥98%
效益指标 社会效益指标 借阅人次 8万人次(上年) ≥9万人次"""


@pytest.mark.parametrize("cut", ["", "\n满意度指标  读者"], ids=["whole", "cut in its last row"])
def test_a_row_a_line_below_goals_that_are_numbered(cut: str) -> None:
    document = READER.read(Source("x.txt", f"{LINES}{cut}".encode()), Limits())
    goals, table = document.grids
    assert goals.rows == [["序号", "任务内容"], ["1", "新购图书3000册;"], ["2", "闭馆日不超过20天。"]]
    assert table.rows == [
        ["一级指标", "二级指标", "三级指标", "指标说明", "指标值"],
        ["产出指标", "数量指标", "新购图书", "2900册(上年)", "≥3000册"],
        [None, None, "读书会场次", "6场", "6场"],
        [None, "质量指标", "图书完好率", "98%(上年)", "≥98%"],
        ["效益指标", "社会效益指标", "借阅人次", "8万人次(上年)", "≥9万人次"],
    ]
    texts = [(text.table_no, text.text) for text in document.texts]
    assert texts == [
        (1, "部门单位名称 云河县图书馆 预算编码 0001"),
        (2, "年度"),
        *((3, text) for text in cut.split("\n")[1:]),
    ]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [("98%(上年)", "98% (上年)"), ("读书会场次 6场 6场", "读书会场次 6场")],
    ids=["more", "fewer"],
)
def test_a_line_out_of_step_leaves_all_unread(printed: str, replaced: str) -> None:
    document = READER.read(Source("x.txt", LINES.replace(printed, replaced).encode()), Limits())
    assert not any("words of its groups" in note.what for note in document.notes)


def test_goals_that_skip_are_texts() -> None:
    document = READER.read(Source("x.txt", LINES.replace("目标2", "目标3").encode()), Limits())
    assert len(document.grids) == 1
    assert "目标1:新购图书3000册;" in [text.text for text in document.texts]
