"""Data tests: rows that must not exist. A test is one SELECT of offending rows; it holds when there is none.

A test of the project is a file of sql/tests. Its name and the comment above the SELECT say all that a gate reports:

    -- 每份文件要么入库，要么隔离: every document is let in or quarantined, and not both
    -- severity: stop
    -- checked: raw.documents
    -- why: 文件不能无声无息地消失: no document may vanish without a word
    -- remedy: 看 raw.quarantine 与 staging.stg_documents 为何都没有（或都有）它:
    --     see why raw.quarantine and staging.stg_documents both lack it, or both have it
    select ...

Sentences stand in Chinese and in English, parted by the first `: `. A line that is indented continues the one above.
Columns `document_id` or `document_path` with `table_no` and `row_no` (or `source_table_no`, `source_row_no`) lead from
an offending row to the source cell; a column `source_place` states it.

What comes from one document is of severity `quarantine`: that document is set aside and the rest is published. Every
offending row then names its document, and a fault of several documents has a row of each.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, cast, get_args

import duckdb

from duban.errors import ModelError
from duban.modelling.memory_share import MemoryShare
from duban.modelling.sql_file import SqlFile
from duban.nearest import nearest

# What an offending row costs: nothing is published; its document is set aside and the rest is published; the build is
# published and the row reported.
Severity = Literal["stop", "quarantine", "warn"]

_SEVERITIES: Final = get_args(Severity)
_FIELDS: Final = ("severity", "checked", "why", "remedy")
_FIELD = re.compile(r"([A-Za-z_]+):(?:\s+(.*))?$")
_CHINESE = re.compile(r"[一-鿿]")
# Either names the document of an offending row; the first that a test has is asked.
DOCUMENT_COLUMNS: Final = ("document_id", "document_path")
_FORM = "see the docstring of duban.modelling.data_tests for the form of the header"


class Words(NamedTuple):
    """One sentence in the two languages of the reports."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DataTest:
    """What must hold, and the SELECT of the rows that break it.

    sentence: what must hold. severity: 'stop', 'quarantine' or 'warn'. checked: the table whose rows were looked at.
    why: the reason why it must hold. remedy: what to do when it does not.
    """

    name: str
    sentence: Words
    severity: Severity
    checked: str
    why: Words
    remedy: Words
    sql: str


class OffendingDocument(NamedTuple):
    """A document that offending rows name, in the column `column`. name: NULL where a row names none. first_row: its
    first offending row, by its columns."""

    column: str
    name: str | None
    row_count: int
    first_row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TestResult:
    """checked_count: rows of the checked table. row_count: all offending rows. rows: the first of them, at most `cap`,
    ordered by all columns. documents: of a test of severity 'quarantine', every document that an offending row names.

    error: the engine's words when the test could not run; such a test has not passed. since: the build in which all
    rows were looked at, where those that are as they were then were not looked at again.
    """

    test: DataTest
    checked_count: int
    row_count: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    seconds: float
    error: str = ""
    documents: tuple[OffendingDocument, ...] = ()
    since: str = ""

    @property
    def passed(self) -> bool:
        return not self.row_count and not self.error


TestResult.__test__ = False  # type: ignore[attr-defined]  # pytest: this is not a test case


# So many tests are counted in one statement, of tables with so many rows together: parsing and planning 250 of them one
# by one costs more than their rows do in a small warehouse. In a large one a statement keeps what it hashed until it
# ends: 7 GiB for 750,000 printed rows, 2 GiB and three quarters of the CPU one by one.
_TOGETHER = 16
_ROWS_TOGETHER = 500_000


class _Counts(NamedTuple):
    """Rows of the checked table, and rows that offend."""

    checked: int
    offending: int
    seconds: float


