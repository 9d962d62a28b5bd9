"""SQL stands in sql/, and where a table is declared; a gate asks by name (docs/design.md, section 7)."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from tests.conftest import PROJECT

MODULES = sorted((PROJECT / "expectations").glob("*.py"))
STATEMENTS = (exp.Query, exp.DML, exp.DDL, exp.Drop, exp.Alter)
BEGINS = re.compile(r"\s*\(?\s*(select|with|insert|update|delete|create|drop|alter|merge|copy|from)\b", re.IGNORECASE)


def texts(module: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string of a module that is no docstring; what an f-string fills in is `x`."""
    tree = ast.parse(module)
    passed_over = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values}
            yield node.lineno, "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node.lineno, node.value


def is_statement(text: str) -> bool:
    """Whether a text is SQL, or holds a SELECT in brackets."""
    if re.search(r"\(\s*(select|with)\b[^)]*\bfrom\b", text, re.IGNORECASE):
        return True
    if not BEGINS.match(text):
        return False
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        return any(isinstance(tree, STATEMENTS) for tree in sqlglot.parse(text, dialect="duckdb"))
    except SqlglotError:
        return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_sql_stands_in_a_string_of_the_gates(path: Path) -> None:
    found = [f"{path.name}:{line}: {text[:60]}" for line, text in texts(path.read_text("utf8")) if is_statement(text)]
    assert not found, "write it as a file of sql/tests or sql/expectations: " + "; ".join(found)


@pytest.mark.parametrize(
    ("module", "is_sql"),
    [
        ("x = 'select 1 as n'", True),
        ("x = f'select {a}, count(*) from {b} group by 1'", True),
        ("x = ' with a as (select 1) select * from a'", True),
        ("x = 'delete from raw.quarantine'", True),
        ("x = f'{a} in (select b from c)'", True),
        ("x = 'insert into t values (1)'", True),
        ("x = 'from marts.dim_unit'", True),
        ("x = 'With three rows in ten lacking a unit nobody can be held to account.'", False),
        ("'select 1 from docstring'", False),
        ("x = 'document_path, document_id'", False),
    ],
)
def test_what_counts_as_sql(module: str, is_sql: bool) -> None:
    assert any(is_statement(text) for _, text in texts(module)) is is_sql
