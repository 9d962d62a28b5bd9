"""Constructed responsibility-target tables: known structure, printed as published, flattened as converters do it.

`python -m benchmarks.tables FOLDER --documents 200 --seed 1` writes documents and `truth.json` beside them. The tables
exist to fit and to judge the rebuilding of blocks; their places, words, headers and habits are made up here and are
none of the bench's.
"""
