"""Bounds on what a PDF's compressed streams and fonts may expand to, and an ear for what its parser complains of.

pdfminer expands each stream in one piece, without a limit, repairs a damaged one byte by byte in quadratic time, and
writes a font's range of widths out, however long. All are replaced here, for the whole process, by linear ones; those
of streams count against the document being read.
"""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_CHUNK = 1 << 20
_STEP = 64  # bytes: of a damaged stream all is kept but what the step with the damage would have given
_LAST_CHARACTER = 0xFFFF  # of a font
_MOST_WIDTHS = 1 << 20
_state = threading.local()


class StreamTooLargeError(Exception):
    """The streams of one document expand to more than it may."""


@dataclass(slots=True)
class Parsing:
    """One document's parsing: what its streams may still expand to, how many are cut, what the parser says."""

    bytes_left: int
    damaged_streams: int = 0
    complaints: list[str] = field(default_factory=list)


@contextmanager
def bounded_streams(most_bytes: int) -> Iterator[Parsing]:
    """Within, the streams that this thread expands come to `most_bytes` at most; StreamTooLargeError beyond it.

    What pdfminer logs meanwhile is kept in `complaints` (the first hundred) and not printed.
    """
    from pdfminer import pdffont, pdftypes

    for name, numbers in (("get_widths", 3), ("get_widths2", 5)):
        expand = getattr(pdffont, name)
        if not isinstance(expand, _Widths):
            setattr(pdffont, name, _Widths(expand, numbers))
    pdftypes.zlib = _Zlib
    pdftypes.decompress_corrupted = _expand_what_is_whole
    outer = getattr(_state, "parsing", None)
    _state.parsing = Parsing(most_bytes)
    logger, ear = logging.getLogger("pdfminer"), _Ear(_state.parsing)
    logger.addHandler(ear)
    propagated, logger.propagate = logger.propagate, False
    try:
        yield _state.parsing
    finally:
        logger.propagate = propagated
        logger.removeHandler(ear)
        _state.parsing = outer


@dataclass(frozen=True, slots=True)
class _Widths:
    """pdfminer's expanding of a font's widths, over no more characters than a font can have."""

    expand: Callable[[list[object]], dict[Any, Any]]
    numbers: int  # of a range: first, last and what they measure

    def __call__(self, sequence: Iterable[object]) -> dict[Any, Any]:
        from pdfminer.pdftypes import resolve1

        values: list[object] = []
        run: list[float] = []
        left = _MOST_WIDTHS
        for one in sequence:
            value = resolve1(one)
            if isinstance(value, int | float):
                value = min(value, _LAST_CHARACTER)
                run.append(value)
                if len(run) == self.numbers:
                    left -= max(0, int(run[1] - run[0]))
                    run = []
            else:
                run = []
            if left < 0:
                break
            values.append(value)
        return self.expand(values)


class _Ear(logging.Handler):
    def __init__(self, parsing: Parsing) -> None:
        super().__init__(logging.WARNING)
        self.parsing = parsing

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.parsing.complaints) < 100:
            self.parsing.complaints.append(record.getMessage()[:200])


def _expand(data: bytes) -> bytes:
    expander = zlib.decompressobj()
    pieces: list[bytes] = []
    while data and not expander.eof:
        piece = expander.decompress(data, _CHUNK)
        _count(piece)
        pieces.append(piece)
        data = expander.unconsumed_tail
    if not expander.eof:
        raise zlib.error("incomplete or truncated stream")
    return b"".join(pieces)


def _expand_what_is_whole(data: bytes) -> bytes:
    """What stands before the damage. A wrong checksum after whole data is none: some writers never get it right."""
    expander = zlib.decompressobj()
    pieces: list[bytes] = []
    for start in range(0, len(data), _STEP):
        try:
            piece = expander.decompress(data[start : start + _STEP])
        except zlib.error as error:
            if "check" not in str(error):
                _parsing().damaged_streams += 1
            break
        _count(piece)
        pieces.append(piece)
    else:
        if not expander.eof:
            _parsing().damaged_streams += 1
    return b"".join(pieces)


def _parsing() -> Parsing:
    """The parsing under way in this thread; one without bounds when somebody else uses pdfminer in this process."""
    parsing = getattr(_state, "parsing", None)
    return parsing if parsing is not None else Parsing(1 << 62)


def _count(piece: bytes) -> None:
    parsing = _parsing()
    parsing.bytes_left -= len(piece)
    if parsing.bytes_left < 0:
        raise StreamTooLargeError


class _Zlib:
    """What pdfminer uses of zlib."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        return _expand(data)
