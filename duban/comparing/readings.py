"""What came of reading documents again: the same cells as in the published build, or which ones differ.

Compared in DuckDB, in full only where the fingerprint of what was read differs. Cells are named by table, row and
column; a row that a reader now sees above the others moves all that stand below it, and is counted so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.comparing.two_builds import attach_statement
from duban.counting import counted
from duban.landing.changes import ReadAgain
from duban.landing.raw_tables import names_now

if TYPE_CHECKING:
    import duckdb

# Cells listed of one document; all are counted.
MOST_CELLS = 20
# Texts are cut to this many characters where people read them; as_dict() has them whole.
_SHOWN = 40

_BEFORE = "published_reading"
_FAILED = {
    "unreadable": "it can no longer be read",
    "still unreadable": "it still cannot be read",
    "not compared": "it was not compared with what was published",
}


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell. change: 'added', 'removed' or 'changed'; what: 'text', 'span' or 'source place': the first to differ.

    source_place: in the document's own words, with the column. before, now: as printed, or the span (rows x columns),
    or the source place; None where there is no such cell or it is covered by another.
    """

    change: str
    source_place: str
    what: str
    before: str | None
    now: str | None

    def sentence(self) -> str:
        if self.change == "added":
            return f"{self.source_place}: + {_shown(self.now)}"
        if self.change == "removed":
            return f"{self.source_place}: - {_shown(self.before)}"
        word = "" if self.what == "text" else f"{self.what} "
        return f"{self.source_place}: {word}{_shown(self.before)} -> {_shown(self.now)}"


@dataclass(slots=True)
class ReadAnew:
    """One document that was read again, and what came of it.

    came_out: 'same', 'different', 'readable' (it was not before), 'unreadable' (it was before), 'still unreadable',
    'not compared'. reason: why it cannot be read, or compared.
    others: what else differs: 'title', 'encoding', 'texts', 'notes', 'reason'.
    """

    path: str
    why: str
    came_out: str
    added: int = 0
    removed: int = 0
    changed: int = 0
    others: list[str] = field(default_factory=list)
    cells: list[ChangedCell] = field(default_factory=list)
    reason: str = ""

    @property
    def is_same(self) -> bool:
        """Whether reading it again made no difference to any table."""
        return self.came_out == "same" or (self.came_out == "still unreadable" and not self.others)

    def sentence(self, most: int = 3) -> str:
        """What came of it, for people, with the first cells."""
        if self.came_out == "readable":
            return f"it can be read now: {counted(self.added, 'cells')}"
        if self.came_out in _FAILED:
            return f"{_FAILED[self.came_out]}: {self.reason}"
        if self.is_same:
            return "the same cells"
        of_each = ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
        counts = [f"{counted(count, 'cells')} {word}" for count, word in of_each if count]
        counts += [f"another {other}" if other in ("title", "encoding") else f"other {other}" for other in self.others]
        left = self.added + self.removed + self.changed - min(most, len(self.cells))
        cells = [cell.sentence() for cell in self.cells[:most]] + ([f"and {left} more"] if left else [])
        return ", ".join(counts) + (f" ({'; '.join(cells)})" if self.cells else "")

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "path": self.path,
            "why": self.why,
            "came_out": self.came_out,
            "cells_added": self.added,
            "cells_removed": self.removed,
            "cells_changed": self.changed,
            "others": self.others,
            "reason": self.reason,
            "cells": [
                {"change": c.change, "source_place": c.source_place, "what": c.what, "before": c.before, "now": c.now}
                for c in self.cells
            ],
        }


def compare_readings(before: Path, con: duckdb.DuckDBPyConnection, again: Sequence[ReadAgain]) -> list[ReadAnew]:
    """What came of each document that was read again, in the order given.

    before: the published file. con: the open candidate, in which they have been landed; nothing in it is changed.
    A document that the published file does not hold, or holds with another content, is left out. Never fails: where the
    published file cannot be compared with, every document says so.
    """
    import duckdb

    if not again:
        return []
    try:
        con.execute(attach_statement(before, _BEFORE))
        return _compared(con, again)
    except duckdb.Error as error:
        why_not = str(error).splitlines()[0]
        return [ReadAnew(one.path, one.why, "not compared", reason=why_not) for one in again]
    finally:
        _let_go(con)


def _compared(con: duckdb.DuckDBPyConnection, again: Sequence[ReadAgain]) -> list[ReadAnew]:
    why = {one.path: one.why for one in again}
    found: dict[str, ReadAnew] = {}
    different: dict[str, ReadAnew] = {}
    states = _STATES.format(before=_BEFORE, read_fingerprint=_read_fingerprint(con))
    for path, document_id, came_out, cell_count, reason, others in con.execute(states, [list(why)]).fetchall():
        read = ReadAnew(path, why[path], came_out, reason=reason or "", others=others or [])
        read.added = cell_count if came_out == "readable" else 0
        found[path] = read
        if came_out == "different":
            different[document_id] = read
    if different:
        ids = list(different)
        cells = _CELLS.format(before=_BEFORE, cells_before=names_now(con, f"{_BEFORE}.raw.cells"))
        for document_id, change, source_place, what, was, now, *counts in con.execute(
            cells, [ids, ids, MOST_CELLS]
        ).fetchall():
            read = different[document_id]
            read.added, read.removed, read.changed = counts
            read.cells.append(ChangedCell(change, source_place, what, was, now))
        for document_id, others in con.execute(_OTHERS.format(before=_BEFORE), [ids]).fetchall():
            different[document_id].others = others
    for read in different.values():
        if not read.cells and not read.others:  # of a build that kept no fingerprint of what was read
            read.came_out = "same"
    return [found[path] for path in why if path in found]


