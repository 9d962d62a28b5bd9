"""A package a format, or a kind of format. `reader_for` chooses by suffix and imports only what is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePosixPath

from duban.errors import DocumentError
from duban.landing.reader import Reader

# A format is a module below this package and a line here. The suffix decides; what the bytes say to the contrary is the
# reader's error, with the right name in it.
SUFFIXES = {
    "text.markdown": (".md", ".markdown"),
    "text.delimited": (".csv", ".tsv"),
    "text.plain_text": (".txt",),
    "html.reader": (".html", ".htm"),
    "workbooks.xlsx": (".xlsx", ".xlsm"),
    "workbooks.xls": (".xls",),
    "docx.reader": (".docx",),
    "pdf.reader": (".pdf",),
}
MODULES = {suffix: module for module, suffixes in SUFFIXES.items() for suffix in suffixes}

# Formats that people do have and that we cannot read: what to turn them into.
CONVERT = {
    ".doc": "open it in Word, WPS or LibreOffice and save it as .docx",
    ".wps": "open it in WPS and save it as .docx",
    ".et": "open it in WPS and save it as .xlsx",
    ".rtf": "open it in a word processor and save it as .docx",
    ".ofd": "print it to PDF from an OFD viewer",
    ".png": "a picture has no text: find the published page or document, or type it into .xlsx",
    ".jpg": "a picture has no text: find the published page or document, or type it into .xlsx",
    ".jpeg": "a picture has no text: find the published page or document, or type it into .xlsx",
    ".tif": "a picture has no text: find the published page or document, or type it into .xlsx",
}
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")


def is_document(path: str) -> bool:
    """Whether a file's suffix is one that we read, or one that we know and must refuse aloud."""
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in MODULES or suffix in CONVERT


def reader_for(path: str) -> Reader:
    """The reader of a file, by its suffix.

    >>> reader_for("heze/2023.md").name
    'markdown'
    """
    check_suffix(path)
    suffix = PurePosixPath(path).suffix.lower()
    reader: Reader = import_module(f"duban.landing.readers.{MODULES[suffix]}").READER
    return reader


def check_suffix(path: str) -> None:
    """Raise DocumentError, with the way out, where no reader reads files that are named so. Opens and loads nothing."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in CONVERT:
        raise DocumentError(f"{suffix} files cannot be read", where=path, remedy=CONVERT[suffix])
    if suffix in ARCHIVES:
        raise DocumentError(
            f"a {suffix} file is an archive and no document",
            where=path,
            remedy="unpack it and take the documents in it one by one",
        )
    if suffix not in MODULES:
        raise DocumentError(
            f"no reader for '{suffix}'" if suffix else "a file without a suffix does not say what it is",
            where=path,
            remedy=f"use one of {', '.join(sorted(MODULES))}",
        )
