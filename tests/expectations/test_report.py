"""The page: it says what failed, works without a network, and nothing printed in a document can act in it."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from duban.modelling.data_tests import Words
from expectations.checks import Severity
from expectations.report import forget_reports, render_json, render_page, write_report
from expectations.results import CheckResult, FailingRow, GateReport

HOSTILE = "<script>alert('x')</script>\"'&<img src=x onerror=alert(1)>"


def result(
    name: str = "rows_counted", severity: Severity = "stop", passed: bool = False, **different: object
) -> CheckResult:
    values: dict[str, object] = {
        "name": name,
        "title": Words("每一行都有归属", "every row is accounted for"),
        "severity": severity,
        "passed": passed,
        "is_broken": False,
        "checked_count": 56,
        "failing_count": 0 if passed else 30,
        "failing_rows": () if passed else (FailingRow({"target_no": "47", "unit": None}, "heze/2023.md, line 14"),),
        "message": Words("检查 56 行，30 行不符", "56 checked, 30 fail"),
        "why": Words("一行也不能丢", "no row may be lost"),
        "remedy": Words("打开原文", "open the source"),
        **different,
    }
    return CheckResult(**values)  # type: ignore[arg-type]


class Reader(HTMLParser):
    """Collects the tags, attributes and texts of a page as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_says_what_failed_why_where_and_what_to_do() -> None:
    text = "".join(read(render_page([GateReport("candidate", (result(),))], "b1")).texts)
    for said in (
        *("每一行都有归属", "every row is accounted for", "检查 56 行，30 行不符", "56 checked, 30 fail"),
        *("一行也不能丢", "no row may be lost", "打开原文", "open the source", "拦截 stop"),
        *("heze/2023.md, line 14", "47", "NULL", "29 more not shown", "b1"),
    ):
        assert said in text


def test_the_page_says_where_rows_were_looked_at_that_were_not_now() -> None:
    checks = (result("all", passed=True), result("some", passed=True, since="20261129T020000-ab12"))
    report = GateReport("candidate", checks)
    text = "".join(read(render_page([report], "b1")).texts)
    assert text.count("unchanged rows: build") == text.count("20261129T020000-ab12") == 1
    assert [check["since"] for check in json.loads(render_json([report], "b1"))["gates"][0]["checks"]] == [
        "",
        "20261129T020000-ab12",
    ]


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        pytest.param((result(),), "Failed: this build was not published", id="stop"),
        pytest.param((result(severity="warn", is_broken=True),), "Failed: this build was not published", id="broken"),
        pytest.param((result(severity="warn"),), "Passed, with points to look at", id="warn"),
        pytest.param((result(severity="quarantine"),), "Passed, with points to look at", id="quarantine"),
        pytest.param((result(passed=True),), "All passed", id="all hold"),
        pytest.param((), "All passed", id="no check"),
    ],
)
def test_the_verdict_stands_first(checks: tuple[CheckResult, ...], said: str) -> None:
    page = render_page([GateReport("candidate", checks)], "b1")
    assert said in page
    assert page.index(said) < page.index("<section>")


def test_what_a_document_prints_is_shown_and_never_acts() -> None:
    hostile = result(
        name=HOSTILE,
        title=Words(HOSTILE, HOSTILE),
        message=Words(HOSTILE, HOSTILE),
        why=Words(HOSTILE, HOSTILE),
        remedy=Words(HOSTILE, HOSTILE),
        failing_rows=(FailingRow({HOSTILE: HOSTILE}, HOSTILE),),
    )
    passing = result(name="passing", title=Words(HOSTILE, HOSTILE), passed=True)
    reader = read(render_page([GateReport("candidate", (hostile, passing)), GateReport(HOSTILE, (hostile,))], HOSTILE))
    assert "script" not in reader.tags and "img" not in reader.tags
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert reader.texts.count(HOSTILE) >= 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("\ud800", "⟨U+D800⟩"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
    ],
    ids=["NUL", "right-to-left override", "lone surrogate", "escape sequence"],
)
def test_characters_that_cannot_be_seen_are_shown_by_number(tmp_path: Path, text: str, shown: str) -> None:
    report = GateReport("candidate", (result(failing_rows=(FailingRow({"t": text}, ""),)),))
    page, data = write_report([report], tmp_path, "b1")
    assert shown in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["build_id"] == "b1"


def test_the_page_needs_nothing_from_outside() -> None:
    page = render_page([GateReport("candidate", (result(), result("two", passed=True)))], "b1")
    reader = read(page)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name in ("src", "href", "style", "background")]
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_the_json_says_the_same(tmp_path: Path) -> None:
    _, data = write_report([GateReport("landing", ()), GateReport("candidate", (result(),))], tmp_path, "b1")
    said = json.loads(data.read_text(encoding="utf-8"))
    assert (said["build_id"], said["passed"]) == ("b1", False)
    assert [(gate["gate"], gate["passed"]) for gate in said["gates"]] == [("landing", True), ("candidate", False)]
    (check,) = said["gates"][1]["checks"]
    assert check["title"] == {"zh": "每一行都有归属", "en": "every row is accounted for"}
    assert check["failing_rows"] == [
        {"row": {"target_no": "47", "unit": None}, "source_place": "heze/2023.md, line 14"}
    ]
    assert (check["checked_count"], check["failing_count"], check["severity"]) == (56, 30, "stop")


def test_the_files_are_named_for_the_build_and_stay_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "new"
    page, data = write_report([], folder, "../20261123T020000Z")
    assert page == folder / "gates-.._20261123T020000Z.html"
    assert data == folder / "gates-.._20261123T020000Z.json"
    assert sorted(path.name for path in folder.iterdir()) == [page.name, data.name], "no half-written file is left"


def test_the_gate_that_is_shut_comes_first() -> None:
    page = render_page([GateReport("landing", (result(severity="warn"),)), GateReport("candidate", (result(),))], "b1")
    assert page.index("Gate 2") < page.index("Gate 1")


def test_of_the_reports_the_last_ones_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        page, data = write_report([], tmp_path, f"b{number}")
        for file in (page, data):
            os.utime(file, (number, number))
    (tmp_path / "notes.html").write_text("somebody's own", "utf8")
    forget_reports(tmp_path, keep=2)
    kept = ["gates-b3.html", "gates-b3.json", "gates-b4.html", "gates-b4.json", "notes.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == kept
