"""Put the Parquet sources into a database file: `load_raw.py DATABASE FOLDER [new]`.

Runs in every environment, so that each DuckDB writes the file format of its own version.
"""

import sys

import duckdb

database, folder = sys.argv[1:3]
con = duckdb.connect(database)
if sys.argv[3:] == ["new"]:
    for table in ("documents", "cells"):
        con.execute(f"insert into raw.{table} select * from '{folder}/new_{table}.parquet'")
else:
    con.execute("create schema raw")
    for table in ("documents", "cells"):
        con.execute(f"create table raw.{table} as select * from '{folder}/{table}.parquet'")
    # No document is in quarantine; the tables that no model here reads are left out.
    columns = (
        "document_id varchar, document_path varchar, gate varchar, reason varchar, source_place varchar, remedy varchar"
    )
    con.execute(f"create table raw.quarantine ({columns})")
con.execute("checkpoint")
con.close()
