"""What proves that duban holds: faults injected, readers fuzzed, a long soak. Figures are measured in benchmarks/.

    python -m trials.faults    # every kind of fault, from a process that is killed to a full disk (docs/reliability.md)
    python -m trials.fuzz      # mutated documents through every reader
    python -m trials.soak      # many reloads in a row, beside readers
    python -m trials.copied_tables  # HTML tables copied as text in many ways: what is read otherwise than from the HTML
    python -m trials.reproducible  # 100,000 rows built with one thread and with two: every table equal

`make test` runs one of each kind (tests/faults, tests/landing/test_fuzz.py); the long runs are for a release.
"""
