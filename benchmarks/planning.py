"""What it costs to parse, resolve and plan a tree of models: `python benchmarks/planning.py --models 300 --runs 5`.

A synthetic tree of 300 models with 23 columns each (joins, windows, groupings, unions, lists; casts and comments as
the project writes them) is loaded and planned against an empty warehouse in a process of its own, as `duban plan` does
it. So is the project's own sql/. Prints CPU seconds, medians: of all, without importing the libraries, and a model.
It is not part of the tests.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 20  # besides document_id, row_no and the one that names the shape

_SHAPES = (
    # (name, columns of its own, FROM clause); {p} and {q} are parents
    ("joined", "b.c1 || a.c2", "{p} as a\njoin {q} as b on b.document_id = a.document_id and b.row_no = a.row_no"),
    ("numbered", "row_number() over (partition by a.document_id order by a.row_no)", "{p} as a"),
    ("previous", "lag(a.c3) over (partition by a.document_id order by a.row_no)", "{p} as a"),
    ("chosen", "case when a.c4 like '%x%' then regexp_replace(a.c4, 'x+', '') else coalesce(a.c5, a.c6) end",
     "{p} as a\nwhere exists (select 1 from {q} as b where b.document_id = a.document_id and b.c1 = a.c1)"),
    ("counted", "coalesce(n.times, 0)", "{p} as a\nleft join (select document_id, c1, count(*) as times from {q}\n"
     "    group by document_id, c1) as n on n.document_id = a.document_id and n.c1 = a.c1"),
    ("split", "u.part", "{p} as a, unnest(string_split(a.c7, '、')) as u(part)"),
)  # fmt: skip


def write_tree(folder: Path, count: int) -> None:
    """A tree of `count` models: a tenth in staging, two thirds in the middle, the rest in marts."""
    made = ["raw.cells"]
    for number in range(count):
        layer = "staging" if number < count // 10 else "intermediate" if number < count * 3 // 4 else "marts"
        above = ["raw.cells"] if layer == "staging" else made[max(1, number - 40) :]
        p, q = above[number * 7 % len(above)], above[number * 13 % len(above)]
        table = f"{layer}.m{number:03d}"
        path = folder / layer / f"m{number:03d}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_staged() if layer == "staging" else _model(number, p, q), "utf8")
        made.append(table)


def _columns(source: str) -> str:
    return "".join(
        f"    {source.format(n=n)}::varchar as c{n},  -- 列{n}: column {n} of the row\n" for n in range(1, COLUMNS + 1)
    )


def _staged() -> str:
    return (
        "-- 单元格: a printed cell.\n-- grain: document_id, row_no\nselect\n    document_id::varchar as document_id,\n"
        f"    row_no::integer as row_no,  -- 行号: printed row\n{_columns('trim(text)')}"
        "    source_place::varchar as made  -- 位置: where it stands\nfrom raw.cells\n"
    )


def _model(number: int, p: str, q: str) -> str:
    name, made, source = _SHAPES[number % len(_SHAPES)]
    source = source.format(p=p, q=q)
    return (
        f"-- {name}: rows of {p}.\n-- grain: document_id, row_no\nwith\nrows as (\n    select\n        a.*,\n"
        f"        {made} as made\n    from {source}\n),\n\nkept as (\n    select *\n    from rows\n    where c1 is not"
        f" null and length(c2) > {number % 9}\n)\n\nselect\n    document_id::varchar as document_id,\n"
        f"    row_no::integer as row_no,  -- 行号: printed row\n{_columns('coalesce(c{n}, c1)')}"
        "    made::varchar as made  -- 值: what the model adds\nfrom kept\n"
    ).replace("        a.*,\n", "        a.* exclude (made),\n")


_MEASURED = """
import json, sys, time
from pathlib import Path
import duckdb
from duban.modelling import load_project, plan
from duban.modelling.sources import LANDED
import duban.modelling.planning
began = time.process_time()
project = load_project(Path(sys.argv[1]))
with duckdb.connect() as con:
    con.execute("create schema raw")
    for statement in LANDED.create_statements():
        con.execute(statement)
    found = plan(project, con)
assert len(found.models) == len(project.models), found.summary()
ended = time.process_time()
print(json.dumps([len(project.models), ended, ended - began]))
"""


def measured(folder: Path, runs: int) -> tuple[int, float, float]:
    """Models, CPU of the process, CPU without the imports: medians."""
    results = []
    for _ in range(runs):
        words = [sys.executable, "-c", _MEASURED, str(folder)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        results.append(json.loads(done.stdout))
    return results[0][0], median(r[1] for r in results), median(r[2] for r in results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="write the tree here and keep it")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = said.keep or Path(temporary)
        write_tree(folder, said.models)
        for what, tree in (("a synthetic tree", folder), ("the project's own", ROOT / "sql")):
            models, whole, work = measured(tree, said.runs)
            size = sum(path.stat().st_size for path in tree.rglob("*.sql"))
            print(
                f"{what:18s} {models:4d} models, {size / 1000:6.0f} kB of SQL: {whole:5.2f} s CPU,"
                f" {work:5.2f} s without imports, {work / models * 1000:4.1f} ms a model"
            )


if __name__ == "__main__":
    main()
