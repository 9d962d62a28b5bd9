"""Records: tasks printed one after the other as labels with values, in lines or in tables of two columns.

    重点工作:新建学校2所。            | 重点工作: | 新建学校2所。 |
    牵头单位:市教育局                 | 牵头单位: | 市教育局      |
    第一季度:选址。第二季度:开工。

or under headings, 一、项目名称 over the name, 二、完成情况 over what came of it, where the text is nothing else.

A record begins where its first label comes back. A label that comes back more often than the first (第一季度, under the
goals and under the progress) is part of the value it stands in. Each record becomes a row under the labels as printed.
"""

from __future__ import annotations

import re
from collections import Counter

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.list_line import ListLine, land_lines
from duban.landing.readers.lists.marks import LABEL, LABELLED_LINE, SENTENCE_ENDS, mark_of, without_mark
from duban.landing.readers.lists.runs import counted_run
from duban.landing.readers.lists.unnumbered_items import titled_lines

_LABEL_CELL = re.compile(rf"^[\s\u3000]*({LABEL}|(?:[一-龥][\s\u3000]*){{2,10}})\s*[:\uff1a][\s\u3000]*$")
_LABEL_AND_VALUE = re.compile(r"^[\s\u3000]*((?:[一-龥][\s\u3000]*){2,10})[:\uff1a](.*)$", re.DOTALL)
_BARE_LABEL = re.compile(r"^[\s\u3000]*[一-龥]{2,8}[\s\u3000]*$")
_FEWEST_LABELS = 3
_FEWEST_BARE = 3
_FEWEST_ITEMS = 3
_SHARE = 0.5  # of a text's characters that stand under its labels, so that a page's footer makes no record of prose
_SINGLE_SHARE = 0.8  # where a single record has nothing else that shows its labels to be labels
_BARE_HEADING = re.compile(r"^[一-龥]{2,12}$")
_MOST_HEADS = 10
_LONGEST_HEADED = 600  # characters under a heading or a label; more is a chapter
_LONGEST_NAME = 60
_MOST_PAIRS = 4  # label and value pairs in one row of a table


