"""A line of a seed that nothing can use is refused before anything is built, with file, line and the value meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duban.modelling import check_seeds, load_project
from duban.modelling.freshness import tree_digest
from duban.modelling.project import Project, ProjectError
from duban.modelling.seeds import read_seed
from tests.conftest import PROJECT


def test_the_seeds_that_duban_brings_can_be_used(project: Project) -> None:
    check_seeds(project)


@pytest.mark.parametrize(
    ("seed", "line", "says"),
    [
        ("header_synonyms", "办妥节点,deadlin,,x", "did you mean deadline?"),
        ("header_synonyms", "办妥节点,unit,leadr,x", "did you mean leader?"),
        ("document_kind_wordings", "{first},promiss", "promiss"),
    ],
    ids=["a field", "a field beside", "a kind"],
)
def test_an_unknown_value_is_named_with_its_line(tmp_path: Path, seed: str, line: str, says: str) -> None:
    folder = tmp_path / "sql"
    shutil.copytree(PROJECT / "sql", folder)
    path = folder / "seeds" / f"{seed}.csv"
    text = path.read_text("utf8")
    columns = text.splitlines()[0].count(",") + 1
    line = line.replace("{first}", "办妥一览")
    line += "," * (columns - 1 - line.count(","))
    path.write_text(text.rstrip("\n") + f"\n{line}\n", "utf8")
    with pytest.raises(ProjectError) as refused:
        check_seeds(load_project(folder))
    (error,) = refused.value.errors
    assert error.where == f"{path}:{len(text.splitlines()) + 1}"
    assert says in str(error)


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [(b"\n", b"\r\n", True), (b"", b"\xef\xbb\xbf", True), (b"target_no", b"target_nr", False)],
    ids=["other line ends", "a byte order mark", "another value"],
)
def test_a_seed_that_is_saved_again_is_the_seed_that_it_was(
    tmp_path: Path, before: bytes, after: bytes, is_same: bool
) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    path = seeds / "header_synonyms.csv"
    shutil.copy(PROJECT / "sql" / "seeds" / path.name, path)
    digest, seed = tree_digest(tmp_path), read_seed(path)
    content = path.read_bytes()
    path.write_bytes(content.replace(before, after) if before else after + content)
    assert (tree_digest(tmp_path) == digest) is is_same
    assert (read_seed(path).version == seed.version) is is_same
