"""What the marts hold, in a form that every version of DuckDB writes alike: `mart_rows.py DATABASE TABLES`.

Runs in every environment. TABLES is JSON: mart -> [its table, {column: type}]; a column that a runner adds of its own
(lea, when it wrote the row) is not looked at. Prints JSON: mart -> [rows, a number that any other value would change].
"""

import json
import sys

import duckdb


def as_text(column: str, kind: str) -> str:
    """The text of a value without what versions print differently: lists, and the last digits of sums."""
    name = '"' + column + '"'
    if kind.endswith("[]"):
        name = f"array_to_string({name}, '|')"
    elif kind == "DOUBLE":
        name = f"round({name}, 6)"
    return f"coalesce({name}::varchar, '~')"


found = {}
con = duckdb.connect(sys.argv[1], read_only=True)
for mart, (table, columns) in json.loads(sys.argv[2]).items():
    line = "concat_ws(chr(31), " + ", ".join(as_text(*column) for column in columns.items()) + ")"
    found[mart] = con.execute(
        f"select count(*), concat_ws('.', bit_xor(md5_number_lower(line)), sum(length(line)))"
        f" from (select {line} as line from {table})"
    ).fetchone()
print(json.dumps(found))
