"""Two builds of the same landed rows are equal to the last digit, however many threads they run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from trials.reproducible import reproduce


@pytest.mark.slow
def test_threads_change_no_digit(tmp_path: Path) -> None:
    """All that the rebuilding of blocks adds up, on enough rows that two threads share them; what it starts from
    is built once. Every model of the tree is compared by `python -m trials.reproducible`."""
    printed, tables, found = reproduce(
        tmp_path, 100_000, threads=(1, 2, 2), since="int_row_similarity", until="int_row_posteriors"
    )
    assert printed > 90_000
    assert tables > 10
    assert [str(difference) for difference in found] == []