def read_records(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Read lines as records, if they are; returns whether they were. Lines before the first record become texts."""
    filled = [line for line in lines if line.text.strip()]
    if pairs := _bare_pairs(filled):
        record = [(label.text.strip(), value.text.strip()) for label, value in pairs]
        _land([record], [filled[0].source_place], document, tally)
        return True
    if headed := _headed_values(filled):
        start, record = headed
        land_lines(filled[:start], document)
        _land([record], [filled[start].source_place], document, tally)
        return True
    labels = [_label(line.text) for line in filled]
    counts = Counter(label for label in labels if label)
    if len(counts) < _FEWEST_LABELS or titled_lines([line.text.strip() for line in filled]):
        return False
    start = next(at for at, label in enumerate(labels) if label)
    total = sum(len(line.text.strip()) for line in filled)
    covered = sum(len(line.text.strip()) for line in filled[start:])
    first = str(labels[start])
    columns = {label for label, count in counts.items() if count <= counts[first]}
    has_inner = _has_inner_labels(labels[start:], columns)
    is_numbered = any(mark_of(line.text.strip(" \t")) for line in filled[: start + 1])
    if len(columns) < _FEWEST_LABELS or is_numbered or covered < (_SHARE if has_inner else _SINGLE_SHARE) * total:
        return False
    if has_inner and _stand_under_items(filled, labels, columns):
        return False
    if not has_inner and (counts[first] > 1 or len(filled) > start + 2 * len(columns)):
        return False  # records without inner labels are a list like any other
    if not has_inner and any(_is_text_below(line) for line in filled[start:]):
        return False  # what a page prints above its text (索引号:…), and the text
    records: list[list[tuple[str, str]]] = []
    places: list[str] = []
    for line, label in zip(filled[start:], labels[start:], strict=True):
        if label == first:
            records.append([])
            places.append(line.source_place)
        found = LABELLED_LINE.match(line.text.strip(" \t"))
        if label in columns and found and label not in dict(records[-1]):
            records[-1].append((label, found.group(2).strip()))
        else:
            name, value = records[-1][-1]
            records[-1][-1] = (name, f"{value}\n{line.text.strip()}".strip("\n"))
    land_lines(filled[:start], document)
    _land(records, places, document, tally)
    return True


def _is_text_below(line: ListLine) -> bool:
    """Whether a line is no value of a label: an item, more than a value says, or as many items as it counts."""
    text = line.text.strip(" \t\u3000")
    return bool(mark_of(text)) or len(text) > _LONGEST_HEADED or bool(counted_run(text))


def _headed_values(lines: list[ListLine]) -> tuple[int, list[tuple[str, str]]] | None:
    """(the line of the first label, labels and values) of a record under headings: 一、项目名称 over its name.

    The whole text is that: three headings or more, each over paragraphs without numbers, the first over a name.
    """
    marks = [mark_of(line.text.strip()) for line in lines]
    heads = [at for at, mark in enumerate(marks) if mark]
    numbers = [mark.number for mark in marks if mark]
    if not _FEWEST_LABELS <= len(heads) <= _MOST_HEADS or numbers != list(range(1, len(heads) + 1)):
        return None
    record: list[tuple[str, str]] = []
    for at, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        label = without_mark(lines[at].text.strip(), marks[at])
        value = "\n".join(line.text.strip() for line in lines[at + 1 : end])
        if marks[at] is None or not _BARE_HEADING.match(label) or not 0 < len(value) <= _LONGEST_HEADED:
            return None
        record.append((label, value))
    name = record[0][1]
    is_name = "\n" not in name and len(name) <= _LONGEST_NAME and not any(end in name for end in SENTENCE_ENDS)
    return (heads[0], record) if is_name else None


def _has_inner_labels(labels: list[str | None], columns: set[str]) -> bool:
    """Whether a label that is no column comes back under another: the quarters of the goals and of the progress."""
    under: dict[str, set[str]] = {}
    column = ""
    for label in labels:
        if label in columns:
            column = str(label)
        elif label:
            under.setdefault(label, set()).add(column)
    return any(len(places) > 1 for places in under.values())


def _stand_under_items(lines: list[ListLine], labels: list[str | None], columns: set[str]) -> bool:
    """Whether labels that come back stand right below numbered items: a list, whatever a page prints above it."""
    below = sum(
        1
        for above, label in zip(lines, labels[1:], strict=False)
        if label and label not in columns and mark_of(above.text.strip(" \t\u3000"))
    )
    return below >= _FEWEST_ITEMS


def is_record_table(grid: Grid) -> bool:
    """Whether every row of a table pairs labels that end in a colon with values, or holds them in its cells."""
    rows = [row for row in grid.rows if any(cell and cell.strip() for cell in row)]
    return bool(rows) and all(pairs_of_row(row) for row in rows)


def read_record_tables(document: ReadDocument, tally: Tally) -> bool:
    """Tables of labels and values: beside another table or a list their pairs are texts, else they are records.

    Returns whether there were texts among them: then other lines stand above the first table.
    """
    records = [at for at, grid in enumerate(document.grids) if is_record_table(grid)]
    if not records:
        return False
    is_beside_others = len(records) < len(document.grids)
    rows: list[list[tuple[str, str]]] = []
    places: list[str] = []
    for at in reversed(records):
        grid = document.grids[at]
        pairs = [
            (pair, place) for row, place in zip(grid.rows, grid.row_places, strict=True) for pair in pairs_of_row(row)
        ]
        if is_beside_others:
            texts = [PrintedText(at + 1, "metadata", f"{label}\uff1a{value}", place) for (label, value), place in pairs]
            what = "a table of labels and values beside the list or table is landed as texts"
            document.notes.append(Note("info", what, grid.row_places[0]))
            _take_out(document, at, texts)
        else:
            found = _split([pair for pair, _ in pairs])
            rows[:0] = found
            places[:0] = [grid.row_places[0]] * len(found)
    if rows:
        document.grids.clear()
        document.texts = [text._replace(table_no=min(text.table_no, 2)) for text in document.texts]
        _land(rows, places, document, tally)
    return is_beside_others


def _take_out(document: ReadDocument, at: int, texts: list[PrintedText]) -> None:
    del document.grids[at]
    before = [text for text in document.texts if text.table_no <= at + 1]
    after = [text._replace(table_no=text.table_no - 1) for text in document.texts if text.table_no > at + 1]
    document.texts = [*before, *texts, *after]


def _split(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Pairs parted into records where the first label comes back; a label that comes twice in one goes on its value."""
    records: list[list[tuple[str, str]]] = []
    for label, value in pairs:
        if not records or label == records[0][0][0]:
            records.append([])
        if label in dict(records[-1]):
            name, standing = records[-1][-1]
            records[-1][-1] = (name, f"{standing}\n{label}\uff1a{value}")
        else:
            records[-1].append((label, value))
    return records


def pairs_of_row(row: list[str | None]) -> list[tuple[str, str]]:
    """The labels of a row with their values, in cells of their own or together; empty where it holds anything else."""
    return inner_pairs(row) or row_pairs(row)


def inner_pairs(row: list[str | None]) -> list[tuple[str, str]]:
    """The pairs of a row each cell of which holds a label and its value; empty where it is none.

    A value may be blank, not all of them: 主题词: | 发布日期:2031年3月2日.
    """
    cells = [cell for cell in _filled(row) if cell.strip()]
    found = [_LABEL_AND_VALUE.match(cell) for cell in cells]
    pairs = [(re.sub(r"[\s\u3000]+", "", one[1]), one[2].strip()) for one in found if one]
    is_paired = 2 <= len(pairs) == len(cells) <= _MOST_PAIRS and any(value for _, value in pairs)
    return pairs if is_paired and len({label for label, _ in pairs}) == len(pairs) else []


def _filled(row: list[str | None]) -> list[str]:
    """The cells of a row without the blank ones at its end, two at least."""
    cells = [cell or "" for cell in row]
    while len(cells) > 2 and not cells[-1].strip():
        cells.pop()
    return cells


def row_pairs(row: list[str | None]) -> list[tuple[str, str]]:
    """The (label, value) pairs of a row of a table, 索引号: | 0013 | 成文日期: | 2031-03-02; empty where it is none."""
    cells = _filled(row)
    if len(cells) < 2 or len(cells) > 2 * _MOST_PAIRS:
        return []
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(cells):
        found = _LABEL_CELL.match(cells[at])
        if found is None:
            if pairs and not cells[at].strip():  # covered by a value that spans columns
                at += 1
                continue
            return []
        value = cells[at + 1].strip() if at + 1 < len(cells) else ""
        pairs.append((re.sub(r"[\s\u3000]+", "", found.group(1)), value))
        at += 2
    return pairs


def _label(text: str) -> str | None:
    found = LABELLED_LINE.match(text.strip(" \t"))
    return found.group(1) if found and found.start(1) == 0 else None


def _bare_pairs(lines: list[ListLine]) -> list[tuple[ListLine, ListLine]]:
    """Labels without a colon, each over its value, where the whole text is nothing else; empty where it is not."""
    labels, values = lines[::2], lines[1::2]
    if len(labels) != len(values) or len(labels) < _FEWEST_BARE or len(labels) > 12:
        return []
    names = [label.text.strip() for label in labels]
    is_paired = all(map(_BARE_LABEL.match, names)) and len(set(names)) == len(names)
    return list(zip(labels, values, strict=True)) if is_paired else []


def _land(records: list[list[tuple[str, str]]], places: list[str], document: ReadDocument, tally: Tally) -> None:
    header = list(dict.fromkeys(label for record in records for label, _ in record))
    grid = Grid(span_is_known=False)
    tally.table(places[0])
    for row, place in zip([header, *_rows(records, header)], [places[0], *places], strict=True):
        tally.add_row(grid, list(row), place)
    document.grids.append(grid)
    what = f"read as {len(records)} record{'s'[: len(records) > 1]} of {len(header)} labels with values, a row each"
    document.notes.append(Note("info", what, places[0]))


def _rows(records: list[list[tuple[str, str]]], header: list[str]) -> list[list[str]]:
    return [[dict(record).get(label, "") for label in header] for record in records]
