"""Which tables of a candidate have no rows as they stand, mostly without asking the engine."""

from __future__ import annotations

import duckdb

from duban.modelling.planning import Situation
from duban.modelling.project import Project
from duban.modelling.table_ref import quoted_table


class KnownRows:
    """For as long as nothing is landed: a model that is built meanwhile has its new count in the records."""

    def __init__(self, con: duckdb.DuckDBPyConnection, project: Project, situation: Situation) -> None:
        self._con = con
        self._project = project
        self._situation = situation
        self._landed: dict[str, bool] = {}

    def has_none(self, table: str) -> bool:
        """Whether a source, seed or model is known to be empty."""
        if table in self._project.seeds:
            return not self._project.seeds[table].rows
        if table in self._project.sources.tables:
            if table not in self._landed:
                first = self._con.execute(f"select 1 from {quoted_table(table)} limit 1").fetchone()
                self._landed[table] = first is not None
            return not self._landed[table]
        record = self._situation.records.models.get(table)
        return record is not None and record.row_count == 0 and table in self._situation.tables