def _read_fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    """The column as a build of this layout has it; NULL for an older one, whose cells are all compared then."""
    known = con.execute(
        "select 1 from duckdb_columns() where database_name = ? and schema_name = 'raw' and table_name = 'documents'"
        " and column_name = 'read_fingerprint'",
        [_BEFORE],
    ).fetchone()
    return "read_fingerprint" if known else "null"


# One row a document of both builds: how it stood, how it stands. min(reason): a document has one entry of a reading.
_STATES = """
with
asked as (select unnest(?::varchar[]) as document_path),
was as (
    select document_path, document_id, {read_fingerprint} as read_fingerprint, null as reason
    from {before}.raw.documents
    union all
    select document_path, document_id, null, min(reason)
    from {before}.raw.quarantine
    where gate = 'reading'
    group by all
),
now as (
    select document_path, document_id, read_fingerprint, null as reason
    from raw.documents
    union all
    select document_path, document_id, null, min(reason)
    from raw.quarantine
    where gate = 'reading'
    group by all
)
select
    document_path,
    now.document_id,
    case
        when was.reason is not null and now.reason is not null then 'still unreadable'
        when was.reason is not null then 'readable'
        when now.reason is not null then 'unreadable'
        when was.read_fingerprint = now.read_fingerprint then 'same'
        else 'different'
    end,
    (select count(*) from raw.cells where cells.document_id = now.document_id),
    now.reason,
    case when was.reason <> now.reason then ['reason'] end
from asked
join was using (document_path)
join now using (document_path)
where was.document_id = now.document_id
order by document_path
"""

_CELLS = """
with
was as (select {cells_before} from {before}.raw.cells where document_id in (select unnest(?::varchar[]))),
now as (select * from raw.cells where document_id in (select unnest(?::varchar[]))),
differing as (
    select
        document_id, table_no, row_no, column_no,
        case when was.source_place is null then 'added' when now.source_place is null then 'removed' else 'changed' end
            as change,
        -- A sheet's source place names the column already.
        coalesce(now.source_place, was.source_place) as printed_place,
        printed_place
            || case when regexp_matches(printed_place, '![A-Z]+[0-9]+$') then '' else ' column ' || column_no end
            as source_place,
        case
            when change <> 'changed' or was.text is distinct from now.text then 'text'
            when was.source_place is distinct from now.source_place then 'source place'
            else 'span'
        end as what,
        case what
            when 'text' then was.text
            when 'source place' then was.source_place
            else was.row_span || 'x' || was.column_span
        end as old,
        case what
            when 'text' then now.text
            when 'source place' then now.source_place
            else now.row_span || 'x' || now.column_span
        end as new
    from was
    full join now using (document_id, table_no, row_no, column_no)
    where (was.text, was.row_span, was.column_span, was.is_origin, was.origin_row_no, was.origin_column_no,
           was.span_is_known, was.source_place)
        is distinct from (now.text, now.row_span, now.column_span, now.is_origin, now.origin_row_no,
                          now.origin_column_no, now.span_is_known, now.source_place)
)
select
    document_id, change, source_place, what, old, new,
    count(*) filter (change = 'added') over of_document,
    count(*) filter (change = 'removed') over of_document,
    count(*) filter (change = 'changed') over of_document
from differing
window of_document as (partition by document_id)
qualify row_number() over (partition by document_id order by table_no, row_no, column_no) <= ?
order by document_id, table_no, row_no, column_no
"""

_OTHERS = """
with
asked as (select unnest(?::varchar[]) as document_id),
texts as (
    (from {before}.raw.texts semi join asked using (document_id) except all from raw.texts)
    union all
    (from raw.texts semi join asked using (document_id) except all from {before}.raw.texts)
),
notes as (
    (from {before}.raw.notes semi join asked using (document_id) except all from raw.notes)
    union all
    (from raw.notes semi join asked using (document_id) except all from {before}.raw.notes)
),
facts as (
    select document_id, was.title_text as old_title, now.title_text as new_title, was.encoding as old_encoding,
        now.encoding as new_encoding
    from {before}.raw.documents as was
    join raw.documents as now using (document_id)
),
others as (
    select document_id, 1 as position, 'title' as other from facts where old_title is distinct from new_title
    union all
    select document_id, 2, 'encoding' from facts where old_encoding is distinct from new_encoding
    union all
    select distinct document_id, 3, 'texts' from texts
    union all
    select distinct document_id, 4, 'notes' from notes
)
select document_id, list(other order by position) from others semi join asked using (document_id) group by document_id
"""


def _shown(text: str | None) -> str:
    if text is None:
        return "nothing"
    flat = " ".join(text.split())
    return f"'{flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + '…'}'"


def _let_go(con: duckdb.DuckDBPyConnection) -> None:
    import duckdb

    try:
        con.execute(f"detach {_BEFORE}")
    except duckdb.Error:
        return  # it is read-only and goes with the connection
