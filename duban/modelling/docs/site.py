"""The data dictionary and the lineage graph as static pages: they open from a disk, with no server and no network.

    index.html           every table by layer: what a row is, how many rows, whether it is rebuilt by document
    lineage.html         the graph of tables
    tables/<table>.html  columns with type, label, meaning and where each comes from and goes to; the SQL
    dictionary.csv       the same columns for a spreadsheet

Labels are Chinese and English; comments are split at their colon into 名称 and meaning.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

import duckdb

from duban.modelling.catalogue import Described, described_columns
from duban.modelling.docs.lineage_graph import lineage_svg
from duban.modelling.docs.style import SCRIPT, STYLE
from duban.modelling.project import Project
from duban.modelling.sources import RAW_COLUMNS

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
    """What the pages tell of one table. columns: (name, type, comment, inherited from)."""

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

    con: a warehouse to take row counts and build times from; None writes what the SQL alone tells.
    """
    tables = _tables(project, _row_counts(con))
    uses = _uses(project)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    pages = {"index.html": _index(project, tables), "lineage.html": _lineage(project), "dictionary.csv": _csv(tables)}
    for table in tables.values():
        pages[f"tables/{table.name}.html"] = _table_page(project, table, uses)
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
    for name in RAW_COLUMNS:
        tables[f"raw.{name}"] = _raw_table(f"raw.{name}", described, counts)
    return tables


def _raw_table(table: str, described: Described, counts: dict[str, int]) -> _Table:
    types = RAW_COLUMNS[table.removeprefix("raw.")]
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


def _index(project: Project, tables: dict[str, _Table]) -> str:
    parts = [
        '<h1>数据字典 <small>Data dictionary</small></h1><p><a href="lineage.html">血缘图 Lineage</a> · '
        '<a href="dictionary.csv">dictionary.csv</a></p>'
        '<input id="search" type="search" placeholder="搜索表、列、说明 · search tables, columns, meanings">'
    ]
    for layer, title in _LAYERS.items():
        members = sorted((table for table in tables.values() if table.layer == layer), key=lambda table: table.name)
        rows = "".join(_index_row(project, table) for table in members)
        if rows:
            titles = ("表 Table", "名称", "一行是 One row is", "行数 Rows", "重建 Rebuilt")
            head = f"<tr>{''.join(f'<th>{text}</th>' for text in titles)}</tr>"
            parts.append(f"<h2>{title}</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table>")
    return _page("数据字典 Data dictionary", "".join(parts), "")


def _index_row(project: Project, table: _Table) -> str:
    label, meaning = _split(table.description)
    words = " ".join([table.name, table.description, *(f"{c[0]} {c[2]}" for c in table.columns)])
    model = project.models.get(table.name)
    why = model.whole_because if model else ""
    how = "" if model is None else "整表 whole" if why else "按文件 by document"
    return (
        f'<tr data-words="{escape(words.lower())}"><td><a href="tables/{escape(table.name)}.html">'
        f'{escape(table.name.split(".")[1])}</a></td><td class="label">{escape(label)}</td><td>{escape(meaning)}</td>'
        f'<td class="number">{_count(table.row_count)}</td><td title="{escape(why)}">{how}</td></tr>'
    )


def _lineage(project: Project) -> str:
    body = '<h1>血缘图 <small>Lineage</small></h1><p><a href="index.html">数据字典 Data dictionary</a></p>'
    return _page("血缘图 Lineage", f'{body}<div class="graph">{lineage_svg(project)}</div>', "")


