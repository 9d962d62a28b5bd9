"""What was fetched: what its bytes say, held against what its name and its server promised.

A server may call anything anything, and a page that says "not found" with 200 comes under every name. The bytes decide
how a document is named; a page in the place of a file is refused.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from duban.fetching.errors import FetchError
from duban.landing.readers import CONVERT, MODULES
from duban.landing.signatures import signature

_BY_BYTES = {
    "PDF": ".pdf",
    "XLSX": ".xlsx",
    "DOCX": ".docx",
    "XLS": ".xls",
    "HTML": ".html",
    "DOC": ".doc",
    "RTF": ".rtf",
    "PNG picture": ".png",
    "JPEG picture": ".jpg",
    "TIFF picture": ".tif",
}
# Other names that a format goes by: the promised one is kept.
_ALSO = {
    ".xlsx": (".xlsm",),
    ".html": (".htm",),
    ".jpg": (".jpeg",),
    ".doc": (".wps",),
    ".xls": (".et",),
}
# Formats that a reader names and refuses with what to do; the name that was promised leads to that reader.
_NAMED_BY_READERS = (
    *("encrypted Office document", "Excel 2003 XML", "Word 2003 XML", "web archive (MHT)", "OLE compound file"),
    *("ZIP archive", "ODF"),
)
_TEXTS = (".csv", ".tsv", ".txt", ".md", ".markdown")
_BY_TYPE = {
    "application/pdf": ".pdf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
}
DOCUMENT_SUFFIXES = (*MODULES, *CONVERT)
_LONGEST = 50  # characters of a name, each of up to four bytes


def true_suffix(content: bytes, names: list[str], content_type: str) -> str:
    """The suffix that a document gets in raw/.

    names: what it is called, the surest first (of Content-Disposition, of the address). Raises FetchError for what is
    no document, and for a page that came in the place of one.
    """
    promised = _promised(names, content_type)
    if not content.strip(b"\x00 \t\r\n"):
        raise FetchError("it is empty", may_pass=True)
    found = signature(content)
    suffix = _BY_BYTES.get(found or "")
    if suffix == ".html" and promised not in ("", ".html", ".htm"):
        # Systems of offices export tables as pages and call them .xls; everything else is a page about an error.
        if promised == ".xls" and b"<table" in content.lower():
            return ".html"
        raise FetchError(f"a page came in the place of {promised}", remedy="open the address: has it moved?")
    if suffix is not None:
        return promised if promised in _ALSO.get(suffix, ()) else suffix
    if found in _NAMED_BY_READERS and (promised in CONVERT or promised in MODULES) and promised not in _TEXTS:
        return promised
    if found is None and b"\x00" not in content[:4096] and promised in (*_TEXTS, ".html", ".htm", ""):
        return promised if promised in _TEXTS else ".txt"
    what = found or "in no format known here"
    raise FetchError(f"it is {what}", remedy=f"duban reads {', '.join(sorted(MODULES))}")


def _promised(names: list[str], content_type: str) -> str:
    suffixes = [PurePosixPath(name).suffix.lower() for name in names]
    known = [suffix for suffix in suffixes if suffix in DOCUMENT_SUFFIXES]
    return known[0] if known else _BY_TYPE.get(content_type, "")


def path_name(address: str) -> str:
    """The last part of an address's path.

    >>> path_name("https://a.example/x/%E7%9B%AE%E6%A0%87.xlsx?v=1")
    '目标.xlsx'
    """
    return unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]


def stem_of(address: str, file_name: str) -> str:
    """What the document of an address is called in raw/, without its suffix.

    >>> stem_of("https://a.example/art/2024/art_7.html", ""), stem_of("https://a.example/../.hidden.pdf", "")
    ('art_7', 'hidden')
    """
    name = PurePosixPath(file_name or path_name(address)).name
    stem = name.removesuffix(PurePosixPath(name).suffix) if name.lower().endswith(DOCUMENT_SUFFIXES) else name
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-_")[:_LONGEST].strip("-_")
    if not stem or stem.upper() == "README":
        stem = "document"
    # Such addresses differ in nothing but what their query asks for.
    return f"{stem}-{short_digest(address)}" if urlsplit(address).query and not file_name else stem


def short_digest(address: str) -> str:
    """Eight hexadecimal digits that stand for an address."""
    return hashlib.sha256(address.encode("utf8", "surrogatepass")).hexdigest()[:8]
