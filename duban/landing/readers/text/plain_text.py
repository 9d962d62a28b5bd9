"""Plain text: tables drawn with characters, one cell a line, labelled lists (see layouts.py). Spans are mostly lost."""

from __future__ import annotations

from duban.landing.character_references import references_resolved
from duban.landing.encodings import decode, refuse_html, split_lines
from duban.landing.exclusion import finish
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size, check_line_count
from duban.landing.marked_text import may_hold_tags, tags_marked
from duban.landing.pinyin import pinyin_left_out
from duban.landing.reader import Reader, Source
from duban.landing.readers.copied_tables import layouts


def read(source: Source, limits: Limits) -> ReadDocument:
    """Plain text -> grids where a layout is recognised, else texts and a note that says so. A place is `line N`.

    Raises DocumentError for what is not text or is beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    text, encoding = decode(source.content, path=source.path)
    check_line_count(text, limits, source.path)
    refuse_html(text, path=source.path)
    shown = references_resolved(tags_marked(text) if may_hold_tags(text) else text)
    document = ReadDocument(format="text", encoding=encoding)
    layouts.read_lines(split_lines(shown), 0, document, Tally(limits, source.path))
    if not document.grids:
        bare, notes = pinyin_left_out(shown)
        read_anew = ReadDocument(format="text", encoding=encoding, notes=notes)
        if notes:
            layouts.read_lines(split_lines(bare), 0, read_anew, Tally(limits, source.path))
        document = read_anew if read_anew.grids else document
    return finish(document)


READER = Reader("plain_text", "32", read)
