"""Side files: what they may state, and the error that names the line to correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import DocumentError
from duban.landing.side_files import read_side_file, side_path


def read(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "2023.yml"
    path.write_text(text, "utf8")
    return read_side_file(path, "2023.yml").facts


def test_facts_become_text_by_name(tmp_path: Path) -> None:
    facts = read(
        tmp_path, "jurisdiction: 菏泽市\nreport_year: 2024\ncompiled: true\nas_of: 2024-12-31\nsources: [甲, 乙]\n"
    )
    assert facts == {
        "jurisdiction": "菏泽市",
        "report_year": "2024",
        "compiled": "true",
        "as_of": "2024-12-31",
        "sources": "甲\n乙",
    }


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("juristiction: 菏泽市", "'juristiction', which is not known", "did you mean jurisdiction?"),
        ("report_year: soon", "report_year: soon is not a year (YYYY)", "report_year: <the year"),
        ("kind: summary", "kind: summary is not known", "kind: <plan, result or progress>"),
        ("compiled: perhaps", "neither true nor false", "compiled: <true"),
        ("as_of: 31 December", "is not a date (YYYY-MM-DD)", "as_of: <the day"),
        ("- a\n- b", "not a list of `name: value` lines", "valid names are"),
        ("a: [", "not YAML", "docs/documents.md"),
        ("sources: &a [x]\nnote: *a", "aliases", "write the values out"),
        ("jurisdiction: {a: 1}", "no plain value", "菏泽市"),
        ("jurisdiction:", "no plain value", "菏泽市"),
        ("as_of: 2023-02-30", "as_of: 2023-02-30 is not a date (YYYY-MM-DD)", "as_of: <the day"),
        ("as_of: 2023-02-28 25:00:00", "is not a date (YYYY-MM-DD)", "as_of: <the day"),
        ("edition: " + "9" * 5000, "is not a whole number", "edition: <a whole number"),
        ("report_year: ２０２３", "is not a year (YYYY)", "report_year: <the year"),
        ("part: abc", "part: abc is not a whole number", "part: <which part"),
        ("kind: [nonsense]", "'kind' is a list", "plan, result or progress"),
        ("compiled: [yes please]", "'compiled' is a list", "true for"),
        ("report_year: [abc]", "'report_year' is a list", "2023"),
        ("sources: [[甲]]", "'sources' has no plain value", "a list"),
        ("sources: []", "'sources' has no plain value", "a list"),
        ("note: a\nnote: b", "'note' is stated twice", "leave one"),
        ("note: " + "[" * 20_000, "'note' has no plain value", "anything"),
        ("{a: " * 3_000, "a side file states 'a', which is not known", "valid names are"),
        ('note: "\\ud800"', "U+D800", "without that character"),
        ('note: "\\UFFFFFFFF"', "not YAML", "docs/documents.md"),
        ('jurisdiction: "a\\eb"', "U+001B", "without that character"),
        ("note: !!python/name:os.system x", "YAML tags", "leave the !"),
        ("note: a\n---\nnote: b", "second YAML document", "---"),
        ("PASSWORD=sesame;and:much more: than a name", "no known name", "valid names are"),
    ],
    ids=[
        *("name", "year", "kind", "flag", "day", "shape", "syntax", "aliases", "nested", "empty"),
        *("no such day", "no such hour", "long number", "full-width year", "part", "list of kinds", "list of flags"),
        *("list of years", "list in a list", "empty list", "stated twice", "deep list", "deep mapping"),
        *("lone surrogate", "escape beyond Unicode", "control character", "tag", "two documents", "foreign line"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_write(tmp_path: Path, text: str, what: str, remedy: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.where.startswith("2023.yml, line ")
    assert "sesame" not in str(caught.value)
    assert len(caught.value.what) < 200


def test_a_file_of_aliases_that_would_expand_is_refused_before_it_does(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join(['*l' + str(n - 1)] * 10)}]" for n in range(1, 12))
    with pytest.raises(DocumentError, match="aliases"):
        read(tmp_path, "l0: &l0 [lol]\n" + levels)


def test_the_own_side_file_goes_before_the_shared_one(tmp_path: Path) -> None:
    document = tmp_path / "2023.csv"
    for name in ("2023.csv", "2023.yml", "2023.csv.yml"):
        (tmp_path / name).touch()
    assert side_path(document) == tmp_path / "2023.csv.yml"


def test_a_side_file_that_could_describe_two_documents_is_an_error(tmp_path: Path) -> None:
    for name in ("2023.csv", "2023.md", "2023.yml"):
        (tmp_path / name).touch()
    with pytest.raises(DocumentError, match=r"could describe 2023.csv or 2023.md"):
        side_path(tmp_path / "2023.md")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", {}),
        ("# nothing yet\n", {}),
        ("---\n", {}),
        ("compiled: Yes\n", {"compiled": "true"}),
        ("compiled: 'false'\n", {"compiled": "false"}),
        ("source_url: https://gov.example/a?b=1\n", {"source_url": "https://gov.example/a?b=1"}),
        ("note: |\n  a\n  b\nedition: 2\n", {"note": "a\nb", "edition": "2"}),
        ("sources: 甲\n", {"sources": "甲"}),
        ("title: 2023-02-30\n", {"title": "2023-02-30"}),
    ],
    ids=["empty", "comment", "a document of nothing", "yes", "quoted", "address", "block", "one source", "no day"],
)
def test_a_value_is_the_text_that_is_written(tmp_path: Path, text: str, facts: dict[str, str]) -> None:
    assert read(tmp_path, text) == facts


def test_a_side_file_that_takes_no_space_and_is_huge_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "2023.yml"
    with path.open("wb") as file:
        file.truncate(60 * 2**30)
    with pytest.raises(DocumentError, match="a side file of 64,424,509,440 bytes"):
        read_side_file(path, "2023.yml")