def run_tests(
    tests: Iterable[DataTest],
    con: duckdb.DuckDBPyConnection,
    cap: int = 100,
    standing: Mapping[str, str] = MappingProxyType({}),
) -> list[TestResult]:
    """Run the tests on the database of `con`, in their order. Nothing is written.

    standing: the tests that are known to find nothing, by name, each with the build in which all rows were looked at.
    """
    tests = list(tests)
    rows = _row_counts(dict.fromkeys(test.checked for test in tests), con)
    memory = MemoryShare(con)
    found = {
        test.name: TestResult(test, rows[test.checked], 0, (), (), 0.0, since=standing[test.name])
        for test in tests
        if test.name in standing
    }
    anew = [test for test in tests if test.name not in standing]
    with memory.modest():
        for batch in batches(anew, rows):
            found |= {result.test.name: result for result in _run_batch(batch, con, cap, rows, memory)}
    return [found[test.name] for test in tests]


def batches(tests: Sequence[DataTest], rows: Mapping[str, int]) -> Iterator[Sequence[DataTest]]:
    """The tests in their order, cut where too much would be counted at once. rows: of each checked table."""
    batch: list[DataTest] = []
    for test in tests:
        if len(batch) == _TOGETHER or (batch and sum(rows[one.checked] for one in (*batch, test)) > _ROWS_TOGETHER):
            yield batch
            batch = []
        batch.append(test)
    if batch:
        yield batch


def _run_batch(
    batch: Sequence[DataTest], con: duckdb.DuckDBPyConnection, cap: int, rows: Mapping[str, int], memory: MemoryShare
) -> Iterator[TestResult]:
    try:
        counts: Sequence[_Counts | None] = _counted(batch, rows, con)
    except duckdb.Error:  # one of them cannot run, or all at once need more memory than there is
        counts = [None] * len(batch)
    for test, count in zip(batch, counts, strict=True):
        result = _run(test, con, cap, rows, count)
        if result.error and memory.is_bounded:  # perhaps for want of memory
            with memory.all_of_it():
                result = _run(test, con, cap, rows, None)
        yield result


