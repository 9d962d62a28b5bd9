"""Tables drawn with characters: cells and merges are those of the drawing, whatever a page did to its lines."""

from __future__ import annotations

import re

import pytest

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html.reader import READER as HTML
from duban.landing.readers.text.markdown import READER as MARKDOWN
from duban.landing.readers.text.plain_text import READER as TEXT

# shape after http://www.fymate.net/html/text/lar/169383/16938349_1.html
DRAWN = """\
┌────┬──────────────┬──────────┐
│序号│  责任目标    │ 责任单位 │
├────┼──────────────┼──────────┤
│ 1  │建成引水渠道20│市水利局  │
│    │公里          │          │
├────┼──────────────┼──────────┤
│ 2  │翻修危房300户 │市住建局  │
│    │              ├──────────┤
│    │              │市民政局  │
├────┴──────────────┴──────────┤
│二、产业发展                  │
├────┬──────────────┬──────────┤
│ 3  │培育企业100家 │市科技局  │
└────┴──────────────┴──────────┘"""
LINES = DRAWN.split("\n")
ROWS = [
    ["序号", "责任目标", "责任单位"],
    ["1", "建成引水渠道20\n公里", "市水利局"],
    ["2", "翻修危房300户", "市住建局"],
    [None, None, "市民政局"],
    ["二、产业发展", None, None],
    ["3", "培育企业100家", "市科技局"],
]
SPANS = {(3, 1): (2, 1), (3, 2): (2, 1), (5, 1): (1, 3)}


def read(text: str) -> ReadDocument:
    return TEXT.read(Source("x.txt", f"宁湖市2012年责任目标\n{text}\n注:全年\n".encode()), Limits())


def read_grid(text: str) -> Grid:
    (grid,) = read(text).grids
    return grid


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DRAWN, id="as drawn"),
        pytest.param(DRAWN.replace("\n", "\n\n"), id="an empty line between the lines"),
        pytest.param(re.sub(" +", " ", DRAWN), id="blanks closed up"),
        pytest.param(DRAWN.replace(" ", ""), id="blanks lost"),
        pytest.param(DRAWN.replace("│", "\uff5c"), id="bars of full width"),
        pytest.param(DRAWN.replace("│", "|"), id="bars of a keyboard"),
        pytest.param(DRAWN.replace("│", "丨"), id="a character that looks like a bar"),
        pytest.param(DRAWN.replace("──", "\u2014\u2014"), id="dashes of full width"),
        pytest.param(DRAWN.replace("\n", ""), id="all lines run into one"),
        pytest.param(re.sub(" +", " ", DRAWN.replace("\n", " ")), id="all lines run into one, blanks closed up"),
        pytest.param("\n".join(f"{line[:22]}\n{line[22:]}" for line in LINES), id="every line broken"),
    ],
)
def test_a_page_moves_no_cell_of_a_drawing(text: str) -> None:
    document = read(text)
    (grid,) = document.grids
    assert (grid.rows, grid.spans, grid.span_is_known) == (ROWS, SPANS, True)
    assert [(text.table_no, text.text) for text in document.texts] == [(1, "宁湖市2012年责任目标"), (2, "注:全年")]
    assert not document.notes


def test_a_page_number_within_a_drawing_ends_no_table() -> None:
    document = read("\n".join([*LINES[:5], "", "- 3 -", "", *LINES[5:]]))
    (grid,) = document.grids
    assert (grid.rows, grid.spans) == (ROWS, SPANS)
    assert [text.text for text in document.texts if text.kind == "page"] == ["- 3 -"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<pre>{DRAWN}</pre>", id="preformatted"),
        pytest.param(f"<p>{'<br>'.join(LINES)}</p>", id="line breaks"),
        pytest.param("".join(f"<p>{line}</p>" for line in LINES), id="a line a paragraph"),
        pytest.param(f"<p>{''.join(LINES)}</p>", id="one line"),
    ],
)
def test_a_drawing_in_a_web_page_is_a_table(body: str) -> None:
    page = f"<html><body><p>宁湖市2012年责任目标</p>{body}<p>注:全年</p></body></html>"
    document = HTML.read(Source("x.html", page.encode()), Limits())
    (grid,) = document.grids
    assert (grid.rows, grid.spans, grid.span_is_known) == (ROWS, SPANS, True)
    assert [(text.table_no, text.text) for text in document.texts] == [(1, "宁湖市2012年责任目标"), (2, "注:全年")]


def test_a_drawing_stands_in_markdown_beside_another_table() -> None:
    text = f"| 序号 | 责任目标 |\n|---|---|\n| 1 | 抓实 |\n\n{DRAWN}\n"
    first, second = MARKDOWN.read(Source("x.md", text.encode()), Limits()).grids
    assert first.rows == [["序号", "责任目标"], ["1", "抓实"]]
    assert (second.rows, second.spans) == (ROWS, SPANS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("──┬──┬──\n1 │抓渠│市水利局\n  │道  │\n──┼──┼──\n2 │推房│市住建局\n──┴──┴──", id="no side bars"),
        pytest.param(
            "------------\n|1 |抓渠|市水利局|\n|  |道  |        |\n------------\n|2 |推房|市住建局|\n------------",
            id="rules without crossings",
        ),
        pytest.param(
            "|——|——|————|\n|1 |抓渠|市水利局|\n|  |道  |        |\n|——|——|————|\n|2 |推房|市住建局|\n|——|——|————|",
            id="rules between bars",
        ),
    ],
)
def test_a_drawing_with_poorer_rules_is_read_by_them(text: str) -> None:
    assert read_grid(text).rows == [["1", "抓渠\n道", "市水利局"], ["2", "推房", "市住建局"]]


