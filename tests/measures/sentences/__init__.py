"""Sentences by subject, a YAML file each: what a careful person reads in them. The head of a file says who decided it.

Files that hold sentences with readings: `SUBJECTS`. `claims.yml` and `years.yml` have a form of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SUBJECTS = (
    "counts",
    "numbers",
    "several",
    "rates",
    "reported",
    "unanswered",
    "no_measure",
    "long_reports",
    "published",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """name: 'subject: case'. progress: the texts of the answer. readings: value, unit, reported, class, is forecast."""

    name: str
    group: str
    target: str
    progress: tuple[str, ...]
    readings: list[tuple[Any, ...]]


class _Loader(yaml.CSafeLoader):
    """PyYAML keeps the last of two equal keys, so a case would be lost without a word: here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if again := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"{self.name}: {', '.join(sorted(map(str, again)))} stands there twice")
        return super().construct_mapping(node, deep)


def cases(name: str) -> Iterator[tuple[str, str, dict[Any, Any]]]:
    """The cases of a file in written order: (group, name, case). A name is used once a file."""
    path = Path(__file__).with_name(f"{name}.yml")
    with path.open(encoding="utf8") as file:
        groups = yaml.load(file, _Loader)
    seen: set[str] = set()
    for group, held in groups.items():
        for case, value in held.items():
            if case in seen:
                raise ValueError(f"{path}: {case} stands there twice")
            seen.add(case)
            yield group, case, value


def sentences() -> list[Sentence]:
    """Every sentence with readings, by subject."""
    return [
        Sentence(
            f"{subject}: {name}",
            group,
            case["target"],
            (case["progress"],) if isinstance(case["progress"], str) else tuple(case["progress"]),
            [tuple(row) if len(row) == 5 else (*row, False) for row in case["readings"]],
        )
        for subject in SUBJECTS
        for group, name, case in cases(subject)
    ]
