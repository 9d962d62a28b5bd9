"""The sources file: what a source may state, and the line of what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import ConfigurationError
from duban.fetching.sources_file import Source, Sources, read_sources

GOOD = """
# where 临江 publishes
linjiang:
  page: https://www.example.gov.cn/list.html
  pattern: ["*责任目标*", "*.xlsx|*.pdf"]
  into: linjiang/results
  every: 7
  jurisdiction: 临江市
one-file:
  file: http://127.0.0.1:8000/2024.xlsx
  private_addresses: true
share:
  folder: s3://bucket/tables
"""


def read(tmp_path: Path, text: str | bytes) -> Sources:
    content = text.encode("utf8", "surrogatepass") if isinstance(text, str) else text
    (tmp_path / "sources.yml").write_bytes(content)
    return read_sources(tmp_path)


def test_where_nothing_is_listed_there_is_no_source(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == Sources()
    assert read(tmp_path, "# none yet\n") == Sources([], [])


def test_sources_are_read_in_their_order(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.refused == []
    assert list(found.usable) == [
        Source(
            "linjiang",
            "page",
            "https://www.example.gov.cn/list.html",
            "sources.yml, line 3",
            patterns=("*责任目标*", "*.xlsx|*.pdf"),
            into="linjiang/results",
            every=7,
            facts={"jurisdiction": "临江市"},
        ),
        Source(
            "one-file",
            "file",
            "http://127.0.0.1:8000/2024.xlsx",
            "sources.yml, line 9",
            into="one-file",
            may_be_private=True,
        ),
        Source("share", "folder", "s3://bucket/tables", "sources.yml, line 12", into="share"),
    ]


@pytest.mark.parametrize(
    ("lines", "what", "line"),
    [
        ("page: https://a.example/\n  patern: '*'", "'patern', which is not known", 3),
        ("page: https://a.example/\n  file: https://a.example/b", "states page and file", 1),
        ("pattern: '*'", "states none of page, file, folder", 1),
        ("page: file:///etc/passwd", "an address that no page has", 2),
        ("file: ftp://a.example/b", "an address that no file has", 2),
        ("page: http:///list", "without a host", 2),
        ("page: http://[::1", "cannot be read", 2),
        ("page: http://a.example:99999/", "cannot be read", 2),
        ("page: https://user:pass@a.example/", "a user or password", 2),
        ("folder: tables", "named from nowhere", 2),
        ("folder: zip::s3://bucket/a.zip", "no folder has", 2),
        ("folder: github://a/b", "no folder has", 2),
        ("page: https://a.example/\n  into: ../elsewhere", "is not the name of a folder in raw/", 3),
        ("page: https://a.example/\n  into: /etc", "is not the name of a folder in raw/", 3),
        ("page: https://a.example/\n  into: a/.hidden", "is not the name of a folder in raw/", 3),
        ("page: https://a.example/\n  every: 0", "is not a number of days", 3),
        ("page: https://a.example/\n  every: '٣'", "is not a number of days", 3),
        ("page: https://a.example/\n  private_addresses: maybe", "neither true nor false", 3),
        ("page: https://a.example/\n  report_year: soon", "is not a year (YYYY)", 3),
        ("page: https://a.example/\n  page: https://b.example/", "'page' is stated twice", 3),
        ("page: [https://a.example/, https://b.example/]", "more than 1 values", 2),
        ("page:", "'page' has no plain value", 2),
        ('page: "https://a.example/\\e[2J"', "U+001B", 2),
        ("folder: s3://b/a\n  pattern: ['*', '*']", "belong to a page", 3),
    ],
)
def test_a_line_that_cannot_be_used_costs_its_source_alone(tmp_path: Path, lines: str, what: str, line: int) -> None:
    found = read(tmp_path, f"bad:\n  {lines}\ngood:\n  page: https://a.example/\n")
    assert [source.name for source in found.usable] == ["good"]
    (refused,) = found.refused
    assert what in refused.error.what
    assert refused.error.where == f"sources.yml, line {line}"
    assert refused.error.remedy
    assert "pass@" not in str(refused.error)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("- a\n- b", "not a list of `name: value` lines"),
        ("a: [", "not YAML"),
        ("a: &x {page: b}", "aliases"),
        ("a: !!python/name:os.system {}", "tags"),
        ("a: {b: {c: {d: e}}}", "'b' has no plain value"),
        ("{a: " * 3000, "no plain value"),
        (b"\xb2\xcb: x", "not UTF-8"),
        ("a: " + "x" * 300_000, "more than 262,144 bytes"),
        ("\n".join(f"s{number}: {{page: 'https://a.example/'}}" for number in range(501)), "more than 500 sources"),
    ],
    ids=["list", "syntax", "alias", "tag", "three levels", "deep", "encoding", "huge", "many"],
)
def test_a_file_that_is_no_lines_is_refused_with_its_line(tmp_path: Path, content: str | bytes, what: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, content)
    assert what in caught.value.what
    assert caught.value.where.startswith("sources.yml")


def test_a_link_that_leads_out_of_raw_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "elsewhere.yml").write_text(GOOD, "utf8")
    (tmp_path / "raw" / "sources.yml").symlink_to(tmp_path / "elsewhere.yml")
    with pytest.raises(ConfigurationError, match="leads out"):
        read_sources(tmp_path / "raw")


def test_a_name_that_is_not_listed_is_answered_with_the_nearest(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD + "broken:\n  page: nowhere\n")
    assert found.named("share").kind == "folder"
    with pytest.raises(ConfigurationError, match="no source 'linjang'") as caught:
        found.named("linjang")
    assert "did you mean linjiang?" in caught.value.remedy
    with pytest.raises(ConfigurationError, match="no page has"):
        found.named("broken")
