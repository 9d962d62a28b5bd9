"""The data tests that guard the seeds of documents find each kind of bad line; the seeds as they are hold none."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from duban.modelling.seeds import load_seed, read_seed

SQL = Path(__file__).parents[2] / "sql"
SEEDS = (
    "document_kind_wordings",
    "government_endings",
    "jurisdiction_title_words",
    "cell_openings",
    "row_labels",
)
USABLE = "every_line_of_the_document_seeds_can_be_used"
ONCE = "no_wording_stands_twice_in_the_document_seeds"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema seeds")
    for name in SEEDS:
        load_seed(con, read_seed(SQL / "seeds" / f"{name}.csv"))
    return con


def offending(con: duckdb.DuckDBPyConnection, test: str) -> list[tuple[str, str]]:
    rows = con.execute((SQL / "tests" / f"{test}.sql").read_text("utf8")).fetchall()
    return [(place, wording) for place, wording, _ in rows]


@pytest.mark.parametrize("test", [USABLE, ONCE])
def test_the_seeds_as_they_are_hold_no_bad_line(con: duckdb.DuckDBPyConnection, test: str) -> None:
    assert offending(con, test) == []


@pytest.mark.parametrize(
    ("seed", "line"),
    [
        pytest.param("document_kind_wordings", ("通报", "report", "10", None), id="an unknown kind"),
        pytest.param("document_kind_wordings", ("通报", "progress", None, None), id="no priority"),
        pytest.param("document_kind_wordings", ("通报", "progress", "first", None), id="a priority that is no number"),
        pytest.param("government_endings", ("度假区", "resort", "yes", "no", "no", None), id="an unknown level"),
        pytest.param("government_endings", ("度假区", "district", "y", "no", "no", None), id="neither yes nor no"),
        pytest.param("government_endings", ("区|县", "district", "yes", "no", "no", None), id="two endings in a line"),
        pytest.param("jurisdiction_title_words", ("印发", "between", None), id="an unknown position"),
        pytest.param("jurisdiction_title_words", ("印发(", "before", None), id="a bracket in an expression"),
        pytest.param("cell_openings", ("力促", "verb", None), id="an unknown class of cells"),
        pytest.param("cell_openings", ("不断加强", "target", None), id="an opening of four characters"),
        pytest.param("row_labels", ("脚注", "footnote", "0", None), id="an unknown class of labels"),
        pytest.param("row_labels", ("脚注", "note", None, None), id="no length of the rest"),
    ],
)
def test_a_bad_line_is_found(con: duckdb.DuckDBPyConnection, seed: str, line: tuple[str | None, ...]) -> None:
    con.execute(f"insert into seeds.{seed} values ({', '.join('?' for _ in line)})", line)
    assert offending(con, USABLE) == [(f"sql/seeds/{seed}.csv", line[0])]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_that_stands_twice_is_found(con: duckdb.DuckDBPyConnection, seed: str) -> None:
    con.execute(f"insert into seeds.{seed} select * from seeds.{seed} limit 1")
    assert [place for place, _ in offending(con, ONCE)] == [f"sql/seeds/{seed}.csv"]
