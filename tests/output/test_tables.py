"""Tables and records on a screen: they line up, fit, name what they leave out, and never steer the terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from duban.cli import main
from duban.output import display_width
from duban.output.layout import lay_out
from duban.output.screen import Screen
from duban.output.tables import View, lines_of_rows
from tests.conftest import PROJECT

TEXT = "持续推进老旧小区改造，年内开工三十个小区，完成投资二亿元以上，惠及居民一万户，并建立长效管理机制"


def printed(columns: list[str], rows: list[tuple[Any, ...]], width: int = 80, **options: Any) -> list[str]:
    return list(lines_of_rows(columns, rows, Screen(width), **options))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(str(folder / "duban.duckdb")) as con:
        con.execute("create schema marts; create table marts.dim_leader (leader_name varchar, match_kind varchar)")
        con.execute("comment on column marts.dim_leader.leader_name is '领导姓名: as printed'")
        con.execute("insert into marts.dim_leader values ('方远', 'raised'), ('=cmd()', 'new'), ('\x1b[31m李', null)")
        con.execute("create table marts.long as select range as row_no, 'x' as value from range(100)")
    return folder


def run(warehouse: Path, *words: str, **environ: str) -> str:
    env = {"COLUMNS": "80", "DUBAN_LANGUAGE": "", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(warehouse), **environ}
    done = CliRunner(env=env).invoke(main, [*words, "--warehouse", str(warehouse)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_columns_line_up_where_a_chinese_character_is_two_wide() -> None:
    assert printed(["unit_name", "targets"], [("市发展改革委", 7), ("市科技局", 12)]) == [
        "unit_name     targets",
        "────────────  ───────",
        "市发展改革委        7",
        "市科技局           12",
    ]


def test_a_long_text_is_shortened_to_two_lines_and_wide_shows_it_whole() -> None:
    rows = [(1, TEXT), (2, "短")]
    short = printed(["no", "target_text"], rows, 40)
    assert len(short) == 2 + 2 + 1
    assert short[3].endswith("…")
    whole = printed(["no", "target_text"], rows, 40, wide=True)
    assert "".join(line[4:].strip() for line in whole[2:-1]) == TEXT


@pytest.mark.parametrize(("width", "widths"), [(52, [18, 18, 12]), (44, [14, 14, 12]), (43, [20, 21])])
def test_texts_get_narrower_before_a_column_is_left_out(width: int, widths: list[int]) -> None:
    assert lay_out(["a", "b", "unit"], [[TEXT], [TEXT], ["市科技局和发改委"]], width).widths == widths


def test_a_column_in_front_goes_before_a_narrow_one_behind() -> None:
    """Both layouts show three columns; the second text is wanted more than the flag behind it."""
    layout = lay_out(["a", "b", "c", "flag"], [[TEXT], [TEXT], [TEXT], ["x"]], 46)
    assert (layout.shown, layout.left_out) == ([0, 1, 2], [3])


def test_columns_that_do_not_fit_are_named_below() -> None:
    columns = ["no", "target_text", "progress_text", "reason_text"]  # the last does not fit
    lines = printed(columns, [(1, TEXT, TEXT, TEXT), (2, TEXT, TEXT, TEXT)], 49, view="fitting")
    assert lines[0].split() == ["no", "target_text", "progress_text"]
    assert " ".join(lines[-2:]) == "not shown, for want of width: reason_text (--record shows every column)"


@pytest.mark.parametrize(
    ("rows", "columns", "is_record"),
    [
        pytest.param(1, 2, True, id="one row"),
        pytest.param(1, 1, False, id="one value"),
        pytest.param(2, 20, True, id="most columns do not fit"),
        pytest.param(2, 2, False, id="all fit"),
        pytest.param(0, 20, False, id="no row"),
    ],
)
def test_a_record_is_chosen(rows: int, columns: int, is_record: bool) -> None:
    names = [f"column_{number}" for number in range(columns)]
    lines = printed(names, [tuple(range(columns))] * rows, 60, view="fitting")
    has_rule = any(line and set(line) <= {"─", " "} for line in lines)
    assert has_rule is not is_record


def test_wide_leaves_no_column_out() -> None:
    rows = [(1, TEXT, TEXT, TEXT), (2, TEXT, TEXT, TEXT)]
    lines = printed(["no", "a", "b", "c"], rows, 50, view="fitting", wide=True)
    assert "".join(lines).replace(" ", "").count("长效管理机制") == 6
    assert not any("not shown" in line for line in lines)


def test_a_heading_breaks_behind_its_underscores() -> None:
    lines = printed(["target_count_change", "target_text"], [(1, TEXT), (2, TEXT)], 30)
    assert [line[:7].strip() for line in lines[:3]] == ["target_", "count_", "change"]


def test_an_id_is_not_broken_where_there_is_space() -> None:
    rows = [("20261128T141744-2686", TEXT, TEXT), ("20261128T141744-2687", TEXT, TEXT)]
    assert printed(["build", "why", "what"], rows, 70)[2].startswith("20261128T141744-2686  ")


@given(
    rows=st.lists(st.tuples(st.text(max_size=90), st.integers(), st.text(max_size=40), st.booleans()), max_size=5),
    width=st.integers(20, 140),
    view=st.sampled_from(["table", "record", "fitting"]),
    wide=st.booleans(),
)
def test_no_line_is_wider_than_the_screen(
    rows: list[tuple[str, int, str, bool]], width: int, view: View, wide: bool
) -> None:
    for line in printed(["target_text", "target_count", "责任单位", "is_new"], rows, width, view=view, wide=wide):
        assert display_width.display_width(line) <= width
        assert line == "" or line.isprintable() or "\u3000" in line or "\xa0" in line


def test_what_is_not_shown_is_not_measured() -> None:
    """However long the texts are, a table takes time by what it shows."""
    last = "\U0002ffff"
    printed(["no", "text"], [(number, "督" * 100_000 + last) for number in range(3)])
    assert last not in display_width._WIDTHS


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_columns_are_heeded_in_a_pipe(warehouse: Path, width: str) -> None:
    out = run(warehouse, "query", f"select '{TEXT}' as a, 2 as b from range(2)", COLUMNS=width)
    assert max(map(display_width.display_width, out.splitlines())) == (99 if width == "120" else int(width))


def test_a_document_never_steers_the_terminal(warehouse: Path) -> None:
    assert "\x1b" not in run(warehouse, "query", "from marts.dim_leader")


@pytest.mark.parametrize(
    ("words", "environ", "heading", "kind"),
    [
        pytest.param(["--zh"], {}, "领导姓名", "提高", id="--zh"),
        pytest.param([], {"LC_ALL": "zh_CN.UTF-8"}, "领导姓名", "提高", id="a Chinese locale"),
        pytest.param([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "leader_name", "raised", id="LC_ALL first"),
        pytest.param(["--en"], {"LC_ALL": "zh_CN.UTF-8"}, "leader_name", "raised", id="--en"),
        pytest.param([], {"DUBAN_LANGUAGE": "zh"}, "领导姓名", "提高", id="DUBAN_LANGUAGE"),
        pytest.param(["--csv"], {"LC_ALL": "zh_CN.UTF-8"}, "leader_name", "raised", id="a program reads CSV"),
        pytest.param(["--csv", "--zh"], {}, "领导姓名", "提高", id="CSV with --zh"),
        pytest.param(["--markdown"], {"LC_ALL": "zh_CN.UTF-8"}, "领导姓名", "提高", id="Markdown"),
    ],
)
def test_headings_and_classes_are_in_the_language_of_the_reader(
    warehouse: Path, words: list[str], environ: dict[str, str], heading: str, kind: str
) -> None:
    out = run(warehouse, "query", "from marts.dim_leader", *words, **environ)
    assert heading in out
    assert kind in out


def test_a_choice_is_stored_and_taken_back(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "DUBAN_LANGUAGE": ""}

    def config(*words: str) -> str:
        return CliRunner(env=environ).invoke(main, ["config", *words]).output

    assert config() == "language  en  from the locale (C.UTF-8)\n"
    assert config("language", "zh") == f"language  zh  from {tmp_path / 'duban' / 'config.toml'}\n"
    assert config().startswith("language  zh")
    assert config("language", "auto").startswith("language  en")


def test_a_damaged_file_of_choices_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "duban").mkdir()
    (tmp_path / "duban" / "config.toml").write_text("language = fr", "utf8")
    done = CliRunner(env={"XDG_CONFIG_HOME": str(tmp_path), "DUBAN_LANGUAGE": ""}).invoke(main, ["config"])
    assert done.exit_code == 2
    assert "config.toml" in done.output


def on_a_terminal(warehouse: Path, *words: str, **environ: str) -> str:
    """What a person sees who runs a command on a terminal of 24 lines and 80 columns."""
    main_end, its_end = pty.openpty()
    env = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "LINES": "24", "COLUMNS": "80", **environ}
    command = [sys.executable, "-m", "duban.cli", *words, "--warehouse", str(warehouse)]
    worker = subprocess.Popen(command, stdin=its_end, stdout=its_end, stderr=subprocess.DEVNULL, env=env, cwd=PROJECT)
    os.close(its_end)
    seen = b""
    try:
        while part := os.read(main_end, 4096):
            seen += part
    except OSError:  # Linux says so where the other end is closed
        pass
    os.close(main_end)
    assert worker.wait() == 0
    return seen.decode("utf8")


@pytest.mark.parametrize(
    ("sql", "is_paged"),
    [
        pytest.param("from marts.long", True, id="longer than the screen"),
        pytest.param("from marts.long limit 5", False, id="shorter"),
    ],
)
def test_a_pager_takes_what_is_longer_than_the_screen(warehouse: Path, sql: str, is_paged: bool) -> None:
    seen = on_a_terminal(warehouse, "query", sql, PAGER="sed s/^/paged:/")
    assert ("paged:" in seen) is is_paged
    assert seen.count(" x") == (100 if is_paged else 5)


@pytest.mark.parametrize(("no_color", "is_bold"), [("", True), ("1", False)], ids=["bold", "NO_COLOR"])
def test_no_color_is_heeded(warehouse: Path, no_color: str, is_bold: bool) -> None:
    seen = on_a_terminal(warehouse, "query", "from marts.long limit 2", NO_COLOR=no_color)
    assert ("\x1b[1m" in seen) is is_bold


def test_head_ends_without_an_error(warehouse: Path) -> None:
    asked = f"query 'from range(100000)' --limit 100000 --warehouse {warehouse}"
    command = f"{sys.executable} -m duban.cli {asked} | head -1"

    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True, cwd=PROJECT)
    assert "error" not in done.stderr
