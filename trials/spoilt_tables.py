"""Is a table that was spoilt published without a word? And is a sound one left alone?

    python trials/spoilt_tables.py [--keep FOLDER]

Each of 32 places has sound tables of three years. They are published; then each place's last table is spoilt in a way
of its own (`SPOILINGS`) and all are reloaded at once. What came of each is printed: quarantined, warned of by name,
reported as what it is, or silent. Exits 1 when fewer than `LEAST_SEEN` are seen, or a sound table is complained of.
All words are constructed.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.settings import resolve_settings

PROJECT = Path(__file__).resolve().parent.parent
LEAST_SEEN = 26
YEARS = (2022, 2023, 2024)
HEADER = ("序号", "分管领导", "目标任务", "完成时限", "完成情况", "是否完成", "责任单位")
NUMBER, LEADER, TARGET, DEADLINE, PROGRESS, STATUS, UNIT = range(7)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "明华建国志强文博海峰立新春秋远思齐"
PLACES = [f"{first}{second}市" for first in "禾岚渚汀" for second in "陵阳溪川台浦原泽"]
WORKS = ("新建", "改造", "建设", "实施", "推进", "加快建设")
THINGS = (
    "口袋公园",
    "雨污管网",
    "村级卫生室",
    "充电车位",
    "养老驿站",
    "灌溉水渠",
    "社区食堂",
    "智能工厂",
    "产业园区",
    "保障住房",
)
MEASURES = ("处", "公里", "个", "套", "项")
BUREAUS = (
    "住建局",
    "教育局",
    "民政局",
    "水利局",
    "交通运输局",
    "农业农村局",
    "卫生健康委",
    "发展改革委",
    "科技局",
    "城管局",
)
DEADLINES = ("年底", "6月底", "9月底", "长期坚持", "12月底前")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A year's table of a place: what is printed, and what its side file states. rows: as many cells as the header."""

    place: str
    year: int
    title: str
    header: Row
    rows: tuple[Row, ...]
    side: tuple[tuple[str, str], ...]

    def text(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([self.title, *[""] * (len(self.header) - 1)])
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue()

    def with_column(self, column: int, value: Callable[[int, Row], str]) -> Table:
        """The table with other texts in one column."""
        rows = (
            tuple(value(at, row) if place == column else text for place, text in enumerate(row))
            for at, row in enumerate(self.rows)
        )
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True)
class City:
    """A place's tables by year, and another place's, for what is mixed up."""

    tables: dict[int, Table]
    other: Table

    @property
    def last(self) -> Table:
        return self.tables[YEARS[-1]]


