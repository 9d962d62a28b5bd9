"""A person's decision is keyed by what the row prints, goes first, and is never applied where it does not fit."""

from __future__ import annotations

import duckdb
import pytest

from tests.blocks.conftest import Build, assigned
from tests.blocks.test_segmentation import ABOVE


def row_key(con: duckdb.DuckDBPyConnection, table_run_row_no: int) -> str:
    found = con.execute(
        "select row_key from intermediate.int_row_keys where table_run_row_no = $row", {"row": table_run_row_no}
    ).fetchone()
    assert found is not None
    return str(found[0])


def test_a_correction_moves_the_row_and_settles_it(build: Build) -> None:
    key = row_key(build(ABOVE), 3)
    con = build(ABOVE, corrections=(("某县", "2023", key, "", "2", "", "甲", "2026-11-01"),))
    assert assigned(con)[3] == ("2", "corrected", 1.0, False)


def test_it_survives_rows_added_above(build: Build) -> None:
    key = row_key(build(ABOVE), 3)
    longer = "0 | 赵一 | 修订县志 | 年底 | 县志修订完成。 | 县档案馆\n" + ABOVE.strip()
    con = build(longer, corrections=(("某县", "2023", key, "", "2", "", "甲", "2026-11-01"),))
    assert assigned(con)[4][:2] == ("2", "corrected")


@pytest.mark.parametrize(
    ("key", "target_no", "problem"),
    [
        pytest.param(
            "0000000000000000", "2", "no row of this jurisdiction and year prints this any more", id="no such row"
        ),
        pytest.param(None, "99", "the row is there, but its table has no target of this number", id="no such target"),
    ],
)
def test_one_that_does_not_fit_is_reported_and_not_applied(
    build: Build, key: str | None, target_no: str, problem: str
) -> None:
    before = build(ABOVE)
    line = ("某县", "2023", key or row_key(before, 3), "", target_no, "", "甲", "2026-11-01")
    con = build(ABOVE, corrections=(line,))
    assert con.execute(
        "select problem from intermediate.int_block_corrections where problem is not null"
    ).fetchall() == [(problem,)]
    assert assigned(con) == assigned(before)


def test_the_latest_of_two_decisions_stands(build: Build) -> None:
    key = row_key(build(ABOVE), 3)
    lines = (
        ("某县", "2023", key, "", "2", "", "甲", "2026-11-01"),
        ("某县", "2023", key, "", "3", "", "乙", "2026-11-02"),
    )
    assert assigned(build(ABOVE, corrections=lines))[3][:2] == ("3", "corrected")
