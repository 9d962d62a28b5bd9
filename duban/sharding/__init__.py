"""A warehouse in shards of places: each an ordinary DuckDB file, built by the runner as it is, joined into a lake.

executor, processes, cluster    who runs the work: processes of this machine, or a Dask cluster
places                          which shard a place is in, and the project as one shard sees it
reading, shard                  what a worker does: read a batch of documents, build a shard
across                          the models that go across places, made of the rows of all shards
lake, catalog                   where everything lies, the manifest and its pointer; the lake as one database
reload                          the run: read, build, join, judge, publish
desk                            one ordinary DuckDB file of what a lake holds
"""
