"""Records of the same labels in the same order, some of which stand alone over their values."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html import reader as html
from duban.landing.readers.text import plain_text

LABELS = ["实事名称", "实事内容", "承办单位", "办理进度"]
HEADER = ["序号", *LABELS]
RECORDS = [
    ["01", "便民出行", "新开公交线路4条。", "县交通局、公交公司", "线路1条已开通。\n站牌6块已立。"],
    ["02", "老有所养", "新建日间照料点7处。", "县民政局", "3处已完工。"],
    ["03", "清洁用水", "更换水表900只。", "县水务局", "已换500只。"],
]
TITLE = "丁县十件实事进展一览"


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def printed(number: str = "{no} ", colons: str = "::::", records: list[list[str]] = RECORDS) -> str:
    """Records as lines, the name behind its label, the other values below theirs; number: before the first label."""
    lines = [TITLE]
    for no, name, *values in records:
        lines.append(f"{number.format(no=no)}{LABELS[0]}{colons[0]}{name}")
        for label, colon, value in zip(LABELS[1:], colons[1:], values, strict=True):
            lines += [f"{label}{colon}", value]
    return "\n".join(lines).replace("\n\n", "\n")


def rows(document: ReadDocument) -> list[list[str | None]]:
    (grid,) = document.grids
    return grid.rows


# shape after https://laobiganzi.top/149649.html
@pytest.mark.parametrize("number", ["{no} ", "{no}、", "{no}\n", "({no})\n"])
def test_labels_over_values_of_several_lines(number: str) -> None:
    header, *below = rows(read(printed(number)))
    assert header == HEADER
    assert [row[1:] for row in below] == [record[1:] for record in RECORDS]
    assert [str(row[0]).strip("、()") for row in below] == ["01", "02", "03"]


def test_a_label_that_lost_its_colon_in_one_record() -> None:
    text = printed().replace("承办单位:\n县民政局", "承办单位\n县民政局")
    assert rows(read(text)) == [HEADER, *RECORDS]


def test_the_last_record_may_be_cut() -> None:
    text = printed(records=[*RECORDS, ["04", "好学校", "改造教室", "", ""]]).split(f"\n{LABELS[2]}:\n\n")[0]
    cut = text[: text.index("改造教室") + 2]
    assert rows(read(cut))[-1] == ["04", "好学校", "改造", "", ""]


def test_what_stands_below_the_records_is_a_text() -> None:
    document = read(f"{printed()}\n来源:丁县融媒体中心\n编辑:小赵\n")
    assert rows(document)[-1] == RECORDS[-1]
    assert [text.text for text in document.texts] == [TITLE, "来源:丁县融媒体中心", "编辑:小赵"]


def test_a_heading_between_records_is_a_row_of_its_own() -> None:
    text = printed().replace("02 实事", "二、民生类\n02 实事").replace("01 实事", "一、交通类\n01 实事")
    assert rows(read(text)) == [
        HEADER,
        ["一、交通类"],
        RECORDS[0],
        ["二、民生类"],
        *RECORDS[1:],
    ]


def test_without_numbers_a_value_of_one_line_ends_the_record() -> None:
    one_line = [[*record[:4], record[4].replace("\n", "")] for record in RECORDS]
    assert rows(read(printed("", records=one_line))) == [LABELS, *(record[1:] for record in one_line)]


def test_paragraphs_of_a_page_are_read_alike() -> None:
    body = "".join(f"<p>{line}</p>" for line in printed("{no}\n").split("\n"))
    content = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    document = html.READER.read(Source("a.html", content.encode()), Limits())
    assert rows(document) == [HEADER, *RECORDS]


@pytest.mark.parametrize(
    "text",
    [
        printed()
        .replace("01 实事", "1.开公交线路\n实事")
        .replace("02 实事", "2.建照料点\n实事")
        .replace("03 ", "3.换水表\n"),
        printed("").replace("实事名称", "公交有通村路线\n实事名称", 1),
        printed().replace("承办单位:\n县民政局\n办理进度:", "办理进度:\n县民政局\n承办单位:"),
    ],
    ids=["a numbered item above each record", "nothing shows where one ends", "another order"],
)
def test_what_may_be_something_else_is_left_to_the_other_readers(text: str) -> None:
    assert not any("labels with values, a row each" in note.what for note in read(text).notes)
