"""A ZIP archive that may be hostile: what it declares is checked before inflating, and what comes out while inflating.

XLSX and DOCX are ZIP archives of XML parts. `Archive` gives a part's bytes in chunks; `parsed` gives the elements of
a part one at a time, so that neither the part nor its tree is ever whole in memory.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from io import BytesIO
from typing import Literal, cast

from lxml import etree

from duban.errors import DocumentError
from duban.landing.limits import Limits

Event = Literal["start", "end"]

_MEMBERS = 10_000  # a workbook of 200 sheets with pictures has some hundreds
_END: tuple[Event, ...] = ("end",)
_CHUNK = 256 * 1024
_SMALL = 1024 * 1024  # below this a member may shrink as much as it likes: a page of blanks does
_NAMES_KEPT = 10_000  # the formats know some hundreds of tags
# What zipfile raises for archives that are not what they say (RuntimeError: encryption, or a method it does not know).
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
_CENTRAL_HEADER = b"PK\x01\x02"
# Encodings in which an ASCII character is its byte, or two with a zero, so that a document type shows. Office Open XML
# allows UTF-8 and UTF-16 alone (ECMA-376, part 2, 8.1.4); programs that are not Office write others too.
_ENCODINGS = re.compile(rb"(?i)(utf-?(8|16([lb]e)?)|(us-)?ascii|gb(2312|k|18030)|big5|(iso-8859|windows)-[0-9]+)")
_STATED_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]*)["']""")
_PLAIN = "open it in Excel, Word or WPS and save it again"


