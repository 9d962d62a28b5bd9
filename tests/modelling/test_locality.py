"""The proof that a model keeps documents separate, and the lineage of its columns, as read from the bound plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import load_project
from duban.modelling.project import Model
from tests.modelling.warehouse import write_tree

KEYLESS = "joins documents without document_id among its equalities"
UNMATCHED = "keeps rows that belong to no document where none matches"

# name: (sql, '' when local or why not, lineage of the last column)
CASES: dict[str, tuple[str, str, set[str]]] = {
    "projection": ("select document_id, upper(text) as x from raw.cells", "", {"raw.cells.text"}),
    "cast of the key": ("select document_id::varchar as document_id, 1 as x from raw.cells", "", set()),
    "another column named document_id": (
        "select text as document_id, 1 as x from raw.cells",
        "its document_id is not the document its row is made from",
        set(),
    ),
    "no document_id": ("select text as x from raw.cells", "has no document_id", {"raw.cells.text"}),
    "seed alone": ("select 'd' as document_id, v as x from seeds.w", "reads nothing that belongs to a"
    " document", {"seeds.w.v"}),
    "join using": (
        "select document_id, d.title_text || c.text as x from raw.cells as c join raw.documents as d using"
        " (document_id)",
        "",
        {"raw.documents.title_text", "raw.cells.text"},
    ),
    "join without the key": (
        "select c.document_id, d.format as x from raw.cells as c join raw.documents as d on c.text = d.title_text",
        KEYLESS,
        {"raw.documents.format"},
    ),
    "join on the key or": (
        "select c.document_id, 1 as x from raw.cells as c join raw.documents as d on c.document_id ="
        " d.document_id or true",
        KEYLESS,
        set(),
    ),
    "comma join with a filter": (
        "select c.document_id, 1 as x from raw.cells as c, raw.documents as d where c.document_id = d.document_id",
        "",
        set(),
    ),
    "comma join without": ("select c.document_id, 1 as x from raw.cells as c, raw.documents as d", KEYLESS, set()),
    "three tables": (
        "select a.document_id, c.text as x from raw.documents as a join raw.cells as b on b.document_id = a.document_id"
        " join raw.cells as c on c.document_id = b.document_id and c.row_no = b.row_no + 1",
        "",
        {"raw.cells.text"},
    ),
    "left join keyed by its optional side": (
        "select d.document_id, 1 as x from raw.cells as c left join raw.documents as d using (document_id)",
        "its document_id is not the document its row is made from",
        set(),
    ),
    "full join using": (
        "select document_id, d.format as x from raw.cells as c full join raw.documents as d using (document_id)",
        "",
        {"raw.documents.format"},
    ),
    "full join by one side": (
        "select c.document_id, 1 as x from raw.cells as c full join raw.documents as d using (document_id)",
        "its document_id is not the document its row is made from",
        set(),
    ),
    "seed joined": ("select document_id, w.v as x from raw.cells left join seeds.w on w.k = text", "", {"seeds.w.v"}),
    "seed first": ("select document_id, k as x from seeds.w left join raw.cells on w.k ="
    " text", UNMATCHED, {"seeds.w.k"}),
    "right join from a seed": (
        "select document_id, k as x from seeds.w right join raw.cells on w.k = text",
        "",
        {"seeds.w.k"},
    ),
    "anti join of a seed": (
        "select 'd' as document_id, k as x from seeds.w anti join raw.cells on w.k = text",
        UNMATCHED,
        {"seeds.w.k"},
    ),
    "window by document": (
        "select document_id, lag(text) over (partition by document_id order by row_no) as x from raw.cells",
        "",
        {"raw.cells.document_id", "raw.cells.row_no", "raw.cells.text"},
    ),
    "window over all": (
        "select document_id, count(*) over () as x from raw.cells",
        "has a window that does not partition by document_id",
        set(),
    ),
    "one window of two": (
        "select document_id, count(*) over (partition by document_id) + row_number() over (partition by text) as x"
        " from raw.cells",
        "has a window that does not partition by document_id",
        {"raw.cells.document_id", "raw.cells.text"},
    ),
    "group by all": ("select document_id, count(text) as x from raw.cells group by all", "", {"raw.cells.text"}),
    "group without": ("select min(document_id) as document_id, text as x from raw.cells group by text",
                      "groups rows without document_id", {"raw.cells.text"}),
    "rollup": (
        "select document_id, count(*) as x from raw.cells group by rollup (document_id)",
        "groups rows without document_id",
        set(),
    ),
    "grouping sets with the key": (
        "select document_id, count(*) as x from raw.cells group by grouping sets ((document_id, text), (document_id))",
        "",
        set(),
    ),
    "distinct": ("select distinct document_id, text as x from raw.cells", "", {"raw.cells.text"}),
    "distinct on": (
        "select distinct on (text) document_id, text as x from raw.cells order by text, document_id",
        "keeps distinct rows without document_id among them",
        {"raw.cells.text"},
    ),
    "union all": (
        "select document_id, text as x from raw.cells union all select document_id, format from raw.documents",
        "",
        {"raw.cells.text", "raw.documents.format"},
    ),
    "union with a seed": (
        "select document_id, text as x from raw.cells union all select k, v from seeds.w",
        "puts rows that belong to no document under rows of documents",
        {"raw.cells.text", "seeds.w.v"},
    ),
    "except": ("select document_id, 1 as x from raw.cells except select document_id, 1 from raw.documents", "", set()),
    "limit": ("select document_id, text as x from raw.cells order by all limit 5",
              "limits the rows of all documents together", {"raw.cells.text"}),
    "sample": ("select document_id, text as x from raw.cells using sample 5 rows",
               "samples the rows of all documents together", {"raw.cells.text"}),
    "positional join": (
        "select c.document_id, 1 as x from raw.cells as c positional join raw.documents as d",
        "joins by position, over all documents",
        set(),
    ),
    "correlated exists": (
        "select document_id, text as x from raw.cells as c where exists"
        " (select 1 from raw.documents as d where d.document_id = c.document_id)",
        "",
        {"raw.cells.text"},
    ),
    "exists without the key": (
        "select document_id, text as x from raw.cells as c where exists"
        " (select 1 from raw.documents as d where d.title_text = c.text)",
        KEYLESS,
        {"raw.cells.text"},
    ),
    "not in": (
        "select document_id, text as x from raw.cells where document_id not in (select document_id from"
        " raw.quarantine)",
        "asks `in (select ...)` over documents: write exists",
        {"raw.cells.text"},
    ),
    "in a seed": (
        "select document_id, text as x from raw.cells where text in (select k from seeds.w)", "", {"raw.cells.text"}
    ),
    "scalar by document": (
        "select document_id, (select max(d.format) from raw.documents as d where d.document_id = c.document_id) as x"
        " from raw.cells as c",
        "",
        {"raw.documents.format"},
    ),
    "scalar over all": (
        "select document_id, (select max(format) from raw.documents) as x from raw.cells",
        "groups rows without document_id",
        {"raw.documents.format"},
    ),
    "lateral unnest": (
        "select c.document_id, u.x from raw.cells as c, unnest(string_split(c.text, '、')) as"
        " u(x)", "", {"raw.cells.text"}
    ),
    "lateral subquery": (
        "select c.document_id, l.x from raw.documents as c, lateral (select max(d.row_no) as x from raw.cells as d"
        " where d.document_id = c.document_id) as l",
        "",
        {"raw.cells.row_no"},
    ),
    "lateral limit": (
        "select c.document_id, l.x from raw.documents as c, lateral (select d.text as x from raw.cells as d"
        " where d.document_id = c.document_id order by d.row_no limit 1) as l",
        "",
        {"raw.cells.text"},
    ),
    "unpivot statement": (
        "with u as (unpivot raw.cells on row_no, column_no into name n value v) select document_id, v as x from u",
        "",
        {"raw.cells.row_no", "raw.cells.column_no"},
    ),
    "unpivot clause": (
        "select document_id, v as x from raw.cells unpivot (v for n in (row_no, column_no))",
        "",
        {"raw.cells.row_no", "raw.cells.column_no"},
    ),
    "pivot": (
        "select document_id, \"1\" as x from (pivot raw.cells on column_no in (1, 2) using max(text) group"
        " by document_id)",
        "",
        {"raw.cells.text", "raw.cells.column_no"},
    ),
    "lambda with a capture": (
        "select document_id, list_transform([text], lambda t: t || source_place) as x from raw.cells",
        "",
        {"raw.cells.text", "raw.cells.source_place"},
    ),
    "filtered ordered aggregate": (
        "select document_id, string_agg(text, ',' order by row_no) filter (is_origin) as x from raw.cells group by all",
        "",
        {"raw.cells.text", "raw.cells.row_no", "raw.cells.is_origin"},
    ),
    "recursive": (
        "with recursive r as (select document_id, row_no from raw.cells where row_no = 1 union all select"
        " c.document_id,"
        " c.row_no from raw.cells as c join r on r.document_id = c.document_id and c.row_no = r.row_no + 1)"
        " select document_id, row_no as x from r",
        "",
        {"raw.cells.row_no"},
    ),
    "recursive across": (
        "with recursive r as (select document_id, row_no from raw.cells union select r.document_id, c.row_no"
        " from raw.cells as c join r on c.row_no = r.row_no + 1) select document_id, row_no as x from r",
        KEYLESS,
        {"raw.cells.row_no"},
    ),
    "cte read twice": (
        "with c as (select document_id, text from raw.cells) select a.document_id, b.text as x from c as a"
        " join c as b on a.text = b.text",
        KEYLESS,
        {"raw.cells.text"},
    ),
    "small whole parent": (
        "select document_id, n.times as x from raw.cells left join intermediate.word_counts as n using (text)",
        "",
        {"intermediate.word_counts.times"},
    ),
    "now": ("select document_id, now() as x from raw.cells", "calls now(), which gives another value at"
    " each run", set()),
    "random": (
        "select document_id, text as x from raw.cells where random() < 2",
        "calls random(), which gives another value at each run",
        {"raw.cells.text"},
    ),
}  # fmt: skip


def _model(folder: Path, sql: str) -> Model:
    write_tree(
        folder,
        {
            "seeds/w.csv": "k,v\na,b\n",
            "intermediate/word_counts.sql": "select text, count(*)::bigint as times from raw.cells group by text",
            "marts/m.sql": sql,
        },
    )
    return load_project(folder).models["marts.m"]


@pytest.mark.parametrize(("sql", "reason", "lineage"), CASES.values(), ids=CASES.keys())
def test_locality_and_lineage(tmp_path: Path, sql: str, reason: str, lineage: set[str]) -> None:
    model = _model(tmp_path, sql)
    assert model.whole_because == reason
    assert {".".join(source) for source in model.binding.facts.columns[-1].sources} == lineage
    assert [name for name, _ in model.columns][-1] == "x"


def test_an_unchanged_column_is_distinguished_from_a_made_one(tmp_path: Path) -> None:
    columns = _model(
        tmp_path, "select document_id, text::varchar as t, text || 'x' as u from raw.cells"
    ).binding.facts.columns
    assert [column.copy_of for column in columns] == [("raw.cells", "document_id"), ("raw.cells", "text"), None]


def test_types_are_those_the_engine_makes(tmp_path: Path) -> None:
    sql = (
        "select document_id::varchar as document_id, row_no::bigint as b, [text] as l, {'a': row_no} as s,"
        " row_no::decimal(9, 2) as d from raw.cells"
    )
    assert [kind for _, kind in _model(tmp_path, sql).columns] == [
        "VARCHAR", "BIGINT", "VARCHAR[]", "STRUCT(a INTEGER)", "DECIMAL(9,2)",
    ]  # fmt: skip
