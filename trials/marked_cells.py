"""Does a struck, hidden or raised piece in one cell of a real document change what is read anywhere else?

    python trials/marked_cells.py FOLDER [--documents 200] [--cells 3] [--seed 1]

For each HTML, XLSX and DOCX document under FOLDER, pieces are written into some of its cells, one at a time, and the
document is read with and without it. All cells and texts must be the same, and the piece must stand in
`raw.excluded_texts`, once. The models read nothing but these tables, so the marts are then the same too (a target
struck out whole is another matter, and has its own tests). Exits 1 when a document is read otherwise.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import reader_for

PIECE = "777"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HTML_WAYS = {
    "struck": f"<s>{PIECE}</s>",
    "hidden": f"<span style='display:none'>{PIECE}</span>",
    "note_mark": "<sup>[7]</sup>",
}
WORD_WAYS = {"struck": "<w:strike/>", "hidden": "<w:vanish/>", "note_mark": '<w:vertAlign w:val="superscript"/>'}
EXCEL_WAYS = {"struck": "<strike/>", "note_mark": '<vertAlign val="superscript"/>'}


def html_mutants(content: bytes, count: int, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Write a piece before the end tag of a cell; byte-wise, so that the rest of the page stays as it is."""
    ends = [at for at in range(len(content)) if content.startswith(b"</td>", at)]
    for at in rng.sample(ends, min(count, len(ends))):
        if content[:at].rstrip()[-1:] == b">":
            continue  # the text ended in an element of its own: where the piece stands would not be the text's end
        for kind, piece in HTML_WAYS.items():
            yield kind, content[:at] + piece.encode("ascii") + content[at:]


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, part if member.filename == name else old.read(member))
    return out.getvalue()


def word_mutants(content: bytes, count: int, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Add a run to the last paragraph of a cell that prints something."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    runs = [
        runs[-1] for cell in root.iter(f"{W}tc") if (runs := cell.findall(f"{W}p/{W}r")) and runs[-1].findtext(f"{W}t")
    ]
    for last in rng.sample(runs, min(count, len(runs))):
        for kind, look in WORD_WAYS.items():
            text = "[7]" if kind == "note_mark" else PIECE
            run = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>')
            last.addnext(run)
            yield kind, _with_part(content, "word/document.xml", etree.tostring(root, encoding="UTF-8"))
            last.getparent().remove(run)


def excel_mutants(content: bytes, count: int, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Turn a cell's shared text into an inline one of two runs, the second of them struck or raised."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        strings = (
            [
                "".join(text.text or "" for text in one.iter(f"{S}t"))
                for one in etree.fromstring(archive.read("xl/sharedStrings.xml"))
            ]
            if "xl/sharedStrings.xml" in archive.namelist()
            else []
        )
        if not sheets:
            return
        name = sheets[0]
        root = etree.fromstring(archive.read(name))
    cells = [cell for cell in root.iter(f"{S}c") if cell.get("t") in ("s", "inlineStr")]
    for cell in rng.sample(cells, min(count, len(cells))):
        own = strings[int(cell.findtext(f"{S}v"))] if cell.get("t") == "s" else "".join(cell.itertext())
        if not own.strip():
            continue
        before, kind_before = [etree.tostring(child) for child in cell], cell.get("t")
        for kind, look in EXCEL_WAYS.items():
            text = "[7]" if kind == "note_mark" else PIECE
            inline = etree.SubElement(cell, f"{S}is")
            for run_look, run_text in (("", own), (look, text)):
                run = etree.SubElement(inline, f"{S}r")
                if run_look:
                    run.append(etree.fromstring(f'<rPr xmlns="{S[1:-1]}">{run_look}</rPr>'))
                etree.SubElement(run, f"{S}t").text = run_text
            for child in list(cell)[:-1]:
                cell.remove(child)
            cell.set("t", "inlineStr")
            yield kind, _with_part(content, name, etree.tostring(root, encoding="UTF-8"))
            for child in list(cell):
                cell.remove(child)
        for child in before:
            cell.append(etree.fromstring(child))
        cell.set("t", kind_before or "")


MUTANTS = {".html": html_mutants, ".htm": html_mutants, ".docx": word_mutants, ".xlsx": excel_mutants}


def read(path: Path, content: bytes) -> ReadDocument:
    return reader_for(path.name).read(Source(path.name, content), Limits())


def differences(plain: ReadDocument, marked: ReadDocument) -> Iterator[str]:
    if [grid.rows for grid in plain.grids] != [grid.rows for grid in marked.grids]:
        pairs = (
            (old, new)
            for before, after in zip(plain.grids, marked.grids, strict=False)
            for old_row, new_row in zip(before.rows, after.rows, strict=False)
            for old, new in zip(old_row, new_row, strict=False)
            if old != new
        )
        yield f"a cell is read otherwise: {next(pairs, 'their number differs')}"
    if [text.text for text in plain.texts] != [text.text for text in marked.texts]:
        yield "a text is read otherwise"
    more = len(marked.excluded) - len(plain.excluded)
    if more != 1:
        yield f"{more} pieces were taken out, not one"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--cells", type=int, default=3)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    rng = random.Random(chosen.seed)
    paths = sorted(path for path in chosen.folder.rglob("*") if path.suffix in MUTANTS)
    rng.shuffle(paths)
    tried = failed = 0
    for path in paths[: chosen.documents]:
        content = path.read_bytes()
        try:
            plain = read(path, content)
        except DocumentError:
            continue
        for kind, mutant in MUTANTS[path.suffix](content, chosen.cells, rng):
            tried += 1
            for difference in differences(plain, read(path, mutant)):
                failed += 1
                print(f"{path}: {kind}: {difference}")
    print(f"{tried} pieces in {min(len(paths), chosen.documents)} documents, {failed} differences")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
