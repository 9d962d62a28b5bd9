"""Random trees of models and random histories of documents, seeds and edits: incremental must equal full.

A tree is drawn from shapes that keep documents separate (so are rebuilt by document) and shapes that do not. A history
lands, changes, removes, quarantines and releases documents, edits a seed or a model, builds all or a part. After every
build of all, each table must hold the rows that a rebuild from nothing holds.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from duban.modelling import Project, build, load_project
from tests.modelling.warehouse import Warehouse, write_tree

# {p} and {q}: parents with (document_id, k, n); {s}: a parent that may be without documents, (k, n); {c}: a constant.
# Every shape gives document_id, k, n, save those of SHARED, which give k, n.
BY_DOCUMENT = {
    "map": "select document_id, k || '{c}' as k, n + {c} as n from {p} where n % 7 <> {c}",
    "join": "select a.document_id, a.k, a.n + b.n as n from {p} as a join {q} as b on b.document_id ="
    " a.document_id and b.n = a.n",
    "left_join": "select a.document_id, a.k, coalesce(b.n, -{c}) as n from {p} as a"
    " left join (select document_id, k, max(n) as n from {q} group by all) as b using (document_id, k)",
    "comma_join": "select a.document_id, b.k, a.n from {p} as a, {q} as b where a.document_id ="
    " b.document_id and a.n < b.n",
    "window": "select document_id, k, sum(n) over (partition by document_id order by n, k) as n from {p}",
    "group": "select document_id, k, count(*) + {c} as n from {p} group by document_id, k",
    "distinct": "select distinct document_id, k, {c} as n from {p}",
    "union": "select document_id, k, n from {p} union all select document_id, k, -n from {q}",
    "except": "select document_id, k, n from {p} except all select document_id, k, n from {q} where n > {c}",
    "exists": "select document_id, k, n from {p} as a where not exists"
    " (select 1 from {q} as b where b.document_id = a.document_id and b.n > a.n + {c})",
    "scalar": "select document_id, k, (select count(*) from {q} as b where b.document_id = a.document_id"
    " and b.k = a.k) as n"
    " from {p} as a",
    "lateral": "select a.document_id, u.k, a.n from {p} as a, unnest(string_split(a.k, 'b')) as u(k)",
    "unpivot": "with u as (unpivot {p} on n into name k2 value v) select document_id, k || k2 as k, v as n from u",
    "full_join": "select document_id, coalesce(a.k, b.k) as k, coalesce(a.n, b.n, {c}) as n"
    " from (select document_id, k, min(n) as n from {p} group by all) as a"
    " full join (select document_id, k, max(n) as n from {q} group by all) as b using (document_id, k)",
    "recursive": "with recursive r as (select document_id, k, n, 1 as depth from {p} union all"
    " select r.document_id, r.k, r.n + 1, depth + 1 from r join (select distinct document_id from {q}) as q"
    " on q.document_id = r.document_id where depth < 3) select document_id, k, n from r",
    "seeded": "select a.document_id, coalesce(w.v, a.k) as k, a.n from {p} as a left join seeds.w as w on w.k = a.k",
    "shared": "select a.document_id, a.k, a.n + coalesce(s.n, 0) as n from {p} as a left join {s} as s on s.k = a.k",
}
ACROSS = {
    "global_window": "select document_id, k, row_number() over (order by k, n, document_id) % 3 as n from {p}",
    "top": "select document_id, k, n from {p} order by k, n, document_id limit {c}",
    "in_list": "select document_id, k, n from {p} where k in (select k from {q})",
}
SHARED = {"totals": "select k, count(*) + {c} as n from {p} group by k", "names": "select distinct k, 1 as n from {p}"}
SOURCES = {
    "staging.stg_cells": "select document_id, text as k, row_no as n from raw.cells as c"
    " where not exists (select 1 from raw.quarantine as q where q.document_id is not distinct from c.document_id)",
    "staging.stg_documents": "select document_id, document_path as k, 1 as n from raw.documents",
}
_DOCUMENTS = st.sampled_from(["d1", "d2", "d3", "d4", "d5", "d6", "d7"])
_TEXTS = st.lists(st.sampled_from(["a", "b", "abb", "c", None]), max_size=5)


@dataclass(frozen=True)
class DrawnModel:
    table: str
    shape: str
    p: str
    q: str
    s: str
    c: int

    def sql(self) -> str:
        text = {**BY_DOCUMENT, **ACROSS, **SHARED}[self.shape].format(p=self.p, q=self.q, s=self.s, c=self.c)
        casts = "k::varchar as k, n::bigint as n"
        return (
            f"select {casts if self.shape in SHARED else 'document_id::varchar as document_id, ' + casts} from ({text})"
        )


@st.composite
def trees(draw: st.DrawFn) -> list[DrawnModel]:
    """Three to seven models over the two sources."""
    bearing, shared, models = list(SOURCES), ["seeds.s"], []
    for place in range(draw(st.integers(3, 7))):
        shape = draw(st.sampled_from([*BY_DOCUMENT, *BY_DOCUMENT, *ACROSS, *SHARED]))
        model = DrawnModel(
            f"{draw(st.sampled_from(['intermediate', 'marts']))}.m{place}",
            shape,
            draw(st.sampled_from(bearing)),
            draw(st.sampled_from(bearing)),
            draw(st.sampled_from(shared)),
            draw(st.integers(1, 3)),
        )
        (shared if shape in SHARED else bearing).append(model.table)
        models.append(model)
    return models


events = st.one_of(
    st.tuples(st.just("land"), _DOCUMENTS, _TEXTS),
    st.tuples(st.just("land"), st.none(), _TEXTS),
    st.tuples(st.just("remove"), _DOCUMENTS),
    st.tuples(st.just("quarantine"), _DOCUMENTS),
    st.tuples(st.just("release"), _DOCUMENTS),
    st.tuples(st.just("seed"), st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "b", ""])),
    st.tuples(st.just("edit"), st.integers(0, 6), st.integers(1, 3)),
    st.tuples(st.just("build"), st.just("all")),
    st.tuples(st.just("crash"), st.integers(0, 5)),
    st.tuples(st.just("build"), st.sampled_from(["until", "one", "full"]), st.integers(0, 6)),
)
histories = st.lists(events, min_size=2, max_size=14)


def check_history(models: list[DrawnModel], history: list[tuple]) -> dict[str, int]:
    """Play a history; raises AssertionError with both contents where a table differs. Returns what was built how."""
    tally = {"local": 0, "whole": 0, "unchanged": 0}
    seed = {"a": "b", "b": "c"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warehouse = Warehouse()
        for place in range(5):
            warehouse.land(f"d{place}", ["a", "b", None, "abb"][: place + 1])
        project = written(folder, models, seed)
        for event in [("build", "all"), *history, ("build", "all")]:
            kind, *rest = event
            if kind == "build":
                _build(project, models, warehouse, rest, tally)
            elif kind == "crash":
                _crash(project, warehouse, rest[0])
            elif kind == "seed":
                seed[rest[0]] = rest[1]
                project = written(folder, models, seed)
            elif kind == "edit":
                place = rest[0] % len(models)
                models = [*models]
                models[place] = DrawnModel(**{**vars(models[place]), "c": rest[1]})
                project = written(folder, models, seed)
            else:
                getattr(warehouse, kind)(*rest)
        warehouse.con.close()
    return tally


def written(folder: Path, models: list[DrawnModel], seed: dict[str, str]) -> Project:
    rows = "".join(f"{k},{v}\n" for k, v in sorted(seed.items()))
    files = {"seeds/w.csv": f"k,v\n{rows}", "seeds/s.csv": "k,n\na,5\n"}
    files |= {f"{table.replace('.', '/')}.sql": sql for table, sql in SOURCES.items()}
    files |= {
        f"{model.table.replace('.', '/')}.sql": model.sql().replace(
            "seeds.s ", "(select k, n::bigint as n from seeds.s) "
        )
        for model in models
    }
    return load_project(write_tree(folder, files))


def _build(project: Project, models: list[DrawnModel], warehouse: Warehouse, how: list, tally: dict[str, int]) -> None:
    if how[0] == "all":
        report = build(project, warehouse.con)
    elif how[0] == "full":
        report = build(project, warehouse.con, full=True)
    else:
        table = models[how[1] % len(models)].table
        report = (
            build(project, warehouse.con, until=table)
            if how[0] == "until"
            else build(project, warehouse.con, select=[table])
        )
    if how[0] == "one":  # a model alone may lack a parent that was never built
        return
    assert report.ok, report.failed
    for model in report.built:
        tally["unchanged" if model.outcome == "unchanged" else model.how] += 1
    if how[0] != "until":
        _check_equal_to_full(project, warehouse)


class _CutShortError(Exception):
    """The power goes out."""


def _crash(project: Project, warehouse: Warehouse, after: int) -> None:
    seen: list[object] = []

    def cut(model: object) -> None:
        seen.append(model)
        if len(seen) > after:
            raise _CutShortError

    with contextlib.suppress(_CutShortError):
        build(project, warehouse.con, on_progress=cut)


def _check_equal_to_full(project: Project, warehouse: Warehouse) -> None:
    fresh = Warehouse()
    for table in ("documents", "cells", "quarantine"):
        rows = warehouse.con.execute(f"from raw.{table}").fetchall()
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            fresh.con.executemany(f"insert into raw.{table} values ({marks})", rows)
    assert build(project, fresh.con).ok
    assert warehouse.rows("meta.document_changes") == [], "every model has caught up, so no change is needed any more"
    assert warehouse.rows("meta.unfinished") == []
    for table in project.models:
        now, full = warehouse.rows(table), fresh.rows(table)
        assert now == full, f"{table}: {now} is not {full}\n{project.models[table].file.sql}"
        record = warehouse.con.execute("select row_count from meta.models where model_name = ?", [table]).fetchone()
        assert record == (len(full),), f"{table}: meta.models counts {record}, there are {len(full)}"
    fresh.con.close()
