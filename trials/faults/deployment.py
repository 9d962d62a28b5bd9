"""A warehouse to be tortured: two states of its documents, what each must come to, and what must hold after a fault."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.publishing.history import kept_builds
from duban.publishing.intact import damage_of
from duban.publishing.published_build import published_build
from duban.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent

_TABLE = """
临江市人民政府{year}年度责任目标完成情况一览表

| 序号 | 市政府领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 李明 | 新建学校{schools}所 | 年底 | 已建成学校{schools}所 | 是 | 市教育局 |
| 2 | 王强 | 新增就业5万人 | 年底 | 新增就业5.1万人 | 是 | 市人力资源社会保障局 |
"""


def table(year: int, schools: int = 3) -> str:
    """A small document as published."""
    return _TABLE.format(year=year, schools=schools)


# From one to the other a document is added, one changed, one removed.
STATES = {
    "A": {"2022.md": table(2022), "2023.md": table(2023)},
    "B": {"2021.md": table(2021), "2023.md": table(2023, schools=4)},
}
# Tables that record the time or how a build was made differ between two builds of the same input; all others must not.
_COMPARED = """
    select table_schema, table_name from information_schema.tables
    where table_type = 'BASE TABLE' and (
        table_schema <> 'meta'
        or table_name in (
            'review_queue', 'quarantine', 'columns', 'lineage', 'gate_results', 'gate_failures', 'seeds'
        )
    )
    order by all
"""

Contents = dict[str, tuple[int, int]]
# What drifted is judged against the build before, which a build from scratch does not have.
WITHOUT_DRIFT = {
    "gate_results": "(select * exclude (check_no) from meta.gate_results where check_name not like 'drift%')",
    "gate_failures": "(select * from meta.gate_failures where check_name not like 'drift%')",
}


def contents(path: Path) -> Contents:
    """Every table of a build as its row count and the sum of its rows' hashes: equal for equal rows in any order."""
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach '{path}' as build (read_only)")
        con.execute("use build")
        found: Contents = {}
        for schema, name in con.execute(_COMPARED).fetchall():
            rows = WITHOUT_DRIFT.get(name, f'"{schema}"."{name}"')
            row = con.execute(f"select count(*), sum(hash(r)::hugeint) from {rows} as r").fetchone()
            assert row is not None
            found[f"{schema}.{name}"] = (row[0], row[1] or 0)
        return found


@dataclass
class Trial:
    """What one fault came to. problems: every promise that was broken, in words; none is a pass."""

    fault: str
    intact: bool = True
    clean: bool = True
    problems: list[str] = field(default_factory=list)

    def broke(self, *problems: str) -> None:
        """The published file or a kept build is not what it should be."""
        self.problems += problems
        self.intact = self.intact and not problems

    def unclean(self, *problems: str) -> None:
        """The next run did not come out right by itself."""
        self.problems += problems
        self.clean = self.clean and not problems


