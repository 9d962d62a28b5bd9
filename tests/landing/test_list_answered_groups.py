"""Paragraphs in groups, below each of which a sentence says who does them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html import reader as html
from duban.landing.readers.text import plain_text

# shape after http://ask.fsou.com/html/text/lar/174135/17413510_3.html
TEXT = """上述项目由区体育局牵头负责。
【社区服务】
三、办好社区食堂。新建食堂7家;添置餐车12辆。
新建食堂7家。实施进度为:第一季度选址;第二季度开工;第四季度开业。
添置餐车12辆。实施进度为:第二季度招标;第三季度交付。
上述项目由区民政局牵头负责。
维修社区活动室30间。实施进度为:第三季度进场;第四季度验收。
以上2项工作由区房管局、区财政局负责落实。
四、疏浚河道9公里,新建泵站2座。
疏浚东港河4公里。第二季度完工。
上述项目均由区水务局牵头,各街道配合。
【公园】
五、改造公"""


def as_text(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def as_page(text: str) -> ReadDocument:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return html.READER.read(Source("a.html", f"<html><body>{paragraphs}</body></html>".encode()), Limits())


@pytest.mark.parametrize("read", [as_text, as_page], ids=["text", "page"])
def test_the_sentence_below_a_group_answers_for_its_paragraphs(read: Callable[[str], ReadDocument]) -> None:
    document = read(TEXT)
    (grid,) = document.grids
    assert [[(cell or "")[:8] for cell in row] for row in grid.rows] == [
        ["任务内容", "责任单位"],
        ["【社区服务】", ""],
        ["三、办好社区食堂", ""],
        ["新建食堂7家。实", "区民政局牵头负责"],
        ["添置餐车12辆。", ""],
        ["维修社区活动室3", "区房管局、区财政"],
        ["四、疏浚河道9公", ""],
        ["疏浚东港河4公里", "区水务局牵头,各"],
    ]
    assert grid.spans == {(2, 1): (1, 2), (3, 1): (1, 2), (4, 2): (2, 1), (7, 1): (1, 2)}
    assert [text.text[:6] for text in document.texts] == ["上述项目由区", "新建食堂7家", "【公园】", "五、改造公"]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("上述项目均由区水务局牵头,各街道配合。\n", "上述项目要抓紧。\n", id="one group alone"),
        pytest.param("新建食堂7家。实施", "1.新建食堂7家。实施", id="numbers part the items"),
    ],
)
def test_other_paragraphs_are_read_otherwise(printed: str, replaced: str) -> None:
    text = TEXT.replace(printed, replaced).replace("以上2项工作由区房管局、区财政局负责落实。\n", "")
    assert text.count(replaced)
    assert all(grid.rows[0] != ["任务内容", "责任单位"] or grid.spans == {} for grid in as_text(text).grids)


@pytest.mark.parametrize("heading", ["三、办好社区食堂。新建食堂7家;添置餐车12辆。\n", ""], ids=["heading", "none"])
def test_the_title_and_its_lead_are_of_no_group(heading: str) -> None:
    title = "某区2031年实事项目\n经区政府研究同意,现公布如下:\n"
    text = title + heading + TEXT.partition("12辆。\n")[2]
    document = as_text(text)
    assert [row[0] for row in document.grids[0].rows][1:2] == ([heading[:9]] if heading else [TEXT.split("\n")[3]])
    assert [text.text for text in document.texts][:2] == title.split("\n")[:2]
