"""Side files: what they may state, and the error that names the line to mend."""

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
        ("report_year: soon", "report_year: soon is no year", "report_year: 2023"),
        ("kind: summary", "kind: summary is not known", "plan, result, progress"),
        ("compiled: perhaps", "neither true nor false", "compiled: true"),
        ("as_of: 31 December", "is no day", "2024-01-12"),
        ("- a\n- b", "no list of `name: value` lines", "valid names are"),
        ("a: [", "no YAML", "docs/documents.md"),
        ("sources: &a [x]\nnote: *a", "aliases", "write the values out"),
        ("jurisdiction: {a: 1}", "no plain value", "菏泽市"),
        ("jurisdiction:", "no plain value", "菏泽市"),
    ],
    ids=["name", "year", "kind", "flag", "day", "shape", "syntax", "aliases", "nested", "empty"],
)
def test_a_wrong_line_is_named_with_what_to_write(tmp_path: Path, text: str, what: str, remedy: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    assert what in caught.value.what
    assert remedy in caught.value.remedy


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
