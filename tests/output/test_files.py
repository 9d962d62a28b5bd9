"""Files of an answer: Chinese headings, exact values, numbers as numbers, and nothing that a program would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from duban.cli import main
from duban.output.spreadsheet_text import is_formula_like
from duban.output.texts import write_csv
from duban.settings import Settings
from duban.terminal import printable

FORMULAS = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\n=1",
    "\r=1",
    " =1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
]
IDS = [ascii(text) for text in FORMULAS]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(str(folder / "duban.duckdb")) as con:
        con.execute(
            "create schema marts; create table marts.dim_document (document_path varchar,"
            " jurisdiction_name varchar, report_year integer, document_kind varchar, is_compiled boolean,"
            " source_url varchar, sha256 varchar)"
        )
        con.execute(
            "insert into marts.dim_document values ('a/2023.md', '甲市', 2023, 'result', false, null, 'ab'),"
            " ('a/2024.md', '甲市', 2024, 'plan', false, null, 'cd')"
        )
        con.execute("comment on column marts.dim_document.report_year is '年度: of the targets'")
    return folder


def run(warehouse: Path, *words: str) -> str:
    done = CliRunner(env={"DUBAN_LANGUAGE": "en"}).invoke(main, [*words, "--warehouse", str(warehouse)])
    assert done.exit_code == 0, done.output
    return done.stdout


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("text", FORMULAS, ids=IDS)
def test_a_formula_is_seen(text: str) -> None:
    assert is_formula_like(text)


@pytest.mark.parametrize("text", ["督办", "", "3%", "a=1", "(=1)", "“=1”"])
def test_a_text_is_left_alone(text: str) -> None:
    assert not is_formula_like(text)


def of_formulas() -> str:
    """SQL that gives every formula as a value, in a list, and as a heading."""
    quoted = [(literal(text), text.replace('"', '""')) for text in FORMULAS]
    return "select " + ", ".join(f'{value} as "{name}", [{value}] as listed' for value, name in quoted)


def test_formulas_are_texts_in_csv_also_as_headings(warehouse: Path) -> None:
    out = run(warehouse, "query", "--csv", of_formulas())
    heading, row = csv.reader(io.StringIO(out, newline=""))
    assert heading[::2] == row[::2] == row[1::2] == ["'" + text for text in FORMULAS]


def test_a_workbook_holds_no_formula(warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    run(warehouse, "query", "--xlsx", str(file), of_formulas())
    heading, row = openpyxl.load_workbook(file)["数据"].iter_rows()
    assert [cell.data_type for cell in (*heading, *row)] == ["s"] * 4 * len(FORMULAS)
    assert all(cell.quotePrefix for cell in (*heading[::2], *row))
    with zipfile.ZipFile(file) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)


def workbook(warehouse: Path, file: Path, sql: str, *words: str) -> Any:
    run(warehouse, "query", "--xlsx", str(file), sql, *words)
    return openpyxl.load_workbook(file)


def test_a_workbook_for_a_person(warehouse: Path, tmp_path: Path) -> None:
    sql = (
        "select report_year, 0.125::double as share, date '2023-12-31' as day, ['王', '臧'] as names, is_compiled,"
        f" '{'长' * 300}' as long_text, 'result' as document_kind, 12345678901234567890::hugeint as large"
        " from marts.dim_document where report_year = 2023"
    )
    sheet = workbook(warehouse, tmp_path / "a.xlsx", sql)["数据"]
    headings, row = [list(values) for values in sheet.iter_rows()]
    assert headings[0].value == "年度"
    assert [cell.value for cell in row[:5]] == [2023, 0.125, row[2].value, "王、臧", "否"]
    assert row[2].is_date and row[2].value.date() == date(2023, 12, 31)
    assert [cell.data_type for cell in row[:2]] == ["n", "n"]
    assert row[5].alignment.wrap_text
    assert [row[6].value, row[7].value] == ["结果", "12345678901234567890"]
    assert sheet.freeze_panes == "A2"
    widths = [sheet.column_dimensions[letter].width for letter in "ADF"]
    assert widths[0] < widths[1] < widths[2] <= 60


def test_a_workbook_says_from_which_build_and_document(warehouse: Path, tmp_path: Path) -> None:
    sql = "select report_year from marts.dim_document where report_year = 2023"
    rows = [
        [value for value in row if value is not None]
        for row in workbook(warehouse, tmp_path / "a.xlsx", sql)["来源"].iter_rows(values_only=True)
    ]
    assert ["问题 question", sql] in rows
    assert ["行数 rows", 1] in rows
    assert ["年度", "report_year", "of the targets"] in rows
    assert [row[0] for row in rows if row and str(row[0]).startswith("a/")] == ["a/2023.md"]


def test_english_headings_on_request(warehouse: Path, tmp_path: Path) -> None:
    sheet = workbook(warehouse, tmp_path / "a.xlsx", "select report_year from marts.dim_document", "--en")["数据"]
    assert sheet["A1"].value == "report_year"


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        pytest.param("select repeat('长', 40000)", "长", id="longer than a cell"),
        pytest.param("select chr(27) || '[31m'", "\ufffd[31m", id="an escape sequence"),
        pytest.param("select chr(8238) || 'x'", "\ufffdx", id="a direction mark"),
        pytest.param("select '<script>'", "<script>", id="a tag"),
        pytest.param("select 'nan'::double", "nan", id="no number"),
    ],
)
def test_a_hostile_value_is_harmless_in_a_workbook(warehouse: Path, tmp_path: Path, sql: str, shown: str) -> None:
    value = workbook(warehouse, tmp_path / "a.xlsx", sql)["数据"]["A2"].value
    assert value.startswith(shown)
    assert len(value) <= 32_767


def test_a_csv_for_excel_has_a_mark_and_chinese_headings(warehouse: Path) -> None:
    out = run(warehouse, "query", "--csv", "--excel", "select report_year from marts.dim_document order by 1")
    assert out == "\ufeff年度\n2023\n2024\n"  # the test runner of click reads line ends as \n
    written = io.StringIO(newline="")
    write_csv(written, ["report_year"], [(2023,)], for_excel=True)
    assert written.getvalue() == "\ufeffreport_year\r\n2023\r\n"


STEERING = [0x1B, 0x7F, 0x9B, 0xAD, 0x061C, 0x200B, 0x202E, 0x2066, 0xFEFF, 0xE0041]


@pytest.mark.parametrize("code", STEERING, ids=hex)
@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv --excel"])
def test_no_sign_that_steers_hides_or_turns_round_is_printed(warehouse: Path, form: str, code: int) -> None:
    out = run(warehouse, "query", f"select 'a' || chr({code}) || '督' as x, 1 as y", *f"--{form}".split())
    assert chr(code) not in out.removeprefix("\ufeff")
    if form == "json":
        assert json.loads(out) == [{"x": f"a{chr(code)}督", "y": 1}]


def test_a_tab_is_a_blank_on_a_screen() -> None:
    assert printable("a\tb") == "a b"


def test_markdown_escapes_what_markdown_and_html_act_on(warehouse: Path) -> None:
    out = run(warehouse, "query", "--markdown", "select 'a|b' as x, '<script>' as y, e'1\\n2' as \"z|\"")
    assert out == "| x | y | z\\| |\n| --- | --- | --- |\n| a\\|b | &lt;script&gt; | 1<br>2 |\n"


def test_parquet_holds_exact_values_with_their_types(warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    sql = "select report_year, ['=1'] as names, null as nothing, 170141183460469231731687303715884105727 as large"
    run(warehouse, "query", "--parquet", str(file), f"{sql} from marts.dim_document order by 1 limit 1")
    found = duckdb.sql(f"from '{file}'")
    assert found.fetchall() == [(2023, ["=1"], None, "170141183460469231731687303715884105727")]
    assert [str(kind) for kind in found.types] == ["BIGINT", "VARCHAR[]", "VARCHAR", "VARCHAR"]


@pytest.mark.parametrize(
    "words", [["--excel"], ["--xlsx", "a.xlsx", "--parquet", "a.parquet"]], ids=["--excel alone", "two files"]
)
def test_what_does_not_go_together_is_refused(warehouse: Path, words: list[str]) -> None:
    done = CliRunner().invoke(main, ["query", "select 1", *words, "--warehouse", str(warehouse)])
    assert done.exit_code == 2


@pytest.fixture(scope="module")
def exported(heze: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    run(heze.warehouse, "export", str(folder), "--duckdb-1x")
    return folder


@pytest.fixture(scope="module")
def resources(exported: Path) -> list[dict[str, Any]]:
    package = json.loads((exported / "datapackage.json").read_text("utf8"))
    return list(package["resources"])


def csv_rows(folder: Path, resource: dict[str, Any]) -> list[dict[str, str]]:
    with (folder / resource["path"]).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_holds_every_table_of_marts(heze: Settings, exported: Path, resources: list[dict[str, Any]]) -> None:
    with duckdb.connect(str(heze.published), read_only=True) as con:
        tables = [
            name
            for (name,) in con.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
            ).fetchall()
        ]
        assert [resource["name"] for resource in resources] == tables
        for resource in resources:
            stored = con.execute(f"from marts.{resource['name']} order by all").fetchall()
            parquet = con.execute(f"from '{exported / resource['parquet']}' order by all").fetchall()
            assert parquet == stored
            assert len(csv_rows(exported, resource)) == len(stored)


def test_a_data_package_describes_every_column_in_two_languages(resources: list[dict[str, Any]]) -> None:
    for resource in resources:
        assert not resource["title"].isascii()
        for field in resource["schema"]["fields"]:
            assert field["title"] and not field["title"].isascii(), (resource["name"], field)
            assert field["description"], (resource["name"], field)


def test_the_keys_of_a_data_package_hold(exported: Path, resources: list[dict[str, Any]]) -> None:
    rows = {resource["name"]: csv_rows(exported, resource) for resource in resources}
    foreign_count = 0
    for resource in resources:
        key = resource["schema"]["primaryKey"]
        values = [tuple(row[name] for name in key) for row in rows[resource["name"]]]
        assert len(set(values)) == len(values) > 0
        for foreign in resource["schema"].get("foreignKeys", []):
            parent = {row[foreign["reference"]["fields"]] for row in rows[foreign["reference"]["resource"]]}
            assert {row[foreign["fields"]] for row in rows[resource["name"]]} - {""} <= parent
            foreign_count += 1
    assert foreign_count > 20


def test_the_file_for_older_clients_has_their_storage_version(heze: Settings, exported: Path) -> None:
    """DuckDB 1.0 to 1.1 write version 64 of the format into the header, and every later client reads it."""
    assert (exported / "duban-1x.duckdb").read_bytes()[8:20] == b"DUCK" + (64).to_bytes(8, "little")
    assert heze.published.read_bytes()[12] != 64
    counted = "select count(*), count(distinct target_id) from marts.mart_target_progress"
    files = (exported / "duban-1x.duckdb", heze.published)
    with duckdb.connect(str(files[0]), read_only=True) as older, duckdb.connect(str(files[1]), read_only=True) as new:
        assert older.execute(counted).fetchall() == new.execute(counted).fetchall()


def test_an_export_of_nothing_is_one_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["export", str(tmp_path / "out"), "--warehouse", str(tmp_path)])
    assert done.exit_code == 2
    assert "nothing is published yet" in done.output
    assert not (tmp_path / "out").exists()
