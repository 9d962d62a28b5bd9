"""One build of the lake under way: its shards, what goes across them, the whole, and what the gates say of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import duckdb

from duban.errors import GateError
from duban.landing.changes import Changes
from duban.landing.discovery import Discovery, FoundDocument, documents_fingerprint
from duban.landing.quarantine import QuarantinedDocument
from duban.landing.store import LandingReport, create_raw_tables, land
from duban.modelling.passed_tests import StandingTests, standing_in_shards
from duban.modelling.records import PassedTest, read_passed_tests
from duban.pipeline.assembling import Results, contents_of, quarantine_of, require_passed
from duban.pipeline.build_record import LAYOUT, record_build
from duban.pipeline.fingerprint import CODE, inputs_fingerprint, judged_by
from duban.pipeline.judging import ROUNDS, at_fault, gate_candidate, report_landing, write_gate_report
from duban.pipeline.set_aside import LastPublished
from duban.pipeline.steps import Progress, RunStep, Step
from duban.publishing.candidate import open_candidate
from duban.publishing.published_build import PublishedBuild
from duban.settings import Settings
from duban.sharding.across import Given, make_across
from duban.sharding.catalog import write_catalog, write_records
from duban.sharding.executor import Executor, WorkerDiedError
from duban.sharding.lake import LakeBuild, Manifest, ShardMade
from duban.sharding.places import Partitioned
from duban.sharding.reading import BatchRead, batches, read_all
from duban.sharding.shard import ShardBuilt, ShardWork, build_first, build_rest


@dataclass(frozen=True, slots=True)
class Standing:
    """The published build of the lake: its files, its manifest, what it records of itself; None where there is none."""

    build: LakeBuild | None = None
    manifest: Manifest | None = None
    recorded: PublishedBuild | None = None

    def catalog(self, settings: Settings) -> Path:
        """The database of it, or a path where nothing is."""
        return self.build.catalog if self.build else settings.layout.lake_current / "nothing"

    def may_go_on(self, whole: Partitioned) -> bool:
        """Whether its shards can be continued: cut in the same way, places found in the same way, of one layout."""
        return (
            self.manifest is not None
            and self.recorded is not None
            and self.recorded.layout == LAYOUT
            and (self.manifest.shard_count, self.manifest.placed_by) == (whole.count, whole.place_version)
        )


@dataclass(slots=True)
class Assigned:
    """What a shard is to hold. documents: path -> content fingerprint. forget: paths. land: batch -> document ids."""

    documents: dict[str, str] = field(default_factory=dict)
    forget: list[str] = field(default_factory=list)
    land: dict[Path, list[str]] = field(default_factory=dict)


class ShardedBuild:
    """standing: the build to continue, None to begin from nothing."""

    def __init__(
        self,
        settings: Settings,
        executor: Executor,
        whole: Partitioned,
        files: LakeBuild,
        standing: Standing | None,
        step: RunStep,
    ) -> None:
        self.settings, self.executor, self.whole = settings, executor, whole
        self.standing, self.step = standing, step
        self.reports: list[ShardBuilt] = []
        self.holding: dict[int, frozenset[str]] = {}  # of each shard that was built: the tests that find nothing
        self.given: dict[int, dict[str, Given]] = {}
        self.works: dict[int, ShardWork] = {}
        self.assigned: dict[int, Assigned] = {}
        # Absolute, since views and workers go by it wherever they stand.
        self.files = LakeBuild(files.folder.resolve())
        self.work_folder.mkdir(parents=True, exist_ok=True)

    @property
    def work_folder(self) -> Path:
        """What is only needed while the build is made."""
        return self.files.folder / "work"

    # -- reading

    def read(self, found: Discovery, changes: Changes, progress: Progress) -> tuple[LandingReport, dict[int, Assigned]]:
        """Read what is new, changed or asked for, and say what each shard is to hold."""
        again = [one.path for one in changes.again]
        fresh = {*changes.added, *changes.changed, *again}
        assigned = {shard: Assigned() for shard in range(self.whole.count)}
        shard_of = self._keep(assigned, fresh, found, changes)
        to_read = [document for document in found.documents if document.path in fresh]
        report = LandingReport(changes.added, changes.changed, changes.again, changes.removed, changes.unchanged_count)
        done = 0

        def on_read(count: int) -> None:
            nonlocal done
            done += count
            progress("reading documents", done, len(to_read))

        raw = self.settings.raw.resolve()
        given = batches(raw, self.settings.sql.resolve(), self.work_folder, to_read, self.executor.count)
        by_id = {document.document_id: document for document in to_read}
        by_path = {document.path: document for document in to_read}
        for read in read_all(self.executor, given, on_read):
            report.unreadable += read.unreadable
            report.unsettled += read.unsettled
            report.waiting += read.waiting
            for path, document_id, shard in self._places(read, by_id, by_path, shard_of):
                assigned[shard].documents[path] = by_path[path].content_fingerprint
                assigned[shard].land.setdefault(read.file, []).append(document_id)
        self._refuse(found, fresh, assigned, shard_of)
        report.unreadable += [one.path for one in found.refused if one.path in fresh]
        report.unreadable.sort()
        return report, assigned

    def _keep(
        self, assigned: dict[int, Assigned], fresh: set[str], found: Discovery, changes: Changes
    ) -> dict[str, int]:
        """What stays where it was. Returns the shard that each path was in."""
        if self.standing is None or self.standing.manifest is None:
            return {}
        shard_of = {path: shard for shard, made in self.standing.manifest.shards.items() for path in made.documents}
        gone = fresh | set(changes.removed)
        for shard, made in self.standing.manifest.shards.items():
            assigned[shard].forget = sorted(path for path in made.documents if path in gone)
            assigned[shard].documents = {path: id_ for path, id_ in made.documents.items() if path not in gone}
        return shard_of

    def _places(
        self,
        read: BatchRead,
        by_id: dict[str, FoundDocument],
        by_path: dict[str, FoundDocument],
        shard_of: dict[str, int],
    ) -> Iterable[tuple[str, str, int]]:
        """Path, id and shard of every document of a batch. What could not be read stays in the shard it was in."""
        for document_id, place in read.places.items():
            yield by_id[document_id].path, document_id, self.whole.shard(place)
        for path in read.unreadable:
            yield path, by_path[path].document_id, shard_of.get(path, self.whole.shard(None))

    def _refuse(
        self, found: Discovery, fresh: set[str], assigned: dict[int, Assigned], shard_of: dict[str, int]
    ) -> None:
        """What was refused before it was read: its line in quarantine, in a file like a batch's."""
        refused = [one for one in found.refused if one.path in fresh]
        if not refused:
            return
        file = self.work_folder / "refused.duckdb"
        with closing(open_candidate(file)) as con:
            create_raw_tables(con)
            land(con, self.settings.raw, Discovery(refused=refused), workers=1)
        for one in refused:
            shard = shard_of.get(one.path, self.whole.shard(None))
            assigned[shard].documents[one.path] = one.content_fingerprint
            assigned[shard].land.setdefault(file, []).append(one.document_id)

    # -- building

    def build_shards(self, task: Callable[[ShardWork], ShardBuilt], works: Sequence[ShardWork]) -> None:
        """Have shards built, side by side. Raises OSError where no worker stays alive with one."""
        for work, built in self.executor.run(task, works):
            if isinstance(built, WorkerDiedError):
                raise OSError(f"no worker that builds shard {work.shard} stays alive: it may need more memory")
            if not built.passed:
                raise GateError(f"gate 1 could not judge shard {work.shard}", remedy="duban reload reports more")
            self.reports.append(built)
            if built.holding is not None:
                self.holding[work.shard] = built.holding

    def build(self, assigned: dict[int, Assigned], waiting: Sequence[str], progress: Progress) -> None:
        """Build the shards that are to be built, and have the others as they are."""
        self.assigned = assigned
        stale = []
        for shard, holds in assigned.items():
            self.works[shard] = self._work(shard, holds, waiting)
            before = self.standing.manifest.shards.get(shard) if self.standing and self.standing.manifest else None
            made_from = self.made_from(shard, holds)
            if before is None or before.made_from != made_from or holds.forget or holds.land:
                stale.append(shard)
            else:
                assert self.standing is not None and self.standing.build is not None
                self.files.take_over(self.standing.build, shard)
                self.given[shard] = {
                    table: Given(self.files.folder, version) for table, version in before.given.items()
                }
        self.build_stages(stale)

    def build_stages(self, stale: Sequence[int]) -> None:
        """Both stages of some shards, and the second of those that are given other rows than before."""
        self.step(Step.BUILD_SHARDS, self.build_shards, build_first, [self.works[shard] for shard in stale])
        given = self.step(Step.BUILD_ACROSS, make_across, self.whole, self.files, range(self.whole.count))
        rest = []
        for shard, rows in given.items():
            was = {table: one.version for table, one in self.given.get(shard, {}).items()}
            if shard in stale or was != {table: one.version for table, one in rows.items()}:
                parts = {table: (one.file, one.version) for table, one in rows.items()}
                rest.append(replace(self.works[shard], given=parts))
        self.given = given
        self.step(Step.BUILD_SHARDS, self.build_shards, build_rest, rest)

    def _work(self, shard: int, holds: Assigned, waiting: Sequence[str]) -> ShardWork:
        before = None
        if self.standing and self.standing.build and self.standing.manifest:
            before = LastPublished(self.standing.build.shard_file(shard), self.standing.manifest.build_id)
        return ShardWork(
            shard,
            self.whole.cut,
            self.settings.sql.resolve(),
            self.files,
            before,
            tuple(holds.forget),
            tuple((file, tuple(ids)) for file, ids in holds.land.items()),
            waiting=tuple(waiting),
            beside=self.executor.beside,
        )

    def made_from(self, shard: int, holds: Assigned) -> str:
        """One value of all that a shard is made from, but for the rows from across places."""
        return inputs_fingerprint(documents_fingerprint(holds.documents.values()), self.whole.version(shard)) + CODE[:8]

    # -- the whole

    def join(self) -> None:
        """Make the tables that stand once, and the database of the whole."""
        write_catalog(self.whole, self.files)

    def judge(self, results: Results, before: PublishedBuild | None) -> None:
        """Gate 2 over the whole; documents at fault are set aside in their shards, and all is judged again.

        Keeps in `results` what was found. Raises GateFailedError.
        """
        previous = self.standing.build.catalog if self.standing and self.standing.build else None
        published = LastPublished(previous, before.build_id) if previous and before else None
        for left in range(ROUNDS, -1, -1):
            with self._opened() as con:
                candidate = self.step(
                    Step.GATE_CANDIDATE, gate_candidate, con, self.whole.project, published, left > 0, self._standing()
                )
            if not candidate.at_fault:
                break
            self.step(Step.SET_ASIDE, self._set_aside, at_fault(candidate))
            self.step(Step.JOIN_SHARDS, self.join)
        with self._opened() as con:
            gates = [report_landing(con, self.whole.project), candidate]
            results.builds = [report for built in self.reports for report in built.builds]
            results.quarantined = quarantine_of(con, before)
            page = self.step(
                Step.WRITE_GATE_REPORT, write_gate_report, self.settings, self.files.folder.name, con, gates
            )
            results.gates, results.gate_page = gates, page
            require_passed(gates, page)
            results.contents = contents_of(con, previous)

    def _standing(self) -> StandingTests:
        """The data tests that hold in every shard: in those that were built they were asked, and the others are what
        they were."""
        passed: dict[str, PassedTest] = {}
        if self.standing and self.standing.build:
            catalog = duckdb.connect(str(self.standing.build.catalog), read_only=True)
            with catalog, suppress(duckdb.CatalogException):  # a build of an older version remembers none
                passed = read_passed_tests(catalog)
        is_all = len(self.holding) == self.whole.count
        return standing_in_shards(self.whole.data_tests, passed, list(self.holding.values()), is_all)

    def _set_aside(self, documents: Sequence[QuarantinedDocument]) -> None:
        """Take documents out of their shards, and build those again."""
        shards: dict[int, list[QuarantinedDocument]] = {}
        for document in documents:
            shards.setdefault(self._shard_of(document.document_path), []).append(document)
        kept = dict(self.works)
        for shard, held in shards.items():
            self.works[shard] = replace(self.works[shard], aside=tuple(held))
        self.build_stages(sorted(shards))
        self.works = kept

    def _shard_of(self, path: str) -> int:
        return next(shard for shard, holds in self.assigned.items() if path in holds.documents)

    def _opened(self) -> closing[duckdb.DuckDBPyConnection]:
        return closing(open_candidate(self.files.catalog))

    def record(self, build_id: str, started_at: datetime, inputs: str, results: Results) -> None:
        """Write what the build says of itself, and the manifest, which makes it whole."""
        sql = self.whole.project.digest
        with self._opened() as con:
            record_build(con, build_id, "reload", started_at, inputs, judged_by(sql), results)
            write_records(con, self.files)
            con.execute("checkpoint")
        shutil.rmtree(self.work_folder, ignore_errors=True)
        shutil.rmtree(self.files.folder / "given", ignore_errors=True)
        made = {
            shard: ShardMade(
                holds.documents,
                self.made_from(shard, holds),
                {table: one.version for table, one in self.given[shard].items()},
            )
            for shard, holds in self.assigned.items()
        }
        self.files.write(Manifest(build_id, self.whole.count, self.whole.place_version, inputs, made))
