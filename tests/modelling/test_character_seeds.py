"""The seeds of characters against Unicode's own data: a line folds one sign into the one that Unicode says."""

from __future__ import annotations

import re
import unicodedata

import pytest

from duban.modelling import Project

# Where the seed differs from NFKC on purpose: what fonts of simplified Chinese mean.
ON_PURPOSE = {"\u2f3e": "户", "\u2fad": "青"}


@pytest.fixture(scope="module")
def lines(project: Project) -> list[tuple[str, str, str]]:
    rows = project.seeds["seeds.comparable_characters"].rows
    return [(row[0] or "", row[1] or "", row[2] or "") for row in rows]


def test_a_line_folds_one_character_into_another(lines: list[tuple[str, str, str]]) -> None:
    wrong = [line for line in lines if (len(line[1]), len(line[2])) != (1, 1) or line[0] != f"U+{ord(line[1]):04X}"]
    assert wrong == []
    printed = [line[1] for line in lines]
    assert len(printed) == len(set(printed))
    assert not set(printed) & {line[2] for line in lines}, "folded once, a text is folded"


def test_radicals_and_compatibility_ideographs_are_what_unicode_says(lines: list[tuple[str, str, str]]) -> None:
    seed = {printed: comparable for _, printed, comparable in lines}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            assert seed[chr(code)] == ON_PURPOSE.get(chr(code), plain), f"U+{code:04X}"
    for code in range(0x2E80, 0x2EF4):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            assert seed[chr(code)] == plain, f"U+{code:04X}"
    # everyday ones of the supplement, checked by hand
    assert [seed[sign] for sign in "⺠⻓⻅⻋⻔⻘⻚⻛⻢⻩⻬⻰"] == list("民长见车门青页风马黄齐龙")


def test_signs_that_a_unit_or_a_step_needs_are_not_folded(lines: list[tuple[str, str, str]]) -> None:
    assert not {printed for _, printed, _ in lines} & set("²³⁴㎡㎞℃①②（），：；－～・")


def test_numbering_signs_are_the_numbers_that_unicode_gives_them(project: Project) -> None:
    rows = project.seeds["seeds.numbering_signs"].rows
    assert {sign: int(number or 0) for sign, number, _ in rows if sign} == {
        sign: int(unicodedata.numeric(sign)) for sign, *_ in rows if sign
    }


def test_the_model_looks_for_what_every_mark_of_damage_begins_with(project: Project) -> None:
    text = project.models["staging.stg_comparable_texts"].file.sql
    looked_for = re.findall(r"\[(锟[^\]]+)\]", text)
    assert len(set(looked_for)) == 1, "the class stands twice and must be the same"
    assert {(row[0] or "")[0] for row in project.seeds["seeds.damaged_text_marks"].rows} == set(looked_for[0])


def test_traditional_characters_fold_into_simplified_ones(project: Project) -> None:
    pairs = [(row[0] or "", row[1] or "") for row in project.seeds["seeds.traditional_characters"].rows]
    assert {(len(printed), len(comparable)) for printed, comparable in pairs} == {(1, 1)}
    printed = [pair[0] for pair in pairs]
    assert len(printed) == len(set(printed))
    assert not set(printed) & {comparable for _, comparable in pairs}, "folded once, a text is folded"
    assert not set(printed) & set("于像乾干里面后"), "what simplified text prints stays"
    assert all(comparable.encode("gb2312") for _, comparable in pairs)
    assert dict(pairs)["縣"] == "县"
