"""The numbers of a print's pages, between the lines of a table that goes on over several: `- 3 -`, `第3页 共9页`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.landing.grid import PrintedText, ReadDocument

_DASHES = "[-\uff0d—–―─]{1,3}"
_PAGE_MARK = re.compile(
    rf"^[\s\u3000]*(?:{_DASHES}[\s\u3000]*\d{{1,4}}[\s\u3000]*{_DASHES}"
    r"|第\s*\d{1,4}\s*[页頁](?:[\s,\uff0c/]*共\s*\d{1,4}\s*[页頁])?)[\s\u3000|]*$"
)


def is_page_mark(line: str) -> bool:
    """Whether a line is the number of a page and cannot be a cell: the number alone could be one.

    >>> [is_page_mark(line) for line in ("- 12 -", "—3—", "第3页,共9页", "12", "—", "-3")]
    [True, True, True, False, False, False]
    """
    return _PAGE_MARK.match(line) is not None


def without_page_marks(lines: list[str], offset: int) -> Iterator[tuple[int, str]]:
    """Number and text of each other line; where one stands between empty lines, one of those goes with it.

    >>> list(without_page_marks(["甲", "", "- 1 -", "", "乙", "第2页", "丙"], 10))
    [(11, '甲'), (12, ''), (15, '乙'), (17, '丙')]
    """
    is_gap = False  # behind a mark that stands below an empty line
    before = ""
    for line_no, line in enumerate(lines, start=offset + 1):
        if is_page_mark(line):
            is_gap = not before.strip()
        elif is_gap and not line.strip():
            is_gap = False
        else:
            is_gap = False
            before = line
            yield line_no, line


def land_page_marks(lines: list[str], offset: int, document: ReadDocument) -> None:
    """The numbers of the pages become texts of their kind."""
    document.texts.extend(
        PrintedText(len(document.grids) + 1, "page", line.strip(), f"line {line_no}")
        for line_no, line in enumerate(lines, start=offset + 1)
        if is_page_mark(line)
    )
