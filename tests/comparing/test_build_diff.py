"""What is reported of two builds: schema, documents and rows, by key and in words; and the list of builds."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pytest

from duban.comparing.build_diff import Difference, diff
from duban.comparing.reassigned import rows_reassigned
from duban.comparing.row_diff import TableDifference
from duban.errors import ConfigurationError
from duban.publishing.listing import choose_two, history

_BUILD = """
create schema raw; create schema marts; create schema meta;
create table meta.builds (
    build_id varchar, kind varchar, finished_at timestamptz, document_count bigint, quarantined_count bigint,
    target_count bigint, review_count bigint
);
insert into meta.builds values ('b1', 'reload', '2026-11-01 02:00:00+00', 1, 0, 3, 1);
create table meta.models (model_name varchar, grain varchar);
insert into meta.models values
    ('marts.dim_unit', 'unit_name, report_year'), ('marts.dim_target', 'target_id'), ('marts.loose', ''),
    ('marts.mart_target_progress', 'target_unit_id');
create table raw.documents (document_id varchar, document_path varchar, content_fingerprint varchar);
insert into raw.documents values ('d1', 'heze/2023.md', 'f1');
create table raw.quarantine (document_path varchar);
create table raw.cells (document_id varchar, table_no integer, row_no integer, column_no integer, source_place varchar);
insert into raw.cells select 'd1', 1, r, 1, 'line ' || (r + 5) from range(1, 9) as t(r);
create table marts.dim_unit (unit_name varchar, report_year integer, kind varchar);
insert into marts.dim_unit values ('市教育局', 2023, 'bureau'), ('市商务局', NULL, 'bureau'), (NULL, 2023, 'company');
create table marts.dim_target (
    target_id varchar, document_id varchar, target_no varchar, target_text varchar, weight double,
    source_table_no integer, source_row_no integer
);
insert into marts.dim_target values
    ('t48', 'd1', '48', '新登记市场主体', 1, 1, 2), ('t49', 'd1', '49', '调区扩区', 1, 1, 4);
create table marts.mart_target_progress (
    target_unit_id varchar, document_id varchar, target_id varchar, document_path varchar, target_no varchar,
    unit_text varchar, status_text varchar, source_table_no integer, source_row_no integer, source_place varchar
);
insert into marts.mart_target_progress values
    ('u1', 'd1', 't48', 'heze/2023.md', '48', '市市场监管局', '是', 1, 2, 'line 7'),
    ('u2', 'd1', 't48', 'heze/2023.md', '48', '市科技局', '是', 1, 3, 'line 8'),
    ('u3', 'd1', 't48', 'heze/2023.md', '48', '市商务局', '是', 1, 3, 'line 8'),
    ('u4', 'd1', 't49', 'heze/2023.md', '49', '市工业和信息化局', '是', 1, 4, 'line 9');
create table marts.loose (a varchar, n integer);
insert into marts.loose values ('x', 1), ('x', 1), ('y', NULL);
"""
_EDITED = """
update raw.documents set document_id = 'd2', content_fingerprint = 'f2';
update raw.cells set document_id = 'd2', row_no = row_no + 1, source_place = 'line ' || (row_no + 6);
update marts.dim_target set
    target_id = 'n' || target_id, document_id = 'd2', source_row_no = source_row_no + 1;
update marts.mart_target_progress set
    target_unit_id = 'n' || target_unit_id, target_id = 'n' || target_id, document_id = 'd2',
    source_row_no = source_row_no + 1, source_place = 'line ' || (source_row_no + 6);
"""


@cache
def _first_build() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "first.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute(_BUILD)
        return path.read_bytes()


def make(path: Path, changes: str = "") -> Path:
    """The first build, with some changes made to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_first_build())
    if changes:
        with duckdb.connect(str(path)) as con:
            con.execute(changes)
    return path


def differ(tmp_path: Path, changes: str, tables: list[str] | None = None, limit: int = 10) -> Difference:
    return diff(make(tmp_path / "a.duckdb"), make(tmp_path / "b.duckdb", changes), tables, limit)


def table_of(found: Difference, name: str) -> TableDifference:
    return next(table for table in found.tables if table.table == name)


def test_two_builds_of_the_same_have_no_differences(tmp_path: Path) -> None:
    found = differ(tmp_path, "")
    assert found.is_empty
    assert found.lines()[1:] == ["no differences"]
    a = tmp_path / "a.duckdb"
    assert diff(a, a).is_empty