class Deployment:
    """One project, its documents and its warehouse in a folder of their own."""

    legal: dict[str, Contents] = {}  # noqa: RUF012 - what each state comes to from scratch, made once a run

    def __init__(self, folder: Path, history_count: int = 4) -> None:
        self.folder = folder
        project = folder / "project"
        project.mkdir(parents=True)
        shutil.copytree(ROOT / "sql", project / "sql")
        self.settings = Settings(
            project=project,
            raw=folder / "raw",
            warehouse=folder / "warehouse",
            workers=1,
            history_count=history_count,
        )
        self.settings.raw.mkdir()
        for state in STATES:
            if state not in Deployment.legal:
                self.put(state)
                scratch = Settings(project, self.settings.raw, folder / f"scratch-{state}", workers=1)
                outcome = reload(scratch)
                assert outcome.status == "published", outcome.lines()
                Deployment.legal[state] = contents(scratch.published)
                shutil.rmtree(scratch.warehouse)
        self.state = "A"
        self.put("A")
        self.published_before = ""

    def put(self, state: str) -> None:
        """Make the raw folder hold a state, each document swapped in whole."""
        for path in self.settings.raw.iterdir():
            if path.name not in STATES[state]:
                path.unlink()
        for name, text in STATES[state].items():
            passing = self.settings.raw / f".{name}.part"
            passing.write_text(text, "utf8")
            passing.replace(self.settings.raw / name)
        self.state = state

    def turn(self) -> None:
        """Publish the present state, then change the documents: a reload would publish the other state now."""
        outcome = reload(self.settings)
        assert outcome.status in ("published", "unchanged"), outcome.lines()
        self.published_before = outcome.build_id
        self.put("B" if self.state == "A" else "A")

    @property
    def state_before(self) -> str:
        """The state that was published when the documents were changed."""
        return "B" if self.state == "A" else "A"

    def after_fault(self, trial: Trial, but: str = "") -> None:
        """What must hold at once: a whole build of one of the two legal states, its gates passed, nothing lost.

        but: a kept build that the fault itself has damaged.
        """
        published = self.settings.published
        build = published_build(published)
        if build is None:
            trial.broke("the published file does not open")
            return
        damage = damage_of(published, build.build_id, published)
        if damage:
            trial.broke(f"the published file is damaged: {damage}")
            return
        if contents(published) not in (Deployment.legal[self.state], Deployment.legal[self.state_before]):
            trial.broke("the published file holds neither what it held before nor the new build")
        trial.broke(*_gate_problems(published))
        kept = {one.build_id: one for one in kept_builds(published)}
        if self.published_before and self.published_before not in {build.build_id, *kept}:
            trial.broke(f"build {self.published_before} was published and is lost")
        for one in kept.values():
            held = published_build(one.path)
            damage = damage_of(one.path, held.build_id if held else None, published)
            if one.was_damaged or one.build_id == but:
                continue
            if damage or held is None or held.build_id != one.build_id:
                trial.broke(f"the kept build {one.build_id} is not what it was: {damage or 'another build'}")

    def next_run(self, trial: Trial) -> Outcome | None:
        """The next reload: it succeeds without help, publishes the present state, and leaves nothing lying about."""
        try:
            outcome = reload(self.settings)
        except Exception as error:
            trial.unclean(f"the next reload failed: {type(error).__name__}: {error}")
            return None
        if outcome.status not in ("published", "unchanged") or outcome.quarantined:
            trial.unclean(f"the next reload came to {outcome.status}: {'; '.join(outcome.why)} {outcome.quarantined}")
            return outcome
        if contents(self.settings.published) != Deployment.legal[self.state]:
            trial.unclean("the next reload published something else than a build from scratch")
        trial.unclean(*(f"left over: {name}" for name in self.left_overs()))
        self.after_fault(trial)
        again = reload(self.settings)
        if again.status != "unchanged":
            trial.unclean(f"a reload with nothing new came to {again.status}")
        return outcome

    def left_overs(self) -> list[str]:
        """Files that no run should leave behind."""
        warehouse = self.settings.warehouse
        patterns = (".candidate-*", "*.wal*", ".tmp-*", "history/.tmp-*", "gates/.*", ".writer.json")
        return sorted(path.name for pattern in patterns for path in warehouse.glob(pattern))

    def arguments(self) -> list[str]:
        """The folders as the command line takes them."""
        return ["--raw", str(self.settings.raw), "--warehouse", str(self.settings.warehouse)]

    def environment(self) -> dict[str, str]:
        """The environment of a duban that works in this deployment."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
        return {
            **own,
            "DUBAN_PROJECT": str(self.settings.project),
            "DUBAN_WORKERS": "1",
            "DUBAN_HISTORY": str(self.settings.history_count),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *command: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Start `duban COMMAND` on this deployment, in a session of its own. before: a program that starts it."""
        run = [*before, sys.executable, "-c", "from duban.cli import main; main()", *command, *self.arguments()]
        return subprocess.Popen(
            run,
            env=self.environment(),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A suite that runs in the background was started with Ctrl-C ignored, and would hand that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )


def _gate_problems(published: Path) -> list[str]:
    with duckdb.connect(str(published), read_only=True) as con:
        row = con.execute(
            "select count(*), count(*) filter (where is_broken or (severity = 'stop' and not passed)) "
            "from meta.gate_results"
        ).fetchone()
    assert row is not None
    problems = [] if row[0] else ["the published file holds no gate results"]
    return problems + ([f"{row[1]} checks that stop a build did not pass in the published one"] if row[1] else [])
