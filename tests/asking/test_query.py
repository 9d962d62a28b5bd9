"""Free SQL on the published file: it reads that file and nothing else, within a time and a number of rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from duban.asking.query import QueryError, ask
from duban.cli import main
from duban.errors import ConfigurationError


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(str(folder / "duban.duckdb")) as con:
        con.execute("create schema marts; create table marts.dim_leader (leader_name varchar, target_count integer)")
        con.execute("insert into marts.dim_leader values ('臧伟', 12), ('=cmd()', 1), ('\x1b[31m王昌华', 2)")
    return folder


@pytest.fixture(scope="module")
def published(warehouse: Path) -> Path:
    return warehouse / "duban.duckdb"


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/*')",
        "copy marts.dim_leader to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb' as other",
        "export database '{folder}/dump'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "pragma temp_directory = '{folder}'",
        "insert into marts.dim_leader values ('x', 1)",
        "create table marts.t as select 1",
        "drop table marts.dim_leader",
        "select getenv('HOME') from read_parquet('x.parquet')",
    ],
)
def test_sql_can_do_nothing_but_read_the_file(published: Path, sql: str) -> None:
    folder = published.parent
    before = sorted(folder.iterdir())
    content = published.read_bytes()
    with pytest.raises(QueryError):
        ask(published, sql.format(folder=folder))
    assert sorted(folder.iterdir()) == before
    assert published.read_bytes() == content


def test_a_query_that_takes_too_long_is_stopped(published: Path) -> None:
    with pytest.raises(QueryError, match=r"more than 0\.3 seconds"):
        ask(
            published,
            "select count(*) from range(10000000000) a, range(1000) b where a.range % 7 = b.range",
            seconds=0.3,
        )


def test_rows_over_the_limit_are_cut_and_told(published: Path) -> None:
    answer = ask(published, "select * from range(50)", row_limit=10)
    assert len(answer.rows) == 10
    assert answer.is_cut


def test_an_error_carries_the_nearest_name(published: Path) -> None:
    with pytest.raises(QueryError, match="dim_leader"):
        ask(published, "select * from marts.dim_leeder")


def test_a_missing_warehouse_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ask(tmp_path / "duban.duckdb", "select 1")
    assert "duban reload" in caught.value.remedy


def run(warehouse: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["query", *arguments, "--warehouse", str(warehouse)])
    return result.exit_code, result.stdout, result.stderr


def test_the_answer_alone_is_on_stdout(warehouse: Path) -> None:
    code, out, err = run(warehouse, "--json", "from marts.dim_leader order by target_count desc limit 1")
    assert (code, json.loads(out), err) == (0, [{"leader_name": "臧伟", "target_count": 12}], "")


def test_csv_neutralises_what_a_spreadsheet_would_run(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "--csv", "from marts.dim_leader where target_count = 1")
    assert out == "leader_name,target_count\n'=cmd(),1\n"


def test_a_table_never_steers_the_terminal(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "from marts.dim_leader where target_count = 2")
    assert "\x1b" not in out
    assert "王昌华" in out


def test_wrong_sql_is_one_error_without_a_traceback(warehouse: Path) -> None:
    code, out, err = run(warehouse, "selekt 1")
    assert (code, out) == (2, "")
    assert err.startswith("error: Parser Error")
    assert "Traceback" not in err


def test_asking_imports_nothing_heavy(warehouse: Path) -> None:
    script = (
        "import sys; from duban.cli import main\n"
        f"try: main(['query', 'select 1', '--warehouse', {str(warehouse)!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'prefect', 'great_expectations', 'pandas', 'pyarrow', 'sqlglot', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