@pytest.mark.parametrize(
    ("changes", "counts", "row"),
    [
        pytest.param(
            "insert into marts.dim_unit values ('市水务局', 2023, 'bureau')",
            (1, 0, 0),
            ("added", "", "市水务局 2023 bureau", "", "", ""),
            id="added",
        ),
        pytest.param(
            "delete from marts.dim_unit where unit_name = '市教育局'",
            (0, 1, 0),
            ("removed", "", "市教育局 2023 bureau", "", "", ""),
            id="removed",
        ),
        pytest.param(
            "update marts.dim_unit set kind = 'office' where unit_name = '市教育局'",
            (0, 0, 1),
            ("changed", "", "市教育局 2023 office", "kind", "bureau", "office"),
            id="changed",
        ),
        pytest.param(
            "update marts.dim_unit set kind = NULL where unit_name is null",
            (0, 0, 1),
            ("changed", "", "2023", "kind", "company", "(none)"),
            id="changed to NULL under a key that holds NULL",
        ),
        pytest.param(
            "update marts.dim_unit set report_year = 2023 where report_year is null",
            (1, 1, 0),
            ("removed", "", "市商务局 bureau", "", "", ""),
            id="a NULL key that gets a value is another row",
        ),
        pytest.param(
            "insert into marts.dim_unit values ('市教育局', 2023, 'bureau')",
            (1, 0, 0),
            ("added", "", "市教育局 2023 bureau", "", "", ""),
            id="a key that holds twice",
        ),
    ],
)
def test_rows_are_compared_by_their_grain(
    tmp_path: Path, changes: str, counts: tuple[int, int, int], row: tuple[str, ...]
) -> None:
    found = differ(tmp_path, changes)
    (table,) = found.tables
    assert (table.added, table.removed, table.changed) == counts
    assert row in table.listing()


def test_a_table_without_a_key_is_compared_as_a_multiset(tmp_path: Path) -> None:
    found = differ(
        tmp_path, "insert into marts.loose values ('y', NULL), ('z', 2); delete from marts.loose where a = 'x'"
    )
    (table,) = found.tables
    assert (table.added, table.removed, table.changed) == (2, 2, 0)


def test_every_row_is_counted_and_few_are_listed(tmp_path: Path) -> None:
    found = differ(tmp_path, "insert into marts.dim_unit select 'u' || r, 2024, 'x' from range(50) as t(r)", limit=3)
    table = table_of(found, "marts.dim_unit")
    assert (table.added, len(table.rows)) == (50, 3)
    assert table.heading() == "marts.dim_unit: 50 added (47 not listed)"


def test_a_row_under_another_target_is_listed_with_its_place(tmp_path: Path) -> None:
    found = differ(
        tmp_path,
        "update marts.mart_target_progress set target_unit_id = 'v' || target_unit_id, target_no = '49',"
        " target_id = 't49' where source_row_no = 3",
    )
    table = table_of(found, "marts.mart_target_progress")
    assert (table.added, table.removed, table.changed) == (0, 0, 2)
    assert table.changed_columns == {"target_no": 2}
    first, second = table.listing()[:2]
    assert (first[:2], first[3:]) == (("changed", "heze/2023.md, line 8"), ("target_no", "48", "49"))
    assert second == ("", "", "", "target_id", "48", "49")
    assert {row.name.split()[1] for row in table.rows} == {"市科技局", "市商务局"}


def test_a_table_without_a_place_of_its_own_leads_to_one_through_the_cells(tmp_path: Path) -> None:
    found = differ(tmp_path, "update marts.dim_target set target_text = '调区' where target_id = 't49'")
    assert table_of(found, "marts.dim_target").rows[0].as_rows() == [
        ("changed", "heze/2023.md, line 9", "49 调区 1.0", "target_text", "调区扩区", "调区")
    ]


def test_an_edited_document_differs_only_in_what_it_says_else(tmp_path: Path) -> None:
    found = differ(
        tmp_path,
        _EDITED
        + """
        update marts.dim_target set target_text = '新登记市场主体20万户', source_row_no = 2 where target_no = '48';
        insert into marts.mart_target_progress
            values ('nu5', 'd2', 'nt49', 'heze/2023.md', '49', '市水务局', '否', 1, 6, 'line 11');
        """,
    )
    assert found.documents.changed == ["heze/2023.md"]
    targets, progress = found.tables
    assert (targets.added, targets.removed, targets.changed, targets.rekeyed) == (0, 0, 1, 1)
    assert targets.rows[0].changes == (("target_text", "新登记市场主体", "新登记市场主体20万户"),)
    assert (progress.added, progress.removed, progress.changed, progress.rekeyed) == (1, 0, 0, 4)
    assert progress.listing()[0] == ("added", "heze/2023.md, line 11", "49 市水务局 否", "", "", "")


