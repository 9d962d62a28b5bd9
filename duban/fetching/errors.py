"""Why something could not be fetched."""

from __future__ import annotations

from duban.errors import DubanError


class FetchError(DubanError):
    """One address that gave nothing. It costs that address, never the night.

    may_pass: whether a new try soon may succeed (a host that is down or overloaded), so that Prefect tries again.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "", may_pass: bool = False) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.may_pass = may_pass
