"""Looking at one source: what it has that is new or changed comes into raw/.

Each address is asked on its own, and what one of them does wrong costs that one. The state is written after every
document, so that a look that is cut short goes on where it was.
"""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from duban.errors import DubanError
from duban.fetching.addresses import shown
from duban.fetching.editions import place
from duban.fetching.errors import FetchError
from duban.fetching.folders import open_folder
from duban.fetching.formats import path_name, stem_of, true_suffix
from duban.fetching.links import links_in_time, matches
from duban.fetching.sources_file import FILE, FOLDER, Source
from duban.fetching.state import AddressState, SourceState, read_state, write_state
from duban.fetching.web import Answer, Validators, Web
from duban.landing.limits import Limits

_PAGE_BYTES = 4 * 1024 * 1024
_LINKS = 300  # that are followed from all pages of one step
_NEW, _NEW_BYTES = 200, 2**30  # documents that one look brings, and what they weigh
_SECONDS = 1800.0  # of one look
_IN_A_ROW = 3  # addresses that fail one after the other, by faults that may pass: the host is down


@dataclass(slots=True)
class Look:
    """What one look at a source came to.

    new, changed: paths below raw/. unchanged: documents that were asked for and are as they were. warnings: a line
    each; notes: what is no fault. may_pass: whether some of what failed may succeed in a new try. found: where nothing
    is to be fetched, the addresses of the documents that would be asked for.
    """

    name: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    may_pass: bool = False
    found: list[str] = field(default_factory=list)

    @property
    def brought(self) -> list[str]:
        """All that came into raw/."""
        return [*self.new, *self.changed]


