"""The quarantine as gate 1 writes it; what reading refused is written by `duban.landing.store`, what gate 2 sets aside
by `duban.pipeline.set_aside`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class QuarantinedDocument:
    """A document that a gate leaves out of the build: a row of `raw.quarantine`. Reasons are joined by `; `."""

    document_id: str
    document_path: str
    reason: str
    source_place: str
    remedy: str


def hold_back(con: duckdb.DuckDBPyConnection, quarantined: Iterable[QuarantinedDocument]) -> None:
    """Write gate 1's decisions into `raw.quarantine`, in place of its earlier ones; what reading refused stays."""
    con.execute("delete from raw.quarantine where gate = 'landing'")
    rows = [(q.document_id, q.document_path, "landing", q.reason, q.source_place, q.remedy) for q in quarantined]
    if rows:
        con.executemany(
            "insert into raw.quarantine (document_id, document_path, gate, reason, source_place, remedy)"
            " values (?, ?, ?, ?, ?, ?)",
            rows,
        )
