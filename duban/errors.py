"""The errors a person may see: one sentence of what, one of where, one of what to do.

Every error that bad input or a bad setting can cause derives from `DubanError`; the command line prints it without a
traceback. Anything else that escapes is a bug of ours and keeps its traceback.
"""

from __future__ import annotations


class DubanError(Exception):
    """What went wrong, where, and the way out.

    what: one sentence, with the value that was met.
    where: file, sheet, cell, line: the place in the source's own words.
    remedy: what to do, with the valid choices where there are any.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.remedy:
            lines.append(f"  to do: {self.remedy}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the border of a worker process; keyword-only fields need saying how.
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[DubanError], what: str, where: str, remedy: str) -> DubanError:
    return kind(what, where=where, remedy=remedy)


class DocumentError(DubanError):
    """A document that cannot be landed: it is quarantined and the rest goes on."""


class ConfigurationError(DubanError):
    """A setting, a side file or an argument that cannot be used."""

    exit_code = 2


class ModelError(DubanError):
    """A model that cannot be read, resolved or built."""


class GateError(DubanError):
    """A gate that failed: nothing is published."""


class LockedError(DubanError):
    """Another writer holds the lock."""

    exit_code = 3