def sound_table(place: str, year: int) -> Table:
    """A table of 60 targets; two years of one place share what is done and by whom, not how much."""
    rng = random.Random(place)
    leaders = [rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2)))) for _ in range(6)]
    rows = []
    for number in range(1, 61):
        work, thing, measure = rng.choice(WORKS), rng.choice(THINGS), rng.choice(MEASURES)
        promised = rng.randrange(20, 400) + 7 * (year - YEARS[0])
        bureaus = "、".join(f"市{name}" for name in rng.sample(BUREAUS, rng.choice((1, 1, 2))))
        deadline = rng.choice(DEADLINES)
        is_met = rng.random() < 0.9
        reported = promised + 1 if is_met else promised - 3
        rows.append(
            (
                str(number),
                leaders[(number - 1) // 10],
                f"{work}第{number}批{thing}{promised}{measure}",
                deadline,
                f"已完成第{number}批{thing}{reported}{measure}",
                "是" if is_met else "否",
                bureaus,
            )
        )
    title = f"{place}{year}年度重点目标任务完成情况表"
    side = (("jurisdiction", place), ("report_year", str(year)), ("kind", "result"))
    return Table(place, year, title, HEADER, tuple(rows), side)


# -- the ways of spoiling a table ------------------------------------------------------------------------------------


def _swapped_headers(city: City, one: int, other: int) -> Table:
    header = list(city.last.header)
    header[one], header[other] = header[other], header[one]
    return replace(city.last, header=tuple(header))


def _swapped_cells(city: City, one: int, other: int) -> Table:
    rows = []
    for row in city.last.rows:
        cells = list(row)
        cells[one], cells[other] = cells[other], cells[one]
        rows.append(tuple(cells))
    return replace(city.last, rows=tuple(rows))


def _renamed(city: City, column: int, header: str) -> Table:
    named = list(city.last.header)
    named[column] = header
    return replace(city.last, header=tuple(named))


def _shorter(city: City, share: float) -> Table:
    """Without some rows, wherever they stand, as a converter loses them."""
    rng = random.Random(share)
    rows = city.last.rows
    kept = sorted(rng.sample(range(len(rows)), round(len(rows) * (1 - share))))
    return replace(city.last, rows=tuple(rows[at] for at in kept))


def _slid(city: City) -> Table:
    rows = tuple((row[0], "", *row[1:-1]) for row in city.last.rows)
    return replace(city.last, rows=rows)


def _garbled(text: str) -> str:
    """The text in UTF-8, read as GBK; what has no character is lost."""
    return text.encode("utf-8").decode("gbk", "replace")


def _mojibake(city: City) -> Table:
    last = city.last
    rows = tuple(tuple(_garbled(cell) for cell in row) for row in last.rows)
    return replace(last, rows=rows)


def _nonsense(city: City) -> Table:
    rng = random.Random(7)
    rows = tuple((row[0], *("".join(rng.choices("龘靐齉爩麤", k=8)) for _ in row[1:])) for row in city.last.rows)
    return replace(city.last, rows=rows)


def _times_ten(city: City) -> Table:
    def more(text: str) -> str:
        return "".join(f"{part}0" if part.isdigit() else part for part in _parted(text))

    return city.last.with_column(TARGET, lambda at, row: more(row[TARGET])).with_column(
        PROGRESS, lambda at, row: more(row[PROGRESS])
    )


def _parted(text: str) -> list[str]:
    """A text in runs of digits and of other characters; what numbers a batch (第3批) is none."""
    parts: list[str] = []
    for character in text:
        if parts and parts[-1][-1].isdigit() == character.isdigit():
            parts[-1] += character
        else:
            parts.append(character)
    return [
        f"{part}\u200b" if before.endswith("第") else part for before, part in zip(["", *parts], parts, strict=False)
    ]


def _second_table(city: City) -> Table:
    rows = city.last.rows
    blank = ("",) * 7
    return replace(
        city.last, rows=(*rows[:55], blank, ("摊位", "摊主", "品类", "朝向", "租期", "押金", "管片"), *rows[55:])
    )


def _total_rows(city: City) -> Table:
    total = ("合计", "", "60项", "", "", "", "")
    note = ("注", "", "以上为快报数据", "", "", "", "")
    return replace(city.last, rows=(*city.last.rows, total, note))


def _side(city: City, **stated: str) -> Table:
    return replace(city.last, side=tuple((dict(city.last.side) | stated).items()))


SPOILINGS: dict[str, Callable[[City], Table | bytes | None]] = {
    "leader and unit headers swapped": lambda c: _swapped_headers(c, LEADER, UNIT),
    "leader and unit cells swapped": lambda c: _swapped_cells(c, LEADER, UNIT),
    "target and progress swapped": lambda c: _swapped_headers(c, TARGET, PROGRESS),
    "units under a leader's header": lambda c: _renamed(c, UNIT, "责任领导"),
    "units under 备注": lambda c: _renamed(c, UNIT, "备注"),
    "unit column blank": lambda c: c.last.with_column(UNIT, lambda at, row: ""),
    "target column blank": lambda c: c.last.with_column(TARGET, lambda at, row: ""),
    "progress column blank": lambda c: c.last.with_column(PROGRESS, lambda at, row: ""),
    "columns slid": _slid,
    "10 % of the rows gone": lambda c: _shorter(c, 0.10),
    "25 % of the rows gone": lambda c: _shorter(c, 0.25),
    "50 % of the rows gone": lambda c: _shorter(c, 0.50),
    "90 % of the rows gone": lambda c: _shorter(c, 0.90),
    "cut in the middle of a character": lambda c: c.last.text().encode()[
        : len(c.last.text().encode()) // 2 // 3 * 3 + 1
    ],
    "side file with another year": lambda c: _side(c, report_year="2019"),
    "title of another year": lambda c: replace(c.last, title=c.last.title.replace("2024", "2019")),
    "title of another place": lambda c: replace(c.last, title=c.last.title.replace(c.last.place, c.other.place)),
    "rows of two years ago": lambda c: replace(c.last, rows=c.tables[2022].rows),
    "last year's table as this year's": lambda c: replace(
        c.tables[2023], title=c.last.title, side=c.last.side, year=2024
    ),
    "nonsense characters": _nonsense,
    "mojibake": _mojibake,
    "a tenth of the cells damaged": lambda c: c.last.with_column(
        TARGET, lambda at, row: row[TARGET].replace("第", "\ufffd") if at % 2 else row[TARGET]
    ),
    "rows in reverse": lambda c: replace(c.last, rows=tuple(reversed(c.last.rows))),
    "every second number missing": lambda c: c.last.with_column(NUMBER, lambda at, row: row[NUMBER] if at % 2 else ""),
    "all numbers 1": lambda c: c.last.with_column(NUMBER, lambda at, row: "1"),
    "rows doubled": lambda c: replace(c.last, rows=(*c.last.rows, *c.last.rows)),
    "numbers times ten": _times_ten,
    "all statuses 否": lambda c: c.last.with_column(STATUS, lambda at, row: "否"),
    "statuses nobody knows": lambda c: c.last.with_column(STATUS, lambda at, row: "咕噜咕噜"),
    "a second table with an unknown header": _second_table,
    "total and note rows": _total_rows,
    "the document removed": lambda c: None,
}


def write(raw: Path, table: Table | bytes | None, place: str, year: int) -> None:
    """Lay a table with its side file into raw/, or take it out."""
    path = raw / place / f"{year}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    side = path.with_name(path.name + ".yml")
    if table is None:
        path.unlink()
        side.unlink()
    elif isinstance(table, bytes):
        path.write_bytes(table)
    else:
        path.write_text(table.text(), "utf-8")
        side.write_text("".join(f"{name}: {value}\n" for name, value in table.side), "utf-8")


def seen_how(outcome: Outcome, warehouse: Path, place: str, path: str) -> tuple[str, str]:
    """How a document that was spoilt was seen, and in which words; ('silent', '') where nobody would notice."""
    for held in outcome.quarantined:
        if held.path == path:
            return "quarantined", held.reason
    with duckdb.connect(str(warehouse / "duban.duckdb"), read_only=True) as con:
        found = con.execute(
            "select title_en, row_json from meta.gate_failures join meta.gate_results using (gate, check_name) "
            "where row_json ->> 'document_path' = ? or starts_with(source_place, ?) "
            "or starts_with(row_json ->> 'subject', ?) order by 1, 2",
            [path, path, place],
        ).fetchall()
    if found:
        return "warned of", "; ".join(dict.fromkeys(title for title, _ in found))
    if path in outcome.removed:
        return "reported", "removed"
    return "silent", ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keep", type=Path, help="a folder for raw/ and the warehouse; a temporary one else")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = chosen.keep or Path(work)
        raw, warehouse = folder / "raw", folder / "warehouse"
        settings = resolve_settings(raw, warehouse, PROJECT, environ={})
        cities = {}
        for at, (place, spoiling) in enumerate(zip(PLACES, SPOILINGS, strict=True)):
            tables = {year: sound_table(place, year) for year in YEARS}
            other = PLACES[(at + 1) % len(PLACES)]
            cities[spoiling] = City(tables, sound_table(other, YEARS[-1]))
            for year, table in tables.items():
                write(raw, table, place, year)
        sound = reload(settings)
        if sound.status != "published":
            print("\n".join(sound.lines()))
            return 1
        complaints = [seen_how(sound, warehouse, place, f"{place}/{year}.csv") for place in PLACES for year in YEARS]
        false_alarms = [(how, words) for how, words in complaints if how != "silent"]
        print(f"{len(complaints)} sound tables, {len(false_alarms)} complained of")
        for how, words in false_alarms:
            print(f"  {how}: {words}")
        for name, city in cities.items():
            write(raw, SPOILINGS[name](city), city.last.place, YEARS[-1])
        spoilt = reload(settings)
        print("\n| spoilt how | seen how | in which words |\n|---|---|---|")
        seen = 0
        for name, city in cities.items():
            how, words = seen_how(spoilt, warehouse, city.last.place, f"{city.last.place}/{YEARS[-1]}.csv")
            seen += how in ("quarantined", "warned of")
            print(f"| {name} | {how} | {words} |")
        print(f"\n{len(SPOILINGS)} spoilt tables, {seen} quarantined or warned of by name")
        return int(bool(false_alarms) or seen < LEAST_SEEN)


if __name__ == "__main__":
    sys.exit(main())
