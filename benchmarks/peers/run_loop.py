"""The floor: a plain loop of CREATE TABLE AS in a known order, `run_loop.py DATABASE MODELS ORDER [DOCUMENT]`.

ORDER: 'staging.a,staging.b*': the models in order; a star marks those that the person who wrote the loop knows to be
local. With DOCUMENT the loop is *scripted*: local models get the rows of that document and nothing else.
"""

import sys
from pathlib import Path

import duckdb

database, models, order = sys.argv[1:4]
document = sys.argv[4] if len(sys.argv) > 4 else None
con = duckdb.connect(database)
home = con.execute("select current_database()").fetchone()[0]
con.execute(
    "create schema if not exists staging; create schema if not exists intermediate; create schema if not exists marts"
)
if document:
    con.execute("attach ':memory:' as delta")
    con.execute("".join(f"create schema delta.{schema};" for schema in ("raw", "staging", "intermediate", "marts")))
    for table in ("documents", "cells"):
        con.execute(
            f"create table delta.raw.{table} as select * from {home}.raw.{table} where document_id = ?", [document]
        )
for word in order.split(","):
    table = word.rstrip("*")
    sql = Path(models, table.replace(".", "/") + ".sql").read_text(encoding="utf-8")
    if document and word.endswith("*"):
        con.execute("use delta")
        con.execute(f"create table {table} as {sql}")
        con.execute(f"use {home}")
        con.execute(f"delete from {table} where document_id = ?", [document])
        con.execute(f"insert into {table} select * from delta.{table}")
    else:
        con.execute(f"create or replace table {table} as {sql}")
con.close()
