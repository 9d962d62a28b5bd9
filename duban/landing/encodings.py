"""From the bytes of a text document to its characters: which encoding, and whether it is text at all.

Published Chinese tables come as UTF-8 (with and without a byte order mark), as UTF-16 (what Excel calls "Unicode
text") and as GB18030, often labelled with the names of its older subsets gb2312 and gbk. Nothing is repaired here: a
byte that its encoding does not know is an error, never a replacement character: a lost character may be a digit.
"""

from __future__ import annotations

import codecs
import re

from duban.errors import DocumentError
from duban.landing.signatures import refuse, signature

_SAVE_AS_UTF8 = "open it in the program that wrote it (or in a text editor) and save it as UTF-8"

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BIG5_NAMES = {"big5", "big5-hkscs", "cp950", "x-x-big5", "cn-big5"}

# Enough text to judge an encoding by; the whole is decoded strictly in any case.
_SAMPLE_CHARACTERS = 20_000
# Of the Chinese characters in a text of ours at least this share is in everyday use. Text decoded with the wrong
# one of two Chinese encodings holds well below half (its bytes land anywhere among 20,000 characters).
_EVERYDAY_SHARE = 0.7
_HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def decode(content: bytes, declared: str | None = None, *, path: str = "") -> tuple[str, str]:
    """The text of a document without its byte order mark, and the name of the encoding it was found to be in.

    content: the whole file. declared: what the document says of itself (an HTML page's charset), believed only where
    the bytes bear it out. path: for messages. Line ends are left as they are.

    Raises DocumentError for what is no text (naming what it is) and for text in no encoding that reads it whole.

    >>> decode("责任单位".encode("gbk"), "gb2312")
    ('责任单位', 'gb18030')
    """
    if signature(content) not in (None, "HTML"):
        raise refuse(content, path, "text")
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_marked(content, name, path)
    if b"\x00" in content:
        return _decode_with_nulls(content, path)
    try:
        # Valid UTF-8 with Chinese in it is UTF-8 whatever its label says: other encodings all but never look so.
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        utf8_error = error
    candidates = ["gb18030", "big5hkscs"]
    if (declared or "").strip().lower() in _BIG5_NAMES:
        candidates.reverse()
    for name in candidates:
        text = _decode_strictly(content, name)
        if text is not None and _is_everyday_chinese(text):
            return text, name
    guess = _guess(content)
    if guess is not None:
        return guess
    line_no = 1 + content.count(b"\n", 0, utf8_error.start)
    raise DocumentError(
        f"the text is in no encoding we know: byte 0x{content[utf8_error.start]:02x} is not UTF-8, "
        "and GB18030 and Big5 do not read the file whole",
        where=_where(path, f"line {line_no}"),
        remedy=_SAVE_AS_UTF8,
    )


def refuse_html(text: str, *, path: str = "") -> None:
    """Raise DocumentError when a file with another text suffix holds an HTML page."""
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<table", "<head", "<body")) or (
        head.startswith("<?xml") and "<html" in head
    ):
        raise DocumentError("this is an HTML page", where=path, remedy="give it the suffix .html")


def split_lines(text: str) -> list[str]:
    r"""The lines of a text without their ends. Unlike `str.splitlines`, a form feed or U+2028 inside a cell is text.

    >>> split_lines("a\r\nb\x0cc\n")
    ['a', 'b\x0cc']
    """
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return lines


def _decode_marked(content: bytes, name: str, path: str) -> tuple[str, str]:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"the file begins as {name.removesuffix('-sig').upper()} but byte {error.start + 1} is not: {error.reason}",
            where=path,
            remedy=f"it may be cut off or mixed from two files: {_SAVE_AS_UTF8}",
        ) from None
    if "\x00" in text:
        raise _binary(path)
    return text, name


def _decode_with_nulls(content: bytes, path: str) -> tuple[str, str]:
    """UTF-16 whose byte order mark was lost, else an error: no other text of ours holds NUL bytes."""
    if len(content) % 2 == 0:
        for name in ("utf-16-le", "utf-16-be"):
            text = _decode_strictly(content, name)
            if text is not None and not _NOT_TEXT.search(text) and _is_everyday_chinese(text):
                return text, name
    raise _binary(path)


def _decode_strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _guess(content: bytes) -> tuple[str, str] | None:
    """What charset-normalizer takes the text for, when what it reads is Chinese."""
    from charset_normalizer import from_bytes  # here alone: its import costs more than most documents

    # It judges by a sample; the decision whether every byte is read is ours.
    for match in from_bytes(content[:200_000], cp_exclusion=["utf_7"]):
        text = _decode_strictly(content, match.encoding)
        if text is not None and _HANZI.search(text) and _is_everyday_chinese(text):
            return text, match.encoding
    return None


def _is_everyday_chinese(text: str) -> bool:
    """Whether a text reads as Chinese of our time: its characters are those of GB2312 or of Big5's frequent half."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(_NOT_TEXT.findall(sample)) * 200 > len(sample):
        return False
    hanzi = "".join(_HANZI.findall(sample))
    if not hanzi:
        return sample.isascii()
    simplified = len(hanzi.encode("gb2312", "ignore")) // 2
    traditional = sum(1 for lead in hanzi.encode("big5", "ignore")[::2] if lead <= 0xC6)
    return max(simplified, traditional) >= _EVERYDAY_SHARE * len(hanzi)


def _binary(path: str) -> DocumentError:
    return DocumentError(
        "this is not text: it holds NUL bytes",
        where=path,
        remedy="give it the suffix of what it is (.pdf, .docx, .xlsx), or save it as UTF-8 text",
    )


def _where(path: str, place: str) -> str:
    return f"{path}, {place}" if path else place
