"""Small PDFs, written by hand: a page is drawing commands, a table a list of boxes."""

from __future__ import annotations

import math
import re
import zlib

EDGES = [50, 100, 200, 350, 450]
SIZE = 10
ROW = 30
TOP = 700

Cell = tuple[int, int, int, int, str]

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/Ascent 880"
    b"/Descent -120>>/DW 1000>>]>>"
)


def text(
    x: float, y: float, words: str, size: float = SIZE, angle: float = 0, state: str = "", font: str = "F1"
) -> str:
    """Words from (x, y) on, at an angle; `state` are the commands before them, in force for them alone."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x} {y}"
    return f"q {state} BT /{font} {size} Tf {matrix} Tm <{words.encode('utf-16-be').hex()}> Tj ET Q\n"


def _box(cell: Cell) -> str:
    column, row, end_column, end_row, words = cell
    left, right = EDGES[column], EDGES[end_column]
    top, bottom = TOP - ROW * row, TOP - ROW * end_row
    drawn = f"{left} {bottom} {right - left} {top - bottom} re S\n"
    for at, line in enumerate(words.split("\n")):
        drawn += text(left + 3, top - 12 - 12 * at, line) if line else ""
    return drawn


def page(cells: list[Cell], above: str = "", below: str = "") -> str:
    lowest = max((cell[3] for cell in cells), default=0)
    drawn = "".join(map(_box, cells))
    drawn += text(60, TOP + 30, above) if above else ""
    return drawn + (text(60, TOP - ROW * lowest - 40, below) if below else "")


def pdf(
    *pages: str,
    trailer: bytes = b"",
    objects: tuple[bytes, ...] = (),
    resources: bytes = b"",
    page_entries: bytes = b"",
    catalog: bytes = b"",
) -> bytes:
    """A PDF whose pages hold these drawing commands, in a font that every viewer has.

    objects: more objects, numbered from 4 on. resources, page_entries: of every page. catalog: entries of the catalog.
    """
    body = [b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog, b"", _FONT, *objects]
    kids = []
    for drawn in pages:
        packed = zlib.compress(drawn.encode())
        body.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed))
        body.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 800]/Resources<</Font<</F1 3 0 R>>%b>>/Contents %d 0 R%b>>"
            % (resources, len(body), page_entries)
        )
        kids.append(b"%d 0 R" % len(body))
    body[1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(body, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(body) + 1, table, len(body) + 1, trailer, len(out),
    )  # fmt: skip


def row(at: int, *texts: str) -> list[Cell]:
    return [(column, at, column + 1, at + 1, text) for column, text in enumerate(texts)]


def lines(*segments: tuple[float, float, float, float]) -> str:
    """Straight lines, each (x0, y0, x1, y1)."""
    return "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in segments)


def words_at(rows: list[list[str]], xs: list[float], ys: list[float], size: float = SIZE) -> str:
    """The words of each row at these x, the first line of a row at this y, further ones 12 points below each other."""
    return "".join(
        text(x, y - 12 * at, line, size)
        for words, y in zip(rows, ys, strict=True)
        for x, cell in zip(xs, words, strict=True)
        for at, line in enumerate(cell.split("\n"))
        if line
    )


def overlaid(content: bytes, drawn: dict[int, str]) -> bytes:
    """A PDF with these commands drawn over its pages (by their numbers from 1), as an incremental update of the file.

    Their font is called OV. Only for files whose objects are written out, as LibreOffice and `pdf` write them.
    """
    pages = list(re.finditer(rb"(\d+) 0 obj\s*(<</Type/Page/.*?/Contents (\d+) 0 R.*?>>)\s*endobj", content, re.DOTALL))
    size = int(re.findall(rb"/Size (\d+)", content)[-1])
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)", content, re.DOTALL)[-1]
    changed: dict[int, bytes] = {size: _FONT}
    for page_no, commands in drawn.items():
        number, body, contents = pages[page_no - 1].groups()
        stream = len(changed) + size
        changed[stream] = b"<</Length %d>>stream\n%b\nendstream" % (len(commands.encode()), commands.encode())
        body = body.replace(b"/Contents %b 0 R" % contents, b"/Contents[%b 0 R %d 0 R]" % (contents, stream))
        body = body.replace(b"/Font<<", b"/Font<</OV %d 0 R" % size)
        changed[int(number)] = body
    if shared := re.search(rb"/Font (\d+) 0 R", content):
        number = shared.group(1)
        fonts = re.search(rb"\n%b 0 obj\s*<<(.*?)>>\s*endobj" % number, content, re.DOTALL)
        assert fonts is not None
        changed[int(number)] = b"<<%b/OV %d 0 R>>" % (fonts.group(1), size)
    out, table = content, b""
    for number_, body in changed.items():
        table += b"%d 1\n%010d 00000 n \n" % (number_, len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number_, body)
    entries = re.sub(rb"/Size \d+", b"/Size %d" % (max(changed) + 1), trailer[0])
    return out + b"xref\n%btrailer<<%b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (table, entries, trailer[1], len(out))
