"""Great Expectations, and all that is peculiar to it: the only module that imports it, and only when a gate runs.

Four of its habits (1.24) decide how this module is written:

* It never raises for an expectation that cannot be evaluated. A missing column becomes an `exception_info` that holds
  one entry a metric, and its top level has no `raised_exception` at all. `_exception_of` looks at every level.
* A NULL is "missing", not "unexpected": a column of NULLs passes most expectations. `missing_count` is read too.
* Its import takes seconds, reports usage to its makers and draws progress bars unless told otherwise first.
* An ephemeral context made by `get_context` leaves a data-docs site in the temporary folder unless the context is given
  a store without one.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.checks import ROW_CAP, Expectation, Severity

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Question:
    """One expectation to be put to a frame."""

    name: str
    expectation: Expectation
    severity: Severity
    frame: pd.DataFrame


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said.

    exception: why the expectation could not be evaluated, or None.
    unexpected_rows: 0-based positions in the frame of the values that are not as expected, all of them.
    """

    success: bool
    exception: str | None
    unexpected_rows: tuple[int, ...]


def judge(questions: Sequence[Question]) -> dict[str, Verdict]:
    """Put every question to Great Expectations; the verdicts by question name.

    Frames of one row are laid side by side, and questions that share a frame stay together: sixty separate validations
    cost a second, one validation of sixty columns a tenth of it.
    """
    import pandas as pd

    single = [question for question in questions if len(question.frame) == 1]
    by_frame: dict[int, list[Question]] = {}
    for question in questions:
        if len(question.frame) != 1:
            by_frame.setdefault(id(question.frame), []).append(question)
    verdicts: dict[str, Verdict] = {}
    with _context() as source:
        if single:
            beside = pd.concat([_prefixed(question) for question in single], axis=1)
            columns = [_prefix(question) + question.expectation.column for question in single]
            verdicts |= _validate(source, "counts", beside, single, columns)
        for together in by_frame.values():
            columns = [question.expectation.column for question in together]
            verdicts |= _validate(source, together[0].name, together[0].frame, together, columns)
    return verdicts


def _prefix(question: Question) -> str:
    return f"{question.name}: "


def _prefixed(question: Question) -> pd.DataFrame:
    # Only the column that is judged: the library copies the whole frame for every expectation on values.
    column = question.expectation.column
    return question.frame.filter(items=[column]).reset_index(drop=True).add_prefix(_prefix(question))


@contextmanager
def _context() -> Iterator[Any]:
    """A pandas data source in a context that writes nothing anywhere."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read while importing
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    logger = logging.getLogger("great_expectations")
    level = logger.level
    # What it logs about a broken expectation comes back in exception_info and is told in our own report.
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


def _validate(
    source: Any, name: str, frame: pd.DataFrame, questions: Sequence[Question], columns: Sequence[str]
) -> dict[str, Verdict]:
    """Validate one frame; `columns` are the names that the questions' columns have in it."""
    import great_expectations as gx
    from great_expectations.expectations.registry import get_expectation_impl

    expectations = []
    verdicts: dict[str, Verdict] = {}
    for question, column in zip(questions, columns, strict=True):
        try:
            implementation = get_expectation_impl(question.expectation.kind)
            expectations.append(
                implementation(
                    column=column,
                    severity="critical" if question.severity == "block" else "warning",
                    meta={"check": question.name},
                    **question.expectation.settings,
                )
            )
        except Exception as error:  # whatever it dislikes about an expectation, that one check is broken
            verdicts[question.name] = Verdict(False, str(error), ())
    try:
        batch = (
            source.add_dataframe_asset(name)
            .add_batch_definition_whole_dataframe("whole")
            .get_batch(batch_parameters={"dataframe": frame.reset_index(drop=True)})
        )
        outcome = batch.validate(
            # Handed over at once: adding one by one compares each with all before it.
            gx.ExpectationSuite(name=name, expectations=expectations),
            # COMPLETE is what gives row positions; the frames are small by design, so its cost is bounded.
            result_format={"result_format": "COMPLETE", "partial_unexpected_count": ROW_CAP},
        )
    except Exception as error:  # the library's own failure is every question's failure, never a silent pass
        return verdicts | {
            question.name: Verdict(False, f"{type(error).__name__}: {error}", ())
            for question in questions
            if question.name not in verdicts
        }
    by_name = {question.name: question for question in questions}
    for result in outcome.results:
        configuration = result.expectation_config
        question = by_name[configuration.meta["check"]]
        verdicts[question.name] = _verdict(result, frame, configuration.kwargs["column"], question.expectation)
    return verdicts


def _verdict(result: Any, frame: pd.DataFrame, column: str, expectation: Expectation) -> Verdict:
    exception = _exception_of(result.exception_info)
    if exception is not None:
        return Verdict(False, exception, ())
    if result.result.get("observed_value", 0) is None:
        return Verdict(False, f"the query gave no value for '{column}'", ())
    unexpected = set(result.result.get("unexpected_index_list") or ())
    if not expectation.skips_null:
        unexpected |= {position for position, is_null in enumerate(frame[column].isna()) if is_null}
    return Verdict(bool(result.success) and not unexpected, None, tuple(sorted(unexpected)))


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
