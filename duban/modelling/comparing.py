"""Two results compared as multisets of rows, in one pass of the engine."""

from __future__ import annotations


def differences(before: str, after: str) -> str:
    """A SELECT of the rows that one of two results holds more often than the other.

    One aggregation over both: `except all` numbers the rows of each side in a window, which costs several times more.
    """
    return f"""
        select * exclude ("~side"), sum("~side") as "~balance"
        from (select *, 1 as "~side" from ({after}) union all select *, -1 as "~side" from ({before}))
        group by all
        having "~balance" <> 0
    """
