"""Free SQL on the published file: it reads that file and nothing else, within a time and a number of rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from duban.asking.connection import connect_published
from duban.asking.query import QueryError, ask
from duban.asking.sandbox import ask_sandboxed
from duban.cli import main
from duban.errors import ConfigurationError
from duban.output.texts import write_csv
from tests.conftest import PROJECT


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


READING_FILES = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "from '{folder}/beside.csv'",
    'from "{folder}/beside.csv"',
    "select * from read_text('/etc/hostname')",
    "select * from read_text('/proc/self/environ')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_blob('{folder}/duban.duckdb')",
    "select * from read_csv('/dev/stdin')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from read_json('{folder}/beside.csv')",
    "select * from read_ndjson_objects('{folder}/beside.csv')",
    "select * from parquet_schema('{folder}/beside.csv')",
    "select * from glob('/*')",
    "select * from read_duckdb('{folder}/duban.duckdb')",
    "select getenv('HOME')",
    "select * from query('select * from read_text(''/etc/hostname'')')",
    "select * from json_execute_serialized_sql(json_serialize_sql('from read_text(''/etc/hostname'')'))",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
]
# DuckDB counts the files that it has opened itself among those that SQL may touch, external access or not.
WRITING_FILES = [
    "copy (select 1) to '{folder}/duban.duckdb' (format csv, use_tmp_file false)",
    "copy (select 1) to '{folder}/duban.duckdb.wal' (format csv)",
    "with x as (copy (select 1) to '{folder}/duban.duckdb' (format csv, use_tmp_file false)) from x",
    "with x as (copy (select 1) to '{folder}/duban.duckdb.wal' (format csv)) select 1",
    "explain analyze copy (select 1) to '{folder}/duban.duckdb' (format csv, use_tmp_file false)",
    "select 1; copy (select 1) to '{folder}/duban.duckdb.wal' (format csv)",
    "copy marts.dim_leader to '{folder}/out.csv'",
    "copy (select 1) to '/dev/stderr'",
    "copy marts.dim_leader from '{folder}/beside.csv'",
]
SETTINGS_AND_MORE = [
    "attach '{folder}/other.duckdb' as other",
    "attach '{folder}/duban.duckdb' as again",
    "attach ':memory:' as other",
    "detach duban",
    "use memory",
    "export database '{folder}/dump'",
    "install httpfs",
    "load httpfs",
    "force install httpfs from 'http://127.0.0.1:9'",
    "update extensions",
    "set enable_external_access = true",
    "reset disabled_filesystems",
    "set disabled_filesystems = ''",
    "set allowed_paths = ['/etc/passwd']",
    "set memory_limit = '100GB'",
    "set threads = 64",
    "set secret_directory = '{folder}'",
    "set home_directory = '{folder}'",
    "set enable_profiling = 'json'",
    "pragma profiling_output = '{folder}/profile'",
    "call enable_logging(storage => 'file', storage_path => '{folder}/log')",
    "create secret s (type http, bearer_token 'x')",
    "create temp table t as select 1",
    "create macro m() as 1",
    "with x as (insert into marts.dim_leader values ('x', 1) returning 1) from x",
    "update marts.dim_leader set target_count = 0",
    "delete from marts.dim_leader",
    "alter table marts.dim_leader rename to other",
    "begin transaction",
    "checkpoint",
    "prepare p as select 1",
    "select 1; set lock_configuration = false",
    "set lock_configuration = false",
    "pragma temp_directory = '{folder}'",
    "insert into marts.dim_leader values ('x', 1)",
    "create table marts.t as select 1",
    "drop table marts.dim_leader",
]


@pytest.mark.parametrize("sql", READING_FILES + WRITING_FILES + SETTINGS_AND_MORE)
def test_sql_can_do_nothing_but_read_the_file(published: Path, sql: str) -> None:
    folder = published.parent
    (folder / "beside.csv").write_text("a,b\n1,2\n")
    before = sorted(folder.iterdir())
    content = published.read_bytes()
    with pytest.raises(QueryError):
        ask(published, sql.format(folder=folder))
    assert sorted(folder.iterdir()) == before
    assert published.read_bytes() == content


@pytest.mark.parametrize("sql", READING_FILES + WRITING_FILES)
def test_no_file_can_be_touched_even_where_the_kind_of_statement_is_not_looked_at(published: Path, sql: str) -> None:
    """The inner wall alone: it is what a statement meets that DuckDB takes for a SELECT."""
    folder = published.parent
    (folder / "beside.csv").write_text("a,b\n1,2\n")
    before = sorted(folder.iterdir())
    content = published.read_bytes()
    with connect_published(published) as con, pytest.raises(duckdb.Error):
        con.execute(sql.format(folder=folder)).fetchall()
    assert sorted(folder.iterdir()) == before
    assert published.read_bytes() == content


@pytest.mark.parametrize(
    "sql",
    [
        "from marts.dim_leader",
        "with x as (from marts.dim_leader) select count(*) from x",
        "values (1)",
        "show all tables",
        "describe marts.dim_leader",
        "summarize marts.dim_leader",
        "pivot marts.dim_leader on leader_name using sum(target_count)",
        "with p as (pivot marts.dim_leader on leader_name using sum(target_count)) from p",
        "unpivot marts.dim_leader on target_count into name n value v",
        "explain analyze from marts.dim_leader",
        "select 1; select 2;",
    ],
)
def test_questions_of_every_kind_are_answered(published: Path, sql: str) -> None:
    assert ask_sandboxed(published, sql).rows


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        pytest.param(
            "select list_sort(range(60000000))", r"more than 0\.3 seconds", id="one value, out of sight of DuckDB"
        ),
        pytest.param("select range(60000000)", r"more than 0\.3 seconds", id="one value, handed to Python"),
        pytest.param(
            "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
            r"more than 0\.3 seconds",
            id="a recursion without end",
        ),
        pytest.param(
            "select repeat('x', 300000000)", "more memory than a question may", id="one value over the memory"
        ),
        pytest.param("select repeat('x', 1000000) from range(20)", "larger than 10 MB", id="many values"),
        pytest.param("select repeat('x', 20000000)", "larger than 10 MB", id="one value over the answer"),
    ],
)
def test_what_takes_more_than_a_question_may_is_ended(
    published: Path, monkeypatch: pytest.MonkeyPatch, sql: str, says: str
) -> None:
    monkeypatch.setattr("duban.asking.sandbox.ANSWER_BYTES", 10 * 1024**2)
    monkeypatch.setattr("duban.asking.sandbox.MEMORY_BYTES", (400 if "memory" in says else 6000) * 1024**2)
    with pytest.raises(QueryError, match=says):
        ask_sandboxed(published, sql, seconds=0.3 if "seconds" in says else 60)


def test_an_answer_from_apart_is_the_answer(published: Path) -> None:
    sql = "select *, date '2024-01-31' as day, 1.50::decimal(5, 2) as share, ['a', null] as names from marts.dim_leader"
    assert ask_sandboxed(published, sql, row_limit=2) == ask(published, sql, row_limit=2)


# In a test the engine is loaded, and so a question starts a process; on the command line the process forks.
_FORKING = """
import os, sys, threading
from pathlib import Path
from duban.asking import sandbox
published, sql, seconds, threads = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
sandbox.MEMORY_BYTES, sandbox.ANSWER_BYTES = int(sys.argv[5]) * 1024**2, 10 * 1024**2
idle = threading.Event()
for _ in range(threads):
    threading.Thread(target=idle.wait, daemon=True).start()
