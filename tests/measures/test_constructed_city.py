"""云岫市, the invented city of examples/: five years in five formats, from the files to the marts and the saved
questions."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duban.asking.saved_questions import ask_saved, read_question
from duban.errors import ConfigurationError
from duban.modelling import load_project
from duban.modelling.testing import find_cases
from duban.output.labels import read_class_labels
from duban.pipeline.reload import reload
from duban.settings import Settings, resolve_settings
from tests.conftest import PROJECT, copy_of

EXAMPLES = PROJECT / "examples"
EXPECTED_MATCHES = Path(__file__).with_name("yunxiu_matches.csv")
EXPECTED_MEASURES = Path(__file__).with_name("yunxiu_measures.csv")
QUESTIONS = sorted((PROJECT / "sql" / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def con(city: Settings) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(city.published), read_only=True)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    from examples.constructed_city import main

    main(tmp_path)
    written = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in tmp_path.iterdir()}
    kept = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (EXAMPLES / "raw" / "yunxiu").iterdir()
    }
    assert written == kept


def test_every_file_says_that_it_is_invented() -> None:
    sides = list((EXAMPLES / "raw").rglob("*.yml"))
    assert len(sides) == 5
    assert all("constructed: true" in side.read_text(encoding="utf8") for side in sides)


def test_every_title_says_that_it_is_invented(con: duckdb.DuckDBPyConnection) -> None:
    titles = con.execute("select title_text from marts.dim_document").fetchall()
    assert len(titles) == 5
    assert all("虚构示例" in (title or "") for (title,) in titles)


def test_five_years_in_five_formats(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select report_year, format, target_count from marts.dim_document where jurisdiction_name = '云岫市' order by 1"
    ).fetchall()
    assert found == [
        (2017, "html", 12),
        (2018, "xlsx", 11),
        (2019, "docx", 14),
        (2020, "markdown", 13),
        (2021, "csv", 9),
    ]


def test_every_target_is_followed(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select from_year, from_target_no, to_year, to_target_no, match_kind, has_new_unit, has_moved_unit, "
        "has_new_leader "
        "from marts.fct_target_match"
    ).fetchall()
    assert {tuple(map(_text, row)) for row in found} == {tuple(line.values()) for line in _lines(EXPECTED_MATCHES)}


# What another test publishes, since a city that named it would name nobody who answers; and a person's decisions.
BESIDE_THE_CITY = {"unit_role": {"assesses"}, "assignment_method": {"corrected"}}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("marts.fct_target_measure", "attainment_class"),
        ("marts.fct_target_match", "match_kind"),
        ("marts.mart_claim_audit", "reason"),
        ("marts.dim_deadline", "deadline_class"),
        ("marts.dim_status", "status_class"),
        ("marts.fct_target_measure", "operator"),
        ("marts.fct_target_measure", "value_kind"),
        ("marts.mart_claim_audit", "severity"),
        ("marts.fct_target_unit", "assignment_method"),
        ("marts.bridge_target_unit", "unit_role"),
    ],
    ids=lambda name: name.rpartition(".")[2],
)
def test_every_class_is_there(con: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    """What the seeds name is in the city; a claim finding that it has not is at least in a model case."""
    shown = {name for (name,) in con.execute(f"select distinct {column} from {table}").fetchall()}
    named = {name for of, name in read_class_labels(PROJECT / "sql" / "seeds") if of == column}
    missing = named - shown - (_reasons_of_cases() if column == "reason" else set())
    assert missing == BESIDE_THE_CITY.get(column, set()), (
        f"put {missing} into a document of examples/raw, or a reason into a case of tests/models/int_claim_findings"
    )


def _reasons_of_cases() -> set[str]:
    """The reasons that the cases of int_claim_findings expect."""
    project = load_project(PROJECT / "sql")
    cases = find_cases(PROJECT / "tests" / "models" / "int_claim_findings", project)
    return {str(row["reason"]) for case in cases for row in case.expect}


def test_every_finding_about_leads_is_there(city: Settings, tmp_path: Path) -> None:
    question = read_question(PROJECT / "sql" / "analyses" / "unclear_leads.sql")
    records = ask_saved(copy_of(city, tmp_path).published, question, {}).records()
    found = {record["finding"]: (record["report_year"], record["target_no"]) for record in reversed(records)}
    assert set(found) == {"names_no_leads", "several_units", "no_lead", "several_leads"}
    assert (found["no_lead"], found["several_leads"]) == ((2021, "9"), (2021, "14"))


def test_a_table_that_names_only_who_assesses(tmp_path: Path) -> None:
    """The one class that the city has not: all of its tables name who answers, and then nobody assesses."""
    (tmp_path / "raw").mkdir()
    rows = "序号,考核指标,目标值,考核单位\n1,新建口袋公园,8处,市城管局\n2,改造老旧小区,12个,市住建局\n"
    (tmp_path / "raw" / "list.csv").write_text(f"云岫市2031年重点工作目标任务,,,\n{rows}", "utf8")
    (tmp_path / "raw" / "list.csv.yml").write_text("jurisdiction: 云岫市\nreport_year: 2031\nkind: plan\n", "utf8")
    settings = resolve_settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    assert reload(settings).quarantined == []
    with duckdb.connect(str(settings.published), read_only=True) as con:
        found = con.execute("select unit_name, unit_role from marts.bridge_target_unit order by all").fetchall()
    assert found == [("市住房城乡建设局", "assesses"), ("市城管局", "assesses")]


@pytest.mark.parametrize(
    ("from_target_no", "has_new_concept", "has_new_measure_unit", "has_change"),
    [("1", True, True, False), ("6", False, True, False), ("3", False, False, True)],
    ids=["a_growth_becomes_an_amount", "亩_becomes_公顷", "neither"],
)
def test_a_change_of_concept_or_of_measure_unit_is_marked(
    con: duckdb.DuckDBPyConnection,
    from_target_no: str,
    has_new_concept: bool,
    has_new_measure_unit: bool,
    has_change: bool,
) -> None:
    """Between 2020 and 2021; numbers that mean two things are not subtracted."""
    found = con.execute(
        "select has_new_concept, has_new_measure_unit, target_change is not null from marts.mart_yoy_measure "
        "where to_year = 2021 and is_on_both_sides and from_target_no = ?",
        [from_target_no],
    ).fetchall()
    assert found == [(has_new_concept, has_new_measure_unit, has_change)]


def test_every_measure_is_read(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select report_year, target_no, measure_no, measure_text, operator, target_value, measure_unit_text, "
        "reported_value, is_forecast, "
        "attainment_class from marts.fct_target_measure where target_value is not null"
    ).fetchall()
    assert {tuple(map(_text, row)) for row in found} == {tuple(line.values()) for line in _lines(EXPECTED_MEASURES)}


@pytest.mark.parametrize(
    ("unit", "years"),
    [
        ("市工业和信息化局", [2017, 2018, 2019, 2020, 2021]),
        ("市自然资源和规划局", [2017, 2018, 2019, 2020, 2021]),
        ("市市场监管局", [2017, 2018, 2019, 2020, 2021]),
        ("市卫生健康委", [2017, 2018, 2019]),
    ],
    ids=[
        "renamed_经信委",
        "merged_国土局_规划局",
        "merged_工商局_质监局_食药监局",
        "renamed_卫计委_then_gone",
    ],
)
def test_bureaus_are_followed_through_rename_and_merge(
    con: duckdb.DuckDBPyConnection, unit: str, years: list[int]
) -> None:
    found = con.execute(
        "select report_year from marts.mart_yoy_unit where unit_name = ? and target_count > 0 order by 1",
        [unit],
    ).fetchall()
    assert [year for (year,) in found] == years


def test_no_rename_looks_like_a_new_bureau(con: duckdb.DuckDBPyConnection) -> None:
    """All bureaus were reorganised between 2018 and 2019, and not one target changed hands by it."""
    found = con.execute(
        "select count(*) from marts.fct_target_match where from_year = 2018 and has_new_unit"
    ).fetchone()
    assert found == (0,)


# question -> what the constructed city must answer to it: a row that has these values in these columns
ANSWERS: dict[str, dict[str, Any]] = {
    "co_responsibility": {
        "report_year": 2019,
        "unit_name": "市发展改革委",
        "partner_unit_name": "市市场监管局",
    },
    "deadlines_by_month": {
        "report_year": 2019,
        "deadline_month": 12,
        "target_count": 13,
    },
    "leader_units": {"report_year": 2018, "leader_name": "沈知行", "unit_name": "市工商局", "target_count": 1},
    "leader_load": {"report_year": 2020, "leader_name": "程远山", "is_new": True},
    "copied_progress": {"report_year": 2020, "target_count": 2, "target_nos": "8、9"},
    "measure_years": {"measure_key": "PM2.5年均浓度", "2017_promised": 45.0, "2020_promised": 40.0},
    "measure_series": {
        "measure_key": "一般公共预算收入",
        "from_year": 2019,
        "from_target_value": 6.5,
        "to_reported_value": 4.1,
    },
    "over_achievement": {"report_year": 2019, "measure_text": "存量建设用地", "ratchet_ratio": 1.06},
    "standing_targets": {
        "report_year": 2020,
        "target_no": "4",
        "deadline_texts": "长期坚持",
    },
    "target_changes": {
        "match_kind": "merged",
        "from_target_no": "14",
        "to_target_no": "10",
        "from_units": "市发展改革委",
        "to_units": "市住房城乡建设局、市发展改革委",
    },
    "unclear_leads": {"report_year": 2017, "target_no": "6", "unit_count": 3, "finding": "several_units"},
    "unit_load": {
        "report_year": 2018,
        "unit_name": "市市场监管局",
        "target_count": 2,
        "former_unit_names": "市工商局、市质监局、市食药监局",
        "review_target_count": 0,
    },
    "unproven_claims": {
        "report_year": 2018,
        "target_no": "4",
        "reason_name": "分项之和不符",
    },
    "weak_data": {"report_year": 2020, "copied_target_count": 2},
}


def test_every_question_has_an_expected_answer() -> None:
    missing = {path.stem for path in QUESTIONS} - set(ANSWERS)
    assert not missing, f"look at what the city answers to {sorted(missing)} and write a row of it into ANSWERS"
    assert set(ANSWERS) <= {path.stem for path in QUESTIONS}


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_saved_question_answers(city: Settings, tmp_path: Path, path: Path) -> None:
    published = copy_of(city, tmp_path).published  # `con` has the file itself open in another way
    question = read_question(path)
    answer = ask_saved(published, question, {"at_least": 1.2} if path.stem == "over_achievement" else {})
    records = answer.records()
    assert records
    wanted = ANSWERS[path.stem]
    assert any(all(record[key] == value for key, value in wanted.items()) for record in records)
    # the columns that a pivot makes are named for their year
    names = {re.sub(r"^[0-9]{4}_", "", name) for name in answer.columns}
    assert names <= set(question.columns), "a column without a meaning"
    declared = {parameter.name for parameter in question.parameters}
    if "year" in declared:
        assert len(ask_saved(published, question, {"place": "云岫市", "year": 2018}).rows) < len(records)
    with pytest.raises(ConfigurationError, match="没有的地方"):
        ask_saved(published, question, {"place": "没有的地方"})
