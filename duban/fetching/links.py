"""The links of a page, and which of them a pattern means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from duban.errors import DocumentError
from duban.fetching.addresses import shown
from duban.fetching.errors import FetchError
from duban.fetching.formats import DOCUMENT_SUFFIXES, path_name
from duban.landing.encodings import decode

_MOST = 5_000  # links of a page that are looked at
_LONGEST = 2_000  # characters of an address
_TEXT = 500
_SMALL = 64 * 1024  # bytes of a page that no trick makes slow
_SECONDS, _START = 30.0, 60.0  # for looking through a page, and for the process to begin on a busy machine
# What may stand in an address as it is; other characters are escaped, so that an address is one line of ASCII.
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: where it leads, and what a reader of the page sees of it."""

    address: str
    text: str


def links_in_time(page: bytes, address: str) -> list[Link]:
    """`links_of` in a process that is ended when it takes too long or too much memory. Raises FetchError then.

    libxml2 needs the square of the attributes of an element, and a page may have nothing but those.
    """
    if len(page) <= _SMALL:
        return links_of(page, address)
    from concurrent.futures import TimeoutError as TooLongError

    from pebble import ProcessExpired

    from duban.landing.workers import bound_worker, new_pool

    pool = new_pool(1, bound_worker, ["page.html"])
    try:
        links: list[Link] = pool.schedule(links_of, args=(page, address), timeout=_SECONDS).result(_SECONDS + _START)
        return links
    except (TooLongError, ProcessExpired, MemoryError) as error:
        raise FetchError(
            "looking through the page takes too long or too much memory",
            where=shown(address),
            remedy="watch another page, or the file that it links to",
        ) from error
    finally:
        pool.stop()
        pool.join()


def links_of(page: bytes, address: str) -> list[Link]:
    """The links of a page to the web, in its order, each address once; of texts and titles, all that name it."""
    import lxml.html
    from lxml import etree

    try:
        text, _ = decode(page)
    except DocumentError:
        text = page.decode("utf8", "replace")
    if not text.strip():
        return []
    try:
        # As bytes of a known encoding: lxml refuses a text that names one itself.
        root = lxml.html.document_fromstring(
            text.encode("utf8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    base = next((one.get("href", "") for one in root.iter("base")), "")
    texts: dict[str, str] = {}
    for element in islice(root.iter("a", "area"), _MOST):
        try:
            leads_to = urldefrag(urljoin(urljoin(address, base), element.get("href", "").strip()))[0]
            parts = urlsplit(leads_to)
        except ValueError:
            continue
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(leads_to) > _LONGEST:
            continue
        seen = " ".join(f"{''.join(map(str, element.itertext()))} {element.get('title', '')}".split())
        one = quote(leads_to, safe=_SAFE)
        texts[one] = f"{texts.get(one, '')} {seen}".strip()[:_TEXT]
    return [Link(one, text) for one, text in texts.items()]


def matches(pattern: str, name: str, text: str = "") -> bool:
    """Whether a link or file is meant: by its text or its address, unescaped. No pattern means every document.

    >>> matches("*责任目标*.xls*|*.pdf", "https://a.example/%E8%B4%A3%E4%BB%BB%E7%9B%AE%E6%A0%87.xlsx")
    True
    >>> matches("", "https://a.example/list.jsp", "目标"), matches("", "https://a.example/a.docx")
    (False, True)
    """
    if not pattern:
        return PurePosixPath(path_name(name)).suffix.lower() in DOCUMENT_SUFFIXES
    candidates = (text, unquote(name), name)
    return any(
        re.match(translate(alternative.strip()), one) for alternative in pattern.split("|") for one in candidates
    )
