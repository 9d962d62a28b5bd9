"""A project that was read before is the same project, and is read from nobody else's file."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest

from duban.modelling import kept_projects, project
from duban.modelling.project import Project, load_part, load_project
from duban.modelling.sql_file import SqlFile, read_sql_file

SQL = Path(__file__).resolve().parents[2] / "sql"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of kept projects, empty; this process has loaded none."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(project, "_last", [])
    return tmp_path / "cache" / "duban" / "projects"


@pytest.fixture(scope="module")
def read_anew() -> Project:
    return project._loaded(SQL, lambda digest: project._read_tree(SQL, digest, project.LANDED))


def only(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def test_what_is_kept_is_what_was_read(cache: Path, read_anew: Project) -> None:
    kept_projects.keep(read_anew)
    given = load_project(SQL)
    assert given is not read_anew
    for one in fields(Project):
        assert getattr(given, one.name) == getattr(read_anew, one.name), one.name
    model = given.models["staging.stg_cells"]
    assert model.file.parsed is None
    assert model.file.tree == read_anew.models["staging.stg_cells"].file.tree


@pytest.mark.parametrize("names", [["stg_rows"], ["marts.dim_unit", "every_data_row_belongs_to_one_block"]])
def test_a_part_of_what_is_kept_is_the_part_that_would_be_read(
    cache: Path, read_anew: Project, names: list[str]
) -> None:
    read = load_part(SQL, names)
    kept_projects.keep(read_anew)
    given = load_part(SQL, names)
    assert set(given.models) == set(read.models)
    assert list(given.models) == [table for table in read_anew.models if table in read.models]
    for one in ("seeds", "tests", "data_tests", "sources", "digest"):
        assert getattr(given, one) == getattr(read, one), one
    assert given.bearing == read.bearing


def test_other_bytes_have_another_name(cache: Path, read_anew: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_projects.keep(read_anew)
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is not None
    assert kept_projects.read_kept(SQL, "0" * 16, read_anew.sources) is None
    monkeypatch.setattr(kept_projects, "_CODE", "other code")
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is None


def test_a_file_that_others_may_write_is_not_read(cache: Path, read_anew: Project) -> None:
    kept_projects.keep(read_anew)
    only(cache).chmod(0o666)
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is None
    only(cache).chmod(0o600)
    cache.chmod(0o777)
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is None


def test_a_link_is_not_read(cache: Path, read_anew: Project, tmp_path: Path) -> None:
    kept_projects.keep(read_anew)
    path = only(cache)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is None


@pytest.mark.parametrize("content", [b"", b"no pickle", None])
def test_a_damaged_file_is_read_anew(cache: Path, read_anew: Project, content: bytes | None) -> None:
    kept_projects.keep(read_anew)
    path = only(cache)
    path.write_bytes(path.read_bytes()[:-100] if content is None else content)
    assert kept_projects.read_kept(SQL, read_anew.digest, read_anew.sources) is None


def test_only_the_latest_are_kept(
    cache: Path, read_anew: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_projects.keep(read_anew)
    own = only(cache)
    for number in range(6):
        kept_projects.keep(replace(read_anew, folder=tmp_path / str(number)))
    assert own.exists(), "what is no checkout's pushes no checkout's out"
    assert len(list(cache.iterdir())) == 4 + 1
    for code in "abcdef":
        monkeypatch.setattr(kept_projects, "_CODE", code)
        kept_projects.keep(read_anew)
    assert not own.exists()
    assert len(list(cache.iterdir())) == 4 + 4


def test_a_small_tree_is_not_kept(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "sql" / "staging").mkdir(parents=True)
    load_project(tmp_path / "sql")
    assert not cache.exists()


def test_a_tree_of_another_folder_is_kept_under_a_name_of_its_own(
    cache: Path, read_anew: Project, tmp_path: Path
) -> None:
    kept_projects.keep(read_anew)
    own = only(cache)
    shutil.copytree(SQL, tmp_path / "sql")
    assert kept_projects.newest_kept(tmp_path / "sql", read_anew.sources) is None
    copy = load_project(tmp_path / "sql")
    assert copy.models["staging.stg_cells"].file.path == tmp_path / "sql" / "staging" / "stg_cells.sql"
    assert len(list(cache.iterdir())) == 2
    kept = kept_projects.newest_kept(tmp_path / "sql", read_anew.sources)
    assert kept == copy
    assert own.exists() and kept_projects.newest_kept(SQL, read_anew.sources) == read_anew


def test_an_edited_tree_is_read_beside_what_is_kept_of_it(
    cache: Path, read_anew: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SQL, tmp_path / "sql")
    load_project(tmp_path / "sql")
    project._last.clear()  # as in the next process
    edited = tmp_path / "sql" / "marts" / "dim_status.sql"
    edited.write_text(f"{edited.read_text('utf8')}\n-- edited\n", "utf8")
    read: list[Path] = []

    def counted(path: Path) -> SqlFile:
        read.append(path)
        return read_sql_file(path)

    monkeypatch.setattr(project, "read_sql_file", counted)
    found = load_project(tmp_path / "sql")
    assert read == [edited]
    assert found.models["marts.dim_status"].file.sql.endswith("-- edited")
    assert found.digest != read_anew.digest
