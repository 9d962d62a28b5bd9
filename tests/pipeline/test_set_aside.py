"""Nothing in one document stops the others: what gate 2 finds in one sets that one aside, and what was published of it
stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from duban.asking.status import read_status
from duban.modelling import Project
from duban.pipeline.judging import build_and_judge
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.steps import run_plainly
from duban.settings import Settings
from expectations.candidate_gate import documents_at_fault, judge_candidate
from expectations.results import GateReport
from tests.conftest import PROJECT, Once, copy_of, publish
from tests.pipeline.documents import TABLE, put

# A unit cell in which no unit stands alone: its name comes out otherwise than it is printed.
# A check of the tests' own, since the models read every cell that once failed one of the project's.
NO_SUCH_UNIT = "市试验局"
NO_SUCH_UNIT_SQL = f"""-- 没有试验局: no unit is the bureau of trials
-- severity: quarantine
-- checked: marts.fct_target_unit
-- why: 试: a trial
-- remedy: 试: a trial
select
    document_id,
    source_table_no,
    source_row_no,
    unit_text
from marts.fct_target_unit
where unit_text = '{NO_SUCH_UNIT}'
"""
ROW = "| {n} | 王强 | 新建公园{n}个 | 年底 | 已建成公园{n}个 | 是 | 市园林局 |\n"
MANY = TABLE + "".join(ROW.format(n=n) for n in range(3, 13))
GOOD = [f"good/{number}.md" for number in range(10)]
FACT, WIDE = "marts.fct_target_unit", "marts.mart_target_progress"

# Check -> what makes it fail for one document of a built candidate. All checks of sql/tests that set documents aside,
# and one of each kind that is made from the names of tables.
DAMAGE = {
    "a_target_has_at_most_one_role_for_a_unit": "insert into marts.bridge_target_unit by name select * replace "
    "('support' as unit_role) from marts.bridge_target_unit where document_id = '{id}' limit 1",
    "a_target_names_no_leader_twice": "insert into marts.bridge_target_leader "
    "from (from marts.bridge_target_leader where document_id = '{id}' limit 1)",
    "dated_deadlines_have_a_date_and_standing_ones_none": "update marts.dim_deadline set deadline_class = 'standing', "
    f"deadline_date = '2020-01-01' where deadline_id in (select deadline_id from {FACT} where document_id = '{{id}}')",
    "every_block_became_one_target": "delete from intermediate.int_targets "
    "where document_id = '{id}' and target_no = '2'",
    "every_current_document_has_targets": "delete from intermediate.int_targets where document_id = '{id}'",
    "every_data_row_belongs_to_one_block": "delete from intermediate.int_row_blocks "
    "where document_id = '{id}' and row_no = 3",
    "every_data_row_stands_under_exactly_one_target": f"update {FACT} set source_row_no = 2 "
    "where document_id = '{id}' and source_row_no = 3",
    "every_document_is_let_in_or_quarantined": "delete from staging.stg_documents where document_id = '{id}'",
    "every_printed_row_belongs_to_one_part_of_a_table": "update staging.stg_tables set last_row_no = 2 "
    "where document_id = '{id}'",
    "every_printed_row_is_read_once": "delete from staging.stg_rows where document_id = '{id}' and row_no = 1",
    "every_row_states_the_confidence_of_its_target": f"update {WIDE} set assignment_confidence = null "
    "where document_path = '{path}'",
    "every_target_reaches_the_facts": f"delete from {FACT} where document_id = '{{id}}' and source_row_no = 3",
    "every_text_of_a_data_row_has_a_field": "update staging.stg_rows set span_is_known = true "
    "where document_id = '{id}'; delete from staging.stg_field_cells where document_id = '{id}' and row_no = 3",
    "inferred_leaders_are_leaders_of_their_target": "insert into intermediate.int_inferred_leaders by name select "
    "document_id, table_run_no, table_run_row_no, 'a unit' as unit_id, '无此人' as row_leader_name, 1 "
    "as row_leader_confidence from intermediate.int_target_rows where document_id = '{id}' limit 1",
    "leaders_are_never_filled_from_above": "update intermediate.int_target_rows set leader_text = null "
    "where document_id = '{id}'",
    "one_edition_of_a_publication_is_current": "update marts.dim_document set is_current = false "
    "where document_id = '{id}'",
    "printed_units_are_never_shortened": "update intermediate.int_unit_names set plain_name = '别的单位' "
    "where document_id = '{id}'",
    "progress_of_a_row_is_printed_in_its_target": f"update {FACT} set progress_text = '没有印的话' "
    "where document_id = '{id}'",
    "rows_with_known_spans_are_certain": f"update {WIDE} set assignment_method = 'span', assignment_confidence = 0.9 "
    "where document_path = '{path}'",
    "short_rows_keep_the_order_of_their_cells": "insert into staging.stg_cell_alignments by name select '{id}' as "
    "document_id, 1 as table_no, 3 as row_no, unnest([1, 2]) as column_no, 1 as aligned_column_no, true as is_moved",
    "key_of_fct_target_unit": f"insert into {FACT} from (from {FACT} where document_id = '{{id}}' limit 1)",
    "reference_of_fct_target_unit_unit_id": f"update {FACT} set unit_id = 'gone' where document_id = '{{id}}'",
    "values_of_dim_document_document_kind": "update marts.dim_document set document_kind = 'other' "
    "where document_id = '{id}'",
    "range_of_bridge_target_leader_assignment_confidence": "update marts.bridge_target_leader "
    "set assignment_confidence = 1.2 where document_id = '{id}'",
}
PLACES = "东西南北山河江湖海泉溪岭原林田桥塔井石金玉白青紫丹朱墨银铁铜松竹梅兰"


def in_folder(folder: Path) -> Settings:
    return Settings(project=PROJECT, raw=folder / "raw", warehouse=folder / "warehouse", workers=1, history_count=2)


def bad(check: str) -> str:
    return f"bad/{check}.md"


@pytest.fixture(scope="module")
def base(once: Once) -> Settings:
    """Ten good documents, published. To be read only."""

    def make(folder: Path) -> None:
        for number, path in enumerate(GOOD):
            put(in_folder(folder), path, f"云{PLACES[number]}市", text=MANY)
        publish(in_folder(folder))

    return in_folder(once("ten-good", make))


@pytest.fixture
def town(base: Settings, tmp_path: Path) -> Settings:
    """The same, to write in."""
    return copy_of(base, tmp_path)


@pytest.fixture(scope="module")
def damaged(once: Once) -> Path:
    """A candidate of the ten and of one more document a check, which that check fails for. To be read only."""

    def make(folder: Path) -> None:
        settings = in_folder(folder)
        for number, path in enumerate([*GOOD, *map(bad, DAMAGE)]):
            # A year of its own, so that no deadline is another document's too.
            put(settings, path, f"云{PLACES[number]}市", 1980 + number)
        publish(settings)
        with duckdb.connect(str(settings.published)) as con:
            con.execute("drop table meta.passed_tests")  # what is damaged by hand, no record shows
            for check, damage in DAMAGE.items():
                found = con.execute("select document_id from raw.documents where document_path = ?", [bad(check)])
                row = found.fetchone()
                assert row is not None
                con.execute(damage.format(id=row[0], path=bad(check)))

    return in_folder(once("ten-good-and-each-check", make)).published


@pytest.fixture(scope="module")
def judged(damaged: Path, project: Project) -> GateReport:
    with duckdb.connect(str(damaged), read_only=True) as con:
        return judge_candidate(con, project)


def test_every_check_that_sets_a_document_aside_is_tried(project: Project) -> None:
    assert {test.name for test in project.data_tests if test.severity == "quarantine"} <= DAMAGE.keys()


@pytest.mark.parametrize("check", DAMAGE)
def test_a_check_names_the_document_that_trips_it_and_no_good_one(judged: GateReport, check: str) -> None:
    [found] = [one for one in judged.checks if one.name == check]
    paths = {document.document_path for document in found.documents}
    assert bad(check) in paths
    assert not paths & set(GOOD)
    [held] = [one for one in documents_at_fault(judged) if one.document_path == bad(check)]
    assert found.title.en in held.reason
    assert held.source_place.startswith(bad(check))
    assert held.remedy


def test_all_good_documents_are_published_without_those_at_fault(
    damaged: Path, project: Project, tmp_path: Path
) -> None:
    copy = tmp_path / "candidate.duckdb"
    copy.write_bytes(damaged.read_bytes())
    with duckdb.connect(str(copy)) as con:
        found = build_and_judge(con, project, run_plainly, None)
        assert [report.passed for report in found.gates] == [True, True]
        documents = con.execute("select document_path from marts.dim_document order by all").fetchall()
        assert [path for (path,) in documents] == GOOD
        targets = con.execute(f"select count(distinct target_id) from {FACT}").fetchone()
        assert targets == (20,)
        aside = con.execute("select document_path, gate_name, kept_build_id from meta.quarantine order by all")
        assert aside.fetchall() == [(path, "candidate", None) for path in sorted(map(bad, DAMAGE))]
    copy.unlink()


def rows_of(settings: Settings, path: str) -> int:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        row = con.execute(f"select count(*) from {WIDE} where document_path = ?", [path]).fetchone()
        return row[0] if row else 0


def paths_of(settings: Settings) -> list[str]:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        return [path for (path,) in con.execute("select document_path from marts.dim_document order by all").fetchall()]


def only(outcome: Outcome, path: str) -> str:
    """What is reported of one document, as one text."""
    [held] = [one for one in outcome.quarantined if one.path == path]
    return "\n".join(held.lines())


@pytest.fixture
def one_aside(base: Settings, tmp_path: Path) -> tuple[Settings, Outcome]:
    """A document that changed for the worse and a new one that never was good."""
    town = copy_of(base, tmp_path, with_sql=True)
    (town.sql / "tests" / "no_unit_is_the_bureau_of_trials.sql").write_text(NO_SUCH_UNIT_SQL, "utf8")
    spoilt = MANY.replace("市教育局", NO_SUCH_UNIT)
    put(town, GOOD[3], f"云{PLACES[3]}市", text=spoilt)
    put(town, "new.md", "云城县", text=spoilt)
    return town, reload(town)


def test_what_was_published_of_a_spoilt_document_stands(base: Settings, one_aside: tuple[Settings, Outcome]) -> None:
    town, outcome = one_aside
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    assert [one.path for one in outcome.quarantined] == [GOOD[3], "new.md"]
    assert paths_of(town) == GOOD
    assert rows_of(town, GOOD[3]) == rows_of(base, GOOD[3]) == 12

    report = only(outcome, GOOD[3])
    [first] = {one.kept_build_id for one in outcome.quarantined if one.path == GOOD[3]}
    assert "no unit is the bureau of trials: 1 row fails" in report
    assert f"where: {GOOD[3]}, line 6" in report
    assert f"stand (build {first})" in report and "the rows published on 20" in report
    assert "stand" not in only(outcome, "new.md")
    status = "\n".join(read_status(town.published, town.runs_log).lines())
    assert f"stand (build {first})" in status

    # The next night nothing is tried again; where another document changes, what is out stays out.
    assert reload(town).status == "unchanged"
    put(town, GOOD[0], f"云{PLACES[0]}市", text=MANY.replace("3所", "4所"))
    (town.raw / "new.md").unlink()
    again = reload(town)
    assert again.changed == [GOOD[0]] and not again.read_again
    assert [(one.path, one.kept_build_id, one.is_new) for one in again.quarantined] == [(GOOD[3], first, False)]
    assert rows_of(town, GOOD[3]) == 12

    # From nothing, it is tried again and comes to the same; corrected, it is in.
    full = reload(town, full=True)
    assert [(one.path, one.kept_build_id) for one in full.quarantined] == [(GOOD[3], first)]
    assert rows_of(town, GOOD[3]) == 12
    put(town, GOOD[3], f"云{PLACES[3]}市", text=MANY + ROW.format(n=13))
    healed = reload(town)
    assert (healed.exit_code, healed.quarantined, rows_of(town, GOOD[3])) == (0, [], 13)


def test_a_document_that_shrank_is_set_aside_until_somebody_says_that_it_is_whole(town: Settings) -> None:
    put(town, GOOD[5], f"云{PLACES[5]}市")
    put(town, GOOD[6], f"云{PLACES[6]}市", text=MANY[: MANY.index("| 9 |")])
    put(town, GOOD[7], f"云{PLACES[7]}市", text=MANY[: MANY.index("| 12 |")])
    outcome = reload(town)
    assert [one.path for one in outcome.quarantined] == [GOOD[5]]
    assert "12 -> 2" in only(outcome, GOOD[5]) and "whole: true" in only(outcome, GOOD[5])
    assert rows_of(town, GOOD[5]) == 12
    warned = [line for line in outcome.warnings if "against its own last edition" in line]
    assert all(GOOD[6] in line for line in warned) and len(warned) == 2  # a third of the rows, and of the targets
    assert not any(GOOD[7] in line for line in outcome.warnings)  # a twelfth is an edit

    (town.raw / f"{GOOD[5]}.yml").write_text("whole: true\n", "utf8")
    after = reload(town)
    assert (after.quarantined, rows_of(town, GOOD[5])) == ([], 2)


def test_half_of_a_folder_gone_is_reported(town: Settings) -> None:
    for path in GOOD[:5]:
        (town.raw / path).unlink()
    outcome = reload(town)
    assert (outcome.status, outcome.exit_code) == ("published", 0)
    [line] = [line for line in outcome.warnings if "of each folder" in line]
    with duckdb.connect(str(town.published), read_only=True) as con:
        failed = con.execute("select row_json from meta.gate_failures where check_name = 'drift_folder_documents_warn'")
        assert any("folder good: documents 10 -> 5 (50%)" in row for (row,) in failed.fetchall()), line


def test_a_copy_never_takes_the_place_of_what_was_landed(town: Settings) -> None:
    copy = town.raw / "good" / "1 (1).md"  # sorts before 1.md
    copy.write_bytes((town.raw / GOOD[1]).read_bytes())
    put(town, GOOD[0], f"云{PLACES[0]}市", text=MANY.replace("3所", "4所"))
    outcome = reload(town)
    assert ("good/1 (1).md", f"a copy of {GOOD[1]}, which was landed") in outcome.passed_over
    assert GOOD[1] in paths_of(town) and "good/1 (1).md" not in paths_of(town)


REFUSED = {
    "gate 1": lambda path: path.write_text(path.read_text("utf8").replace("责任目标内容", "备注"), "utf8"),
    "reading": lambda path: path.write_bytes(b""),
    "a side file that cannot be used": lambda path: path.with_name(f"{path.name}.yml").write_text("as_of: 2023-02-30"),
    "a side file that gate 1 refuses": lambda path: path.with_name(f"{path.name}.yml").write_text("jurisdiction: x"),
}


def test_what_was_published_of_a_changed_document_that_is_refused_stands(base: Settings, town: Settings) -> None:
    spoilt = dict(zip(REFUSED, GOOD, strict=False))
    for why, path in spoilt.items():
        REFUSED[why](town.raw / path)
    put(town, GOOD[9], f"云{PLACES[9]}市", text=MANY + ROW.format(n=13))
    put(town, "new.md", "云城县", text=MANY.replace("责任目标内容", "备注"))
    outcome = reload(town)
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    assert [one.path for one in outcome.quarantined] == [*spoilt.values(), "new.md"]
    assert paths_of(town) == GOOD
    assert [rows_of(town, path) for path in spoilt.values()] == [12] * len(spoilt)
    assert rows_of(town, GOOD[9]) == 13
    assert all("stand (build" in only(outcome, path) for path in spoilt.values())
    assert "stand" not in only(outcome, "new.md")

    # What is out stays out without being read again, and the rows stay; what is corrected is in.
    assert reload(town).status == "unchanged"
    for path in spoilt.values():
        (town.raw / path).write_bytes((base.raw / path).read_bytes())
        (town.raw / f"{path}.yml").unlink(missing_ok=True)
    (town.raw / "new.md").unlink()
    healed = reload(town)
    assert (healed.exit_code, healed.quarantined, paths_of(town)) == (0, [], GOOD)


def test_what_was_published_stands_while_documents_wait_for_the_time_to_be_read(town: Settings) -> None:
    put(town, GOOD[0], f"云{PLACES[0]}市", text=MANY + ROW.format(n=13))
    put(town, "new.md", "云城县", text=MANY)
    hurried = replace(town, reading_seconds=0)
    outcome = reload(hurried)
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    assert [one.path for one in outcome.quarantined] == [GOOD[0], "new.md"]
    assert "waits for the next reload" in only(outcome, "new.md")
    assert any("2 documents wait for the next reload" in line for line in outcome.warnings)
    assert rows_of(town, GOOD[0]) == 12
    after = reload(town)
    assert (after.exit_code, after.quarantined) == (0, [])
    assert (rows_of(town, GOOD[0]), rows_of(town, "new.md")) == (13, 12)
