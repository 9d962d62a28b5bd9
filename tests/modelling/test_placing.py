"""Where the rows of models belong when a warehouse is built in shards of places, as proven from their bound plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from duban.errors import ModelError
from duban.modelling import Project, build, load_project
from duban.modelling.data_tests import DataTest, Words
from duban.modelling.placing import Placed, place_models, place_project, require_placed
from tests.conftest import PROJECT
from tests.modelling.warehouse import Warehouse, write_tree

# The table by which the place of a document is known, and two that stand on it.
FACTS = "select document_id, title_text as jurisdiction_name from raw.documents"
PLACES = """-- grain: place_id
select distinct
    md5(concat_ws('|', 'place', jurisdiction_name)) as place_id,
    jurisdiction_name
from staging.stg_document_facts
"""
WORDS = """-- grain: word
select distinct c.text as word
from raw.cells as c
"""
OUT, IN = Placed.UNPLACED, Placed.BY_PLACE

# name: (sql of marts.asked, where its rows belong, a word of the reason)
CASES: dict[str, tuple[str, Placed, str]] = {
    "by document": ("select document_id, count(*) as n from raw.cells group by document_id", Placed.BY_DOCUMENT, ""),
    "documents of a place": (
        "select jurisdiction_name, count(*) as n from staging.stg_document_facts group by jurisdiction_name",
        IN,
        "",
    ),
    "all documents": ("select count(*) as n from staging.stg_document_facts", OUT, "groups rows"),
    "a hash of the place": ("select place_id, count(*) as n from staging.stg_places group by place_id", IN, ""),
    "joined by the hash": (
        "select a.place_id from staging.stg_places as a join staging.stg_places as b using (place_id)",
        IN,
        "",
    ),
    "joined by something else": (
        "select a.place_id from staging.stg_places as a join staging.stg_places as b"
        " on left(a.place_id, 1) = left(b.place_id, 1)",
        OUT,
        "joins places",
    ),
    "the place or the document": (
        "with x as (select coalesce(jurisdiction_name, document_id) as k from staging.stg_document_facts)"
        " select k, count(*) as n from x group by k",
        IN,
        "",
    ),
    "a key that may be missing, joined": (
        "select f.document_id, b.place_id from staging.stg_document_facts as f"
        " left join staging.stg_places as a on a.jurisdiction_name = f.jurisdiction_name"
        " left join staging.stg_places as b on b.place_id = a.place_id",
        Placed.BY_DOCUMENT,
        "",
    ),
    "a key that may be missing, grouped": (
        "select a.place_id, count(*) as n from staging.stg_document_facts as f"
        " left join staging.stg_places as a on a.jurisdiction_name = f.jurisdiction_name and f.document_id < 'x'"
        " group by a.place_id",
        OUT,
        "groups rows",
    ),
    "missing keys left out": (
        "with x as (select a.place_id from staging.stg_document_facts as f left join staging.stg_places as a"
        " on a.jurisdiction_name = f.jurisdiction_name and f.document_id < 'x')"
        " select place_id, count(*) as n from x where place_id is not null group by place_id",
        IN,
        "",
    ),
    "words of all places, once": (
        "-- grain: x\nselect upper(word) as x, word from staging.stg_words",
        Placed.WITHOUT_REPEATS,
        "",
    ),
    "words looked up": (
        "select c.document_id, w.word from raw.cells as c left join staging.stg_words as w on w.word = c.text",
        Placed.BY_DOCUMENT,
        "",
    ),
    "words looked up by what was not printed there": (
        "select d.document_id, w.word from raw.documents as d"
        " left join staging.stg_words as w on w.word = d.title_text",
        OUT,
        "joins places",
    ),
    "words counted": ("select count(*) as n from staging.stg_words", OUT, "groups rows"),
    "words of other places": (
        "select f.document_id, w.word from staging.stg_document_facts as f cross join staging.stg_words as w",
        OUT,
        "joins places",
    ),
    "words without a grain": ("select distinct text from raw.cells", OUT, "states no grain"),
    "a seed under the rows": (
        "select document_id from raw.cells union all select k from seeds.w",
        OUT,
        "puts rows",
    ),
    "a seed among distinct words": (
        "-- grain: x\nselect text as x from raw.cells union select k from seeds.w",
        Placed.WITHOUT_REPEATS,
        "",
    ),
    "a place's lines, unmatched ones kept": (
        "select c.jurisdiction, f.document_id from seeds.corrections as c"
        " left join staging.stg_document_facts as f on f.jurisdiction_name = c.jurisdiction",
        IN,
        "",
    ),
    "a place's lines numbered over all": (
        "select jurisdiction, row_number() over (order by jurisdiction) as n from seeds.corrections",
        OUT,
        "has a window",
    ),
    "said to go across": (
        "-- grain: x\n-- across places\nselect text as x from raw.cells group by text having count(*) > 2",
        Placed.ACROSS,
        "groups rows",
    ),
}


def tree(folder: Path, sql: str) -> Path:
    files = {
        "staging/stg_document_facts.sql": FACTS,
        "staging/stg_places.sql": PLACES,
        "staging/stg_words.sql": WORDS,
        "marts/asked.sql": sql,
        "seeds/w.csv": "k,v\na,1\n",
        "seeds/corrections.csv": "jurisdiction,note\n甲市,x\n",
    }
    return write_tree(folder, files)


@pytest.mark.parametrize(("sql", "placed", "reason"), CASES.values(), ids=CASES.keys())
def test_where_rows_belong(tmp_path: Path, sql: str, placed: Placed, reason: str) -> None:
    found = place_models(load_project(tree(tmp_path, sql)))["marts.asked"]
    assert (found.placed, reason in found.reason and bool(reason) == bool(found.reason)) == (placed, True), found


@pytest.mark.parametrize(("sql", "placed", "_"), CASES.values(), ids=CASES.keys())
def test_which_data_tests_are_judged_shard_by_shard(tmp_path: Path, sql: str, placed: Placed, _: str) -> None:
    """Those that find rows of places, each of that place alone; what is found in several places is found by the
    union."""
    project = load_project(tree(tmp_path, CASES["by document"][0]))
    said = Words("无", "nothing")
    found = place_project(project, [DataTest("asked", said, "warn", "raw.cells", said, said, sql)])[1]
    assert bool(found) == (placed in (Placed.BY_DOCUMENT, Placed.BY_PLACE))


def test_a_model_that_cannot_be_placed_is_named_with_its_reason(tmp_path: Path) -> None:
    project = load_project(tree(tmp_path, CASES["all documents"][0]))
    with pytest.raises(
        ModelError, match=r"marts\.asked cannot be built in shards of places: it groups rows without"
    ) as e:
        require_placed(place_models(project), project)
    assert e.value.where.endswith("asked.sql")


def test_every_model_of_the_project_is_placed() -> None:
    project = load_project(PROJECT / "sql")
    placements = place_models(project)
    require_placed(placements, project)
    assert {table for table, found in placements.items() if found.placed is Placed.ACROSS} == {
        "intermediate.int_jurisdiction_successions",
        "intermediate.int_unit_known_stems",
    }


# document -> its place and its texts: words that places share, one that stands nowhere else, a place that is not known.
DOCUMENTS: dict[str, tuple[str | None, list[str]]] = {
    "d1": ("甲市", ["a", "b", "b"]),
    "d2": ("甲市", ["b", "甲市"]),
    "d3": ("乙市", ["a", "c", "甲市"]),
    "d4": (None, ["a", "d"]),
    "d5": (None, ["d"]),
}
SHARDS = (("甲市",), ("乙市", None))
PLACED = {name: case for name, case in CASES.items() if case[1] not in (OUT, Placed.ACROSS)}


def rows_of(project: Project, places: Sequence[str | None]) -> Counter[tuple[object, ...]]:
    """The rows of marts.asked where only the documents, and the lines of seeds, of some places are there."""
    warehouse = Warehouse()
    for document, (place, texts) in DOCUMENTS.items():
        if place in places:
            warehouse.land(document, texts)
            warehouse.con.execute("update raw.documents set title_text = ? where document_id = ?", [place, document])
    seed = project.seeds["seeds.corrections"]
    lines = tuple(row for row in seed.rows if row[0] in places)
    seeds = {**project.seeds, seed.table: replace(seed, rows=lines)}
    assert build(replace(project, seeds=seeds), warehouse.con).ok
    return Counter(warehouse.con.execute("from marts.asked").fetchall())


@pytest.mark.parametrize(("sql", "placed", "_"), PLACED.values(), ids=PLACED.keys())
def test_the_union_of_shards_is_the_whole(tmp_path: Path, sql: str, placed: Placed, _: str) -> None:
    """What is proven, by value."""
    project = load_project(tree(tmp_path, sql))
    whole = rows_of(project, [place for shard in SHARDS for place in shard])
    shards = sum((rows_of(project, shard) for shard in SHARDS), Counter())
    assert whole
    assert (Counter(set(shards)) if placed is Placed.WITHOUT_REPEATS else shards) == whole
