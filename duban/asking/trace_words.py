"""The sentences of a trace in the reader's language: English as they are written, Chinese from the table below.

Names of columns and models come from the catalogue of the published file, classes from seeds.class_labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.output.labels import SQL_NAMES, Labels

# Each sentence as trace_drawing.py writes it. A test draws every kind of trace and finds none that is missing here.
CHINESE = {
    "{path}, {where}: no target was made of this row": "{path}，{where}：此行没有形成目标",
    "{place} {year}, target {number}  ({kind})": "{place} {year}年 第{number}项目标（{kind}）",
    "(no number)": "（无序号）",
    "  this year: {text}": "  本年目标：{text}",
    "  section: {text}": "  板块：{text}",
    "  printed in {path}, {where}": "  出处：{path}，{where}",
    "As printed (┃ rows of this target, » the cell asked for)": "原表（┃ 本目标的行，» 所问的单元格）",
    "As printed (┃ rows of this target)": "原表（┃ 本目标的行）",
    "  {kind} at {where}, not read: {text}": "  {where} 的{kind}文字，未读取：{text}",
    "Came through": "加工过程",
    "({count} more)": "（另有{count}个）",
    "Numbers": "数字",
    "nothing reported": "未报告",
    "reported {value}": "报告 {value}",
    "  {no}. {noun}: promised {operator} {value} ({where}), {reported}: {attained}, confidence {sure}": (
        "  {no}. {noun}：承诺 {operator} {value}（{where}），{reported}：{attained}，可信度 {sure}"
    ),
    "(no noun)": "（无名称）",
    "Leaders": "领导",
    "Units": "责任单位",
    ", to review": "，待核",
    "Claim findings": "疑点",
    "Inferred": "推断",
    "  the row at {subject} belongs to target {number}": "  {subject} 的行属于第{number}项目标",
    "  {subject} is written in full": "  {subject} 是补全的全称",
    "  {subject} answers for the target": "  {subject} 分管该目标",
}


@dataclass(frozen=True, slots=True)
class TraceWords:
    """labels: of columns and classes. models: model name -> its Chinese name. sentences: English -> Chinese."""

    labels: Labels = SQL_NAMES
    models: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_chinese(self) -> bool:
        """Whether the sentences are Chinese."""
        return bool(self.sentences)

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence with its values, in the reader's language."""
        return (self.sentences.get(sentence, sentence)).format(**values)

    def value(self, column: str, value: Any) -> Any:
        """A class by its label."""
        return self.labels.value(column, value)

    def column(self, column: str) -> str:
        """The heading of a column."""
        return self.labels.heading(column)

    def model(self, table: str) -> str:
        """A table by its Chinese name, else by its name, without the layer that most of them share."""
        return self.models.get(table.rpartition(".")[2], table.removeprefix("intermediate."))


ENGLISH = TraceWords()


def chinese_words(published: Path, seeds: Path) -> TraceWords:
    """The words of a reader of Chinese, with the names that the published file has for its columns and models."""
    from duban.asking.catalogue import read_labels, read_table_labels

    traced = "marts.dim_target marts.fct_target_measure marts.fct_target_unit"
    return TraceWords(read_labels(published, seeds, traced, {}), read_table_labels(published), CHINESE)
