"""The runner of model tests: what passes, what fails and how it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import ModelError
from duban.modelling import Project, load_project
from duban.modelling.testing import find_cases, read_case, run_case
from tests.modelling.warehouse import write_tree

TREE = {
    "seeds/w.csv": "k,v\na,甲\n",
    "staging/stg_cells.sql": "select document_id, row_no, coalesce(v, text) as word from raw.cells left join seeds.w"
    " on k = text",
    "marts/dim_word.sql": "select word, count(*)::bigint as times, list_sort(list(row_no)) as rows from"
    " staging.stg_cells"
    " group by word",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return load_project(write_tree(tmp_path / "sql", TREE))


def _case(project: Project, model: str, text: str):  # type: ignore[no-untyped-def]
    folder = write_tree(project.folder.parent, {f"cases/{model}/case.yml": text})
    return run_case(project, read_case(folder / "cases" / model / "case.yml", project))


PASSING = {
    "sparse rows": ("dim_word", "given: {staging.stg_cells: [{word: a}, {word: a}, {}]}\n"
                    "expect: [{word: a, times: 2}, {word: null, times: 1}]"),
    "only the written columns": ("dim_word", "given: {staging.stg_cells: [{word: a}]}\nexpect: [{times: 1}]"),
    "unmentioned inputs are empty": ("dim_word", "given: {}\nexpect: []"),
    "in columns": ("stg_cells", "given:\n  raw.cells: |\n    row_no | text\n    1 | x\n    2 |\n    3 | ''\n"
                   "expect: |\n  row_no | word\n  1 | x\n  2 |\n  3 | ''\n"),
    "a seed holds its own rows": ("stg_cells", "given: {raw.cells: [{text: a}]}\nexpect: [{word: 甲}]"),
    "a seed by its file": ("stg_cells", "given: {raw.cells: [{text: a}], seeds.w: file}\nexpect: [{word: 甲}]"),
    "a seed made empty": ("stg_cells", "given: {raw.cells: [{text: a}], seeds.w: []}\nexpect: [{word: a}]"),
    "a parent is built when its own parent is given": (
        "dim_word", "given: {raw.cells: [{text: a, row_no: 2}, {text: a, row_no: 1}]}\n"
        "expect: [{word: 甲, times: 2, rows: [1, 2]}]"),
    "the folder names the schema too": ("marts.dim_word", "expect: []"),
}  # fmt: skip


@pytest.mark.parametrize(("model", "text"), PASSING.values(), ids=PASSING.keys())
def test_passes(project: Project, model: str, text: str) -> None:
    result = _case(project, model, text)
    assert result.passed, str(result)


def test_a_difference_is_reported_row_by_row(project: Project) -> None:
    result = _case(
        project, "dim_word", "given: {staging.stg_cells: [{word: a}, {word: b}]}\nexpect: [{word: a, times: 2}]"
    )
    assert result.missing == (("a", "2"),)
    assert result.unexpected == (("a", "1"), ("b", "1"))
    assert "- a | 2" in str(result)
    assert "+ b | 1" in str(result)


def test_a_row_too_many_fails(project: Project) -> None:
    result = _case(project, "stg_cells", "given: {raw.cells: [{text: x}, {text: x}]}\nexpect: [{word: x}]")
    assert result.unexpected == (("x",),)


WRONG = {
    "unknown model": ("dim_wrd", "expect: []", "no model is named dim_wrd"),
    "unknown table": ("dim_word", "given: {staging.stg_cell: []}\nexpect: []", "no such table: staging.stg_cell"),
    "unknown column": ("dim_word", "expect: [{wrod: a}]", "no column wrod"),
    "no expectation": ("dim_word", "given: {}", "`given` and `expect`"),
    "another key": ("dim_word", "expect: []\nwhen: now", "`given` and `expect`"),
    "no yaml": ("dim_word", "expect: [", "does not read as YAML"),
    "ragged columns": ("dim_word", "expect: |\n  word | times\n  a\n", "has 1 cells, its header 2"),
    "no rows": ("dim_word", "expect: 7", "neither a list"),
}


@pytest.mark.parametrize(("model", "text", "what"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_case_is_reported(project: Project, model: str, text: str, what: str) -> None:
    with pytest.raises(ModelError, match=what.replace("(", r"\(")) as caught:
        _case(project, model, text)
    assert "case.yml" in caught.value.where


def test_cases_are_found_by_folder(project: Project, tmp_path: Path) -> None:
    write_tree(tmp_path / "cases", {"dim_word/one.yml": "expect: []", "stg_cells/two.yml": "expect: []"})
    assert [case.table for case in find_cases(tmp_path / "cases", project)] == ["marts.dim_word", "staging.stg_cells"]
