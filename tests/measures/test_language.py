"""Sentences of many fields and habits are read as a careful person reads them, in half- and full-width print."""

from __future__ import annotations

import duckdb
import pytest

from tests.measures.language_cases import KINDS
from tests.measures.measure_warehouse import Target, build

CASES = [(f"{kind}: {name}", *case) for kind, cases in KINDS.items() for name, case in cases.items()]

# Written as escapes, since a tool that folds text would lose the difference that these tests are about.
WIDE = str.maketrans(
    ",;:()!?%.0123456789",
    "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f\uff05\uff0e"
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
)


@pytest.fixture(scope="module", params=[{}, WIDE], ids=["half width", "full width"])
def readings(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """Every case in one build: case number = target number."""
    targets = []
    for number, (_, text, progress, _) in enumerate(CASES, 1):
        answers = (progress,) if isinstance(progress, str) else progress
        targets.append(
            Target(
                "试验县",
                2023,
                number,
                text.translate(request.param),
                tuple(answer.translate(request.param) for answer in answers),
            )
        )
    return build(targets, ["marts.fct_target_measure"])


@pytest.mark.parametrize(("number", "expected"), [(n, c[3]) for n, c in enumerate(CASES, 1)], ids=[c[0] for c in CASES])
def test_reads_what_was_promised_and_reported(
    readings: duckdb.DuckDBPyConnection, number: int, expected: list[tuple]
) -> None:
    found = readings.execute(
        "select target_value, unit_text, reported_value, attainment_class, is_forecast from marts.fct_target_measure "
        "where target_no = ? and target_value is not null order by measure_no",
        [str(number)],
    ).fetchall()
    assert found == [row if len(row) == 5 else (*row, False) for row in expected]
