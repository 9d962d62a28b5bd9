"""Whether a file is the whole build that it was when it was published.

DuckDB opens a file whose tables are damaged, and a file that somebody wrote into by hand looks like any other. Before a
build is continued, called up to date or published again, its bytes are held against the ledger. A build that the
ledger does not know (it is older than the ledger, or the ledger was lost) is read to the last value instead: every
block of the file carries a checksum that DuckDB checks as it reads. That finds damage and no editing: such a
build may be read and published again, but never continued (`is_entered` of `duban.publishing.ledger`).
"""

from __future__ import annotations

import re
from pathlib import Path

from duban.comparing.two_builds import attach_statement
from duban.modelling.table_ref import quoted_table
from duban.publishing.ledger import digest, read_ledger


def damage_of(file: Path, build_id: str | None, published: Path) -> str | None:
    """What is wrong with the file of a build, in words; None where it is whole.

    build_id: what the file says it is, None where it does not say. published: where the warehouse publishes, which
    gives the ledger's place. Reads the whole file.
    """
    if not file.is_file():
        return "it is not a file"
    if logs_beside(file):
        return f"somebody wrote into it: {logs_beside(file)[0].name} lies beside it"
    if build_id is None:
        return "it cannot be opened, or records no build"
    entry = next((one for one in read_ledger(published) if one.build_id == build_id), None)
    try:
        if entry is not None:
            return None if digest(file) == entry.sha256 else "its bytes are not those that were published"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return _read_through(file)


def writer_of(file: Path) -> str:
    """Who has a database open for writing, as the engine reports it: `process 4711`; '' where nobody does."""
    import duckdb

    try:
        duckdb.connect(str(file), read_only=True).close()
    except duckdb.IOException as error:
        held = re.search(r"Conflicting lock is held in (.*?) ?\(PID (\d+)\)", str(error))
        return f"process {held[2]}, {held[1]}" if held else ""
    except duckdb.Error:
        return ""
    return ""


def logs_beside(file: Path) -> list[Path]:
    """The write-ahead logs of a database file, as DuckDB names them: `x.duckdb.wal` and what it makes of that."""
    beside = file.parent.glob(f"{file.name}.*") if file.parent.is_dir() else ()
    return sorted(path for path in beside if "wal" in path.name.removeprefix(file.name).split("."))


def _read_through(file: Path) -> str | None:
    import duckdb

    try:
        with duckdb.connect(":memory:", config={"memory_limit": "2GB", "threads": "2"}) as con:
            con.execute(attach_statement(file, "build"))
            tables = con.execute(
                "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'build'"
            ).fetchall()
            for (table,) in tables:
                con.execute(f"select bit_xor(hash(read)) from build.{quoted_table(table)} as read").fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return None
