"""What sources bring into raw/: from a real server, with side files, editions, and nothing twice."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from duban.cli import main
from duban.fetching import editions, links, state
from duban.fetching.listing import list_sources
from duban.fetching.manners import Manners
from duban.fetching.night import Fetched, fetch, fetch_night
from duban.fetching.sources_file import read_sources
from duban.landing.discovery import discover
from duban.landing.side_files import read_side_file
from duban.publishing.lock import writer_lock
from duban.settings import Settings
from tests.fetching.site import Reply, Site, links_page, table_page

DAY = datetime.datetime(2024, 3, 1, 2, 0, tzinfo=datetime.UTC)
QUICK = Manners(pause=0, patience=1, seconds=5)
# Where many requests are made and none is to fail: a busy machine may take a second for one.
PATIENT = Manners(pause=0, patience=20, seconds=60)


def list_in(settings: Settings, text: str) -> None:
    (settings.raw / "sources.yml").write_text(text, "utf8")


def page_source(site: Site, *more: str, name: str = "linjiang") -> str:
    lines = [f"page: {site.address}/list.html", "private_addresses: true", *more]
    return f"{name}:\n" + "".join(f"  {line}\n" for line in lines)


def night(settings: Settings, day: datetime.datetime = DAY, manners: Manners = QUICK, **options: Any) -> Fetched:
    return fetch(settings, read_sources(settings.raw), manners=manners, now=lambda: day, **options)


def in_raw(settings: Settings) -> list[str]:
    found = (path for path in settings.raw.rglob("*") if path.is_file() and path.name != "sources.yml")
    return sorted(path.relative_to(settings.raw).as_posix() for path in found)


def test_without_a_sources_file_nothing_is_done(settings: Settings) -> None:
    assert fetch_night(settings) == Fetched()
    assert not settings.warehouse.exists()


def test_a_page_brings_what_its_links_lead_to_with_side_files(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site, 'pattern: "*责任目标*"', "jurisdiction: 临江市"))
    site.replies["/list.html"] = Reply(
        links_page(("a/2023.html", "2023年责任目标完成情况"), ("/news.html", "新闻"), ("javascript:x", "责任目标"))
    )
    site.replies["/a/2023.html"] = Reply(table_page())
    fetched = night(settings)
    assert (fetched.warnings, [look.new for look in fetched.looks]) == ([], [["linjiang/2023.html"]])
    assert in_raw(settings) == ["linjiang/2023.html", "linjiang/2023.html.yml"]
    assert (settings.raw / "linjiang/2023.html").read_bytes() == table_page()
    side = settings.raw / "linjiang/2023.html.yml"
    assert read_side_file(side, side.name).facts == {
        "jurisdiction": "临江市",
        "source_url": f"{site.address}/a/2023.html",
        "fetched_on": "2024-03-01",
        "sha256": hashlib.sha256(table_page()).hexdigest(),
    }
    (document,) = discover(settings.raw).documents
    assert document.path == "linjiang/2023.html"
    assert "/news.html" not in [path for path, _ in site.asked]


def test_the_second_night_nothing_is_sent_again(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲"), ("2.html", "乙")))
    site.replies |= {"/1.html": Reply(table_page(year=2022)), "/2.html": Reply(table_page(year=2023))}
    night(settings)
    site.asked.clear()
    before = {name: (settings.raw / name).stat().st_mtime_ns for name in in_raw(settings)}
    fetched = night(settings, DAY + datetime.timedelta(days=1))
    assert site.documents == [("/list.html", 304), ("/1.html", 304), ("/2.html", 304)]
    assert ([look.brought for look in fetched.looks], fetched.warnings) == ([[]], [])
    assert {name: (settings.raw / name).stat().st_mtime_ns for name in in_raw(settings)} == before


def test_a_server_that_knows_no_304_brings_nothing_twice_either(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")), validated=False)
    site.replies["/1.html"] = Reply(table_page(), validated=False)
    night(settings)
    before = in_raw(settings)
    assert [look.brought for look in night(settings).looks] == [[]]
    assert in_raw(settings) == before


def test_what_changed_is_another_edition_and_nothing_is_written_over(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page(count=3))
    night(settings)
    site.replies["/1.html"] = Reply(table_page(count=4))
    (look,) = night(settings, DAY + datetime.timedelta(days=9)).looks
    assert look.changed == ["linjiang/1-2024-03-10.html"]
    assert (settings.raw / "linjiang/1.html").read_bytes() == table_page(count=3)
    side = settings.raw / "linjiang/1-2024-03-10.html.yml"
    assert read_side_file(side, side.name).facts["edition"] == "2"
    # It changes its mind: what was there before comes again, which is no third edition, and is said every night.
    site.replies["/1.html"] = Reply(table_page(count=3))
    for days in (10, 11):
        fetched = night(settings, DAY + datetime.timedelta(days=days))
        assert "an edition that is not the newest" in fetched.warnings[0]
    assert len(in_raw(settings)) == 4
    # A second change on one day finds a name of its own.
    site.replies["/1.html"] = Reply(table_page(count=5))
    (look,) = night(settings, DAY + datetime.timedelta(days=9)).looks
    assert len(look.changed) == 1
    assert len(in_raw(settings)) == 6


@pytest.mark.parametrize("damage", ["gone", "garbage", "another shape", "nested"])
def test_a_state_that_is_lost_or_damaged_costs_requests_and_nothing_else(
    settings: Settings, site: Site, damage: str
) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    night(settings)
    before = in_raw(settings)
    path = settings.layout.sources / "linjiang.json"
    texts = {"garbage": '{"version": 1, "ad', "another shape": '{"version": 1, "addresses": [1]}', "nested": "[" * 9999}
    if damage == "gone":
        path.unlink()
    else:
        path.write_text(texts[damage], "utf8")
    fetched = night(settings)
    assert ([look.brought for look in fetched.looks], fetched.warnings) == ([[]], [])
    assert in_raw(settings) == before
    assert state.read_state(settings.layout.sources, "linjiang").addresses


def test_a_power_failure_between_the_two_files_is_made_good(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    link = os.link

    def fail_at_the_document(source: Any, target: Any, **options: Any) -> None:
        if str(target).endswith(".html"):
            raise OSError(28, "No space left on device")
        link(source, target, **options)

    with monkeypatch.context() as patched:
        patched.setattr(editions.os, "link", fail_at_the_document)
        fetched = night(settings)
    assert "No space left on device" in fetched.warnings[0]
    assert in_raw(settings) == ["linjiang/1.html.yml"]
    assert discover(settings.raw).documents == []
    (look,) = night(settings).looks
    assert look.new == ["linjiang/1.html"]
    assert in_raw(settings) == ["linjiang/1.html", "linjiang/1.html.yml"]


def test_a_document_taken_out_by_hand_stays_out(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    night(settings)
    (settings.raw / "linjiang/1.html").unlink()
    assert [look.brought for look in night(settings).looks] == [[]]


def test_names_that_are_taken_are_left_to_whom_they_belong(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site, "into: heze"))
    (settings.raw / "heze").mkdir()
    own = {"1.html": b"mine", "2.yml": b"report_year: 2023\n", "2.csv": b"a"}
    for name, content in own.items():
        (settings.raw / "heze" / name).write_bytes(content)
    site.replies["/list.html"] = Reply(links_page(*((f"{path}.html", path) for path in ("1", "2", "x/3", "y/3"))))
    for number, path in enumerate(("/1.html", "/2.html", "/x/3.html", "/y/3.html")):
        site.replies[path] = Reply(table_page(year=2020 + number))
    (look,) = night(settings).looks
    assert len(set(look.new)) == 4
    assert {name: (settings.raw / "heze" / name).read_bytes() for name in own} == own
    assert discover(settings.raw).refused == []


def test_a_page_is_followed_pattern_by_pattern(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site, 'pattern: ["*通报*", "*.xls*|*.csv"]'))
    site.replies["/list.html"] = Reply(links_page(("art/1.html", "完成情况的通报"), ("art/2.html", "别的")))
    site.replies["/art/1.html"] = Reply(links_page(("/files/a.csv", "附件"), ("/files/a.zip", "附件")))
    site.replies["/files/a.csv"] = Reply("序号,责任目标\n1,新建学校3所\n".encode(), content_type="text/csv")
    assert [look.new for look in night(settings).looks] == [["linjiang/a.csv"]]
    site.asked.clear()
    night(settings)
    assert site.documents == [("/list.html", 304), ("/art/1.html", 304), ("/files/a.csv", 304)]


def test_another_pattern_finds_what_the_unchanged_page_has(settings: Settings, site: Site) -> None:
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲"), ("2.html", "乙")))
    site.replies |= {"/1.html": Reply(table_page(year=2022)), "/2.html": Reply(table_page(year=2023))}
    list_in(settings, page_source(site, 'pattern: "*甲*"'))
    assert [look.new for look in night(settings).looks] == [["linjiang/1.html"]]
    list_in(settings, page_source(site, 'pattern: "*乙*"'))
    assert [look.new for look in night(settings).looks] == [["linjiang/2.html"]]


def test_links_that_are_gone_are_said(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    night(settings)
    site.replies["/list.html"] = Reply(b"<html>a new design</html>")
    assert "no link of the page matches any more" in night(settings).warnings[0]


def test_a_page_that_is_a_document_now_is_fetched_though_it_has_not_changed(settings: Settings, site: Site) -> None:
    site.replies["/list.html"] = Reply(table_page())
    list_in(settings, page_source(site, 'pattern: "*责任目标*"'))
    assert [look.notes for look in night(settings).looks] == [["no link of the page matches"]]
    list_in(settings, f"linjiang:\n  file: {site.address}/list.html\n  private_addresses: true\n")
    assert [look.new for look in night(settings).looks] == [["linjiang/list.html"]]
    (listed,) = list_sources(settings)
    assert listed.answered_at == "2024-03-01T02:00:00+00:00"


def test_a_page_that_is_made_to_be_slow_costs_its_source_alone(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libxml2 needs minutes for this page; a large honest one is looked through in such a process too."""
    monkeypatch.setattr(links, "_SECONDS", 3.0)
    slow = b"<a " + b" ".join(b"a%d=b" % number for number in range(400_000)) + b" href=y.html>z</a>"
    list_in(settings, page_source(site) + page_source(site, name="other").replace("list.html", "large.html"))
    site.replies["/list.html"] = Reply(slow)
    site.replies["/large.html"] = Reply(links_page(("1.html", "甲"), *(("/x", "别的" * 50) for _ in range(1000))))
    site.replies["/1.html"] = Reply(table_page())
    fetched = night(settings)
    assert [look.new for look in fetched.looks] == [[], ["other/1.html"]]
    assert "takes too long" in fetched.warnings[0]
    assert len(fetched.warnings) == 1


