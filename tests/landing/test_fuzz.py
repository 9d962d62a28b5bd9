"""Whatever comes in, out comes a document or one DocumentError. The long run is trials/fuzz.py."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from duban.errors import DocumentError
from duban.landing import columns
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import MODULES, reader_for

FOLDERS = [Path(__file__).parent / name for name in ("damage", "formats")]
SEEDS = sorted(path for folder in FOLDERS for path in folder.iterdir() if path.suffix in MODULES)
SUFFIXES = sorted(set(MODULES))
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

# Text made of what the recognisers look for, so that they are reached.
_PIECES = st.sampled_from(
    [
        *'|│┌┬┐├┼┤└┴┘─+-=:`#<>"\\,;\t\n\n 1',
        *("序号", "牵头单位:", "(责任领导:", ")", "一、", "1.", "市教育局", "年底", "\u3000", "\xa0", "\u202e"),
        *("<table>", "<td rowspan=9>", "</table>", "---", "```", "[TABLE]", "<br>", "&nbsp;", "**"),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=120).map("".join)


def read(suffix: str, content: bytes) -> ReadDocument | None:
    """The document, with every cell in the raw table; None for the typed error, which must say what and what to do."""
    try:
        document = reader_for("x" + suffix).read(Source("x" + suffix, content), Limits())
    except DocumentError as error:
        assert error.what and error.where and error.remedy
        return None
    table = columns.cells_table("x", document)
    columns.texts_table("x", document)
    columns.notes_table("x", document)
    assert table.num_rows == sum(len(row) for grid in document.grids for row in grid.rows)
    assert all(len(grid.rows) == len(grid.row_places) or grid.sheet_name for grid in document.grids)
    return document


@pytest.mark.parametrize("suffix", SUFFIXES)
@QUICK
@given(content=st.binary(max_size=400))
@example(content=b"\x1c0")  # white space for a pattern, and not for int()
def test_any_bytes(suffix: str, content: bytes) -> None:
    read(suffix, content)


@pytest.mark.parametrize("suffix", [".md", ".csv", ".tsv", ".txt", ".html"])
@QUICK
@given(text=_TEXTS)
def test_any_text(suffix: str, text: str) -> None:
    document = read(suffix, text.encode())
    if suffix == ".txt" and document is not None:
        # Nothing but drawing, delimiters and padding may get lost.
        landed = "".join(cell or "" for grid in document.grids for row in grid.rows for cell in row)
        landed += "".join(line.text for line in document.texts)
        for word in ("市教育局", "年底"):
            assert landed.count(word) >= text.count(word)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_damaged_files_damaged_further(path: Path) -> None:
    content = path.read_bytes()
    rng = random.Random(path.name)
    for _ in range(40):
        at, length = rng.randrange(len(content)), rng.randrange(1, 30)
        piece = rng.choice([b"", rng.randbytes(length), rng.choice(string.punctuation).encode() * length])
        read(path.suffix, content[:at] + piece + content[at + length * rng.randrange(2) :])
