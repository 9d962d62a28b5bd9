"""Who may import whom, deferred imports included: the order of the packages is held by these rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, at its top or inside a function, and the line."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield f"{node.module}", node.lineno
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


IMPORTS = [
    (file.relative_to(PROJECT).as_posix(), module, line)
    for package in ("duban", "flows", "expectations", "workbench")
    for file in sorted((PROJECT / package).rglob("*.py"))
    for module, line in imports_of(file)
]

# What is imported -> whose files may. `duban/commands/` is the outermost package: of ours it may import everything, but
# what it needs of the gates it gets from the pipeline.
RULES = {
    "prefect": ("flows/",),
    "dask": ("duban/sharding/cluster.py",),
    "distributed": ("duban/sharding/cluster.py",),
    "duban.sharding": ("duban/sharding/", "duban/commands/", "flows/"),
    "great_expectations": ("expectations/engine.py", "expectations/judging.py"),
    "expectations": ("expectations/", "duban/pipeline/", "duban/commands/"),
    "flows": ("flows/", "duban/commands/"),
    "workbench": ("workbench/", "duban/commands/"),
    "nicegui": ("workbench/",),
    "duban.commands": ("duban/commands/", "duban/cli.py"),
    "duban.notifying": ("duban/notifying/", "duban/commands/", "flows/"),
}


def breaks(imported: str, allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{file}:{line} imports {module}"
        for file, module, line in IMPORTS
        if (module == imported or module.startswith(imported + ".")) and not file.startswith(allowed)
    ]


@pytest.mark.parametrize(("imported", "allowed"), RULES.items(), ids=RULES.keys())
def test_who_may_import(imported: str, allowed: tuple[str, ...]) -> None:
    assert breaks(imported, allowed) == []
    assert breaks(imported, ("nobody",)), "nobody imports it: the rule holds nothing"


@pytest.mark.parametrize(
    ("package", "foreign", "except_in"),
    [
        pytest.param(
            "duban/landing/",
            ("modelling", "comparing", "publishing", "asking", "pipeline"),
            (),
            id="landing knows nothing of what is made of the cells",
        ),
        pytest.param(
            "duban/modelling/",
            ("landing",),
            ("duban/modelling/sources.py",),
            id="of the runner only its sources know what landing fills",
        ),
        pytest.param("duban/modelling/", ("comparing", "publishing", "asking", "pipeline"), (), id="the runner"),
        pytest.param("duban/publishing/", ("asking", "pipeline"), (), id="publishing"),
        pytest.param(
            "workbench/",
            ("landing", "modelling", "comparing", "publishing", "pipeline"),
            (),
            id="the workbench asks what is published",
        ),
    ],
)
def test_what_a_package_knows_nothing_of(package: str, foreign: tuple[str, ...], except_in: tuple[str, ...]) -> None:
    found = [
        f"{file}:{line} imports {module}"
        for file, module, line in IMPORTS
        if file.startswith(package)
        and file not in except_in
        and module.startswith(tuple(f"duban.{f}" for f in foreign))
    ]
    assert found == []