def _row_counts(tables: Iterable[str], con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table; 0 for one that cannot be counted, whose tests say why."""
    tables = list(tables)
    if not tables:
        return {}
    try:
        counted = "\nunion all\n".join(f"select '{table}', count(*) from {table}" for table in tables)
        return dict(con.execute(counted).fetchall())
    except duckdb.Error:
        if len(tables) == 1:
            return {tables[0]: 0}
        return {table: count for one in tables for table, count in _row_counts([one], con).items()}


def _counted(tests: Sequence[DataTest], rows: Mapping[str, int], con: duckdb.DuckDBPyConnection) -> list[_Counts]:
    started = time.perf_counter()
    counted = con.execute(
        "\nunion all\n".join(
            f"select {number}, (select count(*) from {_offending(test)})" for number, test in enumerate(tests)
        )
    ).fetchall()
    seconds = (time.perf_counter() - started) / len(tests)
    offending = dict(counted)
    return [_Counts(rows[test.checked], offending[number], seconds) for number, test in enumerate(tests)]


def offending_counts(tests: Sequence[DataTest], con: duckdb.DuckDBPyConnection) -> list[int | None]:
    """How many rows offend against each test, a few tests at once; None for one that cannot run."""
    found: list[int | None] = []
    for begin in range(0, len(tests), _TOGETHER):
        batch = tests[begin : begin + _TOGETHER]
        try:
            found += [count.offending for count in _counted(batch, {test.checked: 0 for test in batch}, con)]
        except duckdb.Error:
            found += [None] if len(batch) == 1 else [one for test in batch for one in offending_counts([test], con)]
    return found


def _offending(test: DataTest) -> str:
    return f"(\n{test.sql}\n)"


def _run(
    test: DataTest, con: duckdb.DuckDBPyConnection, cap: int, rows_of: Mapping[str, int], counts: _Counts | None
) -> TestResult:
    """counts: what was counted together with other tests; None where that did not succeed."""
    started = time.perf_counter()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    documents: tuple[OffendingDocument, ...] = ()
    try:
        if counts is None:
            [counts] = _counted([test], rows_of, con)
            started = time.perf_counter()
        if counts.offending:
            cursor = con.execute(f"select * from {_offending(test)} order by all limit {cap}")
            columns = tuple(column[0] for column in cursor.description or ())
            rows = tuple(cursor.fetchall())
            if test.severity == "quarantine":
                documents = _offending_documents(con, _offending(test), columns)
    except duckdb.Error as error:
        return TestResult(test, 0, 0, (), (), time.perf_counter() - started, str(error).strip())
    seconds = counts.seconds + time.perf_counter() - started
    return TestResult(test, counts.checked, counts.offending, columns, rows, seconds, documents=documents)


def _offending_documents(
    con: duckdb.DuckDBPyConnection, offending: str, columns: tuple[str, ...]
) -> tuple[OffendingDocument, ...]:
    column = next((name for name in DOCUMENT_COLUMNS if name in columns), None)
    if column is None:
        return ()
    found = con.execute(
        f"select {column}, count(*), min(offending) from {offending} as offending group by {column} order by all"
    ).fetchall()
    return tuple(OffendingDocument(column, *row) for row in found)


def read_data_test(file: SqlFile) -> DataTest:
    """The data test that a file of sql/tests states.

    Raises ModelError with file and line for a header line that is missing, unknown, twice there or cannot be used.
    """
    said: dict[str, tuple[int, str]] = {}
    for line, name, text in _header_lines(file):
        if name in said:
            raise ModelError(
                f"the header has two lines '{name}'", where=file.location(line), remedy="take one of them out"
            )
        said[name] = (line, text)
    missing = next((name for name in ("sentence", *_FIELDS) if name not in said), None)
    if missing is not None:
        wanted = "sentence in Chinese and English" if missing == "sentence" else f"line '-- {missing}: ...'"
        raise ModelError(f"the header of the data test has no {wanted}", where=file.location(1), remedy=_FORM)
    line, severity = said["severity"]
    if severity not in _SEVERITIES:
        raise ModelError(
            f"'{severity}' is not a severity of a data test",
            where=file.location(line),
            remedy=f"write one of {', '.join(_SEVERITIES)}",
        )
    if severity == "quarantine" and not set(DOCUMENT_COLUMNS) & set(file.tree.named_selects):
        raise ModelError(
            "a data test that sets documents aside does not name them",
            where=file.location(line),
            remedy=f"select {' or '.join(DOCUMENT_COLUMNS)}, or write severity: stop",
        )
    line, checked = said["checked"]
    tables = [reference.table for reference in file.references]
    if checked not in tables:
        raise ModelError(
            f"the test does not read {checked}, so it cannot have checked it",
            where=file.location(line),
            remedy=nearest(checked, tables, "table"),
        )
    return DataTest(
        name=file.path.stem.lower(),
        sentence=_words(file, "sentence", *said["sentence"]),
        severity=cast(Severity, severity),
        checked=checked,
        why=_words(file, "why", *said["why"]),
        remedy=_words(file, "remedy", *said["remedy"]),
        sql=file.sql,
    )


def _header_lines(file: SqlFile) -> Iterator[tuple[int, str, str]]:
    """(line, name, text) of each part of the comment above the statement; indented lines belong to the one above."""
    parts: list[tuple[int, str, str]] = []
    for number, line in enumerate(file.sql.splitlines(), start=1):
        if not line.startswith("--"):
            if line.strip():
                break
            continue
        text = line.removeprefix("--")
        field = _FIELD.match(text.strip())
        if text.startswith("   ") and parts:
            parts[-1] = (*parts[-1][:2], f"{parts[-1][2]} {text.strip()}")
        elif field and field[1] in _FIELDS:
            parts.append((number, field[1], (field[2] or "").strip()))
        elif field or parts:
            word = field[1] if field else text.strip()
            raise ModelError(
                f"the header of a data test has no line '{word}'",
                where=file.location(number),
                remedy=nearest(word, _FIELDS, "line") if field else "indent it by four where it continues a line",
            )
        else:
            parts.append((number, "sentence", text.strip()))
    yield from parts


def _words(file: SqlFile, name: str, line: int, text: str) -> Words:
    zh, _, en = text.partition(": ")
    if not _CHINESE.search(zh) or not en.strip():
        raise ModelError(
            f"the {name} of a data test stands in Chinese and in English: {text}",
            where=file.location(line),
            remedy="write `中文句子: the same in English`",
        )
    return Words(zh.strip(), en.strip())
