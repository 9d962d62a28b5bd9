"""What a build is made from: a change of code that makes no row leaves the fingerprint and the stamp as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duban import stamps
from duban.pipeline.fingerprint import CODE_FOLDERS, stamped_inputs
from tests.conftest import PROJECT

MAKES_ROWS = [
    "duban/landing/readers/workbooks/xlsx.py",
    "duban/modelling/locality/bound_plan.py",
    "duban/pipeline/reload.py",
    "expectations/landing_rules.py",
    "expectations/thresholds.csv",
]
MAKES_NONE = [
    "duban/notifying/settings.py",
    "duban/notifying/notify.py",
    "duban/commands/loading.py",
    "duban/comparing/build_diff.py",
    "duban/publishing/history.py",
    "flows/nightly.py",
    "flows/serving.py",
]


@pytest.mark.parametrize(
    ("file", "is_part"),
    [pytest.param(file, file in MAKES_ROWS, id=file) for file in MAKES_ROWS + MAKES_NONE],
)
def test_which_code_a_build_is_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, is_part: bool
) -> None:
    for folder in ("duban", "flows", "expectations"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stamps, "_ROOT", tmp_path)

    def state() -> tuple[str, str | None]:
        return stamps.code_digest(CODE_FOLDERS), stamped_inputs(PROJECT / "sql", None)

    fingerprint, stamp = state()
    assert stamp is not None
    with (tmp_path / file).open("a", encoding="utf8") as changed:
        changed.write("\n# touched\n")
    fingerprint_after, stamp_after = state()
    assert (fingerprint_after != fingerprint, stamp_after != stamp) == (is_part, is_part)


def test_every_folder_has_code_and_a_reason() -> None:
    for folder, reason in CODE_FOLDERS.items():
        assert list((PROJECT / folder).rglob("*.py")), folder
        assert reason
