"""Answers that are kept: the last ones, by build; what fails is asked again."""

from __future__ import annotations

import pytest

from workbench.answers import Answers


def test_an_answer_is_made_once_a_key() -> None:
    made: list[str] = []
    kept = Answers()
    for key in ("one", "one", "other"):
        assert kept.get(key, lambda key=key: made.append(key) or key) == key  # type: ignore[misc]
    assert made == ["one", "other"]


def test_the_one_used_longest_ago_goes_first() -> None:
    kept = Answers(most=2)
    for key in ("one", "two", "one", "three"):
        kept.get(key, lambda: "kept")
    assert kept.get("one", lambda: "made") == "kept"
    assert kept.get("two", lambda: "made") == "made"


def test_what_fails_is_not_kept() -> None:
    kept = Answers()

    def fails() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("one", fails)
    assert kept.get("one", lambda: "made") == "made"