class Archive:
    """The members of one archive under its `Limits`.

    content, path: the document's bytes and its name for messages.
    Raises DocumentError for what is no archive, is encrypted, or would expand beyond the limits.
    """

    def __init__(self, content: bytes, path: str, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._inflated = 0
        # Every member costs an object before the first can be looked at, so they are counted in the bytes.
        if content.count(_CENTRAL_HEADER) > _MEMBERS:
            raise self._error(f"the archive has more than {_MEMBERS:,} members", _PLAIN)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _DAMAGE as error:
            raise self._error(f"the archive is damaged: {error}", "fetch it again") from error
        members = self._zip.infolist()
        # Some programs on Windows write `xl\\workbook.xml`, which Excel opens; zipfile on Linux leaves it so.
        self._members = {member.filename.replace("\\", "/"): member for member in members}
        for member in members:
            self._check_ratio(member, member.file_size)
        if sum(member.file_size for member in members) > limits.expanded_bytes:
            raise self._error(f"the archive would expand to more than {limits.expanded_bytes:,} bytes", _PLAIN)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Member names as the archive lists them."""
        return list(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member's bytes. Raises DocumentError when more comes out than is allowed, whatever was declared."""
        member = self._members.get(name)
        if member is None:
            raise self._error(f"the archive has no part '{name}'", _PLAIN)
        if member.flag_bits & 0x1:
            raise self._error(f"the part '{name}' is encrypted", "save the document without a password")
        size = 0
        try:
            with self._zip.open(member) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._inflated += len(chunk)
                    self._check_ratio(member, size)
                    if self._inflated > self._limits.expanded_bytes:
                        allowed = f"{self._limits.expanded_bytes:,}"
                        raise self._error(f"the archive expands to more than {allowed} bytes", _PLAIN)
                    yield chunk
        except _DAMAGE as error:
            raise self._error(f"the part '{name}' is damaged: {error}", "fetch it again") from error

    def parsed(
        self,
        name: str,
        tags: Collection[str],
        *,
        events: Iterable[Event] = _END,
        held_bytes: int,
    ) -> Iterator[tuple[str, etree._Element]]:
        """The elements of an XML part as they begin and end: (event, element).

        tags: local names wanted, in whatever namespace (the strict and the transitional one differ).
        held_bytes: how much XML may pass without `forget` being called by whoever takes the elements, so that a part
        that never ends a row cannot fill the memory with its tree (an element costs up to thirty times its bytes).
        """
        parser = etree.XMLPullParser(
            events,
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        held = 0
        self.forgotten = False
        try:
            for chunk in self.chunks(name):
                self._refuse_entities(name, chunk)
                held += len(chunk)
                if held > held_bytes + _CHUNK:
                    raise self._error(f"a row or paragraph of '{name}' takes more than {held_bytes:,} bytes", _PLAIN)
                parser.feed(chunk)
                yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
                if self.forgotten:
                    held, self.forgotten = 0, False
            parser.close()
            yield from cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
        except etree.XMLSyntaxError as error:
            raise self._error(f"the part '{name}' is not well-formed XML: {error.msg}", _PLAIN) from error

    def forget(self, element: etree._Element) -> None:
        """Free an element that has ended and everything before it in its parent."""
        element.clear()
        parent = element.getparent()
        if parent is not None:
            while parent[0] is not element:
                del parent[0]
        self.forgotten = True

    def root(self, name: str, held_bytes: int = 8 * 1024 * 1024) -> etree._Element | None:
        """The tree of a small part (relations, styles), or None where the archive has no such part."""
        if name not in self:
            return None
        content = b""
        for chunk in self.chunks(name):
            content += chunk
            if len(content) > held_bytes:
                raise self._error(f"the part '{name}' is larger than {held_bytes:,} bytes", _PLAIN)
        self._refuse_entities(name, content)
        try:
            return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise self._error(f"the part '{name}' is not well-formed XML: {error.msg}", _PLAIN) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id -> (kind, target part), external targets left out."""
        folder, _, name = part.rpartition("/")
        root = self.root(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if root is None:
            return found
        for relation in root.iter("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (kind, _resolved(folder, relation.get("Target") or ""))
        return found

    def main_part(self, usual: str) -> str:
        """The part that the package names as its document; `usual` where it names none."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self:
                return target
        return usual

    def _check_ratio(self, member: zipfile.ZipInfo, size: int) -> None:
        if size > _SMALL and size > member.compress_size * self._limits.expansion_ratio:
            raise self._error(
                f"the part '{member.filename}' expands more than {self._limits.expansion_ratio} times", _PLAIN
            )

    def _refuse_entities(self, name: str, content: bytes) -> None:
        """An Office part has no document type; one that has means to define entities (they are not expanded either)."""
        if content.count(b"\x00"):
            content = content.replace(b"\x00", b"")  # UTF-16
        encoding = _STATED_ENCODING.match(content.lstrip(b"\xef\xbb\xbf\xff\xfe"))
        if encoding and not _ENCODINGS.fullmatch(encoding[1].strip()):  # in UTF-7 the next line would not see anything
            shown = encoding[1][:40].decode("ascii", "backslashreplace")
            raise self._error(
                f"the part '{name}' states the encoding {shown}, in which a document type could hide", _PLAIN
            )
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise self._error(f"the part '{name}' defines a document type", _PLAIN)

    def _error(self, what: str, remedy: str) -> DocumentError:
        return DocumentError(what, where=self.path, remedy=remedy)


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, '' where there is none: the strict and the transitional namespaces differ."""
    usual = element.get(_NAMESPACE[element.tag] + name)  # nearly always it has its element's namespace
    if usual is not None:
        return usual
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


class _PartOfTag(dict[str, str]):
    """An element's tag -> a part of it, kept because a document asks it a million times."""

    def __init__(self, part: Callable[[str], str]) -> None:
        self._part = part

    def __missing__(self, tag: str) -> str:
        part = self._part(tag)
        if len(self) < _NAMES_KEPT:
            self[tag] = part
        return part


LOCAL_NAME = _PartOfTag(lambda tag: tag.rpartition("}")[2])
_NAMESPACE = _PartOfTag(lambda tag: tag[: tag.rfind("}") + 1])  # with its braces


def _resolved(folder: str, target: str) -> str:
    """A relation's target as a member name.

    >>> _resolved("xl", "worksheets/sheet1.xml"), _resolved("xl", "/xl/a.xml"), _resolved("word", "../docProps/b.xml")
    ('xl/worksheets/sheet1.xml', 'xl/a.xml', 'docProps/b.xml')
    """
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
