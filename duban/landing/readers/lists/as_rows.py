"""The items of a list as the rows of a table: what is printed of them in columns, headings as rows of one cell."""

from __future__ import annotations

import re

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.entry import Entry, Outline
from duban.landing.readers.lists.list_line import land_lines
from duban.landing.readers.lists.marks import HEADING_KINDS

# Headers of ours, over what a list prints no label for.
TEXT_HEADER = "任务内容"
NUMBER_HEADER = "序号"
BRACKET_HEADER = "括注"
REST_HEADER = "后文"
UNIT_HEADER = "责任单位"
BELOW_HEADER = "下文"  # over what stands below lines that say what is to be done
_LONG_HEADING = 40
_HEADER_AT_END = re.compile(
    r"(?:^|\s)(?:序\s?[号號]|[编編]\s?[号號]|[项項]\s?[号號])(?:[ \t\u3000]+[一-龥]{2,8}){1,5}"
    r"[ \t\u3000]+([一-龥]{0,6}(?:单位|部门|科室|股室))\s*$"
)
_BLANK_WITHIN = re.compile(r"\s")


def land_rows(found: Outline, start: int, end: int, document: ReadDocument, tally: Tally) -> None:
    """Land a list as a table: a row an item, headings as rows of one cell, what stands around it as texts.

    start, end: of its entries. Raises DocumentError for more cells than one document may have.
    """
    entries = found.entries[start:end]
    table_no = len(document.grids) + 1
    land_lines(found.before, document)
    for entry in found.entries[:start]:
        document.texts.append(PrintedText(table_no, "paragraph", entry.text, entry.source_place))
    items = [entry for entry in entries if not entry.is_heading and (entry.has_own or entry.is_numbered)]
    above = [*(line.text for line in found.before), *(entry.text for entry in found.entries[:start])]
    columns = _Columns(items, _header_over_names(above, items))
    grid = Grid(span_is_known=True)
    tally.table(items[0].source_place)
    tally.add_row(grid, list(columns.header), items[0].source_place)
    stray: list[Entry] = []
    for entry in entries:
        if entry.is_heading:
            _add_heading(grid, entry, len(columns.header), tally)
        elif entry.has_own or entry.is_numbered:
            tally.add_row(grid, list(columns.row(entry)), entry.source_place)
            if entry.part_no > 1 and columns.parts_numbers:
                _merge_number(grid, entry.part_no)
        else:
            stray.append(entry)
    document.grids.append(grid)
    after = found.entries[end:]
    for entry in [*stray, *after]:
        document.texts.append(PrintedText(table_no + 1, "paragraph", entry.text, entry.source_place))
    document.notes.append(Note("info", columns.remark(), grid.row_places[0]))
    for what, left_out in (("between the items", stray), ("behind the list", after)):
        if left_out:
            first = left_out[0].text.replace("\n", " ")[:40]
            remark = f"{len(left_out)} paragraphs {what} are texts and no items, the first is '{first}'"
            document.notes.append(Note("info", remark, left_out[0].source_place))


def _header_over_names(above: list[str], items: list[Entry]) -> str:
    """The word that a table's header, printed at the end of a paragraph above the items, has over the names at their
    ends; '' where there is none: …分解表 序号 名称 工作任务 牵头责任单位.

    Only where each item ends in names that no bracket, dash or blank parts from others.

    >>> item = Entry("line 3", "1 新建学校2所。", brackets=["市教育局、市财政局"])
    >>> [_header_over_names([text], [item]) for text in ("分解表 序号 工作任务 牵头单位", "序号 工作任务 备注")]
    ['牵头单位', '']
    """
    header = next((found for text in reversed(above) if (found := _HEADER_AT_END.search(text))), None)
    names = [bracket for item in items for bracket in item.brackets]
    if header is None or not names or any(len(item.brackets) > 1 for item in items):
        return ""
    return header[1] if all(name[0].isalnum() and not _BLANK_WITHIN.search(name.strip()) for name in names) else ""