def test_a_row_without_a_printed_row_is_paired_by_its_numbers_and_names(tmp_path: Path) -> None:
    columns = "fct_id varchar, document_id varchar, target_no varchar, measure_no integer, value double"
    fact = f"create table marts.fct ({columns})"
    rows = "insert into meta.models values ('marts.fct', 'fct_id'); insert into marts.fct values"
    a = make(tmp_path / "a.duckdb", f"{fact}; {rows} ('a', 'd1', '48', 1, 20), ('b', 'd1', '48', 2, 5)")
    b = make(tmp_path / "b.duckdb", f"{_EDITED}; {fact}; {rows} ('c', 'd2', '48', 1, 21), ('d', 'd2', '48', 2, 5)")
    table = table_of(diff(a, b), "marts.fct")
    assert (table.added, table.removed, table.changed, table.rekeyed) == (0, 0, 1, 1)
    ((_, where, _, *change),) = table.listing()
    assert (where, change) == ("heze/2023.md", ["value", "20.0", "21.0"])


def test_files_that_record_neither_grains_nor_documents_are_compared_as_multisets(tmp_path: Path) -> None:
    bare = "drop table meta.models; drop table meta.builds; drop schema raw cascade;"
    a = make(tmp_path / "a.duckdb", bare)
    b = make(tmp_path / "b.duckdb", bare + "update marts.dim_unit set kind = 'office' where unit_name = '市教育局'")
    found = diff(a, b)
    (table,) = found.tables
    assert (found.a, found.b) == ("a", "b")
    assert (table.added, table.removed, table.changed) == (1, 1, 0)


def test_documents_that_come_go_and_are_held_back(tmp_path: Path) -> None:
    found = differ(
        tmp_path,
        "delete from raw.documents; insert into raw.documents values ('d7', 'heze/2024.csv', 'f7');"
        "insert into raw.quarantine values ('heze/2025.pdf')",
    )
    assert dict(found.documents.items()) == {
        "added": ["heze/2024.csv"],
        "removed": ["heze/2023.md"],
        "changed": [],
        "quarantined": ["heze/2025.pdf"],
        "released": [],
    }


@pytest.mark.parametrize(
    ("changes", "expected", "breaking"),
    [
        ("alter table marts.dim_unit add column level varchar", ("column added", "level"), False),
        ("alter table marts.dim_unit drop column kind", ("column removed", "kind"), True),
        ("alter table marts.dim_unit alter report_year type bigint", ("column retyped", "report_year"), True),
        ("create table marts.dim_new (a integer)", ("table added", None), False),
        ("drop table marts.loose", ("table removed", None), True),
    ],
    ids=["column added", "column removed", "key column retyped", "table added", "table removed"],
)
def test_schema_changes_and_which_of_them_break(
    tmp_path: Path, changes: str, expected: tuple[str, str | None], breaking: bool
) -> None:
    found = differ(tmp_path, changes)
    (change,) = found.schema
    assert (change.kind, change.column) == expected
    assert found.is_breaking is breaking
    assert ("(breaking)" in "\n".join(found.lines())) is breaking
    assert found.tables == []  # what both hold is the same


def test_a_removed_column_outside_the_promise_does_not_break(tmp_path: Path) -> None:
    found = differ(tmp_path, "alter table raw.cells drop column source_place", tables=["raw.cells"])
    (change,) = found.schema
    assert (change.table, change.breaking) == ("raw.cells", False)


def test_one_table_is_compared_alone_and_a_wrong_name_gets_the_nearest(tmp_path: Path) -> None:
    changes = "delete from marts.dim_unit; delete from marts.loose"
    found = differ(tmp_path, changes, tables=["dim_unit"])
    assert [table.table for table in found.tables] == ["marts.dim_unit"]
    with pytest.raises(ConfigurationError) as caught:
        diff(tmp_path / "a.duckdb", tmp_path / "b.duckdb", ["dim_unti"])
    assert "dim_unit" in caught.value.remedy


def test_the_difference_is_json(tmp_path: Path) -> None:
    found = differ(tmp_path, "update marts.dim_unit set kind = 'office' where unit_name = '市教育局'")
    record = json.loads(json.dumps(found.as_dict()))
    (row,) = record["tables"][0]["rows"]
    assert row["key"] == {"unit_name": "市教育局", "report_year": 2023}
    assert row["changes"] == [{"column": "kind", "old": "bureau", "new": "office"}]