def _table_page(project: Project, table: _Table, uses: dict[tuple[str, str], list[tuple[str, str]]]) -> str:
    label, meaning = _split(table.description)
    model = project.models.get(table.name)
    facts = [f"<p>{escape(meaning)}</p>"]
    if table.grain:
        facts.append(f"<p>粒度 Grain: <code>{escape(table.grain)}</code></p>")
    if table.row_count is not None:
        facts.append(f"<p>行数 Rows: {_count(table.row_count)}</p>")
    if model is not None:
        how = f"整表 whole: {model.whole_because}" if model.whole_because else "按文件 by document"
        facts.append(f"<p>重建 Rebuilt: {escape(how)}</p>")
        facts.append(f"<p>来自 Reads: {_links(model.parents)}</p>")
    facts.append(f"<p>用于 Read by: {_links(tuple(child.table for child in project.children(table.name)))}</p>")
    head = (
        "<tr><th>列 Column</th><th>类型 Type</th><th>名称</th><th>含义 Meaning</th>"
        "<th>来自 Made from</th><th>用于 Used in</th></tr>"
    )
    rows = "".join(_column_row(project, table, place, uses) for place in range(len(table.columns)))
    sql = f"<h2>SQL</h2><pre>{escape(model.file.sql)}</pre>" if model is not None else ""
    crumbs = (
        '<p><a href="../index.html">数据字典 Data dictionary</a> · <a href="../lineage.html">血缘图 Lineage</a></p>'
    )
    body = (
        f"{crumbs}<h1>{escape(label)} <small>{escape(table.name)}</small></h1>{''.join(facts)}"
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>{sql}"
    )
    return _page(table.name, body, "../")


def _column_row(project: Project, table: _Table, place: int, uses: dict[tuple[str, str], list[tuple[str, str]]]) -> str:
    name, kind, comment, inherited_from = table.columns[place]
    label, meaning = _split(comment)
    model = project.models.get(table.name)
    facts = model.binding.facts.columns if model else ()
    sources = sorted(facts[place].sources) if place < len(facts) else []
    said = f' title="from {escape(inherited_from)}" class="inherited"' if inherited_from else ""
    named = said.replace('class="', 'class="label ') if said else ' class="label"'
    return (
        f'<tr id="{escape(name)}"><td><code>{escape(name)}</code></td><td>{escape(kind.lower())}</td>'
        f"<td{named}>{escape(label)}</td><td{said}>{escape(meaning)}</td>"
        f"<td>{_column_links(sources)}</td><td>{_column_links(uses.get((table.name, name.lower()), []))}</td></tr>"
    )


def _links(tables: tuple[str, ...]) -> str:
    return ", ".join(f'<a href="{escape(table)}.html">{escape(table)}</a>' for table in tables) or "—"


def _column_links(columns: list[tuple[str, str]]) -> str:
    return ", ".join(
        f'<a href="{escape(table)}.html#{escape(column)}">{escape(table.split(".")[1])}.{escape(column)}</a>'
        for table, column in columns
    )


def _csv(tables: dict[str, _Table]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "column_no", "column", "type", "名称", "meaning"])
    for table in tables.values():
        for number, (name, kind, comment, _) in enumerate(table.columns, start=1):
            writer.writerow([table.name, number, name, kind, *(_harmless(text) for text in _split(comment))])
    return out.getvalue()


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is made a text."""
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


# Characters of a Chinese name; it stands in a column that does not wrap.
_LONGEST_NAME = 24


def _split(comment: str) -> tuple[str, str]:
    """`中文名: what it is` -> its two halves; a comment without a label is all meaning.

    >>> _split("目标键: which target"), _split("as printed"), _split("What is left, and why: a person decides")
    (('目标键', 'which target'), ('', 'as printed'), ('', 'What is left, and why: a person decides'))
    """
    label, _, meaning = comment.replace("：", ": ", 1).partition(": ")
    # Internal models are described in plain sentences, and a sentence may have a colon too.
    is_name = len(label) <= _LONGEST_NAME and any("\u4e00" <= character <= "\u9fff" for character in label)
    return (label.strip(), meaning.strip()) if meaning and is_name else ("", comment)


def _count(rows: int | None) -> str:
    return "" if rows is None else f"{rows:,}"


def _page(title: str, body: str, root: str) -> str:
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f'<body data-root="{root}">{body}<script>{SCRIPT}</script></body></html>\n'
    )
