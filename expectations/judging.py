"""Great Expectations, and all that is peculiar to it: the only module that uses it, and only when a gate runs.

Four of its habits (1.24) decide how this module is written:

* It never raises for an expectation that cannot be evaluated. A missing column becomes an `exception_info` that holds
  one entry a metric, and its top level has no `raised_exception` at all. `_exception_of` looks at every level.
* A NULL is "missing", not "unexpected": a column of NULLs passes most expectations. `_record` looks for NULLs itself.
* Its import takes seconds (`expectations.engine`), and unless configured otherwise it reports usage to its makers and
  draws progress bars.
* An ephemeral context made by `get_context` leaves a data-docs site in the temporary folder unless the context is given
  a store without one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.checks import NO_ROWS, ROW_CAP, Check, Expectation, Severity
from expectations.engine import great_expectations

if TYPE_CHECKING:
    import pandas as pd


class Judgement(NamedTuple):
    """What Great Expectations said of checks, by their names; a check stands in one of the two.

    failing: 0-based positions of the values that are not as expected, all of them; none where the check holds.
    broken: why an expectation could not be evaluated.
    """

    failing: dict[str, tuple[int, ...]]
    broken: dict[str, str]


@dataclass(frozen=True)
class _Column:
    """A column of a frame with the one expectation that it must meet. owners: the check of each value."""

    name: str
    expectation: Expectation
    severity: Severity
    values: Any
    owners: Sequence[Check]

    def failing(self, positions: Iterable[int]) -> dict[str, tuple[int, ...]]:
        """The failing values by check. A column belongs to one check, or holds one value of each of its checks."""
        if len({check.name for check in self.owners}) == 1:
            return {self.owners[0].name: tuple(sorted(positions))}
        failing = set(positions)
        return {check.name: (0,) if at in failing else () for at, check in enumerate(self.owners)}

    def broken(self, error: str) -> dict[str, str]:
        return {check.name: error for check in self.owners}


def judge(checks: Sequence[Check]) -> Judgement:
    """Put the values of every check to Great Expectations; a check with an `error` has none and is left out.

    Counts of offending rows stand under one another, a column a severity, for they all meet the same expectation: an
    expectation each took 1.3 s of CPU for two hundred data tests. Other columns of one length are laid side by side.
    """
    import pandas as pd

    by_length: dict[int, list[_Column]] = {}
    for column in _columns([check for check in checks if not check.error]):
        by_length.setdefault(len(column.values), []).append(column)
    judgement = Judgement({}, {})
    with _context() as source:
        for length, together in sorted(by_length.items()):
            series = {column.name: pd.Series(column.values).reset_index(drop=True) for column in together}
            _validate(source, f"columns of {length} values", pd.DataFrame(series), together, judgement)
    return judgement


def _columns(checks: Sequence[Check]) -> Iterator[_Column]:
    counts: dict[Severity, list[Check]] = {}
    for check in checks:
        if check.expectation is NO_ROWS:
            counts.setdefault(check.severity, []).append(check)
        else:
            owners = [check] * max(len(check.values), 1)
            yield _Column(check.name, check.expectation, check.severity, check.values, owners)
    for severity, together in counts.items():
        values = [count for check in together for count in check.values]
        yield _Column(f"offending rows: {severity}", NO_ROWS, severity, values, together)


@contextmanager
def _context() -> Iterator[Any]:
    """A pandas data source in a context that writes nothing anywhere."""
    gx = great_expectations()
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    logger = logging.getLogger("great_expectations")
    level = logger.level
    # What it logs about a broken expectation comes back in exception_info and stands in our own report.
    logger.setLevel(logging.CRITICAL)
    try:
        context = gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
                progress_bars=ProgressBarsConfig(globally=False),
                analytics_enabled=False,
            ),
        )
        yield context.data_sources.add_pandas("duban")
    finally:
        logger.setLevel(level)


def _validate(source: Any, name: str, frame: pd.DataFrame, columns: Sequence[_Column], judgement: Judgement) -> None:
    """Validate one frame; what is found goes into `judgement`.

    Whether an expectation holds costs half of what positions cost, so those are asked for where one does not hold.
    """
    from great_expectations.expectations.registry import get_expectation_impl

    expectations: dict[str, Any] = {}
    for column in columns:
        try:
            implementation = get_expectation_impl(column.expectation.kind)
            expectations[column.name] = implementation(
                column=column.name,
                severity="critical" if column.severity == "stop" else "warning",
                meta={"column": column.name},
                **column.expectation.settings,
            )
        except Exception as error:  # whatever it dislikes about an expectation, that one column is broken
            judgement.broken.update(column.broken(str(error)))
    by_name = {column.name: column for column in columns}
    try:
        batch = (
            source.add_dataframe_asset(name)
            .add_batch_definition_whole_dataframe("whole")
            .get_batch(batch_parameters={"dataframe": frame})
        )
        failing = []
        for result in _results(batch, name, list(expectations.values()), {"result_format": "BOOLEAN_ONLY"}):
            column = by_name[result.expectation_config.meta["column"]]
            if result.success or _exception_of(result.exception_info) is not None:
                _record(result, frame, column, judgement)
            else:
                failing.append(expectations[column.name])
        # COMPLETE is what gives row positions; the frames are small by design, so its cost is bounded.
        complete = {"result_format": "COMPLETE", "partial_unexpected_count": ROW_CAP}
        for result in _results(batch, name, failing, complete):
            _record(result, frame, by_name[result.expectation_config.meta["column"]], judgement)
    except Exception as error:  # the library's own failure is every check's failure, never a silent pass
        for column in columns:
            judgement.broken.update(column.broken(f"{type(error).__name__}: {error}") | judgement.broken)


def _results(batch: Any, name: str, expectations: list[Any], result_format: Mapping[str, object]) -> Sequence[Any]:
    if not expectations:
        return ()
    # Handed over at once: adding one by one compares each with all before it.
    suite = great_expectations().ExpectationSuite(name=name, expectations=expectations)
    results: Sequence[Any] = batch.validate(suite, result_format=result_format).results
    return results


def _record(result: Any, frame: pd.DataFrame, column: _Column, judgement: Judgement) -> None:
    exception = _exception_of(result.exception_info)
    if exception is not None:
        judgement.broken.update(column.broken(exception))
        return
    unexpected = set(result.result.get("unexpected_index_list") or ())
    if not column.expectation.skips_null:
        unexpected |= {position for position, is_null in enumerate(frame[column.name].isna()) if is_null}
    if not result.success and not unexpected:
        judgement.broken.update(column.broken("Great Expectations says that it fails and names no value"))
        return
    judgement.failing.update(column.failing(unexpected))


def _exception_of(info: Mapping[str, Any] | None) -> str | None:
    """The message of an exception recorded at any level of an `exception_info`, or None."""
    if not info:
        return None
    if info.get("raised_exception"):
        return str(info.get("exception_message") or "the expectation raised an exception")
    for entry in info.values():
        if isinstance(entry, Mapping):
            message = _exception_of(entry)
            if message is not None:
                return message
    return None