def test_links_are_relative_to_where_a_redirect_led(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(status=302, headers={"Location": "/deep/er/list.html"})
    site.replies["/deep/er/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/deep/er/1.html"] = Reply(table_page())
    assert [look.new for look in night(settings).looks] == [["linjiang/1.html"]]


def test_a_page_that_differs_at_every_look_is_stopped(settings: Settings, site: Site) -> None:
    list_in(settings, f"one:\n  file: {site.address}/a.html\n  private_addresses: true\n")
    for count in range(62):
        site.replies["/a.html"] = Reply(table_page(count=count))
        fetched = night(settings, DAY + datetime.timedelta(days=count), PATIENT)
        assert bool(fetched.warnings) == (count >= 60)
    assert "there are 60 editions of it" in fetched.warnings[0]
    assert len(in_raw(settings)) == 120


def test_a_tag_that_no_request_can_hold_is_not_sent_back(settings: Settings, site: Site) -> None:
    list_in(settings, f"one:\n  file: {site.address}/a.html\n  private_addresses: true\n")
    headers = {"ETag": '"\xe4\xb8\xad"', "Last-Modified": "x" * 5000}
    site.replies["/a.html"] = Reply(table_page(), headers=headers, validated=False)
    for _ in range(2):
        assert night(settings).warnings == []
    assert not {"if-none-match", "if-modified-since"} & set(site.headers[-1])


def test_kills_at_any_moment_leave_whole_documents_and_lose_none(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    names = [f"{number}.html" for number in range(12)]
    site.replies["/list.html"] = Reply(links_page(*((name, "甲") for name in names)))
    site.replies |= {f"/{name}": Reply(table_page(count=number)) for number, name in enumerate(names)}
    code = (
        "import sys; from pathlib import Path; from duban.settings import resolve_settings\n"
        "from duban.fetching.night import fetch; from duban.fetching.manners import Manners\n"
        "from duban.fetching.sources_file import read_sources\n"
        "settings = resolve_settings(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "fetch(settings, read_sources(settings.raw), manners=Manners(pause=0.02))"
    )
    kills = 0
    for number in range(10):
        process = subprocess.Popen([sys.executable, "-c", code, str(settings.raw), str(settings.warehouse)])
        before = len(site.asked)
        while process.poll() is None and len(site.asked) <= before + number:
            time.sleep(0.001)
        time.sleep(0.003 * (number % 4))
        process.kill()
        kills += process.wait() == -signal.SIGKILL
    assert kills
    fetched = night(settings)
    assert fetched.warnings == []
    documents = {name for name in in_raw(settings) if not name.endswith((".yml", ".part"))}
    assert documents == {f"linjiang/{name}" for name in names}
    for number, name in enumerate(names):
        assert (settings.raw / "linjiang" / name).read_bytes() == table_page(count=number)
    found = discover(settings.raw)
    assert (len(found.documents), found.refused) == (12, [])
    assert all(one.side_file and "sha256" in one.side_file.facts for one in found.documents)


HTML_XLS = b"<html><table><tr><td>1</td></tr></table></html>"


@pytest.mark.parametrize(
    ("path", "content_type", "body", "headers", "comes"),
    [
        ("/a.xlsx", "application/vnd.ms-excel", b"<html>404</html>", {}, "a page came in the place of .xlsx"),
        ("/a.pdf", "application/pdf", HTML_XLS, {}, "a page came in the place of .pdf"),
        ("/a.xls", "application/vnd.ms-excel", HTML_XLS, {}, "a.html"),
        ("/a.xls", "text/html", b"%PDF-1.4 ...", {}, "a.pdf"),
        ("/a.html", "text/html", b"MZ\0\0\0\0", {}, "format known here"),
        ("/a.csv", "text/csv", b"\x7fELF\0\0", {}, "format known here"),
        ("/a.pdf", "application/pdf", b"plain words", {}, "format known here"),
        ("/a.rar", "text/plain", b"Rar!\x1a\x07", {}, "it is RAR archive"),
        ("/a.html", "text/html", b"", {}, "it is empty"),
        ("/get.jsp?id=7", "application/pdf", b"%PDF-1.4", {}, "get-jsp-6bbf1fae.pdf"),
        ("/get", "x/y", b"%PDF-1.4", {"Content-Disposition": "attachment; filename*=UTF-8''%E4%B8%80.pdf"}, "一.pdf"),
        ("/get", "x/y", b"%PDF-1.4", {"Content-Disposition": 'a; filename="../../etc/x.pdf"'}, "x.pdf"),
        ("/README.md", "text/plain", "责任".encode(), {}, "document.md"),
        ("/.htaccess", "application/pdf", b"%PDF-1.4", {}, "htaccess.pdf"),
    ],
)
def test_the_bytes_decide_what_a_document_is(
    settings: Settings,
    site: Site,
    path: str,
    content_type: str,
    body: bytes,
    headers: dict[str, str],
    comes: str,
) -> None:
    list_in(settings, f"one:\n  file: {site.address}{path}\n  private_addresses: true\n")
    site.replies[path] = Reply(body, content_type=content_type, headers=headers)
    fetched = night(settings)
    if fetched.warnings:
        assert comes in fetched.warnings[0]
        assert in_raw(settings) == []
        assert comes in night(settings).warnings[0]
        return
    (new,) = fetched.looks[0].new
    suffix = comes.partition("?")[0]
    if "get-jsp" in suffix:  # the digits stand for the address, whose port is another each time
        assert new.startswith("one/get-jsp-")
        assert new.endswith(".pdf")
    else:
        assert new == f"one/{suffix}"


def test_one_source_that_is_down_costs_the_others_nothing(settings: Settings, site: Site) -> None:
    down = "down:\n  page: http://127.0.0.1:1/list.html\n  private_addresses: true\n"
    broken = "broken:\n  page: nowhere\n"
    list_in(settings, down + broken + page_source(site))
    site.replies["/list.html"] = Reply(links_page(("gone.html", "没"), ("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    fetched = night(settings)
    assert [look.brought for look in fetched.looks] == [[], ["linjiang/1.html"]]
    assert [look.may_pass for look in fetched.looks] == [True, False]
    assert [
        next(part for part in ("broken is left out", "source down:", "source linjiang: it answers 404") if part in line)
        for line in fetched.warnings
    ] == ["broken is left out", "source down:", "source linjiang: it answers 404"]


def test_a_host_that_goes_down_meanwhile_is_left_after_three_addresses(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    site.replies["/list.html"] = Reply(links_page(*((f"{number}.html", "甲") for number in range(50))))
    site.replies |= {f"/{number}.html": Reply(status=503) for number in range(50)}
    fetched = night(settings)
    assert len(site.documents) == 4
    assert "the rest waits" in fetched.warnings[-1]


def test_another_process_that_fetches_is_waited_for_by_nobody(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site))
    with writer_lock(settings.warehouse, "a test", settings.layout.sources_lock.name):
        fetched = fetch_night(settings)
    assert fetched.warnings[0].startswith("nothing was fetched: another writer is at work")
    assert site.asked == []


def test_days_between_two_looks_are_kept_and_a_failure_is_tried_the_next_night(settings: Settings, site: Site) -> None:
    list_in(settings, page_source(site, "every: 7"))
    site.replies["/list.html"] = Reply(status=503)
    night(settings)
    site.replies["/list.html"] = Reply(links_page(("1.html", "甲")))
    site.replies["/1.html"] = Reply(table_page())
    assert len(night(settings, DAY + datetime.timedelta(days=1)).looks) == 1
    assert night(settings, DAY + datetime.timedelta(days=7)).waiting == ["linjiang"]
    (listed,) = list_sources(settings)
    assert (listed.next_on, listed.brought, listed.problems) == ("2024-03-09", ["linjiang/1.html"], [])
    assert night(settings, DAY + datetime.timedelta(days=8)).waiting == []


# -- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_of_this_machine_is_read_where_the_service_opens_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "2023.html").write_bytes(table_page())
    (share / "notes.zip").write_bytes(b"PK")
    (tmp_path / "secret.html").write_bytes(b"<html>secret")
    (share / "link.html").symlink_to(tmp_path / "secret.html")
    os.mkfifo(share / "pipe.html")
    list_in(settings, f"share:\n  folder: {share}\n")
    assert "not open to sources" in night(settings).warnings[0]
    assert in_raw(settings) == []
    monkeypatch.setenv("DUBAN_SOURCE_FOLDERS", str(tmp_path / "other") + os.pathsep + str(share))
    fetched = night(settings)
    assert in_raw(settings) == ["share/2023.html", "share/2023.html.yml"]
    assert sorted(line.partition("(")[0] for line in fetched.warnings) == [
        "source share: a link that leads out of the raw folder ",
        "source share: neither a file nor a folder, or a link to nothing ",
    ]
    (share / "link.html").unlink()
    (share / "pipe.html").unlink()
    assert [look.unchanged for look in night(settings).looks] == [1]
    (share / "2023.html").write_bytes(table_page(count=8))
    assert [look.changed for look in night(settings).looks] == [["share/2023-2024-03-01.html"]]


def test_a_folder_elsewhere_is_read_through_fsspec(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same code that reads S3 and WebDAV, on fsspec's own file system of this machine."""
    import fsspec

    from duban.fetching import looking
    from duban.fetching.folders import RemoteFolder

    bucket = tmp_path / "bucket"
    (bucket / "deep").mkdir(parents=True)
    (bucket / "deep" / "2023.html").write_bytes(table_page())
    (bucket / ".hidden.html").write_bytes(table_page(year=2022))
    reads: list[str] = []

    class Counting(RemoteFolder):
        def read(self, file: Any, most: int) -> bytes:
            reads.append(file.name)
            return super().read(file, most)

    monkeypatch.setattr(
        looking, "open_folder", lambda source: Counting(fsspec.filesystem("file"), str(bucket), source.address)
    )
    list_in(settings, 'cloud:\n  folder: s3://bucket/tables\n  pattern: "*.html"\n')
    assert [look.new for look in night(settings).looks] == [["cloud/2023.html"]]
    side = settings.raw / "cloud/2023.html.yml"
    assert read_side_file(side, side.name).facts["source_url"] == "s3://bucket/tables/deep/2023.html"
    assert [look.unchanged for look in night(settings).looks] == [1]
    assert reads == ["2023.html"]
    (bucket / "deep" / "2023.html").write_bytes(table_page(count=4))
    assert [look.changed for look in night(settings).looks] == [["cloud/2023-2024-03-01.html"]]
    monkeypatch.setattr(
        looking, "open_folder", lambda source: Counting(fsspec.filesystem("file"), str(bucket / "no"), source.address)
    )
    assert "the folder cannot be read" in night(settings).warnings[0]


def test_a_folder_whose_library_is_not_installed_says_which(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "webdav4", None)
    list_in(settings, "cloud:\n  folder: webdavs://dav.example/tables\n")
    assert "pip install 'webdav4[fsspec]'" in night(settings).warnings[0]


# -- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def duban(settings: Settings) -> Callable[..., tuple[int, str]]:
    def run(*words: str) -> tuple[int, str]:
        folders = ["--raw", str(settings.raw), "--warehouse", str(settings.warehouse)]
        result = CliRunner().invoke(main, ["sources", *folders, *words], env={"COLUMNS": "200"})
        return result.exit_code, result.output

    return run


def test_a_source_is_listed_checked_tried_and_fetched_from(
    settings: Settings, site: Site, duban: Callable[..., tuple[int, str]]
) -> None:
    site.replies["/list.html"] = Reply(links_page(("1.html", "责任目标")))
    site.replies["/1.html"] = Reply(table_page())
    assert "no source is listed" in duban()[1]
    page = f"{site.address}/list.html"
    words = ["--page", page, "--pattern", "*责任目标*", "--place", "临江市", "--private-addresses"]
    assert duban("add", "linjiang", *words)[0] == 0
    assert duban("check") == (0, "1 source can be used, 0 cannot\n")
    assert "already" in duban("add", "linjiang", *words)[1]
    assert "no page has" in duban("add", "other", "--page", "nonsense")[1]
    assert [source.name for source in read_sources(settings.raw).usable] == ["linjiang"]

    code, text = duban("fetch", "linjiang", "--dry-run")
    assert (code, text) == (0, f"would ask   {site.address}/1.html\ndry run: nothing was written\n")
    assert in_raw(settings) == []
    assert not settings.layout.sources.exists()

    code, text = duban("fetch")
    assert (code, text) == (0, "new         linjiang/1.html\n1 source asked: 1 document new or changed\n")
    (listed,) = json.loads(duban("--json")[1])
    assert listed["brought"] == ["linjiang/1.html"]
    assert listed["next"] == "next night"
    assert "linjiang/1.html" in duban()[1]


def test_what_is_wrong_is_said_and_counts(settings: Settings, duban: Callable[..., tuple[int, str]]) -> None:
    list_in(settings, "a:\n  page: http://127.0.0.1:1/\n  private_addresses: true\nb:\n  pgae: x\n")
    code, text = duban("check")
    assert code == 2
    assert "sources.yml, line 5" in text
    code, text = duban("fetch")
    assert code == 1
    assert "warning     source b is left out" in text
    assert duban("fetch", "nobody")[0] == 2
    assert "warning     source a:" in duban()[1]
