"""What a constructed table says: its targets, who answers for them, and how its publisher laid it out.

A `Table` holds blocks; a block holds one number, one target text, a list of leaders and one row a unit (or group of
units). Which cells are merged over which rows of a block is part of the structure (`Merge`): printing and flattening
only obey it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.tables import vocabulary as words

FIELDS = ("number", "leader", "target", "deadline", "progress", "status", "unit", "unit_lead", "unit_support")


@dataclass(frozen=True, slots=True)
class Merge:
    """One printed cell: `text` stands over the rows first..last of its block (0-based, both included)."""

    first: int
    last: int
    text: str


@dataclass(slots=True)
class Block:
    """One target. `cells` maps a field to its merges, which cover the rows 0..row_count-1 without a gap."""

    number: str
    leaders: list[str]
    target: str
    row_count: int
    section: str | None
    cells: dict[str, list[Merge]] = field(default_factory=dict)


@dataclass(slots=True)
class Habits:
    """How a publisher works. Shares are probabilities from 0 to 1."""

    leader_mode: str  # 'list' (one merged cell), 'row' (a name a row), 'lead' (the first leader only), 'none'
    mean_rows: float
    naming: float  # progress names the topic
    companions: float  # progress speaks in companion words; the rest says nothing
    strays: float  # progress speaks of another target
    shared_progress: float  # one progress text for the whole block
    part_progress: float  # one progress text for neighbouring rows of a block
    deadline_mode: str  # 'block', 'row', 'none'
    status_mode: str  # 'block', 'row', 'none'
    portfolio: float  # units follow the leader's portfolio
    rows_follow: float  # a target has at least a row for each of its leaders
    grouped_by_leader: bool
    ranked: float  # leaders of a block stand in rank order
    closes_with_stop: bool
    two_unit_columns: bool
    units_a_row: float  # chance of one more unit in a cell
    unit_in_target: float  # the unit's own words stand in the target
    repeats_unit: float  # a unit twice in one block


@dataclass(slots=True)
class Table:
    """A document's one table, with its place and year."""

    place: str
    year: int
    title: str
    columns: list[str]
    headers: list[str]
    blocks: list[Block]
    habits: Habits


@dataclass(frozen=True, slots=True)
class Government:
    """Who publishes: a place with its leaders (in order of rank), bureaus and portfolios, the same over the years."""

    place: str
    first_year: int
    leaders: list[str]
    bureaus: list[str]
    portfolios: dict[str, list[str]]


def draw_habits(rng: random.Random, profile: str) -> Habits:
    """Draw a publisher. Kinds of evidence fail independently, so that each must earn its weight.

    profile: 'usual' to fit on, 'other' (larger blocks, other mixtures) to judge on.
    """
    usual = profile == "usual"
    naming = rng.choice((0.75, 0.5, 0.3, 0.0) if usual else (0.85, 0.6, 0.4, 0.15))
    companions = rng.choice((0.2, 0.4, 0.5)) if naming else rng.choice((0.0, 0.6))
    return Habits(
        leader_mode=rng.choice(("list", "list", "row", "row", "lead", "none")),
        mean_rows=rng.choice((1.3, 1.8, 2.3, 3.0, 3.5) if usual else (1.5, 2.0, 2.6, 4.0)),
        naming=naming,
        companions=min(companions, 1 - naming),
        strays=rng.choice((0.0, 0.0, 0.1, 0.25) if usual else (0.0, 0.05, 0.15)),
        shared_progress=rng.choice((0.0, 0.15, 0.4, 1.0) if usual else (0.0, 0.3, 0.6)),
        part_progress=rng.choice((0.0, 0.1, 0.3)),
        deadline_mode=rng.choice(("block", "cell", "row", "mixed", "mixed", "none")),
        status_mode=rng.choice(("block", "row", "row", "none")),
        portfolio=rng.choice((0.0, 0.5, 0.9, 1.0) if usual else (0.2, 0.7, 1.0)),
        rows_follow=rng.choice((1.0, 0.9, 0.9, 0.0)),
        grouped_by_leader=rng.random() < 0.6,
        ranked=rng.choice((1.0, 1.0, 0.95, 0.6)),
        closes_with_stop=rng.random() < 0.6,
        two_unit_columns=rng.random() < 0.25,
        units_a_row=rng.choice((0.0, 0.15, 0.3)),
        unit_in_target=rng.choice((0.0, 0.0, 0.2)),
        repeats_unit=rng.choice((0.0, 0.0, 0.03)),
    )


