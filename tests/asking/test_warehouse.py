"""The Python door: what an analyst's notebook asks, and what it may not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import duban
from duban.asking.query import QueryError
from duban.errors import ConfigurationError
from duban.settings import Settings
from tests.conftest import copy_of

pytestmark = pytest.mark.slow


def test_sql_answers_as_rows_records_and_a_frame(heze: Settings) -> None:
    w = duban.open(heze.warehouse)
    answer = w.sql("select target_no, report_year from marts.dim_target where report_year = 2023 order by 1 limit 2")
    assert answer.rows == [("44", 2023), ("45", 2023)]
    assert answer.records()[0] == {"target_no": "44", "report_year": 2023}
    assert answer.df()["report_year"].tolist() == [2023, 2023]
    assert w.df("select 1 as one")["one"].tolist() == [1]
    assert "<table" in answer._repr_html_()


def test_frames_keep_numbers_days_and_gaps(heze: Settings) -> None:
    made = duban.open(heze.warehouse).df(
        "select * from (values (1, date '2023-12-31', true, 1.5::decimal(4, 1), '甲'), (null, null, null, null, null))"
        " as t(n, day, flag, amount, name)"
    )
    assert str(made.dtypes["n"]) == "Int64" and "datetime64" in str(made.dtypes["day"])
    assert str(made.dtypes["flag"]) == "boolean"
    assert made["amount"][0] == 1.5
    assert made["n"].isna().tolist() == [False, True]


def test_saved_questions_and_traces_are_behind_the_same_door(heze: Settings) -> None:
    w = duban.open(heze.warehouse)
    assert "leader_load" in {question.name for question in w.questions()}
    assert w.ask("leader_load", place="菏泽市", year=2023).df()["leader_name"].tolist()[0] == "王昌华"
    assert w.trace("菏泽市", 2023, 48)[0].measures[0]["reported_value"] == 208_200
    assert "marts.dim_target" in w.tables().df()["table_name"].tolist()
    assert w.columns("marts.dim_target").rows[0][0] == "target_id"


def test_a_new_build_is_answered_from_without_opening_again(heze: Settings, tmp_path: Path) -> None:
    from duban.pipeline.reload import reload

    settings = copy_of(heze, tmp_path)
    w = duban.open(settings.warehouse)
    first = w.build_id
    document = settings.raw / "heze" / "2023.md"
    document.write_text(document.read_text("utf8").replace("20.82万户", "20.83万户"), "utf8")
    reload(settings)
    assert w.build_id != first
    assert w.trace("菏泽市", 2023, 48)[0].measures[0]["reported_value"] == 208_300


@pytest.mark.parametrize(
    "statement",
    ["delete from marts.dim_target", "copy (select 1) to 'out.csv'", "select * from read_text('/etc/hostname')"],
)
def test_nothing_is_written_and_no_other_file_is_read(heze: Settings, statement: str) -> None:
    with pytest.raises(QueryError):
        duban.open(heze.warehouse).sql(statement)


def test_a_folder_where_nothing_is_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nothing is published yet"):
        duban.open(tmp_path)


def test_import_duban_loads_nothing_heavy() -> None:
    code = "import duban, sys; print(sorted({'duckdb', 'pandas', 'click', 'rich'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
