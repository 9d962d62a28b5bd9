"""All sources of a night, one after the other: what each brings, and that none of them costs more than itself.

One host is so never asked by two at a time, and one process fetches at a time (a lock). Whatever goes wrong is a
warning: a reload follows in any case, with what there is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duban.errors import ConfigurationError, LockedError
from duban.fetching.sources_file import Source, Sources, read_sources
from duban.fetching.state import SourceState, read_state
from duban.settings import Settings

if TYPE_CHECKING:
    from duban.fetching.looking import Look
    from duban.fetching.manners import Manners

# How a caller runs the look at one source, by its name: as it is, or as a Prefect task with new tries.
RunLook = Callable[[str, "Callable[[], Look]"], "Look"]
# A night that begins a little earlier than the one before is a night later all the same.
_SLACK = datetime.timedelta(hours=6)


@dataclass(slots=True)
class Fetched:
    """What a night fetched. looks: of the sources that were asked. waiting: names of those that were not due."""

    looks: list[Look] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def verdict(self) -> str:
        """One line."""
        brought = sum(len(look.brought) for look in self.looks)
        asked = f"{len(self.looks)} source{'' if len(self.looks) == 1 else 's'} asked"
        return f"{asked}: {brought} document{'' if brought == 1 else 's'} new or changed"

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "sources": [
                {
                    "name": look.name,
                    "new": look.new,
                    "changed": look.changed,
                    "unchanged_count": look.unchanged,
                    "found": look.found,
                    "notes": look.notes,
                    "warnings": look.warnings,
                }
                for look in self.looks
            ],
            "waiting": self.waiting,
            "warnings": self.warnings,
        }


def run_plainly(_name: str, look: Callable[[], Look]) -> Look:
    """Run a look as the function that it is."""
    return look()


def fetch_night(settings: Settings, run: RunLook = run_plainly) -> Fetched:
    """Fetch from every source that is due. Raises nothing but what ends the process: all else is a warning.

    Where no source is listed, nothing is imported, asked or written.
    """
    try:
        return fetch(settings, read_sources(settings.raw), run=run)
    except LockedError as error:
        return Fetched(warnings=[f"nothing was fetched: {error.what}"])
    except ConfigurationError as error:
        where = f" ({error.where})" if error.where else ""
        return Fetched(warnings=[f"nothing was fetched: {error.what}{where}; {error.remedy}"])
    except Exception as error:  # whatever it is, what lies in raw/ is still to be published
        return Fetched(warnings=[f"nothing was fetched: {type(error).__name__}"])


def fetch(
    settings: Settings,
    sources: Sources,
    *,
    names: Sequence[str] = (),
    only_list: bool = False,
    run: RunLook = run_plainly,
    manners: Manners | None = None,
    now: Callable[[], datetime.datetime] | None = None,
) -> Fetched:
    """Fetch from some sources: those with these names, else all that are due.

    only_list: ask the pages for their links, fetch no document and write nothing.
    Raises ConfigurationError for a name that is not known, LockedError where another process fetches.
    """
    fetched = Fetched()
    chosen = [sources.named(name) for name in names] or list(sources.usable)
    if not names:
        fetched.warnings += [
            f"source {one.name} is left out: {one.error.what} ({one.error.where}); {one.error.remedy}"
            for one in sources.refused
        ]
    clock = now or (lambda: datetime.datetime.now(datetime.UTC))
    folder = settings.layout.sources
    if not names and not only_list:
        due = [source for source in chosen if is_due(source, read_state(folder, source.name), clock())]
        fetched.waiting = [source.name for source in chosen if source not in due]
        chosen = due
    if not chosen:
        return fetched
    from duban.fetching.looking import Looking
    from duban.fetching.manners import manners_in_force
    from duban.fetching.web import Web

    with _fetching_alone(settings, only_list), Web(manners or manners_in_force()) as web:
        for source in chosen:
            looking = Looking(source, web, settings.raw, folder, clock, only_list)
            try:
                look = run(source.name, looking.run)
            except Exception as error:  # a disk that fails, or a bug of ours: the other sources are still asked
                why = error.strerror or str(error) if isinstance(error, OSError) else type(error).__name__
                looking.look.warnings.append(f"source {source.name}: fetching from it failed: {why}")
                look = looking.look
            fetched.looks.append(look)
            fetched.warnings += look.warnings
    return fetched


def is_due(source: Source, state: SourceState, now: datetime.datetime) -> bool:
    """Whether a source is asked tonight: its days are over, or it did not answer in order the last time."""
    due = due_on(source, state)
    return due is None or now >= due - _SLACK


def due_on(source: Source, state: SourceState) -> datetime.datetime | None:
    """From when on a source is asked again; None for every night that comes."""
    if source.every == 1 or state.problems or not state.answered_at:
        return None
    try:
        answered = datetime.datetime.fromisoformat(state.answered_at).astimezone(datetime.UTC)
        return answered + datetime.timedelta(days=source.every)
    except (ValueError, OverflowError):
        return None


@contextmanager
def _fetching_alone(settings: Settings, only_list: bool) -> Iterator[None]:
    from duban.publishing.lock import writer_lock

    if only_list:
        yield
        return
    with writer_lock(settings.warehouse, "fetching from sources", settings.layout.sources_lock.name):
        yield
