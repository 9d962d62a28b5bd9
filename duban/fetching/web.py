"""Asking the web for one address: politely, bounded in bytes and seconds, and never a machine that must not be asked.

* **Where to**: every hop of a redirect is resolved, judged and asked at the very address that was judged, so that a
  name that changes its mind in between gains nothing. The certificate is still checked against the name.
* **Politeness**: robots.txt of every host, one request at a time with a pause between two, `If-None-Match` and
  `If-Modified-Since`, an agent with a name. No cookies, no proxy.
* **Bounds**: the bytes as sent and as unpacked, and the seconds of all of it together. A server that sends a byte
  every few seconds, at any stage, ends with them.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urljoin

from duban.fetching.addresses import check_scheme, host_of, resolve, shown
from duban.fetching.bodies import bounded_body
from duban.fetching.errors import FetchError
from duban.fetching.manners import AGENT, Manners

if TYPE_CHECKING:
    import httpx
    from protego import Protego

T = TypeVar("T")

_HOPS = 5
_ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least
_LONGEST_DELAY = 30.0  # seconds that a robots.txt may ask for between two requests
_VALIDATOR = 500  # characters of an ETag or a date that are kept
# Answers of a host that has too much to do, or is being repaired.
_PASSING = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server calls the state that we have: its ETag and date, of the address that answered in the end."""

    answered_at: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. content: None where it has not changed (304).

    content_type: the media type alone, in small letters. file_name: that of Content-Disposition.
    """

    content: bytes | None
    validators: Validators
    content_type: str = ""
    file_name: str = ""


@dataclass(slots=True)
class _Host:
    """What is known of a host in this run."""

    asked_at: float = -1e9
    pause: float = 0.0
    rules: Protego | None = None
    refusal: FetchError | None = None


@dataclass(slots=True)
class _Hop:
    """One answer, as it was sent."""

    status: int
    headers: httpx.Headers
    content: bytes = b""


class Web:
    """The web as one run sees it. A context manager; asks one address at a time, from whatever thread calls."""

    def __init__(self, manners: Manners | None = None) -> None:
        self._manners = manners or Manners()
        self._hosts: dict[str, _Host] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="duban-web", daemon=True)
        self._verify: Any = None

    def __enter__(self) -> Web:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result(self._manners.patience)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self._manners.patience)
        if not self._thread.is_alive():
            self._loop.close()

    def get(self, address: str, most: int, known: Validators | None = None, *, may_be_private: bool = False) -> Answer:
        """What an address gives now.

        most: bytes, as sent and as unpacked. known: the state that we have; where it still stands nothing is sent.
        Raises FetchError for whatever else than a whole answer comes.
        """
        return self._run(self._in_time(address, self._get(address, most, known or Validators(), may_be_private)))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()  # Ctrl-C and SIGTERM come to the caller: what is under way ends with them
            raise

    async def _in_time(self, address: str, work: Coroutine[Any, Any, T]) -> T:
        import httpx

        try:
            async with asyncio.timeout(self._manners.seconds):
                return await work
        except FetchError as error:
            error.where = error.where or shown(address)
            raise
        except TimeoutError:
            raise FetchError(
                f"no whole answer within {self._manners.seconds:.0f} s", where=shown(address), may_pass=True
            ) from None
        except httpx.TimeoutException as error:
            raise FetchError(
                f"no answer within {self._manners.patience:.0f} s", where=shown(address), may_pass=True
            ) from error
        except httpx.TransportError as error:
            # Connection refused, reset, an answer that breaks off or is no HTTP: their words are the library's own.
            raise FetchError(
                f"the connection failed: {type(error).__name__}", where=shown(address), may_pass=True
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchError(
                f"an address or answer that cannot be read: {type(error).__name__}", where=shown(address)
            ) from error

    async def _get(self, address: str, most: int, known: Validators, may_be_private: bool) -> Answer:
        here = address
        for _ in range(_HOPS + 1):
            check_scheme(here)
            await self._allowed(here, may_be_private)
            # Of another address the same date or tag says nothing.
            asked = known if here == known.answered_at else Validators()
            hop = await self._hop(here, most, asked, may_be_private)
            if hop.status in (301, 302, 303, 307, 308):
                here = urljoin(here, hop.headers.get("location", ""))
                continue
            if hop.status == 304 and (asked.etag or asked.last_modified):
                return Answer(None, known)
            if hop.status != 200:
                raise FetchError(
                    f"it answers {hop.status}",
                    where=shown(here),
                    remedy="" if hop.status in _PASSING else "see whether it has moved",
                    may_pass=hop.status in _PASSING,
                )
            return _answer(here, hop)
        raise FetchError(f"more than {_HOPS} redirects", where=shown(address))

    async def _allowed(self, address: str, may_be_private: bool) -> None:
        """Raise FetchError where robots.txt of the host keeps duban out, or cannot be had: that means no (RFC 9309)."""
        from protego import Protego

        host = self._host(address)
        if host.rules is None:
            if host.refusal is None:
                try:
                    host.rules = Protego.parse(await self._robots(urljoin(address, "/robots.txt"), may_be_private))
                except FetchError as error:
                    host.refusal = FetchError(
                        f"its robots.txt cannot be had, so nothing may be asked: {error.what}",
                        where=error.where or shown(address),
                        remedy=error.remedy,
                        may_pass=error.may_pass,
                    )
            if host.refusal is not None:
                refusal, host.refusal = host.refusal, None if host.refusal.may_pass else host.refusal
                raise refusal
            assert host.rules is not None
            asked_for = float(host.rules.crawl_delay(AGENT) or 0)
            host.pause = max(host.pause, min(asked_for, _LONGEST_DELAY))
        if not host.rules.can_fetch(address, AGENT):
            raise FetchError(
                "its robots.txt keeps programs out of it",
                where=shown(address),
                remedy="ask whoever runs the site, or fetch it by hand: `duban add FILE --source-url URL`",
            )

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(host_of(address), _Host(pause=self._manners.pause))

    async def _robots(self, address: str, may_be_private: bool) -> str:
        import httpx

        try:
            for _ in range(_HOPS + 1):
                check_scheme(address)
                hop = await self._hop(address, _ROBOTS_BYTES, Validators(), may_be_private)
                if hop.status not in (301, 302, 303, 307, 308):
                    break
                address = urljoin(address, hop.headers.get("location", ""))
        except httpx.TransportError as error:
            raise FetchError(f"{type(error).__name__}", where=shown(address), may_pass=True) from error
        if hop.status >= 500 or hop.status == 429:
            raise FetchError(f"it answers {hop.status}", where=shown(address), may_pass=True)
        return hop.content.decode("utf8", "replace") if hop.status == 200 else ""

    async def _hop(self, address: str, most: int, known: Validators, may_be_private: bool) -> _Hop:
        """One request to one address, no redirect followed."""
        import httpx

        url = httpx.URL(address)
        name = url.raw_host.decode("ascii")
        host = self._host(address)
        ips = await resolve(name, url.port or (443 if url.scheme == "https" else 80), may_be_private)
        await asyncio.sleep(host.asked_at + host.pause - time.monotonic())
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._manners.agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            **({"If-None-Match": known.etag} if known.etag else {}),
            **({"If-Modified-Since": known.last_modified} if known.last_modified else {}),
        }
        if self._verify is None:
            self._verify = httpx.create_ssl_context()  # SSL_CERT_FILE names an authority of one's own
        try:
            for ip in ips[:-1]:
                try:
                    return await self._sent(url, name, ip, headers, most)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue  # of IPv6 and IPv4 often only one leads anywhere
            return await self._sent(url, name, ips[-1], headers, most)
        finally:
            host.asked_at = time.monotonic()

    async def _sent(self, url: httpx.URL, name: str, ip: str, headers: dict[str, str], most: int) -> _Hop:
        """The answer of one machine, asked in the name of its host."""
        import httpx

        # A client of its own for each request: no cookie and no connection is carried from one to the next.
        async with httpx.AsyncClient(
            verify=self._verify, trust_env=False, timeout=self._manners.patience, follow_redirects=False
        ) as client:
            request = client.build_request(
                "GET",
                url.copy_with(host=ip, userinfo=b"", fragment=None),
                headers=headers,
                extensions={"sni_hostname": name} if name != ip else {},
            )
            response = await client.send(request, stream=True)
            try:
                content = await bounded_body(response, most) if response.status_code == 200 else b""
            finally:
                await response.aclose()
        return _Hop(response.status_code, response.headers, content)


async def _end_all() -> None:
    """What is still under way when the caller was interrupted."""
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _validator(hop: _Hop, name: str) -> str:
    """A header that is sent back as it came; one that no request can hold is as good as none."""
    text = hop.headers.get(name, "")
    return text if len(text) <= _VALIDATOR and text.isascii() and text.isprintable() else ""


def _answer(address: str, hop: _Hop) -> Answer:
    about = Message()
    about["content-type"] = hop.headers.get("content-type", "")
    about["content-disposition"] = hop.headers.get("content-disposition", "")
    file_name = ""
    with suppress(Exception):  # a header of any bytes: without it the name is that of the address
        file_name = unquote(about.get_filename("") or "")
    return Answer(
        content=hop.content,
        validators=Validators(address, *(_validator(hop, name) for name in ("etag", "last-modified"))),
        content_type=about.get_content_type() if hop.headers.get("content-type") else "",
        file_name=file_name[:500],
    )