def draw_government(rng: random.Random) -> Government:
    """Draw a government: its place, its leaders in order of rank, and who of them stands over which bureaus."""
    head, tail = rng.choice(words.PLACE_HEADS), rng.choice(words.PLACE_TAILS)
    first_year = rng.randint(2009, 2025)
    prefix = tail[-1] if tail[-1] in "县市区旗" else "区"
    leaders = draw_names(rng, rng.randint(3, 9))
    bureaus = [prefix + name for name in rng.sample(words.BUREAUS, rng.randint(14, len(words.BUREAUS)))]
    return Government(head + tail, first_year, leaders, bureaus, draw_portfolios(rng, leaders, bureaus))


def draw_table(
    rng: random.Random,
    profile: str = "usual",
    block_count: int | None = None,
    leader_mode: str | None = None,
    government: Government | None = None,
    year_no: int = 0,
) -> Table:
    """Draw one table with 8 to 60 targets; `leader_mode` where it is not to be left to chance.

    government: whose table it is, where several years share one; `year_no` counts its years from 0.
    """
    habits = draw_habits(rng, profile)
    habits.leader_mode = leader_mode or habits.leader_mode
    government = government or draw_government(rng)
    place, year = government.place, government.first_year + year_no
    leaders, bureaus, portfolios = government.leaders, government.bureaus, government.portfolios
    columns = draw_columns(rng, habits)
    count = block_count or rng.randint(8, 60)
    firsts = [rng.choice(leaders[: max(2, len(leaders) - 1)]) for _ in range(count)]
    if habits.grouped_by_leader:
        firsts.sort(key=leaders.index)
    sections = rng.sample(words.SECTIONS, rng.randint(2, 5)) if rng.random() < 0.4 else []
    topics = [rng.choice(list(words.TOPICS)) for _ in range(count)]
    start = rng.choice((1, 1, 1, rng.randint(2, 150)))
    sparse = rng.random() < 0.1
    blocks: list[Block] = []
    number = start
    for order, (first, topic) in enumerate(zip(firsts, topics, strict=True)):
        section = sections[order * len(sections) // count] if sections else None
        team = draw_team(rng, habits, leaders, first)
        near = topics[max(0, order - 2) : order + 3]
        blocks.append(
            draw_block(rng, habits, str(number), section, topic, near, team, portfolios, bureaus, place, columns)
        )
        number += rng.randint(1, 6) if sparse else 1
    title = rng.choice(words.TITLES).format(place=place, year=year)
    return Table(place, year, title, columns, [rng.choice(words.HEADERS[name]) for name in columns], blocks, habits)


def draw_portfolios(rng: random.Random, leaders: list[str], bureaus: list[str]) -> dict[str, list[str]]:
    """Who stands over whom: most organisations answer to one leader, a few to two."""
    portfolios: dict[str, list[str]] = {name: [bureaus[order]] for order, name in enumerate(leaders)}
    for bureau in bureaus[len(leaders) :]:
        for name in rng.sample(leaders, 2 if rng.random() < 0.15 else 1):
            portfolios[name].append(bureau)
    return portfolios


def draw_names(rng: random.Random, count: int) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        name = rng.choice(words.SURNAMES) + rng.choice(words.GIVEN_NAMES)
        if name not in names:
            names.append(name)
    return names


def draw_columns(rng: random.Random, habits: Habits) -> list[str]:
    """The columns in printed order: the number first, the rest in one of the orders seen."""
    units = ["unit_lead", "unit_support"] if habits.two_unit_columns else ["unit"]
    middle = ["target"]
    if habits.deadline_mode != "none":
        middle.append("deadline")
    middle.append("progress")
    if habits.status_mode != "none":
        middle.append("status")
    leader = [] if habits.leader_mode == "none" else ["leader"]
    return [
        "number",
        *rng.choice((leader + middle + units, middle[:1] + leader + units + middle[1:], middle + leader + units)),
    ]


def draw_team(rng: random.Random, habits: Habits, leaders: list[str], first: str) -> list[str]:
    """A target's leaders: the first, then juniors in rank order (mostly)."""
    if habits.leader_mode in ("lead", "none"):
        return [first]
    juniors = leaders[leaders.index(first) + 1 :]
    team = [first, *sorted(rng.sample(juniors, min(len(juniors), rng.choice((0, 0, 1, 1, 2, 3)))), key=leaders.index)]
    if rng.random() > habits.ranked:
        rng.shuffle(team)
    return team


def draw_block(
    rng: random.Random,
    habits: Habits,
    number: str,
    section: str | None,
    topic: str,
    near_topics: list[str],
    team: list[str],
    portfolios: dict[str, list[str]],
    bureaus: list[str],
    place: str,
    columns: list[str],
) -> Block:
    """One target with its rows and merged cells."""
    rows = 1
    while rows < 9 and rng.random() < 1 - 1 / habits.mean_rows:
        rows += 1
    if habits.leader_mode == "row":
        team = team[:rows]
    elif rng.random() < habits.rows_follow:
        # each leader stands for units of his own, some for several
        rows = sum(1 + (rng.random() < habits.mean_rows / 8) for _ in team)
    units = draw_units(rng, habits, rows, team, portfolios, bureaus)
    companions = words.TOPICS[topic]
    target = (
        rng.choice(words.VERBS)
        + topic
        + rng.choice(words.TARGET_TAILS).format(n=rng.randint(2, 900), companion=rng.choice(companions), place=place)
    )
    if rng.random() < 0.3:
        target += "," + rng.choice(words.VERBS) + rng.choice(companions) + "工作"
    if rng.random() < habits.unit_in_target:
        target += ",发挥" + units[0].split()[0][1:] + "作用"
    block = Block(number, team, target, rows, section)
    block.cells["number"] = [Merge(0, rows - 1, number)]
    block.cells["target"] = [Merge(0, rows - 1, target)]
    if "leader" in columns:
        block.cells["leader"] = leader_cells(rng, habits, rows, team)
    block.cells["progress"] = progress_cells(rng, habits, rows, topic, near_topics, place)
    if "deadline" in columns:
        block.cells["deadline"] = dated_cells(rng, habits.deadline_mode, rows)
    if "status" in columns:
        shared = habits.status_mode == "block"
        picks = [rng.choice(words.STATUSES[:2] if rng.random() < 0.8 else words.STATUSES) for _ in range(rows)]
        block.cells["status"] = (
            [Merge(0, rows - 1, picks[0])] if shared else [Merge(r, r, picks[r]) for r in range(rows)]
        )
    if habits.two_unit_columns:
        block.cells["unit_lead"] = [Merge(r, r, units[r].split()[0]) for r in range(rows)]
        block.cells["unit_support"] = [Merge(r, r, " ".join(units[r].split()[1:])) for r in range(rows)]
    else:
        block.cells["unit"] = [Merge(r, r, units[r]) for r in range(rows)]
    return block


def draw_units(
    rng: random.Random,
    habits: Habits,
    rows: int,
    team: list[str],
    portfolios: dict[str, list[str]],
    bureaus: list[str],
) -> list[str]:
    """A cell of one or more unit names a row; a block seldom names a unit twice."""
    taken: set[str] = set()
    cells: list[str] = []
    for row in range(rows):
        names: list[str] = []
        while True:
            leader = team[min(len(team) - 1, row * len(team) // rows)]  # the one the row stands beside
            pool = portfolios[leader] if rng.random() < habits.portfolio else bureaus
            name = rng.choice(pool)
            if name in taken and rng.random() > habits.repeats_unit:
                name = rng.choice([spare for spare in bureaus if spare not in taken] or bureaus)
            taken.add(name)
            names.append(name)
            if rng.random() >= habits.units_a_row or len(names) == 4:
                break
        if rng.random() < 0.03:
            names.append(rng.choice(words.OPEN_GROUPS))
        cells.append(" ".join(names))
    return cells


def leader_cells(rng: random.Random, habits: Habits, rows: int, team: list[str]) -> list[Merge]:
    """Leaders in one merged cell, or one a row where neighbouring rows of one leader may be merged or repeated."""
    if habits.leader_mode != "row":
        return [Merge(0, rows - 1, " ".join(team))]
    holders = [team[min(len(team) - 1, row * len(team) // rows)] for row in range(rows)]
    merges: list[Merge] = []
    merged = rng.random() < 0.6
    for row, name in enumerate(holders):
        if merged and merges and merges[-1].text == name:
            merges[-1] = Merge(merges[-1].first, row, name)
        else:
            merges.append(Merge(row, row, name))
    return merges


def dated_cells(rng: random.Random, mode: str, rows: int) -> list[Merge]:
    """Deadlines: one merged a block ('block'), one repeated ('cell'), with exceptions ('mixed'), or free ('row')."""
    usual = rng.choice(words.DEADLINES[:2]) if rng.random() < 0.6 else rng.choice(words.DEADLINES)
    if mode == "block":
        return [Merge(0, rows - 1, usual)]
    texts: list[str] = []
    for _ in range(rows):
        exception = rng.random() < {"row": 0.5, "mixed": 0.12}.get(mode, 0.0)
        # an exception often holds for the next row too
        if texts and texts[-1] != usual and rng.random() < 0.5:
            texts.append(texts[-1])
        else:
            texts.append(rng.choice(words.DEADLINES) if exception else usual)
    return [Merge(row, row, text) for row, text in enumerate(texts)]


def progress_cells(
    rng: random.Random, habits: Habits, rows: int, topic: str, near_topics: list[str], place: str
) -> list[Merge]:
    """Progress: shared by the block, by neighbouring rows, or one a row; sometimes blank."""
    if rng.random() < habits.shared_progress:
        return [Merge(0, rows - 1, progress_text(rng, habits, topic, near_topics, place))]
    merges: list[Merge] = []
    row = 0
    while row < rows:
        last = min(rows - 1, row + 1) if rng.random() < habits.part_progress else row
        merges.append(Merge(row, last, progress_text(rng, habits, topic, near_topics, place)))
        row = last + 1
    return merges


def progress_text(rng: random.Random, habits: Habits, topic: str, near_topics: list[str], place: str) -> str:
    """One to four sentences, of this target, of a neighbouring one, or of nothing in particular."""
    sentences: list[str] = []
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
        spoken = rng.choice(near_topics) if rng.random() < habits.strays else topic
        companions = words.TOPICS[spoken]
        draw = rng.random()
        if draw < habits.naming:
            template = rng.choice(words.NAMING_PROGRESS)
        elif draw < habits.naming + habits.companions:
            template = rng.choice(words.COMPANION_PROGRESS)
        else:
            template = rng.choice(words.EMPTY_PROGRESS)
        sentences.append(
            template.format(
                topic=spoken,
                companion=rng.choice(companions),
                other=rng.choice(companions),
                place=place,
                n=rng.randint(1, 999),
                m=rng.randint(3, 99),
            )
        )
    return "。".join(sentences) + ("。" if habits.closes_with_stop else "")
