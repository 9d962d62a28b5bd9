"""Which encoding a text is in, and what is no text at all."""

from __future__ import annotations

import io
import zipfile

import pytest

from duban.errors import DocumentError
from duban.landing.encodings import decode, refuse_html, split_lines

TABLE = "序号,责任目标,责任单位\n1,新建学校30处,市教育局\n2,俞\u3000悦〔2020〕8号,市公安局\n"
TRADITIONAL = "臺北市政府二〇二三年度重點工作目標責任分解表,市長,責任單位,完成時限,教育局,衛生局,勞動局"


@pytest.mark.parametrize(
    ("encoding", "declared", "found"),
    [
        pytest.param("utf-8", None, "utf-8", id="utf-8"),
        pytest.param("utf-8-sig", None, "utf-8-sig", id="byte order mark"),
        pytest.param("utf-8", "gb2312", "utf-8", id="utf-8 that calls itself gb2312"),
        pytest.param("utf-16", None, "utf-16", id="utf-16"),
        pytest.param("utf-16-le", None, "utf-16-le", id="utf-16 without its mark"),
        pytest.param("gb18030", None, "gb18030", id="gb18030"),
        pytest.param("gbk", "gb2312", "gb18030", id="gbk labelled gb2312"),
        pytest.param("gb18030", "gbk", "gb18030", id="gb18030 labelled gbk"),
        pytest.param("gb18030", "utf-8", "gb18030", id="gb18030 labelled utf-8"),
        pytest.param("gb18030", "no-such-encoding", "gb18030", id="a label that is no encoding"),
    ],
)
def test_text_is_read_whole_whatever_its_label(encoding: str, declared: str | None, found: str) -> None:
    assert decode(TABLE.encode(encoding), declared) == (TABLE, found)


@pytest.mark.parametrize("declared", [None, "big5"])
def test_traditional_text_is_not_taken_for_gb18030(declared: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5hkscs"), declared)[0] == TRADITIONAL


def test_characters_that_only_gb18030_has_survive() -> None:
    text = "责任领导:㐱𠮷 俞悦\n" * 3
    assert decode(text.encode("gb18030"), "gb2312") == (text, "gb18030")


def _archive(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "PDF", id="pdf"),
        pytest.param(_archive("word/document.xml"), "DOCX", id="docx"),
        pytest.param(_archive("xl/workbook.xml"), "XLSX", id="xlsx"),
        pytest.param(_archive("other.txt"), "ZIP", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLE", id="old office file"),
        pytest.param(b"{\\rtf1\\ansi", "RTF", id="rtf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "PNG", id="picture"),
        pytest.param("序号,".encode() + b"\x00\x01\x02", "NUL", id="null bytes"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, named: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(content, path="a/b.csv")
    assert named in caught.value.what
    assert caught.value.where == "a/b.csv"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode() + b"\xff\xfe\xfa" + TABLE.encode(), id="utf-8 with bytes that are none"),
        pytest.param(bytes(range(128, 256)) * 40, id="every high byte"),
        pytest.param("\ufeff责任".encode("utf-16-le")[:-1], id="utf-16 cut inside a character"),
    ],
)
def test_a_byte_that_cannot_be_read_is_an_error_and_never_a_replacement(content: bytes) -> None:
    with pytest.raises(DocumentError, match="UTF-") as caught:
        decode(content)
    assert "UTF-8" in caught.value.remedy


def test_the_place_of_the_unreadable_byte_is_reported() -> None:
    with pytest.raises(DocumentError) as caught:
        decode("一\n二\n".encode() * 200 + b"\xff\xff" + "三\n".encode() * 200, path="x.md")
    assert caught.value.where == "x.md, line 401"


def test_a_page_in_a_text_file_is_refused_but_a_comparison_is_not() -> None:
    with pytest.raises(DocumentError, match="HTML"):
        refuse_html("\n<!DOCTYPE html><html>", path="a.csv")
    refuse_html("a < b, <表1>")


def test_only_line_ends_end_lines() -> None:
    assert split_lines("a\u2028b\x0b\r\nc\rd\n\ne") == ["a\u2028b\x0b", "c", "d", "", "e"]
