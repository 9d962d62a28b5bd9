"""One `duban build` without its landing and publishing: `run_duban.py DATABASE MODELS`."""

import sys
from pathlib import Path

import duckdb

from duban.modelling import build, is_fresh, load_project

con = duckdb.connect(sys.argv[1])
if is_fresh(Path(sys.argv[2]), con):
    print("nothing to do")
    sys.exit(0)
report = build(load_project(Path(sys.argv[2])), con)
con.close()
print(report.summary())
sys.exit(0 if report.ok else 1)
