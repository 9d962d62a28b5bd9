"""The data dictionary and the lineage graph as static pages: they open from a disk, with no server and no network.

    index.html           every table by layer: what a row is, how many rows, whether it is rebuilt by document
    lineage.html         the graph of tables
    tables/<table>.html  columns with type, label, meaning and where each comes from and goes to; the SQL
    dictionary.csv       the same columns for a spreadsheet

Labels are Chinese and English; comments are split into 名称, 说明 and meaning.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from duban.modelling.catalogue import Described, described_columns
from duban.modelling.docs.lineage_graph import lineage_drawing
from duban.modelling.project import Project
from duban.modelling.sources import Sources
from duban.modelling.sql_comments import explanations
from duban.pages import render

_LAYERS = {
    "marts": "数据集市 Marts",
    "meta": "元数据 Meta",
    "intermediate": "中间层 Intermediate",
    "staging": "整理层 Staging",
    "seeds": "种子表 Seeds",
    "raw": "原始层 Raw",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """What the pages show of one table. columns: (name, type, comment, inherited from)."""

    name: str
    description: str
    grain: str
    columns: tuple[tuple[str, str, str, str], ...]
    row_count: int | None

    @property
    def layer(self) -> str:
        return self.name.split(".")[0]


def write_docs(project: Project, con: duckdb.DuckDBPyConnection | None, folder: Path) -> list[Path]:
    """Write the pages into a folder, which is made if need be, and return their paths.

    con: a warehouse to take row counts and build times from; None writes what the SQL alone gives.
    """
    tables = _tables(project, _row_counts(con))
    uses = _uses(project)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    pages = {
        "index.html": render("dictionary.html", layers=_layers(project, tables)),
        "lineage.html": render("lineage.html", drawing=lineage_drawing(project), subjects=_subjects(project, tables)),
        "dictionary.csv": _csv(tables),
    }
    for table in tables.values():
        pages[f"tables/{table.name}.html"] = render("table.html", table=_page_of(project, table, uses))
    written = []
    for name, text in pages.items():
        path = folder / name
        path.write_text(text, encoding="utf-8-sig" if name.endswith(".csv") else "utf-8", newline="")
        written.append(path)
    return written


def _row_counts(con: duckdb.DuckDBPyConnection | None) -> dict[str, int]:
    if con is None:
        return {}
    rows = con.execute(
        "select schema_name || '.' || table_name, estimated_size from duckdb_tables()"
        " where database_name = current_database() and not internal"
    ).fetchall()
    return dict(rows)


def _tables(project: Project, counts: dict[str, int]) -> dict[str, _Table]:
    described = described_columns(project)
    tables = {}
    for model in project.models.values():
        columns = tuple(
            (name, kind, comment.comment, comment.inherited_from)
            for (name, kind), comment in zip(model.columns, described[model.table], strict=True)
        )
        grain = ", ".join(model.file.grain)
        tables[model.table] = _Table(model.table, model.file.description, grain, columns, counts.get(model.table))
    for seed in project.seeds.values():
        columns = tuple((name, "VARCHAR", "", "") for name in seed.columns)
        tables[seed.table] = _Table(seed.table, f"sql/seeds/{seed.path.name}", "", columns, len(seed.rows))
    for name in project.sources.tables:
        tables[name] = _raw_table(name, project.sources, described, counts)
    return tables


def _raw_table(table: str, sources: Sources, described: Described, counts: dict[str, int]) -> _Table:
    types = dict(sources.columns_of(table))
    columns = tuple((column, types[column], comment, "") for column, comment, _ in described[table])
    return _Table(table, "what landing has read, as printed", "", columns, counts.get(table))


def _uses(project: Project) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Column -> the columns of models that are made from it."""
    uses: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for model in project.models.values():
        for (name, _), fact in zip(model.columns, model.binding.facts.columns, strict=False):
            for source in sorted(fact.sources):
                uses.setdefault(source, []).append((model.table, name))
    return uses


