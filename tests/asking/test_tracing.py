"""A trace leads from a published number to the cell that prints it, and from a printed cell to what was made of it."""

from __future__ import annotations

import ast
import inspect
import json
import re

import pytest
from click.testing import CliRunner

from duban.asking import trace_drawing
from duban.asking.query import ask
from duban.asking.trace_drawing import draw
from duban.asking.trace_words import CHINESE
from duban.asking.tracing import trace
from duban.cli import main
from duban.errors import ConfigurationError
from duban.settings import Settings

pytestmark = pytest.mark.slow


def test_a_number_is_traced_to_the_cells_that_print_promise_and_answer(heze: Settings) -> None:
    (traced,) = trace(heze.published, "菏泽市", 2023, 48)
    assert traced.target is not None
    assert traced.document["document_path"] == "heze/2023.md"
    measure = traced.measures[0]
    assert (measure["target_value"], measure["target_source_place"]) == (200_000, "line 13")
    assert (measure["reported_value"], measure["reported_source_place"]) == (208_200, "line 13")
    marked = {
        mark: (row.source_place, cell.column_no, cell.field)
        for row in traced.rows
        for cell in row.cells
        for mark in cell.marks
    }
    assert marked == {"20": ("line 13", 3, "target_text"), "20.82": ("line 13", 5, "progress")}


def test_the_rows_of_the_block_are_drawn_with_their_neighbours(heze: Settings) -> None:
    (traced,) = trace(heze.published, "菏泽市", 2023, 48)
    rows = [(row.source_place, row.is_of_target, row.target_no) for row in traced.rows]
    assert rows == [
        ("line 11", False, "47"),
        ("line 12", True, "48"),
        ("line 13", True, "48"),
        ("line 14", False, "49"),
    ]
    assert [one["what"] for one in traced.inferred] == ["the row at line 12 belongs to target 48"]
    assert traced.inferred[0]["confidence"] == pytest.approx(0.926, abs=0.001)
    assert "stands above its number" in traced.inferred[0]["evidence"]


def test_a_cell_is_traced_to_the_target_that_was_made_of_it(heze: Settings) -> None:
    (traced,) = trace(heze.published, "heze/2023.md", "line", "12", "column", "7")
    assert traced.target is not None and traced.target["target_no"] == "48"
    asked = [(row.source_place, cell.text) for row in traced.rows for cell in row.cells if cell.is_asked]
    assert asked == [("line 12", "市行政审批服务局")]


def test_a_header_row_is_shown_and_nothing_was_made_of_it(heze: Settings) -> None:
    (traced,) = trace(heze.published, "heze/2023.md line 5")
    assert traced.target is None
    assert [cell.text for cell in traced.rows[0].cells][:2] == ["序号", "市政府领导"]


@pytest.mark.parametrize(
    ("table", "key", "target_no"),
    [
        ("marts.fct_target_unit join marts.dim_target using (target_id)", "target_unit_id", "target_no"),
        ("marts.mart_claim_audit", "claim_id", "target_no"),
        ("marts.fct_target_match", "match_id", "coalesce(to_target_no, from_target_no)"),
        ("meta.review_queue", "review_id", "target_no"),
    ],
    ids=["a row of a unit", "a claim", "a match", "a row to review"],
)
def test_every_published_key_leads_to_its_target(heze: Settings, table: str, key: str, target_no: str) -> None:
    ((value, number),) = ask(heze.published, f"select {key}, {target_no} from {table} order by 1 limit 1").rows
    traces = trace(heze.published, value[:12])
    assert number in {traced.target["target_no"] for traced in traces if traced.target}


def test_columns_are_followed_to_the_raw_table(heze: Settings) -> None:
    (traced,) = trace(heze.published, "菏泽市", 2023, 48)
    for models in traced.models.values():
        assert models[-1].startswith("raw.")
    assert "intermediate.int_measure_pairs" in traced.models["marts.fct_target_measure.reported_value"]


def test_spreadsheet_cells_are_named_as_the_sheet_names_them(city: Settings) -> None:
    path, place = ask(
        city.published,
        "select document_path, target_source_place from marts.fct_target_measure"
        " where document_path like '%.xlsx' and target_source_place is not null order by all limit 1",
    ).rows[0]
    assert "!" in place
    (traced, *_) = trace(city.published, path, place)
    assert traced.target is not None
    assert [cell.source_place for row in traced.rows for cell in row.cells if cell.is_asked] == [place]