class _Columns:
    """Which columns a list has, and an entry's cells in them. names_header: what is printed over names at the ends."""

    def __init__(self, items: list[Entry], names_header: str = "") -> None:
        self.items = items
        self.labels = list(dict.fromkeys(label for item in items for label in item.values))
        self.bracket_count = max((len(item.brackets) for item in items), default=0)
        self.has_rest = any(item.rest for item in items)
        rest_header = BELOW_HEADER if any(item.is_head for item in items) else REST_HEADER
        texts = [item.text for item in items if item.text]
        marks = [item.mark for item in items if item.mark]
        self.has_text = bool(texts)
        self.is_bare = bool(marks) and all(not item.body.strip("、.\uff0e ") for item in items)
        numbers = [mark.number for mark in marks]
        begins_anew = len(set(numbers)) * 10 < len(numbers) * 8
        has_parts = any(item.part_no for item in items)
        # in the text of an item only its sign shows later that a number is one: 1 建校 lacks it
        lacks_signs = any(mark.printed.isdecimal() for mark in marks)
        is_apart = not self.labels or begins_anew or has_parts or lacks_signs
        self.parts_numbers = bool(marks) and not self.is_bare and is_apart
        head = [NUMBER_HEADER] if self.parts_numbers or (self.is_bare and self.has_text) else []
        text_head = [TEXT_HEADER] if self.has_text and not self.is_bare else []
        if text_head and not head and not self.labels and not self.bracket_count and not self.has_rest:
            head = [NUMBER_HEADER]  # a table of one column is none
            self.parts_numbers = True
        self.synthetic = [*head, *text_head]
        if self.bracket_count and not names_header:
            self.synthetic.append(BRACKET_HEADER)
        self.header = [*head, *text_head, *self.labels, *[rest_header] * self.has_rest]
        self.header += [names_header or BRACKET_HEADER] * self.bracket_count
        self.synthetic += [rest_header] * self.has_rest

    def row(self, item: Entry) -> list[str]:
        """An item's cells, as many as the header has."""
        if self.parts_numbers:
            cells = [item.mark.printed if item.mark else "", item.body]
        else:
            cells = [item.text] if self.has_text else []
        cells += [item.values.get(label, "") for label in self.labels]
        cells += [item.rest] * self.has_rest
        return [*cells, *item.brackets, *[""] * (self.bracket_count - len(item.brackets))]

    def remark(self) -> str:
        """What was read and which headers are ours."""
        count = len(self.items)
        if self.labels and not self.bracket_count and not self.has_rest and not self.parts_numbers:
            if not self.synthetic:
                return "read as a labelled list"
            head = self.synthetic[0]
            return f"read as a labelled list; its first column has no printed label and is called {head}"
        without = sum(1 for item in self.items if not item.has_own)
        what = "with its labels" if self.labels else "with brackets at their ends" if self.bracket_count else ""
        if not what:
            what = "that print no unit"
        elif without:
            what += f", {without} of them without"
        return f"read as a list of {count} items {what}; the headers {', '.join(self.synthetic)} are ours, not printed"


def _add_heading(grid: Grid, entry: Entry, width: int, tally: Tally) -> None:
    """A heading is a row of one cell; one that its number does not set apart from an item lies over the full width."""
    row_no = len(grid.rows) + 1
    is_clear_by_number = (
        entry.mark is not None and entry.mark.kind in HEADING_KINDS and len(entry.text) <= _LONG_HEADING
    )
    if is_clear_by_number or width == 1:
        tally.add_row(grid, [entry.text], entry.source_place)
    else:
        tally.add_row(grid, [entry.text, *[None] * (width - 1)], entry.source_place)
        grid.spans[row_no, 1] = (1, width)


def _merge_number(grid: Grid, part_no: int) -> None:
    """The number of a parted item lies over its parts: 1 over two rows makes the targets 1-1 and 1-2."""
    last = len(grid.rows)
    grid.rows[-1] = [None, *grid.rows[-1][1:]]
    grid.spans[last - part_no + 1, 1] = (part_no, 1)
