"""The notebook of examples/ runs from top to bottom on the constructed city.

Its code is run here cell by cell as Jupyter runs it, without Jupyter: `python -m trials.notebook` runs it in a kernel.
"""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from duban.settings import Settings
from tests.conftest import PROJECT

NOTEBOOK = PROJECT / "examples" / "analysis.ipynb"


def values(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What each code cell shows: the value of its last expression."""
    monkeypatch.setenv("DUBAN_NOTEBOOK_WAREHOUSE", str(settings.warehouse))
    names: dict[str, Any] = {}
    shown = []
    for cell in json.loads(NOTEBOOK.read_text("utf8"))["cells"]:
        if cell["cell_type"] == "code":
            *before, last = ast.parse("".join(cell["source"])).body
            assert isinstance(last, ast.Expr)
            exec(compile(ast.Module(before, []), NOTEBOOK.name, "exec"), names)
            shown.append(eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names))
    return shown


@pytest.mark.slow
def test_the_notebook_runs(city: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    load, series, chart, rows = values(city, monkeypatch)
    assert dict(zip(load["leader_name"], load["target_count"], strict=True))["程远山"] == 5
    assert series["target_value"].tolist() == [45, 42, 43, 40, 38]
    drawn = chart.to_dict()
    assert drawn["config"]["font"] == "Noto Sans CJK SC"
    assert drawn["title"] == "PM2.5年均浓度：目标与完成"
    assert [place for place, _ in rows] == ["line 7", "line 8"]
    assert "新登记经营主体2.2万户以上" in [text for _, texts in rows for text in texts]


def test_the_notebook_keeps_no_outputs() -> None:
    """Outputs would be of one machine and one day."""
    cells = json.loads(NOTEBOOK.read_text("utf8"))["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)
