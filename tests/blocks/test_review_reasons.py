"""The reasons that models give and the seed of their wordings name each other."""

from __future__ import annotations

import csv
import re

from tests.conftest import PROJECT

_NAMED = re.compile(r"(?:words(?:_zh)?_of\[|'reason': )'(\w+)'|'(\w+)' as reason\b")


def test_every_reason_has_its_wordings_and_every_wording_is_given() -> None:
    given = {
        first or second
        for file in (PROJECT / "sql" / "intermediate").rglob("*.sql")
        if "seeds.review_reasons" in (text := file.read_text("utf8"))
        for first, second in _NAMED.findall(text)
    }
    with (PROJECT / "sql" / "seeds" / "review_reasons.csv").open(encoding="utf8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert given == {line["reason"] for line in lines}
    assert all(line["reason_text"].isascii() and not line["reason_text_zh"].isascii() for line in lines)
    assert all(line["reason_text"].count("{}") == line["reason_text_zh"].count("{}") for line in lines)
