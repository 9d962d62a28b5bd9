"""Asking the web: bounds, manners, and the addresses that are never asked. Every answer comes from a real server."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from duban.fetching import addresses
from duban.fetching.errors import FetchError
from duban.fetching.manners import Manners
from duban.fetching.web import Web
from tests.fetching.site import Handler, Reply, Site, running_site

QUICK = Manners(pause=0, patience=0.6, seconds=2.0)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(QUICK) as opened:
        yield opened


def get(web: Web, address: str, most: int = 100_000) -> bytes:
    content = web.get(address, most, may_be_private=True).content
    assert content is not None
    return content


def test_an_answer_is_taken_whole_with_a_name_of_our_own(web: Web, site: Site) -> None:
    site.replies["/a"] = Reply("责任".encode())
    assert get(web, site.address + "/a").decode() == "责任"
    assert [header["user-agent"].split("/")[0] for header in site.headers] == ["duban", "duban"]
    assert site.asked == [("/robots.txt", 404), ("/a", 200)]


def test_what_has_not_changed_is_not_sent_again(web: Web, site: Site) -> None:
    site.replies["/a"] = Reply(b"x" * 100)
    first = web.get(site.address + "/a", 1000, may_be_private=True)
    again = web.get(site.address + "/a", 1000, first.validators, may_be_private=True)
    assert (again.content, again.validators) == (None, first.validators)
    # The state of one address says nothing of another.
    site.replies["/b"] = site.replies["/a"]
    assert web.get(site.address + "/b", 1000, first.validators, may_be_private=True).content == b"x" * 100


def slow_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b".")
        time.sleep(0.1)


def slow_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        handler.wfile.write(f"X-{number}: a\r\n".encode())
        time.sleep(0.1)


def silence(handler: Handler) -> None:
    time.sleep(3)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def not_http(handler: Handler) -> None:
    handler.wfile.write(b"220 ftp.example ready\r\n")


def unasked_304(handler: Handler) -> None:
    handler.send_response(304)
    handler.end_headers()


@pytest.mark.parametrize(
    ("reply", "what", "may_pass"),
    [
        pytest.param(slow_body, "no whole answer within 2 s", True, id="a byte at a time"),
        pytest.param(slow_headers, "no whole answer within 2 s", True, id="a header at a time"),
        pytest.param(silence, "no answer within", True, id="silence"),
        pytest.param(endless, "more than 100,000 bytes", False, id="without an end"),
        pytest.param(hang_up, "the connection failed", True, id="hangs up"),
        pytest.param(not_http, "the connection failed", True, id="another protocol"),
        pytest.param(unasked_304, "it answers 304", False, id="304 that nobody asked for"),
        pytest.param(Reply(b"x" * 100_001), "more than 100,000 bytes", False, id="a byte too many"),
        pytest.param(Reply(b"x", length=10**15), "more than 100,000 bytes", False, id="says it is huge"),
        pytest.param(Reply(b"x" * 10, length=500), "the connection failed", True, id="shorter than it says"),
        pytest.param(
            Reply(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}),
            "more than 100,000 bytes",
            False,
            id="a bomb",
        ),
        pytest.param(
            Reply(gzip.compress(b"x" * 90_000)[:-9], headers={"Content-Encoding": "gzip"}),
            "breaks off",
            True,
            id="packed and cut",
        ),
        pytest.param(
            Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}), "damaged", True, id="packed, it says"
        ),
        pytest.param(Reply(b"x", headers={"Content-Encoding": "br"}), "not asked for", False, id="packed otherwise"),
        pytest.param(Reply(b"x", 404), "it answers 404", False, id="404"),
        pytest.param(Reply(b"x", 503), "it answers 503", True, id="503"),
        pytest.param(Reply(b"x", 206), "it answers 206", False, id="a part of it"),
        pytest.param(Reply(status=302, headers={"Location": "/a"}), "more than 5 redirects", False, id="a ring"),
        pytest.param(
            Reply(status=302, headers={"Location": "file:///etc/passwd"}), "not of the web", False, id="to a file"
        ),
        pytest.param(
            Reply(status=302, headers={"Location": "gopher://a.example/"}), "not of the web", False, id="to a gopher"
        ),
        pytest.param(
            Reply(status=302, headers={"Location": "http://[::1"}), "connection failed", True, id="to nonsense"
        ),
    ],
)
def test_an_answer_that_is_none_costs_seconds_and_is_named(
    web: Web, site: Site, reply: Any, what: str, may_pass: bool
) -> None:
    site.replies["/a"] = reply
    started = time.monotonic()
    with pytest.raises(FetchError, match=what) as caught:
        get(web, site.address + "/a")
    assert caught.value.may_pass is may_pass
    assert caught.value.where
    assert time.monotonic() - started < 10  # the bound is 2 s; a busy machine may take some more


@pytest.mark.parametrize(
    ("packing", "body"),
    [("gzip", gzip.compress(b"content" * 99)), ("deflate", zlib.compress(b"content" * 99))],
    ids=["gzip", "deflate"],  # gzip writes the time: workers of pytest-xdist would collect tests of different names
)
def test_what_is_packed_is_unpacked(web: Web, site: Site, packing: str, body: bytes) -> None:
    site.replies["/a"] = Reply(body, headers={"Content-Encoding": packing})
    assert get(web, site.address + "/a") == b"content" * 99


def test_a_redirect_is_followed_to_what_it_leads_to(web: Web, site: Site) -> None:
    site.replies["/a"] = Reply(status=301, headers={"Location": "b"})
    site.replies["/b"] = Reply(b"there")
    answer = web.get(site.address + "/a", 1000, may_be_private=True)
    assert (answer.content, answer.validators.answered_at) == (b"there", site.address + "/b")


# -- robots.txt ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a.html", False),
        ("User-agent: *\nDisallow: /private", "/a.html", True),
        ("User-agent: duban\nDisallow: /a\n\nUser-agent: *\nDisallow:", "/a.html", False),
        ("User-agent: *\nDisallow: /*.html$", "/a.html", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/a.html", True),
        ("<html>this is no robots.txt</html>", "/a.html", True),
    ],
    ids=["all of it", "another part", "by name", "a wildcard", "the longer rule", "a page"],
)
def test_robots_txt_is_heeded(web: Web, site: Site, rules: str, path: str, is_allowed: bool) -> None:
    site.replies["/robots.txt"] = Reply(rules.encode(), content_type="text/plain")
    site.replies[path] = Reply(b"x")
    if is_allowed:
        assert get(web, site.address + path) == b"x"
        return
    with pytest.raises(FetchError, match=r"robots.txt keeps programs out") as caught:
        get(web, site.address + path)
    assert not caught.value.may_pass
    assert site.documents == []


def test_robots_txt_of_where_a_redirect_leads_is_heeded_too(web: Web, site: Site) -> None:
    with running_site() as other:
        other.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /")
        site.replies["/a"] = Reply(status=302, headers={"Location": other.address + "/b"})
        with pytest.raises(FetchError, match=r"robots.txt keeps programs out"):
            get(web, site.address + "/a")
        assert other.documents == []


def test_a_robots_txt_that_cannot_be_had_means_no_until_it_can(web: Web, site: Site) -> None:
    site.replies["/robots.txt"] = Reply(status=500)
    site.replies["/a"] = Reply(b"x")
    with pytest.raises(FetchError, match=r"robots.txt cannot be had") as caught:
        get(web, site.address + "/a")
    assert caught.value.may_pass
    assert site.documents == []
    site.replies["/robots.txt"] = Reply(b"")
    assert get(web, site.address + "/a") == b"x"


def test_a_host_is_asked_with_pauses_as_long_as_it_wants(site: Site) -> None:
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.4")
    site.replies["/a"] = Reply(b"x")
    with Web(Manners(pause=0.1)) as web:
        get(web, site.address + "/a")
        started = time.monotonic()
        get(web, site.address + "/a")
        assert time.monotonic() - started >= 0.4


# -- addresses that are not asked ------------------------------------------------------------------------------------

PUBLIC = "127.0.0.2"  # stands for a machine of the internet in the tests below


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    is_public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda ip: ip == PUBLIC or is_public(ip))
    with running_site(PUBLIC) as running:
        yield running


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "169.254.169.254"],
)
def test_no_redirect_to_a_private_address_is_followed(web: Web, public: Site, site: Site, host: str) -> None:
    port = site.address.rpartition(":")[2]
    public.replies["/a"] = Reply(status=302, headers={"Location": f"http://{host}:{port}/secret"})
    site.replies["/secret"] = Reply(b"secret")
    with pytest.raises(FetchError, match=r"not on the internet|name of the host is not known"):
        web.get(public.address + "/a", 1000)
    assert site.asked == []


def test_a_private_first_address_is_refused_and_the_remedy_named(web: Web, site: Site) -> None:
    with pytest.raises(FetchError, match=r"127.0.0.1, which is not on the internet") as caught:
        web.get(site.address + "/a", 1000)
    assert "private_addresses: true" in caught.value.remedy
    assert not caught.value.may_pass
    assert site.asked == []


def test_a_name_that_changes_its_mind_gains_nothing(
    web: Web, public: Site, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the name says the second time, what was judged is what is asked."""
    port = int(public.address.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "rebinding.test":
            return real(host, *arguments, **options)
        asked.append(host)
        return real(PUBLIC if len(asked) % 2 else "127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    public.replies["/a"] = Reply(b"public")
    public.replies["/robots.txt"] = Reply(b"")
    with pytest.raises(FetchError, match=r"robots.txt cannot be had|not on the internet"):
        # robots.txt is asked where the first answer leads to; the second is private, and refused.
        web.get(f"http://rebinding.test:{port}/a", 1000)
    assert public.asked == [("/robots.txt", 200)]
    assert public.headers[0]["host"] == f"rebinding.test:{port}"


def test_one_private_address_among_public_ones_is_enough(
    web: Web, public: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def both(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "both.test":
            return real(host, *arguments, **options)
        return [*real(PUBLIC, *arguments, **options), *real("10.0.0.1", *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1, which is not on the internet"):
        web.get(f"http://both.test:{public.address.rpartition(':')[2]}/a", 1000)
    assert public.asked == []


def test_the_thread_of_the_web_ends_with_it(site: Site) -> None:
    before = threading.active_count()
    with Web(QUICK) as web, pytest.raises(FetchError):
        get(web, site.address + "/nothing")
    assert not any(thread.name == "duban-web" for thread in threading.enumerate())
    assert threading.active_count() <= before + 2  # threads of the server, and of looking up names
