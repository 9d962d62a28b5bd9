"""Archives: bounds hold on what is declared before inflating, and on what comes out while inflating."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from duban.errors import DocumentError
from duban.landing.archives import Archive
from duban.landing.limits import Limits

MEGABYTE = 1024 * 1024


def zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read_whole(content: bytes, limits: Limits | None = None, name: str = "a.xml") -> bytes:
    return b"".join(Archive(content, "place/a.docx", limits or Limits()).chunks(name))


def declaring(content: bytes, size: int) -> bytes:
    """The archive with another uncompressed size in its central directory (and a stored checksum that stays)."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def bomb() -> bytes:
    return zipped({"a.xml": bytes(300 * MEGABYTE)})


def test_an_honest_part_comes_out_whole() -> None:
    text = "".join(f"责任目标{number}" for number in range(100_000)).encode()
    assert read_whole(zipped({"a.xml": text})) == text


@pytest.mark.parametrize(
    ("content", "limits", "said"),
    [
        pytest.param(bomb, Limits(), "expands more than 200 times", id="a bomb by ratio"),
        pytest.param(
            lambda: zipped({"a.xml": bytes(range(256)) * 8192}), Limits(expanded_bytes=MEGABYTE), "expand", id="by size"
        ),
        pytest.param(lambda: declaring(bomb(), 1000), Limits(), "damaged", id="a bomb that declares a thousand bytes"),
        pytest.param(lambda: zipped({f"{n}": b"" for n in range(10_001)}), Limits(), "members", id="many members"),
        pytest.param(lambda: b"PK\x03\x04 and nothing", Limits(), "damaged", id="cut off"),
        pytest.param(lambda: zipped({"b.xml": b""}), Limits(), "no part 'a.xml'", id="a missing part"),
        pytest.param(
            lambda: zipped({"a.xml": b"x" * 5000}).replace(b"\xed\xc1", b"\xff\xff"), Limits(), "damaged", id="bits"
        ),
    ],
)
def test_hostile_archives_are_refused(content: object, limits: Limits, said: str) -> None:
    made = content()  # type: ignore[operator]
    tracemalloc.start()
    with pytest.raises(DocumentError) as error:
        read_whole(made, limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said in error.value.what
    assert "a.docx" in error.value.where
    assert peak < 32 * MEGABYTE


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(b'<!DOCTYPE r [<!ENTITY a "ha">]><r>&a;</r>', id="a document type"),
        pytest.param(b"<r><a></r>", id="not well formed"),
        pytest.param(b"<r>" * 100_000, id="nested deeply"),
        pytest.param(b"", id="empty"),
        pytest.param(
            '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>'.encode("utf-16"), id="hidden in UTF-16"
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE r +AFs-+ADwAIQ-ENTITY a "ha"+AD4-+AF0-+AD4-<r/>',
            id="hidden in UTF-7",
        ),
        pytest.param(b"<?xml version='1.0' encoding='IBM037'?><r/>", id="hidden in EBCDIC"),
        pytest.param(
            b'<!DOCTYPE r [<!ENTITY a "' + b"ha" * 9 + b'">'
            + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&a;") for n in range(12))
            + b"]><r>&b11;</r>",
            id="a billion laughs",
        ),
    ],
)  # fmt: skip
def test_hostile_xml_is_refused(part: bytes) -> None:
    archive = Archive(zipped({"a.xml": part}), "place/a.docx", Limits())
    started = time.process_time()
    with pytest.raises(DocumentError, match=r"a\.xml"):
        list(archive.parsed("a.xml", ("r",), held_bytes=MEGABYTE))
    with pytest.raises(DocumentError, match=r"a\.xml"):
        archive.root("a.xml")
    assert time.process_time() - started < 5


def test_a_part_that_never_ends_a_row_is_refused_before_it_fills_the_memory() -> None:
    def cells() -> Iterator[bytes]:
        for number in range(400_000):
            yield b'<c r="A%d"/>' % number

    archive = Archive(zipped({"a.xml": b"<s><row>" + b"".join(cells()) + b"</row></s>"}), "a.xlsx", Limits())
    with pytest.raises(DocumentError, match="takes more than"):
        list(archive.parsed("a.xml", ("row",), held_bytes=MEGABYTE))


def test_elements_that_are_forgotten_free_their_memory() -> None:
    row = b"<row><c><v>1</v></c></row>"
    archive = Archive(zipped({"a.xml": b"<s>" + row * 100_000 + b"</s>"}), "a.xlsx", Limits(expansion_ratio=5000))
    count = 0
    for _, element in archive.parsed("a.xml", ("row",), held_bytes=MEGABYTE):
        count += 1
        archive.forget(element)
        parent = element.getparent()
        assert parent is not None
        assert parent[0] is element
        assert len(element) == 0
    assert count == 100_000


def test_parts_named_with_backslashes_are_found() -> None:
    content = zipped({"word\\a.xml": b"<x/>"})
    assert read_whole(content, name="word/a.xml") == b"<x/>"
