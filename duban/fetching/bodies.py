"""The body of an answer: unpacked, and never more of it than was asked for."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from duban.fetching.addresses import shown
from duban.fetching.errors import FetchError

if TYPE_CHECKING:
    import httpx


async def bounded_body(response: httpx.Response, most: int) -> bytes:
    """The body, unpacked. Raises FetchError beyond `most` bytes, whatever its length was said to be."""
    too_long = FetchError(f"more than {most:,} bytes", remedy="fetch it by hand if it is honest")
    stated = response.headers.get("content-length", "")
    if stated.isdecimal() and len(stated) < 20 and int(stated) > most:
        raise too_long
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is packed in a way that was not asked for: {shown(packing[:20])}")
    unpack = zlib.decompressobj(32 + zlib.MAX_WBITS) if packing not in ("identity", "") else None
    content = bytearray()
    sent = 0
    async for chunk in response.aiter_raw():
        sent += len(chunk)
        if unpack is not None:
            try:
                chunk = unpack.decompress(chunk, most + 1 - len(content))
            except zlib.error as error:
                raise FetchError("it is packed, and damaged", may_pass=True) from error
        content += chunk
        if len(content) > most or sent > most:
            raise too_long
    if unpack is not None and unpack.unused_data:
        raise FetchError("it is packed in several parts")
    if unpack is not None and not unpack.eof:
        raise FetchError("it is packed, and breaks off", may_pass=True)
    return bytes(content)