@dataclass(slots=True)
class Looking:
    """One look under way.

    raw: where documents go. states: the folder of the states. only_list: ask the pages, fetch and write nothing.
    """

    source: Source
    web: Web
    raw: Path
    states: Path
    now: Callable[[], datetime.datetime]
    only_list: bool = False
    state: SourceState = field(default_factory=SourceState)
    look: Look = field(default_factory=lambda: Look(""))
    _failed_in_a_row: int = 0
    _until: float = 0.0
    _byte_count: int = 0

    def run(self) -> Look:
        """Look. Raises nothing that the source does wrong; OSError where raw/ or the warehouse cannot be written.

        A second run is a new try: what the first brought stays in the list.
        """
        self.look = Look(self.source.name, new=self.look.new, changed=self.look.changed)
        self._failed_in_a_row = 0
        self.state = read_state(self.states, self.source.name)
        self._until = time.monotonic() + _SECONDS
        self.state.asked_at = self._time()
        try:
            if self.source.kind == FOLDER:
                self._folder()
            else:
                self._documents(self._addresses())
        except FetchError as error:
            self._failed(error)
        except _EndedError as error:
            self.look.warnings.append(self._line(str(error)))
        self.state.problems = self.look.warnings[:20]
        self._save()
        return self.look

    # -- pages and files -----------------------------------------------------------------------------------------------

    def _addresses(self) -> list[str]:
        """The addresses of documents: the source's own, or what its page leads to, pattern by pattern."""
        addresses = [self.source.address]
        if self.source.kind == FILE:
            return addresses
        for pattern in self.source.patterns or ("",):
            found: dict[str, None] = {}
            for page in addresses:
                try:
                    found.update(dict.fromkeys(self._links(page, pattern)))
                except FetchError as error:
                    if page == self.source.address:
                        raise
                    self._failed(error)
            if len(found) > _LINKS:
                self.look.warnings.append(self._line(f"{len(found)} links match, the first {_LINKS} are followed"))
            addresses = list(found)[:_LINKS]
        if not addresses:
            self.look.notes.append("no link of the page matches")
        return addresses

    def _links(self, page: str, pattern: str) -> list[str]:
        known = self.state.addresses.get(page, AddressState())
        validators = known.validators if known.pattern == f"links:{pattern}" else Validators()
        answer = self._ask(page, _PAGE_BYTES, validators)
        if answer.content is None:
            self._remember(page, known)
            return known.links
        links = [
            one.address
            for one in links_in_time(answer.content, answer.validators.answered_at)
            if matches(pattern, one.address, one.text)
        ]
        if known.links and not links:
            self.look.warnings.append(self._line("no link of the page matches any more", page))
        self._remember(page, AddressState(answer.validators, pattern=f"links:{pattern}", links=links[:_LINKS]))
        return links

    def _ask(self, address: str, most: int, validators: Validators) -> Answer:
        answer = self.web.get(address, most, validators, may_be_private=self.source.may_be_private)
        self.state.answered_at = self._time()
        return answer

    def _documents(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self._check_end()
            if self.only_list:
                self.look.found.append(address)
                continue
            try:
                self._document(address)
                self._failed_in_a_row = 0
            except FetchError as error:
                self._failed(error)

    def _document(self, address: str) -> None:
        known = self.state.addresses.get(address, AddressState())
        # Without a hash it was a page whose links were watched, and nothing of it lies in raw/.
        answer = self._ask(address, Limits().file_bytes, known.validators if known.sha256 else Validators())
        if answer.content is None:
            self._as_it_was(address, known)
            return
        names = [answer.file_name, path_name(address), path_name(answer.validators.answered_at)]
        self._take(address, known, answer.content, answer.validators, names, answer.content_type)

    # -- folders -------------------------------------------------------------------------------------------------------

    def _folder(self) -> None:
        folder = open_folder(self.source)
        pattern = self.source.patterns[0] if self.source.patterns else ""
        files = folder.files()
        self.state.answered_at = self._time()
        for file in files:
            if not matches(pattern, file.address, file.name):
                continue
            self._check_end()
            if self.only_list:
                self.look.found.append(file.address)
                continue
            known = self.state.addresses.get(file.address, AddressState())
            if file.state and file.state == known.validators.etag:
                self._as_it_was(file.address, known)
                continue
            try:
                content = folder.read(file, Limits().file_bytes)
                self._take(file.address, known, content, Validators(file.address, file.state), [file.name], "")
                self._failed_in_a_row = 0
            except FetchError as error:
                self._failed(error)

    # -- what came -----------------------------------------------------------------------------------------------------

    def _take(
        self,
        address: str,
        known: AddressState,
        content: bytes,
        validators: Validators,
        names: list[str],
        content_type: str,
    ) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 == known.sha256:
            known.validators = validators
            self._as_it_was(address, known)
            return
        now = AddressState(validators, sha256)
        try:
            suffix = true_suffix(content, names, content_type)
        except FetchError as error:
            if not error.may_pass:  # the same bytes come to the same tomorrow: they are not asked for again
                now.problem = error.what
                self._remember(address, now)
            error.where = error.where or shown(address)
            raise
        facts = self.source.facts
        stem = stem_of(address, names[0])
        placed = place(self.raw, self.source.into, address, content, stem, suffix, self.now().date(), facts)
        now.path = placed.path
        if placed.is_new:
            (self.look.new if placed.edition == 1 else self.look.changed).append(placed.path)
            self.state.brought_at = self._time()
            self.state.brought = self.look.brought
            self._byte_count += len(content)
        elif placed.edition < placed.newest_edition:
            now.problem = f"it has again what {placed.path} holds, an edition that is not the newest"
            self.look.warnings.append(self._line(now.problem, address))
        else:
            self.look.unchanged += 1
        self._remember(address, now)
        self._save()

    def _as_it_was(self, address: str, known: AddressState) -> None:
        self.look.unchanged += 1
        self._remember(address, known)
        if known.problem:
            self.look.warnings.append(self._line(known.problem, address))

    def _remember(self, address: str, one: AddressState) -> None:
        """What was asked last goes to the end: of too many addresses the first are forgotten."""
        self.state.addresses.pop(address, None)
        self.state.addresses[address] = one

    def _save(self) -> None:
        if not self.only_list:
            write_state(self.states, self.source.name, self.state)

    # -- what went wrong -----------------------------------------------------------------------------------------------

    def _failed(self, error: DubanError) -> None:
        may_pass = isinstance(error, FetchError) and error.may_pass
        self.look.may_pass |= may_pass
        self.look.warnings.append(self._line(error.what, error.where, error.remedy))
        self._failed_in_a_row += may_pass
        if self._failed_in_a_row >= _IN_A_ROW:
            raise _EndedError(f"{_IN_A_ROW} addresses failed one after the other: the rest waits")

    def _check_end(self) -> None:
        if time.monotonic() > self._until:
            raise _EndedError(f"not done within {_SECONDS:.0f} s: the rest waits for the next night")
        if len(self.look.brought) >= _NEW or self._byte_count >= _NEW_BYTES:
            count = f"{len(self.look.brought)} documents of {self._byte_count:,} bytes"
            raise _EndedError(f"{count} were brought: the rest waits for the next night")

    def _line(self, what: str, where: str = "", remedy: str = "") -> str:
        line = f"source {self.source.name}: {what}"
        line += f" ({shown(where)})" if where else ""
        return f"{line}; {remedy}" if remedy else line

    def _time(self) -> str:
        return self.now().astimezone(datetime.UTC).isoformat(timespec="seconds")


class _EndedError(Exception):
    """The look ends here; what was not asked waits."""
