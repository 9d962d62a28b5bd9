"""Tables whose rows a copy left in a line each, or all in one, and whose cells nothing parts for certain: no list of
tasks, though their numbers count on, for its texts would hold the names, dates and results of other columns.
"""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

TITLE = "甲市2031年度重点工作完成情况表"
# A cell of several units has blanks of its own, so that blanks part no columns.
SPACED = [
    "序号 工作任务 分管领导 责任部门 完成时限",
    "1 新建学校2所,年内投用 王立安 市教育局 各乡镇 年底",
    "2 修路30公里 赵启明 市交通局 9月底",
    "市水利局",
    "3 植树900亩 市林业局 各街道 年底",
    "4 培训工匠600人 钱一夫 市人社局 市总工会 长期",
]
# Numbered answers among glued cells (泰州 2021): they count on, and are no tasks.
GLUED = [
    "序号内容与要求完成情况责任单位",
    "1新增就业3万人以上。1-11月新增就业3.4万人。市人社局",
    "2建成学校2所;启动医院迁建。1.学校已投用;   2.医院已开工;   3.设备招标完成。市教育局",
    "3植树900亩。已植树950亩。市林业局",
]
LAYOUTS = {
    "a row a line": "\n".join(SPACED),
    "letters of the header apart": "\n".join(SPACED).replace("完成时限", "完 成 时 限"),
    "headings between the rows": "\n".join([SPACED[0], "一、民生实事", *SPACED[1:4], "二、生态", *SPACED[4:]]),
    "a header on each page": "\n".join([*SPACED[:3], SPACED[0], *SPACED[3:], SPACED[0]]),
    "all in one line": " ".join(SPACED),
    "all in one line, bars between": " | ".join(" | ".join(line.split()) for line in SPACED),
    "glued": "\n".join(GLUED),
}


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_run_together_are_no_list(layout: str) -> None:
    document = read(f"{TITLE}\n\n{LAYOUTS[layout]}\n")
    assert not document.grids
    assert any("序号 over them, run into one another in a line" in note.what for note in document.notes)


def test_a_header_of_three_words_stands_over_items_with_names_at_their_ends() -> None:
    rows = ["1 新建学校2所。 市教育局", "2 修路30公里。 市交通局", "3 植树900亩。 市林业局", "4 架桥。 市住建局"]
    (grid,) = read(f"{TITLE}\n\n序号 工作任务 责任部门\n" + "\n".join(rows)).grids
    assert [row[0] for row in grid.rows[1:]] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["工作任务 分管领导 责任部门 1-10月推进"], id="no word over the numbers"),
        pytest.param(["工作任务 分管领导 责任部门 完成时限", "一、民生实事"], id="a heading below it"),
        pytest.param(["序号 工作任务 分管", "领导 责任", "部门 完成时限"], id="broken over lines"),
    ],
)
def test_rows_of_many_pieces_are_no_list_below_an_odd_header(header: list[str]) -> None:
    rows = [f"({row[0]}){row[1:]}" if row[0].isdecimal() else row for row in SPACED[1:]]
    assert not read("\n".join([TITLE, *header, *rows])).grids


def test_blanks_within_items_make_no_table_of_a_list() -> None:
    items = ["1. 新建学校 2 所 , 改造食堂 9 个。(市教育局)", "2. 修路 30 公里 , 架桥 2 座 。(市交通局)"]
    items += ["3. 植树 900 亩 , 育苗 6 万 株。(市林业局)", "4. 培训 工匠 600 人 次。(市人社局)"]
    (grid,) = read("\n".join([TITLE, "首页 政务公开 办事 互动 走进甲市", "任务分工如下:", *items])).grids
    assert len(grid.rows) == 5


def test_a_table_is_not_begun_at_the_header_of_its_second_page() -> None:
    """The rows of the first page, which fit no columns, were left out of the table in silence."""
    rows = [f"{no} 新建学校{no}所 王立安 市教育局 年底" for no in range(5, 9)]
    assert not read("\n".join([TITLE, *SPACED, SPACED[0], *rows])).grids


def test_a_header_of_two_rows_over_bars_gives_no_columns() -> None:
    """Words over merged columns (浏阳 2024): the rows were cut in halves under the first words."""
    header = ["项目名称", "项目类别", "工作任务", "已完成工作量", "完成进度(%)", "预计工作量", "预计进度(%)"]
    rows = [[f"新建学校{no}所。", f"建成学校{no}所", "已完成。", "100", "", ""] for no in range(1, 7)]
    lines = [
        line for cell in [*header, *(cell for row in rows for cell in row)] for line in ([cell, "|"] if cell else ["|"])
    ]
    assert not any(len(grid.rows[0]) in (3, 6) for grid in read("\n".join([TITLE, *lines])).grids)
