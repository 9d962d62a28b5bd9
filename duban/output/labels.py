"""Headings and classes in the reader's language: Chinese names from the catalogue and a seed, or the names of SQL."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.modelling.sql_comments import explanations

# A column of one year beside another has the classes of the column without this.
_YEAR_PREFIX = re.compile(r"^(from|to|next)_")
# `中文名: 中文说明 / what it is`, as every column of marts is described.
_NAMED = re.compile(r"([^:：]{1,24})[:：]\s*(.*)", re.DOTALL)
# A column that a pivot makes of a year.
_OF_A_YEAR = re.compile(r"([12][0-9]{3})_(\w+)")
_YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True)
class Labels:
    """headings: column name -> its Chinese name. classes: (column name, class) -> its Chinese label."""

    headings: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """What stands over a column: its Chinese name, that of a year for `2023_promised`, else the name of SQL."""
        year = _OF_A_YEAR.fullmatch(column.lower())
        if year and year[2] in self.headings:
            return f"{year[1]}年{self.headings[year[2]]}"
        return self.headings.get(column.lower(), column)

    def value(self, column: str, value: Any) -> Any:
        """A value as a reader of Chinese sees it: a class by its label, yes and no; anything else unchanged."""
        if not self.classes:
            return value
        if isinstance(value, bool):
            return _YES_NO[value]
        if not isinstance(value, str):
            return value
        label = self.classes.get((column, value))
        return label or self.classes.get((_YEAR_PREFIX.sub("", column), value), value)


# No labels at all: the names of SQL and the values as they are.
SQL_NAMES = Labels()
# The headings of what duban lists of itself: they are in no catalogue.
LISTING_HEADINGS = {
    "after": "变后",
    "before": "变前",
    "build": "构建",
    "came to": "结果",
    "change": "变化",
    "column": "列",
    "documents": "文档数",
    "field": "字段",
    "finished": "完成时间",
    "given": "归属",
    "how": "方式",
    "kind": "类型",
    "meaning": "含义",
    "model": "模型",
    "name": "名称",
    "or": "或",
    "option": "选项",
    "period": "时期",
    "printed header": "表头原文",
    "quarantined": "隔离",
    "row": "行",
    "size": "大小",
    "started": "开始时间",
    "targets": "目标数",
    "to review": "待核",
    "unit": "单位",
    "what it answers": "回答什么",
    "what": "内容",
    "where": "出处",
    "why": "原因",
    "why not by document": "为何不能按文档重建",
}
# And its classes.
_LISTING_CLASSES = {
    ("change", "added"): "新增",
    ("change", "removed"): "删除",
    ("change", "changed"): "修改",
}
LISTINGS = Labels(LISTING_HEADINGS, _LISTING_CLASSES)


def chinese_name(comment: str) -> str:
    """The Chinese name in a comment of the catalogue, '' where it has none.

    >>> chinese_name("责任目标: what was promised"), chinese_name("a row of it")
    ('责任目标', '')
    """
    named = _NAMED.match(comment)
    return named[1].strip() if named and not named[1].isascii() else ""


def explanation(comment: str) -> str:
    """What a comment of the catalogue says behind the Chinese name.

    >>> explanation("责任目标: what was promised")
    'what was promised'
    """
    named = _NAMED.match(comment)
    return named[2].strip() if named and not named[1].isascii() else comment


def meaning_in(comment: str, in_chinese: bool) -> str:
    """What a comment says behind the Chinese name, in the reader's language where it is said in both.

    >>> meaning_in("责任目标: 所承诺的 / what was promised", in_chinese=False)
    'what was promised'
    """
    return in_language(explanation(comment), in_chinese)


def in_language(text: str, in_chinese: bool) -> str:
    """A text that says something in Chinese and in English, in the one asked for; English where it is all that it has.

    >>> in_language("按原文 / as printed", in_chinese=True), in_language("as printed", in_chinese=True)
    ('按原文', 'as printed')
    """
    chinese, english = explanations(text)
    return chinese if in_chinese and chinese else english


def meaning_in_chinese(comment: str) -> str:
    """What a comment says behind the Chinese name, for a reader of Chinese: its Chinese, else the English it has.

    >>> meaning_in_chinese("责任目标: 所承诺的 / what was promised"), meaning_in_chinese("责任目标: what was promised")
    ('所承诺的', 'what was promised')
    """
    return in_language(explanation(comment), in_chinese=True)


def read_class_labels(seeds: Path) -> dict[tuple[str, str], str]:
    """(column name, class) -> its Chinese label, from class_labels.csv and claim_reasons.csv in the folder of seeds.

    A class stands in one of them. What is no line there is no class: gate 2 permits none that has no label.
    """
    labels = {(row["column_name"], row["class"]): row["class_label"] for row in _rows(seeds / "class_labels.csv")}
    reasons = {("reason", row["reason"]): row["reason_name"] for row in _rows(seeds / "claim_reasons.csv")}
    return labels | reasons


def seed_of_classes(column: str) -> tuple[str, str]:
    """The seed whose lines are the classes of a column, and how a line of it begins.

    >>> seed_of_classes("reason"), seed_of_classes("unit_role")
    (('claim_reasons.csv', ''), ('class_labels.csv', 'unit_role,'))
    """
    return ("claim_reasons.csv", "") if column == "reason" else ("class_labels.csv", f"{column},")


def _rows(seed: Path) -> list[dict[str, str]]:
    with seed.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def headings_for(catalogue: list[tuple[str, str, str]], sql: str = "") -> dict[str, str]:
    """Column name -> its Chinese name: as the tables say that a question names, else as most published tables do.

    catalogue: table, column and comment of every described column.
    """
    words = {word.lower() for word in re.findall(r"\w+", sql)}
    near: dict[str, Counter[str]] = {}
    far: dict[str, Counter[str]] = {}
    for table, column, comment in catalogue:
        name = chinese_name(comment)
        if name:
            counts = near if table.lower() in words else far
            counts.setdefault(column.lower(), Counter())[name] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in [*far.items(), *near.items()]}
