"""The lines that messages offer are pasted as they stand: what a document says is taken, a placeholder is refused."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from duban.asking.decisions import teach_header
from duban.asking.review import read_inferred_facts
from duban.errors import ConfigurationError, DocumentError, ModelError
from duban.landing.side_files import FACTS, read_side_file
from duban.modelling.seeds import read_seed
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.placeholders import is_placeholder
from duban.settings import Settings
from expectations.checks import TO_DO
from expectations.offered_lines import fact_line
from tests.conftest import PROJECT
from tests.pipeline.documents import TABLE

LIST = "近期几件事\n\n1. 新建学校3所\n2. 新增就业5万人\n3. 新建公园5个\n"
UNITS, TARGETS, PROGRESS = "| 责任单位 |", "责任目标内容", "完成情况 |"
# A document for each way in which a line is offered; {place} and {year} are filled in where they stand.
DOCUMENTS = {
    "known.md": TABLE,
    "unknown unit.md": TABLE.replace(UNITS, "| 承办之处 |").replace("{year}", "2022"),
    "no header.md": TABLE.replace(TARGETS, "要办之事").replace("序号", "次第").replace("{year}", "2021"),
    "two columns.md": TABLE.replace(PROGRESS, "办到几成 |")
    .replace(UNITS, "| 承办之处, 一 |")
    .replace("{year}", "2020"),
    "no place.md": TABLE.replace("{place}人民政府", ""),
    "places.md": TABLE.replace("{place}", "鼓楼区"),
    "no year.md": TABLE.replace("{year}年度", ""),
    "list.md": LIST,
    "other year.md": TABLE.replace("{year}", "2019"),
    "other place.md": TABLE.replace("{place}", "菏泽市").replace("{year}", "2018"),
    "weak.md": TABLE.replace("{year}年度", "") + "\n2017年12月20日\n",
}
SIDES = {
    "list.md.yml": "jurisdiction: 临江市\nreport_year: 2024\n",
    "other year.md.yml": "report_year: 2016\n",
    "other place.md.yml": "jurisdiction: 临江市\n",
}
# What a person writes in the place of a placeholder.
FACTS_KNOWN = {"no place.md.yml": "临江市", "places.md.yml": "徐州市鼓楼区", "no year.md.yml": "2015"}
FIELDS_KNOWN = {"次第": "target_no", "要办之事": "target_text"}
IN_SIDE_FILE = re.compile(r"^Write this line in raw/(.+?\.yml) \(or in .*\): (\w+: .+)$", re.MULTILINE)
IN_SEED = re.compile(r"dd these lines to sql/seeds/header_synonyms\.csv.*\n((?:.+\n?)+)$")


@dataclass(frozen=True)
class Offers:
    """What the first reload offered, and what came of pasting it as it stands and then filled in."""

    side_lines: list[tuple[str, str]]
    seed_lines: list[str]
    unedited_seed: Outcome
    unedited: Outcome
    filled_in: Outcome
    weak_before: list[dict[str, object]]
    weak_after: list[dict[str, object]]
    warned_after: set[str]


def remedies(settings: Settings) -> list[str]:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute("select row_json from meta.gate_failures").fetchall()
    return list(dict.fromkeys(json.loads(row).get(TO_DO, "") for (row,) in rows))


def weak(settings: Settings) -> list[dict[str, object]]:
    return list(read_inferred_facts(settings.published).records())


def pasted(settings: Settings, lines: list[tuple[str, str]]) -> None:
    """Every line in its side file, in the place of one of the same name."""
    for file, line in lines:
        path = settings.raw / file
        name = line.partition(":")[0]
        kept = [old for old in (path.read_text("utf8").splitlines() if path.exists() else []) if f"{name}:" not in old]
        path.write_text("\n".join([*kept, line, ""]), "utf8")


@pytest.fixture(scope="module")
def offers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offers]:
    folder = tmp_path_factory.mktemp("offers")
    shutil.copytree(PROJECT / "sql", folder / "sql")
    settings = Settings(project=folder, raw=folder / "raw", warehouse=folder / "warehouse", workers=1, history_count=1)
    settings.raw.mkdir()
    for name, text in (DOCUMENTS | SIDES).items():
        (settings.raw / name).write_text(text.replace("{place}", "临江市").replace("{year}", "2023"), "utf8")
    first = reload(settings)
    assert first.status == "published", first.lines()
    said = remedies(settings)
    weak_before = weak(settings)
    side_lines = [found for text in said for found in IN_SIDE_FILE.findall(text)]
    side_lines += [(f"{row['document_path']}.yml", str(row["side_file_line"])) for row in weak_before]
    seed_lines = [line for text in said for found in IN_SEED.findall(text) for line in found.splitlines()]

    seed = settings.sql / "seeds" / "header_synonyms.csv"
    known = seed.read_text("utf8")
    seed.write_text(known + "\n".join(seed_lines) + "\n", "utf8")
    unedited_seed = reload(settings)
    decided = [[FIELDS_KNOWN.get(line[0], line[1]), *line] for line in csv.reader(seed_lines)]
    with seed.open("w", encoding="utf8", newline="") as file:
        file.write(known)
        csv.writer(file, lineterminator="\n").writerows([wording, field, *rest] for field, wording, _, *rest in decided)
    pasted(settings, side_lines)
    unedited = reload(settings)
    filled = [
        (
            file,
            fact_line(line.partition(":")[0], FACTS_KNOWN[file]) if is_placeholder(line.partition(": ")[2]) else line,
        )
        for file, line in side_lines
    ]
    pasted(settings, filled)
    filled_in = reload(settings)
    warned = {line.split(":")[0] for line in filled_in.warnings}
    yield Offers(side_lines, seed_lines, unedited_seed, unedited, filled_in, weak_before, weak(settings), warned)
    shutil.rmtree(folder)


def test_a_line_is_offered_for_each_thing_that_is_missing(offers: Offers) -> None:
    assert {(file, line.partition(":")[0]) for file, line in offers.side_lines} == {
        ("no place.md.yml", "jurisdiction"),
        ("places.md.yml", "jurisdiction"),
        ("no year.md.yml", "report_year"),
        ("list.md.yml", "kind"),
        ("other year.md.yml", "report_year"),
        ("other place.md.yml", "jurisdiction"),
        ("weak.md.yml", "report_year"),
    }
    assert {line[0] for line in csv.reader(offers.seed_lines)} == {
        "承办之处",
        "承办之处,一",
        "办到几成",
        "次第",
        "要办之事",
    }


def test_what_a_document_says_stands_in_the_line_and_nothing_else_does(offers: Offers) -> None:
    values = dict(offers.side_lines)
    assert values["other year.md.yml"] == "report_year: 2019"
    assert values["other place.md.yml"] == "jurisdiction: 菏泽市"
    assert values["weak.md.yml"] == "report_year: 2017"
    open_ones = {file for file, line in offers.side_lines if is_placeholder(line.partition(": ")[2])}
    assert open_ones == set(FACTS_KNOWN)
    assert "徐州市鼓楼区" in values["places.md.yml"]
    assert {line[0] for line in csv.reader(offers.seed_lines) if is_placeholder(line[1])} == set(FIELDS_KNOWN)


def test_a_seed_with_a_placeholder_is_refused_and_the_line_named(offers: Offers) -> None:
    assert offers.unedited_seed.status == "failed"
    said = "\n".join(offers.unedited_seed.why)
    assert "placeholder" in said and "header_synonyms.csv:" in said


def test_a_side_file_with_a_placeholder_is_refused_and_the_rest_is_taken(offers: Offers) -> None:
    assert offers.unedited.status == "published"
    assert {held.path for held in offers.unedited.quarantined} == {name.removesuffix(".yml") for name in FACTS_KNOWN}
    for held in offers.unedited.quarantined:
        assert "placeholder" in held.reason and "write in its place" in held.remedy


def test_filled_in_every_line_is_taken(offers: Offers) -> None:
    assert (offers.filled_in.status, offers.filled_in.quarantined) == ("published", [])
    assert offers.filled_in.document_count == len(DOCUMENTS)
    assert offers.weak_before and not offers.weak_after
    assert not any("title and side file" in line for line in offers.warned_after)


@pytest.mark.parametrize("name", FACTS)
def test_the_line_of_every_fact_can_be_pasted_and_is_refused_unedited(tmp_path: Path, name: str) -> None:
    path = tmp_path / "2023.md.yml"
    path.write_text(f"{name}:\n", "utf8")
    with pytest.raises(DocumentError) as caught:
        read_side_file(path, path.name)
    offered = caught.value.remedy
    path.write_text(f"{offered}\n", "utf8")
    with pytest.raises(DocumentError, match=f"'{name}' still holds a placeholder"):
        read_side_file(path, path.name)


def test_a_text_with_signs_of_comparison_is_no_placeholder(tmp_path: Path) -> None:
    path = tmp_path / "2023.md.yml"
    path.write_text("note: 增速<5%的不计,>8%的另列\n", "utf8")
    assert read_side_file(path, path.name).facts == {"note": "增速<5%的不计,>8%的另列"}
    seed = tmp_path / "wordings.csv"
    seed.write_text("wording,note\n达标,<5%\n", "utf8")
    assert read_seed(seed).rows == (("达标", "<5%"),)
    seed.write_text("wording,note\n达标,<why>\n", "utf8")
    with pytest.raises(ModelError, match="placeholder"):
        read_seed(seed)


@pytest.mark.parametrize(
    ("wording", "field"), [("WORDING", "FIELD"), ("<a wording>", "other")], ids=["as the help writes it", "placeholder"]
)
def test_the_command_for_a_header_is_refused_unedited(tmp_path: Path, wording: str, field: str) -> None:
    seed = tmp_path / "header_synonyms.csv"
    shutil.copy(PROJECT / "sql" / "seeds" / "header_synonyms.csv", seed)
    before = seed.read_bytes()
    with pytest.raises(ConfigurationError):
        teach_header(seed, wording, field)
    assert seed.read_bytes() == before
