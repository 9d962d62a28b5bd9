"""Records whose labels lost their colons or stand over numbered steps."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

GOALS = ["关停无证码头。", "库区水质达到Ⅲ类。"]
BY_WHEN = ["2032年6月底前", "立行立改"]
UNITS = ["丙镇政府", "丁镇政府"]
STEPS = [["拆除码头4座(2031年9月30日)。", "补种柳树300株。"], ["每季度巡查一次。", "建成净化站1座。"]]


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def records(colon: str, over_steps: str, steps: list[list[str]] = STEPS) -> str:
    """Two records of four labels; colon: what stands behind two of them; over_steps: behind the one over the steps."""
    return "甲县环境问题整改清单\n" + "\n".join(
        f"{no}、第{no}号问题长期没有解决。\n整改目标{colon}{goal}\n整改时限{colon}{by}\n责任单位:{unit}\n整改措施{over_steps}\n"
        + "\n".join(f"{number}.{step}" for number, step in enumerate(below, start=1))
        for no, goal, by, unit, below in zip("一二", GOALS, BY_WHEN, UNITS, steps, strict=True)
    )


# shape after http://hbj.anshun.gov.cn/zwgk/gggs/gggs_69441/201712/t20171227_3120728.html
@pytest.mark.parametrize("colon", [":", ""], ids=["colons", "labels glued to their values"])
@pytest.mark.parametrize("over_steps", [":", ""])
def test_steps_below_a_label_of_each_record_are_its_value(colon: str, over_steps: str) -> None:
    (grid,) = read(records(colon, over_steps)).grids
    assert grid.rows[0][1:] == ["整改目标", "整改时限", "责任单位", "整改措施"]
    below = [f"1.{one}\n2.{two}" for one, two in STEPS]
    assert [row[1:] for row in grid.rows[1:]] == [
        list(values) for values in zip(GOALS, BY_WHEN, UNITS, below, strict=True)
    ]


@pytest.mark.parametrize(
    "steps",
    [
        [["拆除码头4座。(县交通局)", "补种柳树300株。(县林业局)"], ["建成净化站1座。(县水利局)"]],
        [["拆除码头4座。\n责任单位:县交通局", "补种柳树300株。\n责任单位:县林业局"], ["建成净化站1座。"]],
    ],
    ids=["in brackets", "below them"],
)
def test_steps_that_say_who_does_them_are_items(steps: list[list[str]]) -> None:
    (grid,) = read(records(":", ":", steps)).grids
    items = [row for row in grid.rows[1:] if any(cell and "码头4座" in cell for cell in row[:2])]
    assert len(items) == 1
    assert "整改措施" not in grid.rows[0]


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["项目投入3亿元,", "项目投入5亿元,"], "项目投入"),
        (["整改目标是关停。", "整改目标是达标。"], "整改目标"),
    ],
    ids=["no other label ends or begins so", "what follows begins alike"],
)
def test_words_that_records_begin_alike_with_are_no_label(lines: list[str], label: str) -> None:
    text = "\n".join(
        f"{no}、第{no}号问题。\n{line}\n整改时限:年底前\n责任单位:丙镇政府"
        for no, line in zip("一二", lines, strict=True)
    )
    (grid,) = read(f"甲县清单\n{text}").grids
    assert label not in grid.rows[0]


# shape after http://news.sina.com.cn/o/2005-01-19/02534875671s.shtml
@pytest.mark.parametrize("title", ["甲市2031年承诺的实事交卷", "甲市交出答卷。"])
def test_the_line_above_the_first_labels_is_a_name_as_those_above_the_others_are(title: str) -> None:
    names = ["渠水进村", "食堂开张", "新桥通车"]
    body = "".join(f"{name}\n\n政府承诺:办好第{at}件事\n\n办理结果:已办好{at}处。\n\n" for at, name in enumerate(names))
    document = read(f"{title}\n\n{body}")
    assert [row[0] for row in document.grids[0].rows[1:]] == names
    assert [text.text for text in document.texts] == [title]


def test_a_title_above_the_first_labels_is_no_name_where_the_others_have_none() -> None:
    body = "".join(f"政府承诺:办好第{at}件事\n办理结果:已办好{at}处。\n" for at in range(3))
    assert [text.text for text in read(f"甲市实事交卷\n{body}").texts] == ["甲市实事交卷"]
