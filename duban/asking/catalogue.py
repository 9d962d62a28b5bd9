"""What the published file says of an answer: Chinese headings, meanings, the build and its documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from duban.asking.connection import connect_published
from duban.asking.query import Answer
from duban.output.labels import (
    LISTING_HEADINGS,
    Labels,
    chinese_name,
    headings_for,
    meaning_in_chinese,
    read_class_labels,
)
from duban.output.xlsx import Origin

_COMMENTS = """
select table_name, column_name, comment
from duckdb_columns()
where comment is not null
order by schema_name <> 'marts', table_name, column_index
"""
_TABLES = """
select table_name, comment
from (
    select table_name, comment from duckdb_tables()
    union all
    select view_name, comment from duckdb_views()
)
where comment is not null
order by all
"""
_DOCUMENTS = """
select document_path, jurisdiction_name, report_year, document_kind, is_compiled, source_url, sha256
from marts.dim_document
order by all
"""


def read_catalogue(published: Path) -> list[tuple[str, str, str]]:
    """Table, column and comment of every described column, the published tables first."""
    with connect_published(published) as con:
        return con.execute(_COMMENTS).fetchall()


def read_table_labels(published: Path) -> dict[str, str]:
    """Table -> its Chinese name, for every table whose comment has one."""
    with connect_published(published) as con:
        return {table: name for table, comment in con.execute(_TABLES).fetchall() if (name := chinese_name(comment))}


def read_labels(published: Path, seeds: Path, sql: str, comments: Mapping[str, str]) -> Labels:
    """The Chinese headings and classes of an answer. comments: what a saved question says of its own columns."""
    own = {column: chinese_name(comment) for column, comment in comments.items() if chinese_name(comment)}
    headings = {**LISTING_HEADINGS, **headings_for(read_catalogue(published), sql), **own}
    return Labels(headings, read_class_labels(seeds))


def origin_of(published: Path, question: str, sql: str, answer: Answer, labels: Labels) -> Origin:
    """Where an answer comes from, for the second sheet of a workbook: question, build, columns, documents.

    Documents are those that the answer names by path, else those of the places and years that it names, else all.
    """
    from duban.publishing.published_build import published_build

    build = published_build(published)
    comments = {column.lower(): comment for _, column, comment in reversed(read_catalogue(published))}
    with connect_published(published) as con:
        result = con.execute(_DOCUMENTS)
        columns = [column[0] for column in result.description]
        documents = result.fetchall()
    records = answer.records()
    for document_key, place in (("document_path", 0), ("jurisdiction_name", 1), ("report_year", 2)):
        if document_key in answer.columns and records:
            named = {record[document_key] for record in records}
            documents = [document for document in documents if document[place] in named]
    return Origin(
        facts=[
            ("问题 question", question or re.sub(r"\s+", " ", sql).strip()),
            ("行数 rows", len(answer.rows)),
            ("是否截断 cut at the limit", answer.is_cut),
            ("构建 build", build.build_id if build else None),
            ("构建完成时间 finished", build and build.finished_at),
            ("发布库 published file", str(published)),
        ],
        tables=[
            (
                "列 columns",
                ("列标题", "列名", "说明"),
                [(labels.heading(c), c, meaning_in_chinese(comments.get(c.lower(), ""))) for c in answer.columns],
            ),
            (
                "文档 documents",
                [labels.heading(column) for column in columns],
                [[labels.value(c, v) for c, v in zip(columns, row, strict=True)] for row in documents],
            ),
        ],
    )
