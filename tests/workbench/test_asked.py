"""Addresses and what they ask for; who may write; what a text becomes in a page."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.asked import Asked, address
from workbench.matrix import matrix
from workbench.security import CONTENT_SECURITY_POLICY, Permissions
from workbench.templating import fragment, marked


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ("2019,2021", (2019, 2021)),
        ("2021,2019", (2019, 2021)),
        ("2019..2021", (2019, 2020, 2021)),
        ("2021..2019", (2019, 2020, 2021)),
        ("２０１９", ()),
        ("20190", ()),
        ("..", ()),
        ("9999..1000", tuple(range(1000, 10000))),
        ("1 or 1=1", ()),
    ],
)
def test_years_of_an_address(years: str, found: tuple[int, ...]) -> None:
    assert Asked.of("/", {"years": years}).years() == found


@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [({}, None, "zh"), ({}, "en", "en"), ({"lang": "en"}, "zh", "en"), ({"lang": "<b>"}, None, "zh")],
)
def test_the_language_is_the_one_chosen_or_chinese(query: dict[str, str], cookie: str | None, language: str) -> None:
    assert Asked.of("/", query, cookie).language == language


def test_an_address_comes_back_as_what_it_asked_for() -> None:
    from urllib.parse import parse_qsl, urlsplit

    made = address("/对比", place="甲&乙=丙#丁", years="2019..2020", leader=None)
    assert dict(parse_qsl(urlsplit(made).query)) == {"place": "甲&乙=丙#丁", "years": "2019..2020"}


@pytest.mark.parametrize("number", ["-1", "1e9", "９", "12345678901", "1;"])
def test_what_is_no_number_is_none(number: str) -> None:
    assert Asked.of("/", {"page": number}).number("page", 7) == 7


@pytest.mark.parametrize(
    ("permissions", "token", "may"),
    [
        (Permissions(), None, False),
        (Permissions(allow_corrections=True), None, True),
        (Permissions("localhost", True), None, True),
        (Permissions("::1", True), None, True),
        (Permissions("0.0.0.0", True, "secret"), None, False),
        (Permissions("0.0.0.0", True, "secret"), "secre", False),
        (Permissions("0.0.0.0", True, "secret"), "secret", True),
        (Permissions("0.0.0.0", True, ""), "", False),
        (Permissions("0.0.0.0", False, "secret"), "secret", False),
        (Permissions("workbench.example", True, "secret"), None, False),
    ],
)
def test_who_may_correct(permissions: Permissions, token: str | None, may: bool) -> None:
    assert permissions.may_correct(token) is may


def test_the_policy_names_no_other_host() -> None:
    for directive in CONTENT_SECURITY_POLICY.split(";"):
        assert set(directive.split()[1:]) <= {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}


@pytest.mark.parametrize(
    ("text", "words", "made"),
    [
        ("新增20万户", ["20万户"], "新增<mark>20万户</mark>"),
        ("<b>20</b>", ["20"], "&lt;b&gt;<mark>20</mark>&lt;/b&gt;"),
        ("20和20", ["20"], "<mark>20</mark>和20"),
        ("甲", ["<script>"], "甲"),
        ("120", ["120", "20"], "<mark>120</mark>"),
        (None, None, ""),
        ("a\u202eb", [], "a⟨U+202E⟩b"),
    ],
)
def test_marked_words_are_escaped(text: str | None, words: list[str] | None, made: str) -> None:
    assert str(marked(text, words)) == made


def test_a_state_escapes_what_it_says() -> None:
    made = fragment("state.html", "zh", kind="error", what="<img src=x onerror=alert(1)>", remedy="'\"")
    assert "<img" not in made


def test_a_matrix_keeps_those_with_most_in_common() -> None:
    rows: list[dict[str, Any]] = [
        {"unit": f"单位{number:02}", "leader": "甲", "count": number} for number in range(1, 41)
    ]
    made = matrix(rows, "leader", "unit", "count")
    assert made.down[0] == "单位40" and len(made.down) == 30 and made.is_cut
    assert made.tint(None) == "" and "0.50" in made.tint(40)
