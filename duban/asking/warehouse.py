"""The Python door: `duban.open("warehouse")` and what can be asked of it.

>>> import duban  # doctest: +SKIP
>>> w = duban.open("warehouse")  # doctest: +SKIP
>>> w.ask("leader_load", place="菏泽市").df()  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from duban.asking.query import Answer, ask
from duban.asking.saved_questions import SavedQuestion, ask_saved, find_question, saved_questions
from duban.asking.tracing import Trace, trace
from duban.errors import ConfigurationError
from duban.settings import Settings, resolve_settings

if TYPE_CHECKING:
    import pandas

# Rows of an answer in memory: an analysis in Python may want every row of a mart, a terminal never.
ROW_LIMIT = 5_000_000
SECONDS = 600.0


class Warehouse:
    """What is published in a warehouse, read-only.

    Each question opens the published file anew, so it is answered from the newest build, and the nightly reload is
    never kept waiting. No other file and no extension can be touched through it. Errors are DubanError: QueryError
    where the SQL is off, ConfigurationError where nothing is published or a name is unknown.
    """

    def __init__(self, published: Path, analyses: Path) -> None:
        if not published.exists():
            raise ConfigurationError(
                "nothing is published yet", where=str(published), remedy="run `duban reload` first"
            )
        self.path = published
        self._analyses = analyses

    def __repr__(self) -> str:
        return f"<duban warehouse {self.path.parent}, build {self.build_id}>"

    @property
    def build_id(self) -> str:
        """The build that the next question is answered from."""
        return str(ask(self.path, "select build_id from meta.builds order by rowid desc limit 1").rows[0][0])

    def sql(self, query: str, variables: Mapping[str, str | int | None] | None = None) -> Answer:
        """The answer to one query: columns, rows, `records()`, `df()`; drawn as a table in a notebook.

        variables: what getvariable('name') gives in the query. A value goes there and never into the text of the SQL.
        """
        return ask(self.path, query, variables=variables, seconds=SECONDS, row_limit=ROW_LIMIT)

    def df(self, query: str, variables: Mapping[str, str | int | None] | None = None) -> pandas.DataFrame:
        """As `sql`, as a DataFrame."""
        return self.sql(query, variables).df()

    def ask(
        self, question: str, place: str | None = None, year: int | None = None, **narrowed: str | float | None
    ) -> Answer:
        """The answer to a saved question (`questions()` lists them), of all places and years or of one.

        narrowed: the question's other parameters: leader="王昌华", at_least=1.2.
        """
        values = {"place": place, "year": year, **narrowed}
        return ask_saved(self.path, find_question(self._analyses, question), values)

    def trace(self, *subject: str | int) -> list[Trace]:
        """A target (place, year, number), a key of a published row, or a printed cell (path, source place) traced.

        One Trace a target: what was promised and reported, the printed rows and cells, what was inferred, the models.
        """
        return trace(self.path, *subject)

    def questions(self) -> list[SavedQuestion]:
        """Every saved question: name and what it answers."""
        return saved_questions(self._analyses)

    def tables(self) -> Answer:
        """Published tables with their meaning. Columns: table_name, comment, row_count (estimated)."""
        return self.sql(
            "select schema_name || '.' || table_name as table_name, comment, estimated_size as row_count"
            " from duckdb_tables() where schema_name in ('marts', 'meta') order by all"
        )

    def columns(self, table: str) -> Answer:
        """The columns of a table (marts.dim_target) with type and meaning. Columns: column_name, data_type, comment."""
        return self.sql(
            "select column_name, data_type, comment from duckdb_columns()"
            " where schema_name || '.' || table_name = getvariable('table_name') order by column_index",
            {"table_name": table},
        )


def open_warehouse(folder: str | Path | None = None) -> Warehouse:
    """The warehouse in a folder, or the project's own. Raises ConfigurationError where nothing is published there."""
    settings: Settings = resolve_settings(warehouse=None if folder is None else Path(folder))
    return Warehouse(settings.published, settings.sql / "analyses")
