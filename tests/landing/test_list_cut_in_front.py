"""Texts that begin within a list: the page that holds them was cut, or is one of several."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

DEMANDS = "二、压实各方责任\n(一)明确分工。各单位要尽快动手。\n(二)严格督查。\n"


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


# shape after http://www.fsou.com.cn/html/text/lar/174042/17404207_1.html
@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ("(四)修渠8里。\n(五)扶持食堂。\n(六)植树3万株。\n", ["(四)", "(五)", "(六)"]),
        ("7.修渠8里。\n8.扶持食堂。\n9.植树3万株。\n10.架桥2座。\n", ["7.", "8.", "9.", "10."]),
    ],
)
def test_a_list_may_begin_with_a_later_number(items: str, numbers: list[str]) -> None:
    document = read(items + DEMANDS)
    assert [row[0] for row in document.grids[0].rows[1:]] == numbers
    assert "\n".join(text.text for text in document.texts) == DEMANDS.strip()


@pytest.mark.parametrize(
    "text",
    [
        "(四)修渠。\n(五)扶持食堂。\n(六)植树3万株。\n",
        "(四)修渠8里。\n(六)植树3万株。\n(七)架桥2座。\n",
        "(四)修渠8里。\n(五)植树3万株。\n",
        "会议在甲市召开。\n(四)修渠8里。\n(五)架桥2座。\n(六)植树3万株。\n",
    ],
    ids=["few figures", "a gap", "two items", "a paragraph above"],
)
def test_what_begins_with_a_later_number_may_be_prose(text: str) -> None:
    assert not read(text).grids
