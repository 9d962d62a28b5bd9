"""`duban add`: what is refused at once, what is warned of, and what happens to a side file that a neighbour shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duban.cli import main
from duban.errors import ConfigurationError
from duban.landing.side_files import side_path
from duban.pipeline.adding import preview
from duban.pipeline.placing import check_file, place, placement
from duban.settings import Settings
from tests.conftest import PROJECT

TABLE = "序号,目标任务,责任领导,牵头单位,完成时限\n" + "".join(
    f"{no},新建村级充电桩{no * 4}处,周明,市能源局,2024年12月底\n" for no in range(1, 8)
)


def add(folder: Path, file: Path, *options: str) -> Result:
    folders = ["--raw", str(folder / "raw"), "--warehouse", str(folder / "warehouse")]
    return CliRunner().invoke(main, ["add", str(file), *options, *folders])


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """raw/dezhou with 2024.csv, which 2024.yml describes."""
    folder = tmp_path / "raw" / "德州市"
    folder.mkdir(parents=True)
    (folder / "2024.csv").write_text(TABLE, "utf8")
    (folder / "2024.yml").write_text("jurisdiction: 德州市\ncompiled: true\n", "utf8")
    return folder


@pytest.mark.parametrize(
    ("name", "says", "to_do"),
    [
        ("all.zip", "archive", "unpack it"),
        ("~$2024.xlsx", "lock file", "2024.xlsx"),
        ("2024.doc", ".doc files cannot be read", "save it as .docx"),
        ("2024.exe", "no reader for '.exe'", ".xlsx"),
        ("2024", "without a suffix", ".xlsx"),
    ],
)
def test_what_is_no_document_is_refused_before_it_is_opened(tmp_path: Path, name: str, says: str, to_do: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"nobody reads this")
    with pytest.raises(ConfigurationError) as refused:
        check_file(file)
    assert says in refused.value.what
    assert to_do in refused.value.remedy
    shown = add(tmp_path, file, "--place", "菏泽市", "--year", "2022", "--dry-run")
    assert shown.exit_code == 2
    assert shown.stdout == ""


def test_a_side_file_that_both_would_share_is_renamed_after_its_document(tmp_path: Path, shared: Path) -> None:
    file = tmp_path / "table.tsv"
    file.write_text("德州市2024年重点目标责任分解表\n" + TABLE.replace(",", "\t"), "utf8")
    shown = add(tmp_path, file, "--dry-run")
    assert f"{shared / '2024.yml'} -> 2024.csv.yml" in shown.stdout
    assert (shared / "2024.yml").exists()
    assert add(tmp_path, file, "--yes").exit_code == 0
    assert side_path(shared / "2024.csv") == shared / "2024.csv.yml"
    assert side_path(shared / "2024.tsv") is None
    assert "compiled: true" in (shared / "2024.csv.yml").read_text("utf8")


@pytest.mark.parametrize("has_side_file", [True, False])
def test_a_side_file_that_is_nobody_s_is_not_inherited(tmp_path: Path, shared: Path, has_side_file: bool) -> None:
    (shared / "2024.csv").unlink()
    file = tmp_path / "new.xlsx"
    file.write_bytes(b"other bytes")
    if has_side_file:
        placed = placement(shared, file, 2024, None, True)
        place(file, placed, "report_year: 2024\n")
        assert side_path(shared / "2024.xlsx") == shared / "2024.xlsx.yml"
    else:
        with pytest.raises(ConfigurationError, match=r"2024\.yml could describe 2024\.xlsx"):
            placement(shared, file, 2024, None, False)


def test_what_is_read_is_shown_before_gate_1_judges(tmp_path: Path) -> None:
    file = tmp_path / "2024.csv"
    file.write_text(TABLE, "utf8")  # nothing says whose it is
    settings = Settings(project=PROJECT, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    shown: list[tuple[int, bool]] = []
    seen = preview(settings, file, {}, lambda early: shown.append((early.row_count, bool(early.problems))))
    assert shown == [(7, False)]
    assert seen.problems


def test_a_document_that_is_plainly_as_it_should_be_is_added_without_great_expectations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(checks: object) -> object:
        raise AssertionError("Great Expectations was asked")

    monkeypatch.setattr("expectations.landing_gate.judge", never)
    file = tmp_path / "2018.xlsx"
    file.write_bytes((PROJECT / "examples" / "raw" / "yunxiu" / "2018.xlsx").read_bytes())
    settings = Settings(project=PROJECT, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    seen = preview(settings, file, {})
    assert (seen.row_count, seen.problems, seen.doubts) == (16, [], [])


def test_what_raw_holds_already_is_refused_before_it_is_read(tmp_path: Path, shared: Path) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes((shared / "2024.csv").read_bytes())
    for file, says in ((copy, "byte for byte"), (shared / "2024.csv", "lies in raw/ already")):
        refused = add(tmp_path, file, "--name", "2024-2")
        assert isinstance(refused.exception, SystemExit)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert says in refused.stderr
        assert str(shared / "2024.csv") in refused.stderr


def test_a_document_of_raw_is_inspected_as_any_other(tmp_path: Path, shared: Path) -> None:
    environ = {"DUBAN_RAW": str(tmp_path / "raw"), "DUBAN_WAREHOUSE": str(tmp_path / "warehouse")}
    shown = CliRunner().invoke(main, ["inspect", str(shared / "2024.csv")], env=environ)
    assert shown.exit_code == 0, shown.output
    assert "jurisdiction  德州市  (side file: 德州市)" in shown.stdout


@pytest.mark.parametrize(
    ("title", "options", "says"),
    [
        ("德州市2024年重点目标责任分解表\n", ("--year", "2022"), "its title says 2024, its side file 2022"),
        ("德州市2024年重点目标责任分解表\n", ("--place", "聊城市"), "its title says 德州市, its side file 聊城市"),
        ("", ("--place", "荷泽市", "--year", "2024"), "did you mean 菏泽市"),
        ("", ("--place", "德州市", "--year", "2024"), None),
        ("德州市2024年重点目标责任分解表\n", (), None),
    ],
    ids=["year", "place", "near miss", "a division", "as the title says"],
)
def test_a_place_or_year_that_is_probably_wrong_is_warned_of(
    tmp_path: Path, title: str, options: tuple[str, ...], says: str | None
) -> None:
    file = tmp_path / "table.csv"
    file.write_text(title + TABLE, "utf8")
    shown = add(tmp_path, file, "--dry-run", *options)
    assert shown.exit_code == 0, shown.output
    if says is None:
        assert "warning" not in shown.stderr
    else:
        assert says in shown.stderr
