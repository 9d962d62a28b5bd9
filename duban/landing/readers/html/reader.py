"""HTML pages: rowspan and colspan state the spans exactly, and what a browser prints is what is kept.

lxml parses the page; text is put together by libxml2 in C, with two characters that no page prints standing for a line
break and for the border of a block until white space has been closed up the way a browser does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from duban.errors import DocumentError
from duban.landing.encodings import decode
from duban.landing.exclusion import finish
from duban.landing.grid import Note, PrintedText, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size
from duban.landing.reader import Reader, Source
from duban.landing.readers.html.drawings import show_drawings
from duban.landing.readers.html.marks import mark_page, show_fields
from duban.landing.readers.html.tables import DataTable, take_tables
from duban.landing.readers.html.text import BLOCKS, UNPRINTED, all_text, mark_breaks, printed
from duban.landing.readers.lists.paragraphs import read_paragraphs
from duban.landing.signatures import refuse, signature

# An element costs up to forty times its bytes in memory, so tags are counted before the page is parsed.
_MARKS = 1_200_000
# Characters that XML cannot hold, as themselves and as references; a reference's number must end there. The
# noncharacters are the marks of `marked_text`: only a reader writes them.
_CONTROL = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ufdd0-\\ufddf\\ufffe\\uffff]"
    "|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9]);?"
    "|&#[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])(?![0-9a-fA-F]);?"
)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_TITLE_NAMES = {"articletitle", "title"}  # <meta name=...> as Chinese government sites must give it
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read(source: Source, limits: Limits) -> ReadDocument:
    """The tables of a page and the texts around them.

    A page without a table gives a document without grids. Raises DocumentError for an empty file, for another format
    under the name of a page, for bytes in no known encoding, and for a page beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    found = signature(source.content)
    if found not in ("HTML", None) or not source.content.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise refuse(source.content, source.path, "HTML")
    declared = _CHARSET.search(source.content[:4096])
    text, encoding = decode(source.content, declared[1].decode("ascii") if declared else None, path=source.path)
    root = _parsed(text, source.path)
    document = ReadDocument(format="html", encoding=encoding)
    metadata = list(_metadata(root))
    show_fields(root)
    show_drawings(root)
    shown = mark_page(root, text)
    document.notes.extend(shown.notes)
    _drop_unprinted(root)
    mark_breaks(root)
    tally = Tally(limits, source.path)
    tables = take_tables(root, shown, tally)
    for table in tables:
        document.notes.extend(table.notes)
        if table.grid is not None:
            document.grids.append(table.grid)
    document.texts = [*metadata, *_texts(root, tables, limits, document.notes, source.path)]
    read_paragraphs(finish(document), tally)
    document.title = document.title or (metadata[0].text if metadata else None)
    return document


def _parsed(text: str, path: str) -> etree._Element:
    if "<" not in text:
        raise refuse(text.encode(), path, "HTML")
    if text.count("<") + text.count("=") > _MARKS:
        raise DocumentError(f"the page has more than {_MARKS:,} tags", where=path, remedy="save its table as .xlsx")
    # The bytes are UTF-8 from here on, whatever the page says of itself. No browser prints a control character, and
    # libxml2 ends a page at NUL.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(_CONTROL.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise (
            refuse(b"", path, "HTML")
            if "empty" in str(error)
            else DocumentError(
                f"the page cannot be parsed: {error}", where=path, remedy="open it in a browser and save it again"
            )
        ) from error
    if root is None:
        raise refuse(b"", path, "HTML")
    if any("depth" in entry.message.lower() for entry in parser.error_log.filter_from_fatals()):
        raise DocumentError(
            "the page's tags are nested too deeply", where=path, remedy="open it in a browser and save its table"
        )
    return root


def _metadata(root: etree._Element) -> Iterator[PrintedText]:
    """What the page's head states of it: the article's title before the window's."""
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").strip().lower()
        if name in _TITLE_NAMES and (content := (meta.get("content") or "").strip()):
            yield PrintedText(1, "title", content, f"meta {name}")
    for title in root.iter("title"):
        if content := printed(all_text(title)):
            yield PrintedText(1, "title", content, "title")
        return


def _drop_unprinted(root: etree._Element) -> None:
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *UNPRINTED, with_tail=False)


def _texts(
    root: etree._Element, tables: list[DataTable], limits: Limits, notes: list[Note], path: str
) -> Iterator[PrintedText]:
    """The texts outside the tables, a block each, in reading order; layout tables print as blocks like any other."""
    at_table = {table.element: table for table in tables}
    table_no = 1
    parts: list[str] = []
    kind = "paragraph"
    block_no = 0

    def block() -> Iterator[PrintedText]:
        nonlocal block_no
        text = printed("".join(parts))
        parts.clear()
        if text:
            block_no += 1
            place = f"text {block_no}"
            if block_no > limits.rows:
                raise DocumentError(
                    f"more than {limits.rows:,} texts outside the tables", where=path, remedy="save its table as .xlsx"
                )
            if len(text) > limits.cell_characters:
                notes.append(
                    Note("warning", f"a text of {len(text):,} characters is cut to {limits.cell_characters:,}", place)
                )
                text = text[: limits.cell_characters]
            yield PrintedText(table_no, kind, text, place)

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        table = at_table.get(element) if tag == "table" else None
        if event == "start":
            if tag in BLOCKS:
                yield from block()
                kind = "heading" if tag in _HEADINGS else "paragraph"
            if table is not None:
                for stray_kind, text in table.texts:
                    yield PrintedText(table_no, stray_kind, text, f"table {table_no}")
                continue
            if element.text:
                parts.append(element.text)
        else:
            if tag in BLOCKS:
                yield from block()
                kind = "paragraph"
            if table is not None and table.grid is not None:
                table_no += 1
            if element.tail:
                parts.append(element.tail)
    yield from block()


READER = Reader("html", "26", read)
