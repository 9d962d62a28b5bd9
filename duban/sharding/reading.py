"""Reading documents in the workers: a batch a task, each document in a bounded process as ever, and its place found.

A worker lands its batch in a file of its own and builds there what the place of a document is known by; a shard then
takes its documents out of these files. A batch whose workers all died is read again document by document, so that the
one that kills them is set aside alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duban import modelling
from duban.landing.discovery import Discovery, FoundDocument
from duban.landing.readers import reader_for
from duban.landing.reading import LandedDocument, reader_died
from duban.landing.store import create_raw_tables, land, land_unread
from duban.modelling.placing import PLACE_COLUMN, PLACE_TABLE
from duban.modelling.table_ref import quoted_table
from duban.pipeline.assembling import require_built
from duban.publishing.candidate import open_candidate
from duban.sharding.executor import Executor, WorkerDiedError

# What one task reads: enough that starting it costs little, little enough that a killed worker loses little.
BATCH_BYTES = 8 * 1024 * 1024
BATCH_DOCUMENTS = 400
# How much longer a byte of a format takes to read than one of Markdown.
_WEIGHTS = {"pdf": 40.0, "docx": 20.0, "xlsx": 20.0, "xls": 10.0}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents to read into one file."""

    raw: Path
    sql: Path
    file: Path
    documents: tuple[FoundDocument, ...]


@dataclass(frozen=True, slots=True)
class BatchRead:
    """What came of a batch. places: document_id -> its place, None where it is not known.

    unreadable, unsettled, waiting: paths, as of `landing.store.LandingReport`.
    """

    file: Path
    places: dict[str, str | None] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def batches(raw: Path, sql: Path, folder: Path, documents: Sequence[FoundDocument], workers: int) -> list[Batch]:
    """Documents in batches by weight, none so large that a worker would wait for another one's."""
    weights = [one.byte_count * _WEIGHTS.get(reader_for(one.path).name, 1.0) + 4096 for one in documents]
    most = max(1.0, min(float(BATCH_BYTES), sum(weights) / max(1, workers)))
    groups: list[list[FoundDocument]] = []
    weight = most
    for document, weighs in zip(documents, weights, strict=True):
        if weight >= most or len(groups[-1]) >= BATCH_DOCUMENTS:
            groups.append([])
            weight = 0.0
        groups[-1].append(document)
        weight += weighs
    return [Batch(raw, sql, folder / f"batch-{number:06d}.duckdb", tuple(one)) for number, one in enumerate(groups)]


def read_batch(batch: Batch) -> BatchRead:
    """Read a batch, in a worker."""
    batch.file.unlink(missing_ok=True)  # of a worker that died
    project = modelling.load_project(batch.sql)
    con = open_candidate(batch.file, threads=1)
    try:
        create_raw_tables(con)
        report = land(con, batch.raw, Discovery(documents=list(batch.documents)), workers=1)
        require_built(modelling.build(project, con, until=PLACE_TABLE))
        found = con.execute(f"select document_id, {PLACE_COLUMN} from {quoted_table(PLACE_TABLE)}").fetchall()
        con.execute("checkpoint")
    finally:
        con.close()
    return BatchRead(batch.file, dict(found), report.unreadable, report.unsettled, report.waiting)


def read_all(executor: Executor, given: Sequence[Batch], on_read: Callable[[int], None]) -> Iterator[BatchRead]:
    """Read batches; what kills its workers is read alone, and set aside alone if it does so again."""
    alone: list[Batch] = []
    for batch, read in executor.run(read_batch, given):
        if isinstance(read, WorkerDiedError):
            parts = [
                Batch(batch.raw, batch.sql, batch.file.with_suffix(f".{number}.duckdb"), (document,))
                for number, document in enumerate(batch.documents)
            ]
            alone += parts
        else:
            on_read(len(batch.documents))
            yield read
    for batch, read in executor.run(read_batch, alone) if alone else ():
        on_read(1)
        yield _not_read(batch) if isinstance(read, WorkerDiedError) else read


def _not_read(batch: Batch) -> BatchRead:
    """What stands for a document that no worker could read: its reason, in quarantine."""
    [document] = batch.documents
    batch.file.unlink(missing_ok=True)
    con = open_candidate(batch.file, threads=1)
    try:
        create_raw_tables(con)
        land_unread(con, LandedDocument(document, error=reader_died(document), is_passing=True))
    finally:
        con.close()
    return BatchRead(batch.file, {}, [document.path], [document.path])
