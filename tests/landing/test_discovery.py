"""What lies in a raw folder: documents found, refused, passed over, and what identifies each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from duban.errors import ConfigurationError
from duban.landing.discovery import discover
from duban.landing.limits import Limits
from duban.landing.raw_files import DEEPEST

DEPTH = 1_200  # folders inside one another: more than Python calls functions
TABLE = "| 序号 | 责任目标 |\n|---|---|\n| 1 | 新建学校3所 |\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def test_documents_are_found_in_the_order_of_their_paths(raw: Path) -> None:
    (raw / "b").mkdir()
    (raw / "b" / "2023.md").write_text(TABLE, "utf8")
    (raw / "a.md").write_text(TABLE + "\n", "utf8")
    found = discover(raw)
    assert [document.path for document in found.documents] == ["a.md", "b/2023.md"]
    assert found.documents[1].document_id == found.documents[1].sha256[:16]


def test_a_missing_folder_is_an_error_of_configuration(raw: Path) -> None:
    with pytest.raises(ConfigurationError, match="raw folder is not there"):
        discover(raw / "nowhere")


def test_files_that_are_no_documents_are_passed_over_with_a_word(raw: Path) -> None:
    (raw / "truth.json").write_text("{}", "utf8")
    (raw / ".hidden.md").write_text(TABLE, "utf8")
    (raw / "README.md").write_text("about this folder", "utf8")
    found = discover(raw)
    assert [p.path for p in found.passed_over] == ["truth.json"]
    assert not found.documents
    assert not found.refused


def test_the_same_content_twice_is_landed_once_and_reported(raw: Path) -> None:
    (raw / "one.md").write_text(TABLE, "utf8")
    (raw / "two.md").write_text(TABLE, "utf8")
    found = discover(raw)
    assert [document.path for document in found.documents] == ["one.md"]
    assert found.passed_over[0].path == "two.md"
    assert "one.md" in found.passed_over[0].reason


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("plan.doc", "save it as .docx"), ("plan.wps", "save it as .docx"), ("plan.png", "a picture has no text")],
    ids=["doc", "wps", "picture"],
)
def test_formats_that_cannot_be_read_say_what_to_convert_them_to(raw: Path, name: str, remedy: str) -> None:
    (raw / name).write_bytes(b"x")
    refused = discover(raw).refused
    assert [document.path for document in refused] == [name]
    assert remedy in refused[0].remedy


def test_a_link_out_of_the_raw_folder_is_refused(raw: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text(TABLE, "utf8")
    (raw / "link.md").symlink_to(outside)
    found = discover(raw)
    assert not found.documents
    assert "leads out of the raw folder" in found.refused[0].reason


def test_a_link_to_a_folder_is_not_followed_and_reported(raw: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2023.md").write_text(TABLE, "utf8")
    (raw / "linked").symlink_to(outside)
    found = discover(raw)
    assert not found.documents
    assert [(p.path, "not followed" in p.reason) for p in found.passed_over] == [("linked", True)]


def test_a_named_pipe_is_refused_and_not_waited_for(raw: Path) -> None:
    os.mkfifo(raw / "pipe.md")
    assert "neither a file" in discover(raw).refused[0].reason


SIDE = {
    "a link out": lambda side: side.symlink_to("../secret.env"),
    "a link to itself": lambda side: side.symlink_to(side.name),
    "a link to nothing": lambda side: side.symlink_to("gone.yml"),
    "a pipe": os.mkfifo,
    "a link to a device": lambda side: side.symlink_to("/dev/zero"),
    "no YAML": lambda side: side.write_text("[" * 20_000, "utf8"),
    "no such day": lambda side: side.write_text("as_of: 2023-02-30", "utf8"),
    "no text": lambda side: side.write_text('note: "\\ud800"', "utf8"),
    "unreadable bytes": lambda side: side.write_bytes(b"note: \xb2\xcb"),
}


@pytest.mark.parametrize("make", SIDE.values(), ids=SIDE)
def test_a_side_file_that_cannot_be_used_costs_its_document_alone(raw: Path, make: Callable[[Path], object]) -> None:
    (raw.parent / "secret.env").write_text("SMTP=smtp://u:sesame@h: y\n", "utf8")
    (raw / "good.md").write_text(TABLE, "utf8")
    (raw / "2023.md").write_text(TABLE + "| 2 | 又 |\n", "utf8")
    make(raw / "2023.md.yml")
    found = discover(raw)
    assert [document.path for document in found.documents] == ["good.md"]
    [refused] = found.refused
    assert refused.path == "2023.md" and refused.source_place.startswith("2023.md.yml") and refused.remedy
    assert "sesame" not in refused.reason + refused.remedy


@pytest.mark.parametrize("folder", ["", "t/"], ids=["file", "folder"])
@pytest.mark.parametrize(
    ("name", "shown", "reason"),
    [
        ("菏泽".encode("gbk"), r"\xba\xca\xd4\xf3", "not UTF-8"),
        (b"a\nadded b", r"a\x0aadded b", "line feed"),
        (b"a\x1b[31m", r"a\x1b[31m", "control character"),
        ("a\u2028b".encode(), r"a\x2028b", "line feed"),
    ],
    ids=["GBK", "line feed", "escape", "line separator"],
)
def test_a_name_that_no_report_can_hold_is_refused_alone(
    raw: Path, name: bytes, shown: str, reason: str, folder: str
) -> None:
    (raw / "good.md").write_text(TABLE, "utf8")
    place = os.fsencode(raw / folder) + b"/" + name
    if folder:
        Path(os.fsdecode(place)).mkdir(parents=True)
        place, shown = place + b"/2023", f"{folder}{shown}/2023"
    Path(os.fsdecode(place + b".md")).write_text(TABLE + "x", "utf8")
    Path(os.fsdecode(place + b".json")).write_text("{}", "utf8")
    found = discover(raw)
    assert [document.path for document in found.documents] == ["good.md"]
    assert [(one.path, reason in one.reason) for one in found.refused] == [(f"{shown}.md", True)]
    assert [one.path for one in found.passed_over] == [f"{shown}.json"]
    found.refused[0].content_fingerprint.encode()


def test_links_in_a_ring_are_refused_one_by_one(raw: Path) -> None:
    (raw / "good.md").write_text(TABLE, "utf8")
    (raw / "a.md").symlink_to("b.md")
    (raw / "b.md").symlink_to("a.md")
    (raw / "folder").symlink_to("folder")
    found = discover(raw)
    assert [document.path for document in found.documents] == ["good.md"]
    assert [one.path for one in found.refused] == ["a.md", "b.md"]
    assert all("a link to nothing" in one.reason for one in found.refused)


def test_folders_for_ever_inside_one_another_are_reported_and_left(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (raw / "good.md").write_text(TABLE, "utf8")
    monkeypatch.chdir(raw)  # a path of all of them is longer than the system takes
    for _ in range(DEPTH):
        Path("d").mkdir()
        os.chdir("d")
    Path("2023.md").write_text(TABLE + "x", "utf8")
    try:
        found = discover(raw)
    finally:  # pytest cannot take away so many
        Path("2023.md").unlink()
        for _ in range(DEPTH):
            os.chdir("..")
            Path("d").rmdir()
    assert [document.path for document in found.documents] == ["good.md"]
    [left] = found.passed_over
    assert left.path.count("d") == DEEPEST + 1 and "move its documents up" in left.reason


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_a_folder_that_may_not_be_looked_into_is_reported(raw: Path) -> None:
    (raw / "good.md").write_text(TABLE, "utf8")
    (raw / "closed").mkdir(mode=0)
    (raw / "good.md").chmod(0o644)
    for folder in [raw, *list(raw.parents)[:5]]:
        folder.chmod(folder.stat().st_mode | 0o055)
    discover(raw)  # what is imported late is imported by somebody who may read it
    os.seteuid(65534)
    try:
        found = discover(raw)
    finally:
        os.seteuid(0)
    assert [document.path for document in found.documents] == ["good.md"]
    assert [(one.path, "Permission denied" in one.reason) for one in found.passed_over] == [("closed", True)]


def test_a_link_to_a_file_of_the_raw_folder_is_read(raw: Path) -> None:
    (raw / "2023.bin").write_text(TABLE, "utf8")
    (raw / "2023.md").symlink_to("2023.bin")
    assert [document.path for document in discover(raw).documents] == ["2023.md"]


def test_a_file_over_the_size_limit_is_refused_unread(raw: Path) -> None:
    (raw / "large.md").write_text(TABLE * 10, "utf8")
    assert "over the limit" in discover(raw, Limits(file_bytes=50)).refused[0].reason


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: (raw / "a.md").write_text(TABLE + "| 2 | 又 |\n", "utf8"),
        lambda raw: (raw / "a.yml").write_text("report_year: 2022\n", "utf8"),
        lambda raw: (raw / "a.md").rename(raw / "c.md"),
        lambda raw: (raw / "b.md").write_text(TABLE + "x", "utf8"),
        lambda raw: (raw / "a.md").unlink(),
    ],
    ids=["content", "side file", "path", "new document", "removed"],
)
def test_the_fingerprint_changes_with_all_that_a_landing_depends_on(raw: Path, change: object) -> None:
    (raw / "a.md").write_text(TABLE, "utf8")
    before = discover(raw).fingerprint
    assert discover(raw).fingerprint == before
    change(raw)  # type: ignore[operator]
    assert discover(raw).fingerprint != before


def test_of_several_files_of_one_content_the_landed_one_stays(raw: Path) -> None:
    for name in ("2023 (1).md", "2023.md", "A copy of 2023.md"):
        (raw / name).write_text(TABLE, "utf8")
    found = discover(raw)
    assert [one.path for one in found.documents] == ["2023.md"]
    assert [one.path for one in found.passed_over] == ["2023 (1).md", "A copy of 2023.md"]
    assert "a copy of 2023.md" in found.passed_over[0].reason
    landed = {"A copy of 2023.md": found.documents[0].document_id}
    assert [one.path for one in discover(raw, landed=landed).documents] == ["A copy of 2023.md"]
    landed = {"A copy of 2023.md": "it held something else"}
    assert [one.path for one in discover(raw, landed=landed).documents] == ["2023.md"]
