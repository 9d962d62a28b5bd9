"""Reading documents side by side, each in a worker process that is stopped when a document hangs or bloats.

A worker hands back Arrow columns, so that no cell is unpacked in the parent; results come in the order of the
documents, and only a few are under way at once, so that memory does not grow with their number.
"""

from __future__ import annotations

import errno
import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import DocumentError
from duban.landing.discovery import FoundDocument
from duban.landing.limits import Limits
from duban.landing.raw_files import opened
from duban.landing.reader import Source
from duban.landing.readers import reader_for
from duban.landing.workers import bound_worker, new_pool

if TYPE_CHECKING:
    import pyarrow as pa
    from pebble import ProcessPool

# Enough to keep every worker busy while the parent writes, small enough to bound what waits in memory.
_IN_FLIGHT_PER_WORKER = 4
POOLS = 3  # a kill by chance costs one; three in a row that read nothing are no chance
# Beyond the time of the documents themselves: what a worker may take to start on a busy machine.
SLACK_SECONDS = 60.0
_LOOK_SECONDS = 0.5  # how often a pool that has not answered yet is asked whether it still works


@dataclass(slots=True)
class LandedDocument:
    """One document as columns of the raw tables, or the reason why it could not be read (`error`).

    is_passing: the error is none of the document's own (the file changed or went meanwhile, a disk, a worker that was
    killed), so that reading it again may well succeed. is_waiting: it was not begun, because the time was used up.
    """

    document: FoundDocument
    format: str = ""
    encoding: str | None = None
    title: str | None = None
    cells: pa.Table | None = None
    texts: pa.Table | None = None
    notes: pa.Table | None = None
    excluded_texts: pa.Table | None = None
    error: DocumentError | None = None
    is_passing: bool = False
    is_waiting: bool = False


def read_document(raw: Path, document: FoundDocument, limits: Limits) -> LandedDocument:
    """Read one document in this process. Never raises for what the document holds: that becomes `error`."""
    from duban.landing import columns

    try:
        with opened(raw / document.path, raw.resolve(), document.path) as file:
            content = file.read(limits.file_bytes + 1)
        if hashlib.sha256(content).hexdigest() != document.sha256:
            changed = DocumentError(
                "it changed while it was read", where=document.path, remedy="the next reload takes it as it is then"
            )
            return LandedDocument(document, error=changed, is_passing=True)
        read = reader_for(document.path).read(Source(document.path, content), limits)
        return LandedDocument(
            document,
            format=read.format,
            encoding=read.encoding,
            title=read.title,
            cells=columns.cells_table(document.document_id, read),
            texts=columns.texts_table(document.document_id, read),
            notes=columns.notes_table(document.document_id, read),
            excluded_texts=columns.excluded_texts_table(document.document_id, read),
        )
    except DocumentError as error:
        return LandedDocument(document, error=error)
    except MemoryError:
        return LandedDocument(document, error=_too_large(document))
    except OSError as error:
        return LandedDocument(
            document,
            error=DocumentError(
                f"it cannot be read: {error.strerror}", where=document.path, remedy="see that the file is whole"
            ),
            is_passing=True,
        )
    except Exception as error:  # a library's own failure on a damaged document costs that document, not the night
        return LandedDocument(
            document,
            error=DocumentError(
                f"the {document.reader_name} reader met damage it does not know: {type(error).__name__}: {error}"[:500],
                where=document.path,
                remedy="open it, save it anew, and report it with the file if that does not help",
            ),
        )