print("forks" if sandbox.may_fork() else "starts")
try:
    print(sandbox.ask_sandboxed(published, sql, seconds=seconds).rows)
except sandbox.QueryError as error:
    print(error)
print("engine" if "_duckdb" in sys.modules else "no engine")
try:
    print(os.waitpid(-1, os.WNOHANG))
except ChildProcessError:
    print("no process left")
"""


@pytest.mark.parametrize(
    ("sql", "seconds", "threads", "way", "says"),
    [
        pytest.param("select 1 + 1", "60", "0", "forks", "[(2,)]", id="answered"),
        pytest.param("select 1 + 1", "60", "1", "starts", "[(2,)]", id="never beside another thread"),
        pytest.param("select no_such", "60", "0", "forks", "no_such", id="an error"),
        pytest.param("select list_sort(range(60000000))", "0.3", "0", "forks", "more than 0.3 seconds", id="time"),
        pytest.param("select repeat('x', 300000000)", "60", "0", "forks", "more memory than", id="memory"),
        pytest.param("select repeat('x', 20000000)", "60", "0", "forks", "larger than 10 MB", id="answer"),
        pytest.param("copy (select 1) to '/tmp/x.csv'", "60", "0", "forks", "not allowed", id="no writing"),
    ],
)
def test_the_command_line_forks_and_a_question_is_bounded_there_too(
    published: Path, sql: str, seconds: str, threads: str, way: str, says: str
) -> None:
    words = [
        sys.executable,
        "-c",
        _FORKING,
        str(published),
        sql,
        seconds,
        threads,
        "400" if "memory" in says else "6000",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120, cwd=PROJECT)
    lines = done.stdout.splitlines()
    assert (lines[0], *lines[-2:]) == (way, "no engine", "no process left")
    assert says in done.stdout


def test_duban_query_starts_no_second_python(published: Path) -> None:
    run_it = "import subprocess; del subprocess.Popen; from duban.cli import main; main()"
    words = [sys.executable, "-c", run_it, "query", "--csv", "select 1 + 1 as x", "--warehouse", published.parent]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, cwd=PROJECT)
    assert (done.returncode, done.stdout) == (0, "x\n2\n"), done.stderr


def test_what_lies_where_one_stands_is_not_imported(published: Path, tmp_path: Path) -> None:
    (tmp_path / "types.py").write_text("raise SystemExit('imported from where one stands')\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("duban"), "query", "--csv", "select 1", "--warehouse", published.parent],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1\n1\n"), done.stderr


def test_a_table_shows_the_beginning_of_a_huge_value(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "select repeat('x', 3000000) as x")
    assert "3000000 characters" in out
    assert len(out) < 20_000


def test_a_query_that_takes_too_long_is_stopped(published: Path) -> None:
    with pytest.raises(QueryError, match=r"more than 0\.3 seconds"):
        ask(
            published,
            "select count(*) from range(10000000000) a, range(1000) b where a.range % 7 = b.range",
            seconds=0.3,
        )


def test_rows_over_the_limit_are_cut_and_reported(published: Path) -> None:
    answer = ask(published, "select * from range(50)", row_limit=10)
    assert len(answer.rows) == 10
    assert answer.is_cut


def test_of_several_statements_the_last_is_shown_and_that_is_said(warehouse: Path) -> None:
    done = CliRunner().invoke(main, ["query", "--csv", "--warehouse", str(warehouse), "select 1 as a; select 2 as b"])
    assert done.stdout == "b\n2\n"
    assert "2 statements were run; this is the answer to the last" in done.stderr
    assert "statements" not in CliRunner().invoke(main, ["query", "--warehouse", str(warehouse), "select 1;"]).stderr


def test_a_published_table_is_found_by_its_name_alone(published: Path) -> None:
    assert ask(published, "select count(*) from dim_leader").rows == [(3,)]
    assert ("dim_leader",) in ask(published, "show tables").rows


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


def test_a_struct_is_printed_without_what_it_lacks(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "--csv", "select [{'member': '曹县', 'since': null, 'until': date '2022-09-01'}] as x")
    assert out == "x\nmember=曹县 until=2022-09-01\n"


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


def test_names_of_columns_are_neutralised_like_values(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "--csv", """select '＝1' as "=cmd()", '\n=1' as "a" """)
    assert list(csv.reader(io.StringIO(out))) == [["'=cmd()", "a"], ["'＝1", "'\n=1"]]


def test_names_of_columns_do_not_steer_the_terminal(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "pivot (select chr(27) || '[2J' as name, 1 as n) on name using sum(n)")
    assert "\x1b" not in out and "[2J" in out


@pytest.mark.parametrize(("is_terminal", "has_escape"), [(True, False), (False, True)], ids=["terminal", "file"])
def test_csv_steers_no_terminal_and_a_file_gets_every_character(is_terminal: bool, has_escape: bool) -> None:
    class Out(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    out = Out()
    write_csv(out, ["a\x1b[31m"], [("b\x1b[31m",)])
    assert [("\x1b" in line) for line in out.getvalue().splitlines()] == [has_escape] * 2


@pytest.mark.parametrize(
    "arguments",
    [("--seconds", "inf"), ("--seconds", "nan"), ("--seconds", "0"), ("--limit", "1" + "0" * 20), ("--limit", "0")],
    ids=" ".join,
)
def test_a_bound_that_bounds_nothing_is_refused(warehouse: Path, arguments: tuple[str, str]) -> None:
    code, out, err = run(warehouse, *arguments, "select 1")
    assert (code, out) == (2, "")
    assert f"Invalid value for '{arguments[0]}'" in err


def test_an_interval_is_printed_as_it_was_asked_for(warehouse: Path) -> None:
    sql = "select interval '1 year 2 days' as x, 7 as x, null::interval as y;"
    assert run(warehouse, "--csv", sql)[:2] == (0, "x,x,y\n1 year 2 days,7,\n")


def test_a_table_shows_the_beginning_of_a_long_text(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "select repeat('字', 4000) as x from range(1000)")
    lines = out.splitlines()
    assert len(lines) <= 2 + 2 * 1000
    assert all(line.rstrip().endswith("…") for line in lines[3::2])


def test_a_wide_table_shows_the_whole_of_it(warehouse: Path) -> None:
    _, out, _ = run(warehouse, "--wide", "select repeat('字', 4000) as x from range(10)")
    assert out.count("字") == 40_000