def _layers(project: Project, tables: dict[str, _Table]) -> list[tuple[str, list[dict[str, Any]]]]:
    """(title, its tables by name) of every layer that has one."""
    layers = [
        (title, [_summary(project, tables[name]) for name in sorted(tables) if tables[name].layer == layer])
        for layer, title in _LAYERS.items()
    ]
    return [(title, members) for title, members in layers if members]


def _subjects(project: Project, tables: dict[str, _Table]) -> list[dict[str, Any]]:
    """The tables of the lineage by layer and, where a layer has folders, by subject: each a fold of the page."""
    folds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for name in sorted(tables):
        model = project.models.get(name)
        layer = tables[name].layer
        folder = model.file.path.parent.name if model else layer
        subject = "" if folder == layer else folder
        folds.setdefault((layer, subject), []).append(_summary(project, tables[name]))
    layers = list(_LAYERS)
    return [
        {"title": _LAYERS[layer] + (f" · {subject}" if subject else ""), "tables": members}
        for (layer, subject), members in sorted(folds.items(), key=lambda fold: (layers.index(fold[0][0]), fold[0][1]))
    ]


def _summary(project: Project, table: _Table) -> dict[str, Any]:
    """What the index says of a table, and words: what its search box looks through."""
    label, explanation, meaning = _split(table.description)
    model = project.models.get(table.name)
    whole_because = model.whole_because if model else ""
    words = [table.name, table.description, *(f"{column[0]} {column[2]}" for column in table.columns)]
    return {
        "name": table.name,
        "short_name": table.name.split(".")[1],
        "label": label,
        "explanation": explanation,
        "meaning": meaning,
        "row_count": table.row_count,
        "whole_because": whole_because,
        "rebuilt": "" if model is None else "整表 whole" if whole_because else "按文件 by document",
        "words": " ".join(words).lower(),
    }


def _page_of(project: Project, table: _Table, uses: dict[tuple[str, str], list[tuple[str, str]]]) -> dict[str, Any]:
    """All that a table's own page says."""
    model = project.models.get(table.name)
    return {
        **_summary(project, table),
        "grain": table.grain,
        "is_model": model is not None,
        "parents": model.parents if model else (),
        "children": [child.table for child in project.children(table.name)],
        "columns": [_column(project, table, place, uses) for place in range(len(table.columns))],
        "sql": model.file.sql if model else "",
    }


def _column(
    project: Project, table: _Table, place: int, uses: dict[tuple[str, str], list[tuple[str, str]]]
) -> dict[str, Any]:
    name, kind, comment, inherited_from = table.columns[place]
    label, explanation, meaning = _split(comment)
    model = project.models.get(table.name)
    facts = model.binding.facts.columns if model else ()
    return {
        "name": name,
        "type": kind.lower(),
        "label": label,
        "explanation": explanation,
        "meaning": meaning,
        "inherited_from": inherited_from,
        "sources": sorted(facts[place].sources) if place < len(facts) else [],
        "uses": uses.get((table.name, name.lower()), []),
    }


def _csv(tables: dict[str, _Table]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "column_no", "column", "type", "名称", "说明", "meaning"])
    for table in tables.values():
        for number, (name, kind, comment, _) in enumerate(table.columns, start=1):
            writer.writerow([table.name, number, name, kind, *(_harmless(text) for text in _split(comment))])
    return out.getvalue()


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is made a text."""
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


# Characters of a Chinese name; it stands in a column that does not wrap.
_LONGEST_NAME = 24


def _split(comment: str) -> tuple[str, str, str]:
    """`中文名: 中文说明 / what it is` -> its three parts; a comment without a label is all meaning.

    >>> _split("目标键: 所指的目标 / which target"), _split("What is left, and why: a person decides")
    (('目标键', '所指的目标', 'which target'), ('', '', 'What is left, and why: a person decides'))
    """
    label, _, meaning = comment.replace("：", ": ", 1).partition(": ")
    # Internal models are described in plain sentences, and a sentence may have a colon too.
    is_name = len(label) <= _LONGEST_NAME and any("\u4e00" <= character <= "\u9fff" for character in label)
    return (label.strip(), *explanations(meaning.strip())) if meaning and is_name else ("", "", comment)
