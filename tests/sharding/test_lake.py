"""A warehouse in shards: the same tables as in one file, night after night. One lake is built, and then changed.

The shards are built in this process; `python -m trials.shards` has processes, a Dask cluster and kills.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow.dataset
import pytest
from click.testing import CliRunner, Result

from duban import stamps
from duban.asking.query import QueryError
from duban.asking.sandbox import ask_sandboxed
from duban.commands.loading import reload as reload_command
from duban.errors import ConfigurationError
from duban.modelling import Project
from duban.modelling.data_tests import DataTest, Words, run_tests
from duban.pipeline.backfill import read_backfill
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.settings import Settings
from duban.sharding.desk import publish_from_lake
from duban.sharding.executor import WorkerDiedError
from duban.sharding.lake import LakeBuild, require_lake, whole_builds
from duban.sharding.places import shard_of
from duban.sharding.reload import reload_sharded
from duban.sharding.sizing import goes_to_lake
from expectations import candidate_gate
from tests.conftest import PROJECT
from trials.shards import compare

T = TypeVar("T")
R = TypeVar("R")

# Each in a shard of its own, of three.
PLACES = ("临江市", "松坪市", "兰江区")
HEADER = """
| 序号 | 责任领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
"""


class InThisProcess:
    """As `Executor`; a batch with a document that kills has no worker that lives."""

    count = beside = 1

    def __init__(self) -> None:
        self.tasks: list[str] = []

    def run(self, task: Callable[[T], R], given: Sequence[T]) -> Iterator[tuple[T, R | WorkerDiedError]]:
        for value in given:
            self.tasks.append(task.__name__)
            if any("kills" in one.path for one in getattr(value, "documents", ())):
                yield value, WorkerDiedError("killed")
            else:
                yield value, task(value)

    def close(self) -> None:
        pass


def put(settings: Settings, name: str, place: str, year: int, units: Sequence[str]) -> None:
    rows = [
        f"| {n} | 李明 | 新建学校{n + 2}所 | 年底 | 已建成学校{n + 2}所 | 是 | {u} |" for n, u in enumerate(units, 1)
    ]
    path = settings.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"{place}人民政府{year}年度责任目标完成情况一览表"
    path.write_text(f"# {title}\n{HEADER}" + "\n".join(rows) + "\n", "utf8")
    path.with_suffix(".yml").write_text(f"jurisdiction: {place}\nreport_year: {year}\n", "utf8")


def lake_of(settings: Settings, executor: InThisProcess | None = None) -> tuple[Outcome, LakeBuild]:
    outcome = reload_sharded(settings, executor or InThisProcess(), 3)
    assert outcome.status != "failed", outcome.lines()
    return outcome, require_lake(settings.layout)


def assert_as_single(settings: Settings, folder: Path) -> None:
    single = Settings(PROJECT, settings.raw, folder)
    assert reload(single).status == "published"
    tables, found = compare(single.published, settings)
    assert tables > 140
    assert [str(difference) for difference in found] == []


def records_of(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(require_lake(settings.layout).catalog), read_only=True) as con:
        return con.execute(sql).fetchall()


def assert_judged_as_whole(settings: Settings, project: Project) -> None:
    """What the gate counted, shard by shard and of changed documents, is what is counted over the whole."""
    query = "select check_name, checked_count, failing_count from meta.gate_results where gate = 'candidate'"
    counted = {name: counts for name, *counts in records_of(settings, query)}
    with duckdb.connect(str(require_lake(settings.layout).catalog), read_only=True) as con:
        whole = run_tests(candidate_gate.candidate_tests(project), con)
    assert {one.test.name: [one.checked_count, one.row_count] for one in whole} == {
        one.test.name: counted[one.test.name] for one in whole
    }


def reload_by_command(arguments: Sequence[str]) -> Result:
    """`duban reload` without the group around it, which would print its errors. Click keeps the help option that a
    command had first, so it is that of the group."""
    return CliRunner().invoke(reload_command, arguments, help_option_names=["-h", "--help"])


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three places in three shards with two years each; a name without a seed in all three, in one of them beside
    another that is a sign apart; a document of no known place."""
    folder = tmp_path_factory.mktemp("lake")
    settings = Settings(PROJECT, folder / "raw", folder / "warehouse")
    assert {shard_of(place, 3) for place in PLACES} == {0, 1, 2}
    for number, place in enumerate(PLACES):
        for year in (2022, 2023):
            also = ["市桑蔴推广站"] if number == 0 else []
            put(settings, f"p{number}/{year}.md", place, year, ["市教育局", "市桑麻推广站", *also])
    lake_of(settings)
    return settings


def test_a_lake_holds_what_one_file_holds(lake: Settings, tmp_path: Path) -> None:
    assert_as_single(lake, tmp_path)
    alike = ask_sandboxed(require_lake(lake.layout).catalog, "select unit_id from intermediate.int_unit_lookalikes")
    assert alike.rows, "the name of three places makes its neighbour doubtful"


def test_a_lake_is_a_parquet_tree(lake: Settings) -> None:
    tree = lake.layout.lake_current / "tables" / "marts" / "dim_target"
    rows = pyarrow.dataset.dataset(tree, partitioning="hive").to_table()
    asked = ask_sandboxed(require_lake(lake.layout).catalog, "select count(*) from marts.dim_target")
    assert [(rows.num_rows,)] == asked.rows
    assert set(rows["shard"].to_pylist()) == {0, 1, 2}


