"""The shortest answer: nothing changed since the last full build, without reading a single model.

`plan` says what is stale and why, and reads the whole tree to know. A night on which nothing happened need not: the
bytes of the SQL folder, the versions of the feeds and the engine are what they were, so every model is fresh.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from duban.modelling.feeds import read_feeds
from duban.modelling.records import TREE, existing_tables, read_records
from duban.modelling.seeds import seed_bytes
from duban.modelling.sources import LANDED, Sources
from duban.stamps import files_digest

# Raise it when the way the runner builds changes the rows it makes; every model is then rebuilt once.
RUNNER_VERSION = "1"
ENGINE_VERSION = f"duckdb {duckdb.__version__}, runner {RUNNER_VERSION}"


def tree_digest(sql_folder: Path) -> str:
    """A hash of every model, seed, data test and analysis as they are read, and of the engine that runs them.

    A seed that a spreadsheet saved again, with a byte order mark or other line ends, is the seed that it was.
    """
    files = files_digest(sql_folder, (".sql", ".csv"), lambda name, content: seed_bytes(content, name))
    return hashlib.sha256(f"{ENGINE_VERSION}\0{files}".encode()).hexdigest()[:16]


def is_fresh(sql_folder: Path, con: duckdb.DuckDBPyConnection, sources: Sources = LANDED) -> bool:
    """Whether a build of all would do nothing. False when that cannot be seen this cheaply: then `plan` decides."""
    records = read_records(con)
    if records.unfinished or records.feeds.get(TREE) != tree_digest(Path(sql_folder)):
        return False
    if not records.made <= existing_tables(con):
        return False
    return all(feed.previous == feed.version for feed in read_feeds(con, records, sources).values())