@pytest.mark.parametrize(
    ("subject", "what", "remedy"),
    [
        (("荷泽市", "2023", "48"), "no target of '荷泽市' is published", "did you mean 菏泽市?"),
        (("菏泽市", "1999", "48"), "no target of 菏泽市 in 1999", "the years are 2023, 2024"),
        (("菏泽市", "48"), "of which year of 菏泽市?", "duban trace 菏泽市 2024 NUMBER"),
        (("菏泽市", "2023", "4800"), "菏泽市 2023 has no target 4800", "its 42 numbers go from 44 to 85"),
        (("heze/2023.md", "line", "900"), "no cell of heze/2023.md stands at 'line 900'", "did you mean"),
        (("heze/2032.md",), "'heze/2032.md' is neither a key nor a document", "did you mean heze/2023.md"),
        (("deadbeef00",), "no published row has the key deadbeef00", "target_id"),
    ],
    ids=["place", "year", "no year", "number", "line", "path", "key"],
)
def test_what_is_not_there_is_refused_with_the_nearest_that_is(
    heze: Settings, subject: tuple[str, ...], what: str, remedy: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        trace(heze.published, *subject)
    assert refused.value.what == what
    assert remedy in refused.value.remedy


def test_a_terminal_of_80_columns_shows_the_marked_cells(heze: Settings) -> None:
    found = CliRunner(env={"COLUMNS": "80"}).invoke(
        main, ["trace", "菏泽市", "2023", "48", "--warehouse", str(heze.warehouse)]
    )
    assert found.exit_code == 0
    assert "printed in heze/2023.md, line 12, line 13" in found.stdout
    assert "【20】" in found.stdout and "93%" in found.stdout
    from rich.cells import cell_len

    assert max(cell_len(line) for line in found.stdout.splitlines()) <= 80


def test_json_holds_the_whole_trace(heze: Settings) -> None:
    found = CliRunner().invoke(main, ["trace", "菏泽市", "2023", "48", "--json", "--warehouse", str(heze.warehouse)])
    (traced,) = json.loads(found.stdout)
    assert traced["target"]["target_no"] == "48"
    assert traced["rows"][2]["cells"][2]["marks"] == ["20"]


def test_a_row_that_is_no_target_draws_too(heze: Settings) -> None:
    (traced,) = trace(heze.published, "heze/2023.md line 5")
    assert "no target was made of this row" in str(next(iter(draw(traced, 80))))


def test_every_sentence_of_a_trace_has_its_chinese() -> None:
    texts = {
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(trace_drawing)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    calls = [
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(trace_drawing)))
        if isinstance(node, ast.Call)
        and node.args
        and (getattr(node.func, "attr", "") == "say" or getattr(node.func, "id", "") == "say")
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(calls) > 15
    assert set(calls) <= set(CHINESE)
    assert set(CHINESE) <= texts, "a sentence that is said no more"
    for sentence, chinese in CHINESE.items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", chinese)), sentence


def test_a_trace_is_drawn_in_chinese(heze: Settings) -> None:
    """Sentences, classes, the reason of a doubt, the models: no English word but paths and places is left."""
    environ = {"DUBAN_WAREHOUSE": str(heze.warehouse), "COLUMNS": "120"}
    done = CliRunner(env=environ).invoke(main, ["trace", "菏泽市", "2023", "48", "--zh"])
    assert done.exit_code == 0, done.output
    assert "菏泽市 2023年 第48项目标（结果）" in done.stdout
    assert "承诺 不低于 200,000户（line 13），报告 208,200户 (line 13)：超额 1.04" in done.stdout
    assert "位于序号之上" in done.stdout
    left = set(re.findall(r"[A-Za-z_]+", done.stdout))
    assert left <= {"heze", "md", "line", "raw", "cells"}, left


def test_the_language_of_a_trace_is_that_of_every_answer(heze: Settings) -> None:
    environ = {"DUBAN_WAREHOUSE": str(heze.warehouse), "COLUMNS": "120", "DUBAN_LANGUAGE": "zh"}
    assert "第48项目标" in CliRunner(env=environ).invoke(main, ["trace", "菏泽市", "2023", "48"]).stdout
    assert "target 48" in CliRunner(env=environ).invoke(main, ["trace", "菏泽市", "2023", "48", "--en"]).stdout