def read_documents(
    raw: Path,
    documents: Sequence[FoundDocument],
    workers: int,
    limits: Limits | None = None,
    on_read: Callable[[LandedDocument], None] | None = None,
    until: float | None = None,
) -> Iterator[LandedDocument]:
    """Read documents in worker processes; yields them in the given order.

    A worker that hangs beyond `limits.seconds` or dies is replaced, and its document carries the error. What hangs is
    tried once more before it is believed, unless another document was read while it hung: a machine that slept or was
    too busy makes all documents hang. until: when no document is begun any more, by `time.monotonic`; those that were
    not begun come as waiting. Where a worker is killed before it has begun to read, or cannot be started, the pool
    gives up (or says nothing more) and is replaced. Raises OSError when POOLS of them in a row gave up before they had
    read anything: that is the machine's fault and no document's.
    """
    if not documents:
        return
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    limits = limits or Limits()

    def readers() -> ProcessPool:
        paths = (document.path for document in documents)
        return new_pool(min(workers, len(documents)), bound_worker, paths)

    pool = readers()
    pools_in_vain = 0
    waiting: deque[tuple[FoundDocument, Any]] = deque()
    remaining = iter(documents)
    tried_again: set[str] = set()
    answered = [float("-inf")]  # when the last document was read, whatever its turn

    def note_answer(future: Future[LandedDocument]) -> None:
        if not future.cancelled() and future.exception() is None:
            answered.append(time.monotonic())

    def hung_alone() -> bool:
        # In the second half of its time: an answer just before the machine fell asleep says nothing.
        return max(answered[-2:]) > time.monotonic() - limits.seconds / 2

    def begin(document: FoundDocument) -> Any:
        try:
            future = pool.schedule(read_document, args=(raw, document, limits), timeout=limits.seconds)
            future.add_done_callback(note_answer)
            return future
        except BrokenProcessPool as error:  # a pool that gave up takes nothing more
            failed: Future[LandedDocument] = Future()
            failed.set_exception(error)
            return failed

    def schedule() -> None:
        if until is not None and time.monotonic() >= until:
            return
        document = next(remaining, None)
        if document is not None:
            waiting.append((document, begin(document)))

    try:
        for _ in range(workers * _IN_FLIGHT_PER_WORKER):
            schedule()
        while waiting:
            document, future = waiting.popleft()
            try:
                landed = _answer(pool, future, limits)
            except FutureTimeout:
                if document.path not in tried_again and not hung_alone():
                    tried_again.add(document.path)
                    waiting.appendleft((document, begin(document)))
                    continue
                landed = LandedDocument(document, error=_too_slow(document, limits))
            except BrokenProcessPool as error:
                pools_in_vain += 1
                if pools_in_vain == POOLS:
                    raise OSError(errno.ECHILD, "no process that reads documents starts and stays alive") from error
                _end(pool)
                time.sleep(_LOOK_SECONDS)  # what starts the workers may be dying still, and is replaced when it is dead
                pool = readers()
                waiting = deque((one, begin(one)) for one, _ in ((document, future), *waiting))
                continue
            except ProcessExpired:
                landed = LandedDocument(document, error=reader_died(document), is_passing=True)
            except MemoryError:
                landed = LandedDocument(document, error=_too_large(document))
            pools_in_vain = 0
            schedule()
            if on_read:
                on_read(landed)
            yield landed
        for document in remaining:
            yield LandedDocument(document, error=_waits(document), is_passing=True, is_waiting=True)
    finally:
        _end(pool)


def _answer(pool: ProcessPool, future: Future[LandedDocument], limits: Limits) -> LandedDocument:
    """What a worker answers. Raises what it raised, and BrokenProcessPool where no answer can come any more.

    A pool that gives up reports to those whose documents it has handed out, not to those that still wait; and a worker
    that is killed between taking a document and saying so takes it along. So the pool is asked whether it works, and is
    held for broken when the next document in turn has not come in the time of two, the one before it and its own.
    """
    from concurrent.futures.process import BrokenProcessPool

    until = time.monotonic() + 2 * limits.seconds + SLACK_SECONDS
    while not wait([future], timeout=_LOOK_SECONDS).done:
        if not pool.active or time.monotonic() > until:
            raise BrokenProcessPool("no answer comes any more")
    return future.result()


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def reader_died(document: FoundDocument) -> DocumentError:
    """The reason of a document whose reader died."""
    return DocumentError(
        "the process that read it died: it was killed, or the document takes more than a reader may",
        where=document.path,
        remedy="the next reload tries it again; if that does not help, split the document",
    )


def _too_slow(document: FoundDocument, limits: Limits) -> DocumentError:
    return DocumentError(
        f"reading took more than {limits.seconds:g} seconds and was stopped",
        where=document.path,
        remedy="split it, or save it in another format",
    )


def _waits(document: FoundDocument) -> DocumentError:
    return DocumentError(
        "it waits for the next reload: the time for reading the documents of one run was used up",
        where=document.path,
        remedy="duban reload reads on; DUBAN_READING_SECONDS gives more time to a run",
    )


def _too_large(document: FoundDocument) -> DocumentError:
    return DocumentError(
        "reading it takes more memory than one document may", where=document.path, remedy="split the document"
    )