def test_nothing_can_be_written_through_a_lake(lake: Settings) -> None:
    catalog = require_lake(lake.layout).catalog
    part = next(require_lake(lake.layout).tables.rglob("part.parquet"))
    for sql in (
        f"with x as (copy (select 1) to '{part}') select 1",
        f"select * from read_text('{lake.raw}/p0/2022.md')",
    ):
        with pytest.raises(QueryError, match="has been disabled"):
            ask_sandboxed(catalog, sql)


def test_a_file_of_one_place_and_year(lake: Settings) -> None:
    made = publish_from_lake(lake, read_backfill("2023", [PLACES[1]]))
    assert made.documents == 1
    with duckdb.connect(str(lake.published), read_only=True) as con:
        found = con.execute("select distinct jurisdiction_name, report_year from marts.mart_target_progress").fetchall()
        comment = con.execute(
            "select comment from duckdb_columns() where column_name = 'target_text' and comment like '责%'"
        )
        assert found == [(PLACES[1], 2023)]
        assert comment.fetchall()
        assert con.execute("select count(*) from marts.dim_jurisdiction").fetchall() == [(1,)]


def test_a_reload_without_shards_goes_on_with_the_lake(lake: Settings, tmp_path: Path) -> None:
    publish_from_lake(lake, None)
    file = lake.published.stat().st_ino
    folders = ["--raw", str(lake.raw), "--warehouse", str(lake.warehouse)]
    result = reload_by_command(folders)
    assert result.exit_code == 0, result.output
    assert "nothing changed" in result.output
    for asked in (["--years", "2023"], ["--dry-run"]):
        refused = reload_by_command([*folders, *asked])
        assert isinstance(refused.exception, ConfigurationError)
        assert "a lake is what is published" in str(refused.exception)
    assert lake.published.stat().st_ino == file
    alone = Settings(PROJECT, lake.raw, tmp_path / "alone")
    assert not goes_to_lake(alone)
    assert reload(alone).status == "published"
    alone.layout.lake.symlink_to(lake.layout.lake.resolve())
    assert not goes_to_lake(alone)


def test_nights(lake: Settings, tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing to do; one place changed; a document that moves to another place, one that kills its workers."""
    night = InThisProcess()
    now = stamps.time.time_ns
    monkeypatch.setattr(stamps.time, "time_ns", lambda: now() + 60 * 10**9)  # what was put has lain there for a while
    long, _ = lake_of(lake, night)
    assert long.status == "unchanged"
    with monkeypatch.context() as blind:
        blind.setattr("duban.sharding.reload.discover", None)
        assert lake_of(lake, night)[0].as_dict() == {**long.as_dict(), "seconds": {}}, "a stamp says so"
        with pytest.raises(TypeError):
            reload_sharded(lake, night, 4)
        with pytest.raises(TypeError):
            reload_sharded(lake, night, 3, full=True)
    assert night.tasks == []

    before = require_lake(lake.layout)
    put(lake, "p2/2023.md", PLACES[2], 2023, ["市教育局", "市桑麻推广站", "市林业局"])
    _, after = lake_of(lake, night)
    assert night.tasks == ["read_batch", "build_first", "build_rest"]
    assert_judged_as_whole(lake, project)
    since = dict(records_of(lake, "select test_name, build_id from meta.passed_tests"))
    assert since["every_printed_cell_is_read_once"] == before.folder.name, "two shards were not looked at again"
    assert "key_of_dim_deadline" not in since, "what goes across places is looked at each time"
    same = [
        before.part("marts.dim_target", shard).samefile(after.part("marts.dim_target", shard)) for shard in range(3)
    ]
    assert same == [shard != shard_of(PLACES[2], 3) for shard in range(3)]

    put(lake, "p0/2023.md", PLACES[1], 2021, ["市教育局", "市水务局"])
    put(lake, "p1/kills.md", PLACES[1], 2020, ["市水务局"])
    put(lake, "p1/2020.md", PLACES[1], 2020, ["市教育局"])
    outcome, _ = lake_of(lake)
    assert [held.path for held in outcome.quarantined] == ["p1/kills.md"]
    assert outcome.exit_code == 4
    (lake.raw / "p1/kills.md").unlink()
    (lake.raw / "p1/kills.yml").unlink()
    lake_of(lake)
    assert_judged_as_whole(lake, project)
    assert_as_single(lake, tmp_path)
    assert len(whole_builds(lake.layout)) == 4


def test_a_fault_in_one_shard_sets_its_document_aside(
    lake: Settings, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a test that holds in all shards, and then in the two that are not looked at again."""
    fact = "marts.fct_target_unit"
    said = Words("试", "a trial")
    sql = f"select document_id, unit_text from {fact} where unit_text = '市试验局'"
    trial = DataTest("no_unit_is_the_bureau_of_trials", said, "quarantine", fact, said, said, sql)
    monkeypatch.setattr(candidate_gate, "_filled_tests", lambda: [trial])
    put(lake, "p2/2023.md", PLACES[2], 2023, ["市教育局", "市财政局"])
    _, first = lake_of(lake)
    put(lake, "p2/2023.md", PLACES[2], 2023, ["市教育局", "市林业局"])
    lake_of(lake)
    assert records_of(lake, f"select build_id from meta.passed_tests where test_name = '{trial.name}'") == [
        (first.folder.name,)
    ]
    put(lake, "p2/2023.md", PLACES[2], 2023, ["市教育局", "市试验局"])
    outcome, _ = lake_of(lake)
    assert [(held.path, bool(held.kept_build_id)) for held in outcome.quarantined] == [("p2/2023.md", True)]
    assert records_of(lake, f"select count(*) from {fact} where unit_text = '市林业局'") == [(1,)]
    assert_judged_as_whole(lake, project)
