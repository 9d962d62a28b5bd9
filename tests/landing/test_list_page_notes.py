"""Numbered notes of a page above the document that it stores, and numbers that such a page sets within sentences."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

TITLE = "2031年湿地公园创建工作方案"
NOTES = ("请先阅读目录,再决定是否保存。", "页数不全的文件请勿购买(全文可见的除外)。", "版权问题请致电(9:00-18:00)。")


def read(text: str) -> ReadDocument:
    return plain_text.read(Source("t.txt", text.encode()), Limits())


def document(title: str = TITLE, notes: tuple[str, ...] = (), first: int = 1) -> str:
    """A page of a site: the title, its notes, then the title again and five items with a paragraph and a bracket."""
    items = [
        f"{number}. 第{number}片区提升。\n\n新修栈道{number}0公里。\n\n补种苗木。\n\n(市{name}局)"
        for number, name in enumerate(("林业", "水利", "文旅", "住建", "城管"), start=first)
    ]
    return "\n".join([TITLE, "", "本页说明", *notes, "", title, "一、重点工作", *items])


# after pages of document-sharing sites: Wuwei, 2019
@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("2031 年湿地公园创建工作方案", "{0}. {0}、"),
        ("2031 年湿地公园创建工作方案", "{0}. "),
        ("另一题名", "{0}. {0}、"),
    ],
    ids=["title again and numbers twice", "title again", "numbers twice"],
)
def test_the_notes_of_a_page_are_no_items(title: str, sign: str) -> None:
    notes = tuple(sign.format(at) + note for at, note in enumerate(NOTES, start=1))
    found = read(document(title, notes))
    (grid,) = found.grids
    assert [row[0] for row in grid.rows[1:]] == ["一、重点工作", "1.", "2.", "3.", "4.", "5."]
    assert grid.rows[2] == ["1.", "第1片区提升。\n新修栈道10公里。\n补种苗木。\n", "(市林业局)"]
    assert [text.text for text in found.texts if NOTES[0] in text.text]


def test_numbers_that_go_on_below_a_title_are_of_one_list() -> None:
    found = read(document(notes=("1.新建观鸟点3处。(市林业局)", "2.修复水面6公顷。(市水利局)"), first=3))
    items = [row[0] for grid in found.grids for row in grid.rows[1:] if row[1:] and row[1]]
    assert items == [f"{at}." for at in range(1, 8)]


def test_a_list_whose_numbers_are_all_printed_twice_is_read() -> None:
    lines = [f"{at}. {at}、新建学校{at}0所。(市教育局)" for at in range(1, 7)]
    (grid,) = read("\n".join(["教育工作任务分工", *lines])).grids
    assert len(grid.rows) == 1 + len(lines)


def test_a_number_without_its_sign_is_one_over_a_bracket_of_names() -> None:
    found = read(document().replace("\n4. ", "\n4 "))
    assert [row[0] for row in found.grids[0].rows[2:]] == ["1.", "2.", "3.", "4", "5."]


# after a page of Leiyang, 2022: cells without any mark between them, and a number where the site cut the text
@pytest.mark.parametrize(
    ("texts", "is_read"),
    [
        (("分解表序任务单位1新建绿地9处。市林业局2管护古树(含", "名木)40株。市林业局3改造林地2万亩"), False),
        (("新建绿地9处(市林业局)", "管护古树(含名木)40株(市林业局)"), True),
        (("新建绿地9处(市林业局)", "1)管护古树40株(市林业局)"), True),
    ],
    ids=["torn", "whole", "bracket without its half"],
)
def test_numbers_within_sentences_number_no_items(texts: tuple[str, str], is_read: bool) -> None:
    found = read("\n\n".join(["绿地任务分解表", *(f"{at}、{text}" for at, text in enumerate(texts, start=1))]))
    assert bool(found.grids) is is_read
    assert is_read or "numbers stand within sentences" in found.notes[-1].what


def test_an_item_that_the_page_cuts_before_its_bracket_has_its_paragraphs() -> None:
    found = read(document().removesuffix("。\n\n(市城管局)"))
    assert found.grids[0].rows[-1] == ["5.", "第5片区提升。\n新修栈道50公里。\n补种苗木", ""]
