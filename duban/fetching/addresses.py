"""Which machines may be asked: a name is resolved once, every address that it has is judged, and that address is used.

A site of a government is on the internet. One whose name, or whose redirect, leads to this machine or its network would
have duban fetch for a stranger what only insiders may read (a router's page, a cloud's credentials at 169.254.169.254)
and publish it. So such an address is refused, unless the source says that it may lie there.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from duban.fetching.errors import FetchError

_SCHEMES = ("http", "https")
_MOST = 3  # addresses of one name that are tried one after the other


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet.

    >>> [is_public(one) for one in ("114.114.114.114", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "224.0.0.1")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    # Addresses of IPv6 that stand for one of IPv4 lead to that one.
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _TRANSLATED else None
        inner = [ip.ipv4_mapped, ip.sixtofour, ip.teredo[1] if ip.teredo else None, embedded]
        if ip.is_site_local:
            return False
    return all(one.is_global and not one.is_multicast for one in (ip, *filter(None, inner)) if one not in _MAPPED)


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")  # not of the internet by itself: what it stands for decides


def check_scheme(address: str) -> None:
    """Raise FetchError for an address that is not of the web."""
    try:
        parts = urlsplit(address)
        is_fine = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_fine = False
    if not is_fine:
        raise FetchError(
            "it leads to an address that is not of the web", where=shown(address), remedy="only http and https are read"
        )


async def resolve(host: str, port: int, may_be_private: bool) -> list[str]:
    """The IP addresses of a host, the nearest first.

    Raises FetchError where it has none, or where one that it has is not of the internet.
    One private address among public ones is enough to refuse the name: which is taken would be up to whoever made it.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            "the name of the host is not known", where=host, remedy="see that it is spelt right", may_pass=True
        ) from error
    addresses = [str(info[4][0]) for info in found]
    private = [address for address in addresses if not is_public(address)]
    if not addresses or (private and not may_be_private):
        raise FetchError(
            f"it leads to {private[0] if private else 'no address'}, which is not on the internet",
            where=host,
            remedy="where that is meant: `private_addresses: true` in the source",
        )
    return list(dict.fromkeys(addresses))[:_MOST]


def host_of(address: str) -> str:
    """The host of an address with its port, as one is asked at a time.

    >>> host_of("https://www.Example.gov.cn/a"), host_of("http://127.0.0.1:8000/")
    ('www.example.gov.cn:443', '127.0.0.1:8000')
    """
    parts = urlsplit(address)
    return f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme.lower() == 'https' else 80)}"


def shown(address: str) -> str:
    """An address for a message: short, and in ASCII with whatever a terminal could take for its own escaped."""
    text = "".join(character if character.isprintable() else "?" for character in address)
    return text if len(text) <= 200 else f"{text[:199]}…"
