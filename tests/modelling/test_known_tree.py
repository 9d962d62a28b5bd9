"""A tree of which most was read before is the tree that reading all of it anew gives, whatever was edited."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from duban.errors import ModelError
from duban.modelling import project as project_module
from duban.modelling.known_tree import KnownTree
from duban.modelling.project import LANDED, Project, load_project
from tests.modelling.warehouse import write_tree

TREE = {
    "seeds/kinds.csv": "word,kind\na,letter\n",
    "staging/stg_cells.sql": "-- Cells.\nselect document_id, row_no, text as word from raw.cells",
    "staging/stg_kinds.sql": "-- Kinds.\nselect word, kind from seeds.kinds",
    "intermediate/int_words.sql": "-- Words.\nselect c.document_id, c.word, k.kind from staging.stg_cells as c"
    "\nleft join staging.stg_kinds as k on k.word = c.word",
    "marts/dim_word.sql": "-- Words by document.\nselect * from intermediate.int_words",
    "marts/dim_count.sql": "-- How many.\nselect count(*) as n from intermediate.int_words",
    "tests/words_are_there.sql": "-- 有字: words are there\n-- severity: stop\n-- checked: marts.dim_word\n"
    "-- why: 因: because\n-- remedy: 看: look\nselect * from marts.dim_word where word is null",
    "analyses/ask.sql": "-- 词: words\nselect word from marts.dim_word",
}
CELLS = "-- Cells.\nselect document_id, row_no, text as word, {more} from raw.cells"
# What is edited -> the files after it; None where one is taken away.
EDITS: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a comment": {"staging/stg_cells.sql": f"{TREE['staging/stg_cells.sql']}\n-- edited"},
    "the comment of a column": {"staging/stg_cells.sql": "-- Cells.\nselect\n    document_id,\n    row_no,\n"
                                "    text as word  -- 词: a word\nfrom raw.cells"},
    "a column more": {"staging/stg_cells.sql": CELLS.format(more="1 as place_no")},
    "the type of a column": {"staging/stg_cells.sql": "select document_id, row_no, 1 as word from raw.cells",
                             "staging/stg_kinds.sql": "select 1 as word, kind from seeds.kinds"},
    "the order of columns": {"intermediate/int_words.sql": "select word, document_id, word as kind"
                             " from staging.stg_cells"},
    "rows that belong to no document any more": {"intermediate/int_words.sql": "select word, kind from"
                                                 " staging.stg_kinds"},
    "another parent": {"intermediate/int_words.sql": "select document_id, word, 'x' as kind from staging.stg_cells"},
    "a line of a seed": {"seeds/kinds.csv": "word,kind\na,letter\nb,letter\n"},
    "a column of a seed": {"seeds/kinds.csv": "word,kind,note\na,letter,\n"},
    "a seed where a column changed its place": {"seeds/kinds.csv": "kind,word\nletter,a\n",
                                                "staging/stg_kinds.sql": "select * from seeds.kinds"},
    "a model more": {"marts/dim_more.sql": "select n from marts.dim_count"},
    "a model less": {"marts/dim_count.sql": None},
    "a file that moved": {"marts/dim_count.sql": None, "marts/more/dim_count.sql": TREE["marts/dim_count.sql"]},
    "a model in another layer": {"marts/dim_count.sql": None,
                                 "intermediate/dim_count.sql": TREE["marts/dim_count.sql"]},
    "a semicolon": {"marts/dim_count.sql": f"{TREE['marts/dim_count.sql']};\n"},
    "a data test": {"tests/words_are_there.sql": TREE["tests/words_are_there.sql"].replace("stop", "warn")},
}  # fmt: skip


def edit(folder: Path, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
        else:
            write_tree(folder, {name: text})


def anew(folder: Path) -> Project:
    return project_module._loaded(folder, lambda digest: project_module._read_tree(folder, digest, LANDED))


def assert_same(given: Project, wanted: Project) -> None:
    for one in fields(Project):
        assert getattr(given, one.name) == getattr(wanted, one.name), one.name
    assert list(given.models) == list(wanted.models)
    for models, others in zip(given.kinds, wanted.kinds, strict=True):
        for name, model in models.items():
            assert model.file.tree == others[name].file.tree, name


@pytest.mark.parametrize("files", EDITS.values(), ids=EDITS.keys())
@pytest.mark.parametrize("in_a_copy", [False, True], ids=["the tree", "a copy of it"])
def test_an_edited_tree_is_as_if_read_anew(tmp_path: Path, files: dict[str, str | None], in_a_copy: bool) -> None:
    folder = write_tree(tmp_path / "one", TREE)  # type: ignore[arg-type]
    load_project(folder)
    if in_a_copy:
        folder = shutil.copytree(folder, tmp_path / "two")
    edit(folder, files)
    assert_same(load_project(folder), anew(folder))


@pytest.mark.parametrize("files", EDITS.values(), ids=EDITS.keys())
def test_an_edit_that_is_taken_back_is_the_first_tree(tmp_path: Path, files: dict[str, str | None]) -> None:
    folder = write_tree(tmp_path, TREE)
    first = load_project(folder)
    edit(folder, files)
    load_project(folder)
    for path in [path for path in folder.rglob("*.*") if path.is_file()]:
        path.unlink()
    write_tree(folder, TREE)
    assert_same(load_project(folder), first)


def test_what_an_edit_breaks_elsewhere_is_found(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, TREE)
    load_project(folder)
    write_tree(folder, {"staging/stg_cells.sql": "select document_id, row_no, text as wort from raw.cells"})
    with pytest.raises(ModelError, match="no such column: word") as caught:
        load_project(folder)
    assert "int_words.sql" in caught.value.where


def test_only_what_an_edit_reaches_is_bound_anew(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, TREE)
    before = load_project(folder)
    write_tree(folder, {"staging/stg_cells.sql": CELLS.format(more="1 as place_no")})
    after = load_project(folder)
    same = {name for name, model in after.models.items() if model.binding is before.models[name].binding}
    # The children of what has a column more are bound anew, and come out as they were; so their children are not.
    assert same == {"staging.stg_kinds", "marts.dim_word", "marts.dim_count"}
    known = KnownTree(before)
    assert known.file("staging.stg_cells", folder / "staging" / "stg_cells.sql") is None
    assert known.file("marts.dim_word", folder / "marts" / "dim_word.sql") is before.models["marts.dim_word"].file