@pytest.mark.parametrize("content", [b"", b"no database", None], ids=["empty", "text", "missing"])
def test_a_damaged_build_cannot_be_compared(tmp_path: Path, content: bytes | None) -> None:
    a, b = make(tmp_path / "a.duckdb"), tmp_path / "b.duckdb"
    if content is not None:
        b.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        diff(a, b)
    assert str(b) in caught.value.where


# -- the list of builds ----------------------------------------------------------------------------------------------


def make_history(warehouse: Path) -> Path:
    """b1 and b2 kept, b3 published, and a damaged file among them."""
    for number in (1, 2, 3):
        name = "duban" if number == 3 else f"history/b{number}"
        make(
            warehouse / f"{name}.duckdb",
            f"update meta.builds set build_id = 'b{number}', finished_at = '2026-11-0{number} 02:00:00+00'",
        )
    (warehouse / "history" / "b0.duckdb").write_bytes(b"damaged")
    return warehouse / "duban.duckdb"


def test_the_history_lists_the_current_build_first_and_shows_damage(tmp_path: Path) -> None:
    builds = history(make_history(tmp_path))
    assert [(build.build_id, build.is_current) for build in builds] == [
        ("b3", True),
        ("b2", False),
        ("b1", False),
        ("b0", False),
    ]
    assert builds[0].as_dict()["finished_at"] == "2026-11-03T02:00:00+00:00"
    assert (builds[1].document_count, builds[1].target_count, builds[1].review_count) == (1, 3, 1)
    assert builds[1].byte_count == (tmp_path / "history" / "b2.duckdb").stat().st_size
    assert builds[3].damage
    assert str(builds[3].as_row()[2]).startswith("damaged")


def test_no_history_where_nothing_is_published(tmp_path: Path) -> None:
    assert history(tmp_path / "duban.duckdb") == []
    with pytest.raises(ConfigurationError):
        choose_two(tmp_path / "duban.duckdb")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [((None, None), ("b2", "duban")), (("b1", None), ("b1", "duban")), (("b1", "b2"), ("b1", "b2"))],
    ids=["the one before and the current", "one and the current", "two"],
)
def test_which_two_builds_are_compared(
    tmp_path: Path, chosen: tuple[str | None, str | None], expected: tuple[str, str]
) -> None:
    a, b = choose_two(make_history(tmp_path), *chosen)
    assert (a.stem, b.stem) == expected


@pytest.mark.parametrize("wrong", ["b", "c9", ""], ids=["of several", "of none", "blank"])
def test_a_build_that_is_not_one_is_an_error_with_the_choices(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        choose_two(make_history(tmp_path), wrong)
    assert "b3, b2, b1, b0" in caught.value.remedy


# -- rows under another target ---------------------------------------------------------------------------------------


def reassigned(tmp_path: Path, changes: str) -> list[tuple[str | None, ...]]:
    before, after = make(tmp_path / "a.duckdb"), make(tmp_path / "b.duckdb", changes)
    with duckdb.connect(str(after)) as con:
        found = rows_reassigned(before, con)
        attached = con.execute("select count(*) from duckdb_databases() where not internal").fetchone()
        assert attached == (1,)
        assert rows_reassigned(before, con) == found
    return list(found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("select 1", []),
        (
            "update marts.mart_target_progress set target_no = '49' where source_row_no = 3",
            [("heze/2023.md", "line 8", "市商务局、市科技局", "48", "49")],
        ),
        (
            "update marts.mart_target_progress set target_no = NULL where source_row_no = 4",
            [("heze/2023.md", "line 9", "市工业和信息化局", "49", None)],
        ),
        ("update marts.mart_target_progress set target_no = '7', document_id = 'd2'", []),
    ],
    ids=["none", "one printed row of two units", "to no number", "another document"],
)
def test_rows_of_an_unchanged_document_under_another_target(
    tmp_path: Path, changes: str, expected: list[tuple[str | None, ...]]
) -> None:
    assert reassigned(tmp_path, changes) == expected


@pytest.mark.parametrize("before", ["missing", "damaged", "of an older layout"])
def test_what_cannot_be_compared_does_not_fail_the_reload(tmp_path: Path, before: str) -> None:
    path = tmp_path / "a.duckdb"
    if before == "damaged":
        path.write_bytes(make(tmp_path / "c.duckdb").read_bytes()[:20_000])
    if before == "of an older layout":
        make(path, "alter table marts.mart_target_progress drop column target_no")
    with duckdb.connect(str(make(tmp_path / "b.duckdb"))) as con:
        assert rows_reassigned(path, con) == []
        assert con.execute("select count(*) from marts.mart_target_progress").fetchone() == (4,)