def test_a_cell_split_within_the_rules_of_its_neighbours_has_columns_of_its_own() -> None:
    text = "┌──┬─────┐\n│甲│乙│\n│ ├──┬──┤\n│ │丙│丁│\n├──┼──┴──┤\n│戊│己│\n└──┴─────┘"
    grid = read_grid(text)
    assert grid.rows == [["甲", "乙", None], [None, "丙", "丁"], ["戊", "己", None]]
    assert grid.spans == {(1, 1): (2, 1), (1, 2): (1, 2), (3, 2): (1, 2)}


def test_rules_of_neighbours_that_stand_a_line_apart_part_the_same_rows() -> None:
    text = "┌──┬──┐\n│甲│乙│\n├──┤乙│\n│丙├──┤\n│丙│丁│\n├──┼──┤\n│戊│己│\n└──┴──┘"
    grid = read_grid(text)
    assert grid.rows == [["甲", "乙\n乙"], ["丙\n丙", "丁"], ["戊", "己"]]
    assert grid.spans == {}


def test_a_table_drawn_below_another_is_another() -> None:
    grids = read("┌─┬─┐\n│甲│乙│\n└─┴─┘\n┌─┬─┬─┐\n│丙│丁│戊│\n└─┴─┴─┘").grids
    assert [grid.rows for grid in grids] == [[["甲", "乙"]], [["丙", "丁", "戊"]]]


def test_a_text_over_other_columns_than_the_one_above_it_has_lost_a_rule() -> None:
    text = "┌──┬──┐\n│甲│乙│\n├──┼──┤\n│丙│丁│\n│二、戊│\n├──┼──┤\n│己│庚│\n└──┴──┘"
    document = read(text)
    (grid,) = document.grids
    assert grid.rows == [["甲", "乙"], ["丙", "丁"], ["二、戊", ""], ["己", "庚"]]
    assert not grid.span_is_known
    assert document.notes[0].severity == "warning"


def test_bullets_in_a_cell_without_rules_begin_a_row_each() -> None:
    text = """\
┌───────┬────┬──────┐
│责任目标│责任领导│责任单位│
├───────┼────┼──────┤
│兴修水利 │周远 │市水利局、│
├───────┤ │市财政局 │
│△修建引水渠道│ │市审计局 │
│二十公里 │ │ │
│ │ ├──────┤
│△更换水闸 │ │市住建局 │
│△疏浚河道 │ │ │
├───────┼────┼──────┤
│△种树九百棵 │俞悦 │市林业局 │
└───────┴────┴──────┘"""
    grid = read_grid(text)
    assert grid.rows == [
        ["责任目标", "责任领导", "责任单位"],
        ["兴修水利", "周远", "市水利局、\n市财政局\n市审计局"],
        ["△修建引水渠道\n二十公里", None, None],
        ["△更换水闸", None, "市住建局"],
        ["△疏浚河道", None, None],
        ["△种树九百棵", "俞悦", "市林业局"],
    ]
    assert grid.spans == {(2, 2): (4, 1), (2, 3): (2, 1), (4, 3): (2, 1)}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "┌─┬──┐\n│1 │△抓渠│\n│ │△抓闸│\n├─┼──┤\n│2 │△抓林│\n├─┼──┤\n│3 │△抓路│\n└─┴──┘",
            [["1", "△抓渠\n△抓闸"], ["2", "△抓林"], ["3", "△抓路"]],
            id="beside numbers bullets are parts of one task",
        ),
        pytest.param(
            "┌──┬──┐\n│△抓渠│市甲局│\n│●抓闸│ │\n├──┼──┤\n│△抓林│市乙局│\n├──┼──┤\n│△抓路│市丙局│\n└──┴──┘",
            [["△抓渠\n●抓闸", "市甲局"], ["△抓林", "市乙局"], ["△抓路", "市丙局"]],
            id="two kinds of bullets",
        ),
        pytest.param(
            "┌──┬─┬──┬──┐\n│水利│1 │抓渠│市甲局│\n│ │2 │抓闸│市乙局│\n│ │ │门 │ │\n├──┼─┼──┼──┤\n"
            "│林业│3 │抓林│市丙局│\n├──┼─┼──┼──┤\n│交通│4 │抓路│市丁局│\n└──┴─┴──┴──┘",
            [
                ["水利", "1", "抓渠", "市甲局"],
                ["", "2", "抓闸\n门", "市乙局"],
                ["林业", "3", "抓林", "市丙局"],
                ["交通", "4", "抓路", "市丁局"],
            ],
            id="numbers that count up in one cell",
        ),
    ],
)
def test_items_of_a_cell_are_rows_only_where_nothing_else_numbers_them(text: str, rows: list[list[str]]) -> None:
    assert read_grid(text).rows == rows


def test_a_line_without_a_number_goes_on_where_rows_are_numbered() -> None:
    rule = "├──┼────┼────┤"
    rows = "│1 │抓引水│市甲局│\n│ │渠道 │市乙局│\n│2 │抓路│市丙局│"
    text = f"┌──┬────┬────┐\n│序号│目标│单位│\n{rule}\n{rows}\n└──┴────┴────┘"
    assert read_grid(text).rows == [
        ["序号", "目标", "单位"],
        ["1", "抓引水\n渠道", "市甲局\n市乙局"],
        ["2", "抓路", "市丙局"],
    ]
