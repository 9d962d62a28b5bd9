"""What a file's first bytes say it is, whatever its name says.

Government sites serve HTML tables named `.xls`, Word documents named `.docx` that are `.doc`, and error pages named
`.pdf`. A reader asks here before it parses, so that the message can name what the file really is.
"""

from __future__ import annotations

import re

from duban.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (_OLE, "OLE"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"II*\x00", "TIFF picture"),
    (b"MM\x00*", "TIFF picture"),
    (b"\x1f\x8b", "gzip archive"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"MIME-Version:", "web archive (MHT)"),
)
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|table|div|style|tr|title|p|span)\b", re.IGNORECASE)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WORD_XML = b"http://schemas.microsoft.com/office/word/2003/wordml"

# What to do with a file that is really this.
_REMEDIES = {
    "PDF": "name it .pdf",
    "XLSX": "name it .xlsx",
    "DOCX": "name it .docx",
    "XLS": "name it .xls",
    "HTML": "name it .html",
    "PPTX": "copy its table into .xlsx or .docx",
    "ODF": "open it in LibreOffice and save it as .xlsx or .docx",
    "DOC": "open it in Word, WPS or LibreOffice and save it as .docx",
    "encrypted Office document": "open it with its password and save it without one",
    "RTF": "open it in a word processor and save it as .docx",
    "Excel 2003 XML": "open it in Excel or WPS and save it as .xlsx",
    "Word 2003 XML": "open it in Word or WPS and save it as .docx",
    "web archive (MHT)": "open it in a browser or Word and save it as .html",
    "text": "name it .csv, .txt or .md",
}


def signature(content: bytes) -> str | None:
    """The name of what the bytes are, or None where they do not say.

    >>> signature(b"%PDF-1.7 ..."), signature(b"<table><tr><td>1")
    ('PDF', 'HTML')
    """
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    for magic, name in _MAGIC:
        if content.startswith(magic) or head.startswith(magic):
            return _inside_zip(content) if name == "ZIP" else _inside_ole(content) if name == "OLE" else name
    head = head.replace(b"\x00", b"")  # UTF-16 becomes readable enough for the patterns below
    if _SPREADSHEET_XML in head and b"<html" not in head.lower():
        return "Excel 2003 XML"
    if _WORD_XML in head and b"<html" not in head.lower():
        return "Word 2003 XML"
    if b"<" in head and _MARKUP.search(head):
        return "HTML"
    return None


def refuse(content: bytes, path: str, expected: str) -> DocumentError:
    """The error for a file that is not what its name says, with the right name in it."""
    if not content.strip(b"\x00 \t\r\n"):
        return DocumentError("the file is empty", where=path, remedy="fetch it again")
    found = signature(content)
    if found is None:
        found = "text" if b"\x00" not in content[:4096] else None
    if found == expected:
        return DocumentError(
            f"the file is {expected}, but its main part is missing or is not where the format keeps it",
            where=path,
            remedy="open it in Excel, Word or WPS and save it again",
        )
    if found is None:
        return DocumentError(
            f"the file is not {expected}, and not of any format known here",
            where=path,
            remedy="open it with the program that made it and save it as .xlsx, .docx or .html",
        )
    return DocumentError(
        f"the file is named as {expected} but it is {found}",
        where=path,
        remedy=_REMEDIES.get(found, "find the published page or document"),
    )


def _inside_zip(content: bytes) -> str:
    # Member names stand uncompressed in the archive; reading them needs no inflating.
    for folder, part, name in (
        (b"xl", b"workbook.", "XLSX"),
        (b"word", b"document", "DOCX"),
        (b"ppt", b"presentation", "PPTX"),
    ):
        if folder + b"/" + part in content or folder + b"\\" + part in content:
            return name
    if content[30:38] == b"mimetype" and b"opendocument" in content[:200]:
        return "ODF"
    return "ZIP archive"


def _inside_ole(content: bytes) -> str:
    # Directory entries of a compound file carry their names in UTF-16.
    for entry, name in (
        ("EncryptedPackage", "encrypted Office document"),
        ("WordDocument", "DOC"),
        ("Workbook", "XLS"),
        ("Book", "XLS"),
        ("PowerPoint Document", "PPT"),
    ):
        if entry.encode("utf-16-le") + b"\x00\x00" in content:
            return name
    return "OLE compound file"
