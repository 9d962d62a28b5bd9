"""The same 21 models through duban, a plain loop and its peers: CPU, wall clock and memory, in turn, as ratios.

    python -m benchmarks.peers --rows 40 100000 2000000 --pairs 5

Each runner has a Python environment of its own, made from the package registry under --work and kept there; runs of a
peer and of duban alternate, so that a noisy neighbour troubles both. A row is a printed row of six cells. It is no
part of the tests. The scenarios:

    cold      nothing is built yet
    again     the same command, nothing changed
    document  one document of fifty rows more

Every pair is written to results.jsonl under --work as it comes; the first one of a cell of the table with whether both
runners left the same rows in the marts, and where they did not the exit code is 1. So a benchmark that is cut short, or
split by --peers, --scenarios and --rows, goes on where it stopped (until duban's code changes); --table prints the
whole table from the file. duban is run as anybody runs it: `duban build --database FILE`.

What the figures of one machine were, with date and versions, stands in docs/benchmarks.md.
"""
