"""Great Expectations is imported without what it seldom needs, and what was left out is there for whoever asks."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc, sys
from expectations.engine import great_expectations

gx = great_expectations()
assert gc.isenabled() and great_expectations() is gx
print(sorted({"scipy.stats", "altair"} & sys.modules.keys()))
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as seldom
print(seldom.alt.Chart.__name__, round(float(seldom.stats.entropy([0.5, 0.5])), 3))
import altair, scipy.stats
print(altair.Chart is seldom.alt.Chart, scipy.stats.entropy is seldom.stats.entropy)
"""


def test_what_is_seldom_used_is_imported_when_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[]", "Chart 0.693", "True True"], done.stderr
