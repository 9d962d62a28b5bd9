"""Every named query can be asked of what is published, and gives the columns that pages and workbooks read."""

from __future__ import annotations

from typing import Any

import pytest
from sqlglot import parse_one

from duban.modelling.linting.order import unordered
from duban.settings import Settings
from workbench.printed_table import Window, printed_tables
from workbench.published import QUERIES, Published
from workbench.tables import EXPORTS

# Something for every name; a query takes what it names.
VALUES: dict[str, Any] = {
    **dict.fromkeys(("leader", "unit", "severity", "reason", "section", "attainment", "year", "column_name")),
    "place": "云岫市",
    "q": "市场 2",
    "first_year": 2017,
    "last_year": 2020,
    "row_limit": 1000,
    "row_offset": 0,
    "table_name": "marts.dim_target",
    "table_no": 1,
}
# Answered with rows only where something went wrong that does not in these documents, or where it is named.
MAY_BE_EMPTY = {"gate_failures", "quarantine", "unit", "shared_units", "lineage_origin"}


@pytest.fixture(scope="module")
def published(city: Settings) -> Published:
    return Published(city.published)


@pytest.fixture(scope="module")
def target(published: Published) -> dict[str, Any]:
    """A target with a number, a line through the years and a document."""
    with published.reading() as reader:
        rows = reader.rows("search", **VALUES)
        changes = reader.rows("changes", **VALUES)
        target_id = next(row["to_target_id"] for row in changes if row["match_kind"] == "raised")
        document = reader.rows("documents", **VALUES)[0]
        line = reader.rows("line_of_target", target_id=target_id)[0]
    assert rows
    assert len(line["target_ids"]) > 1
    window = {"document_id": document["document_id"], "table_no": 1, "first_row": 1, "last_row": 9}
    return {"target_id": target_id, "document_id": document["document_id"], "windows": [window], **line}


@pytest.mark.parametrize("name", sorted(path.stem for path in QUERIES.glob("*.sql")))
def test_a_query_answers(published: Published, target: dict[str, Any], name: str) -> None:
    with published.reading() as reader:
        rows = reader.rows(name, **VALUES, **target)
    assert rows or name in MAY_BE_EMPTY


@pytest.mark.parametrize("name", sorted(path.stem for path in QUERIES.glob("*.sql")))
def test_a_query_gives_the_same_rows_each_time(name: str) -> None:
    assert list(unordered(parse_one((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), dialect="duckdb"))) == []


@pytest.mark.parametrize("name", EXPORTS)
def test_a_table_has_the_columns_that_its_query_gives(published: Published, target: dict[str, Any], name: str) -> None:
    with published.reading() as reader:
        row = reader.rows(name, **VALUES, **target)[0]
    assert {column.field for column in EXPORTS[name]} <= set(row)


def test_words_are_looked_for_in_targets_and_in_what_was_reported(published: Published) -> None:
    def found(words: str) -> set[tuple[int, str]]:
        with published.reading() as reader:
            rows = reader.rows("search", **{**VALUES, "q": words})
            facets = reader.rows("search_facets", **{**VALUES, "q": words})
        by_year = {row["value"]: row["target_count"] for row in facets if row["facet"] == "year"}
        assert sum(by_year.values()) == len(rows)
        return {(row["report_year"], row["target_no"]) for row in rows}

    assert (2019, "3") in found("市场主体")
    assert found("2.47万") == {(2019, "3")}, "stands in the report only"
    assert found("市场主体 2.47万") == {(2019, "3")}, "one word in each"
    assert found("市场主体 口袋公园") == set()
    assert found("%") >= {(2019, "2")}, "no pattern: the sign itself"


def test_what_was_found_is_found_anew_for_other_words(published: Published) -> None:
    """Queries of one request share the targets found, and only for the same values."""
    with published.reading() as reader:
        first = reader.rows("search", **{**VALUES, "q": "市场主体"})
        other = reader.rows("search", **{**VALUES, "q": "2.47万"})
        facets = reader.rows("search_facets", **{**VALUES, "q": "2.47万"})
    assert len(other) < len(first)
    assert sum(row["target_count"] for row in facets if row["facet"] == "year") == len(other)


def test_a_leaders_met_measures_hold_those_exceeded(published: Published) -> None:
    """Both charts and tables count a measure once: met holds exceeded, and never more than there are."""
    with published.reading() as reader:
        rows = reader.rows("leaders", **VALUES)
    for row in rows:
        assert row["exceeded_count"] <= row["met_count"] <= row["measure_count"]


def test_windows_asked_for_together_are_those_asked_for_alone(published: Published) -> None:
    """Also where they overlap, are of other documents, or hold nothing."""
    with published.reading() as reader:
        documents = [row["document_id"] for row in reader.rows("documents", **VALUES)]
        windows = [Window(documents[0], 1, 2, 6), Window(documents[0], 1, 4, 9), Window(documents[1], 1, 1, 3)]
        windows.append(Window(documents[1], 1, 9_000, 9_001))
        together = printed_tables(reader, windows)
        assert together == [table for window in windows for table in printed_tables(reader, [window])]
    assert [len(table.rows) for table in together] == [5, 6, 3, 0]
