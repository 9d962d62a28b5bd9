"""The raw tables, declared once: (column, type, comment) of each `raw.*`.

From here come the statements that make them (`duban.landing.store`), the Arrow schemas that fill them
(`duban.landing.columns`), the sources of the models (`duban.modelling.sources`) and what the catalogue says of them.
Landing writes them, the gates write into `raw.quarantine`, and only `sql/staging` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import duckdb


class Column(NamedTuple):
    """A column: its DuckDB type, and its comment `中文名: what it is`, which columns copied from it inherit."""

    name: str
    type: str
    comment: str


RAW_TABLES: dict[str, tuple[Column, ...]] = {
    "raw.documents": (
        Column("document_id", "VARCHAR", "文档键: first 16 hex digits of the SHA-256 of the file's content"),
        Column("document_path", "VARCHAR", "路径: where the file lies, relative to the raw folder"),
        Column("sha256", "VARCHAR", "摘要: SHA-256 of the file's content"),
        Column("byte_count", "BIGINT", "字节数: size of the file in bytes"),
        Column("format", "VARCHAR", "格式: the format that its reader found it to be, such as xlsx, pdf or text"),
        Column("reader_name", "VARCHAR", "读取器: the reader that read the file"),
        Column("reader_version", "VARCHAR", "读取器版本: version of that reader"),
        Column("encoding", "VARCHAR", "编码: character encoding of a text file"),
        Column("title_text", "VARCHAR", "标题: the document's title as printed"),
        Column(
            "content_fingerprint",
            "VARCHAR",
            "内容指纹: changes when the file, its path, its side file or its reader changes",
        ),
        Column(
            "read_fingerprint",
            "VARCHAR",
            "读取指纹: changes when what was read of the file does (cells, texts, notes, title)",
        ),
    ),
    "raw.document_facts": (
        Column("document_id", "VARCHAR", "文档键: the document that the side file stands beside"),
        Column("fact_name", "VARCHAR", "事项: what the side file states (jurisdiction, report_year, as_of, ...)"),
        Column("fact_text", "VARCHAR", "内容: what it states it to be, as text"),
    ),
    "raw.texts": (
        Column("document_id", "VARCHAR", "文档键: the document that prints the text"),
        Column("text_no", "INTEGER", "文本序号: position among the document's texts, from 1"),
        Column("table_no", "INTEGER", "表序: the table that stands next after the text"),
        Column("kind", "VARCHAR", "类别: title, heading, caption, paragraph, sheet or page"),
        Column("text", "VARCHAR", "文字: as printed"),
        Column("source_place", "VARCHAR", "出处: where it stands in the source's own words"),
    ),
    "raw.cells": (
        Column("document_id", "VARCHAR", "文档键: the document that prints the cell"),
        Column("table_no", "INTEGER", "表序: position of the table in the document, from 1"),
        Column("row_no", "INTEGER", "行号: printed row of the table, from 1, headers counted"),
        Column("column_no", "INTEGER", "列号: printed column, from 1"),
        Column("text", "VARCHAR", "文字: exactly as printed; NULL where a merge covers the cell"),
        Column("row_span", "INTEGER", "跨行数: rows that the cell covers"),
        Column("column_span", "INTEGER", "跨列数: columns that the cell covers"),
        Column(
            "is_origin", "BOOLEAN", "是否起始单元格: whether the text is printed here rather than covered by a merge"
        ),
        Column("origin_row_no", "INTEGER", "起始行号: row of the cell that covers this one, or its own"),
        Column("origin_column_no", "INTEGER", "起始列号: column of the cell that covers this one, or its own"),
        Column("span_is_known", "BOOLEAN", "跨度已知: whether the format states merged cells"),
        Column("source_place", "VARCHAR", "出处: where the cell stands in the source's own words, such as Sheet1!F12"),
    ),
    "raw.notes": (
        Column("document_id", "VARCHAR", "文档键: the document that the reader noticed something in"),
        Column("note_no", "INTEGER", "序号: position among the document's notes, from 1"),
        Column("severity", "VARCHAR", "轻重: info or warning"),
        Column("what", "VARCHAR", "说明: what the reader noticed"),
        Column("source_place", "VARCHAR", "出处: where"),
    ),
    "raw.excluded_texts": (
        Column("document_id", "VARCHAR", "文档键: the document that holds the text and does not print it as its text"),
        Column("excluded_no", "INTEGER", "序号: position among the document's excluded texts, from 1"),
        Column("table_no", "INTEGER", "表序: its table, or the one that stands next after it; NULL on a hidden sheet"),
        Column("row_no", "INTEGER", "行号: printed row of its cell; NULL outside the tables"),
        Column("column_no", "INTEGER", "列号: printed column of its cell; NULL outside tables and for a hidden cell"),
        Column("kind", "VARCHAR", "类别: struck, deleted (tracked), hidden, hidden_cell, hidden_sheet or note_mark"),
        Column("text", "VARCHAR", "文字: what was taken out"),
        Column("position", "INTEGER", "字位: characters of the printed text before it"),
        Column("is_whole", "BOOLEAN", "是否整格: whether nothing of the cell's text is left"),
        Column("note_text", "VARCHAR", "注文: the note at the foot that a note mark points to, where there is one"),
        Column("source_place", "VARCHAR", "出处: where it stands in the source's own words"),
    ),
    "raw.quarantine": (
        Column("document_id", "VARCHAR", "文档键: the document that is out"),
        Column("document_path", "VARCHAR", "路径: where the file lies, relative to the raw folder"),
        Column("gate", "VARCHAR", "关口: reading, landing, or candidate (set aside)"),
        Column("reason", "VARCHAR", "原因: why it is out"),
        Column("source_place", "VARCHAR", "出处: where the fault lies"),
        Column("remedy", "VARCHAR", "处理: what to do about it"),
        Column(
            "content_fingerprint",
            "VARCHAR",
            "内容指纹: of the file that is out, so that an unchanged one is not read again",
        ),
        Column(
            "kept_build_id",
            "VARCHAR",
            "沿用版: the build whose rows of this path stand in its place, NULL where none do",
        ),
    ),
}
# What columns were called in builds that may still be published or kept: former name -> name.
FORMER_NAMES = {"place": "source_place"}
# A document that is out has no rows in any table but this one.
QUARANTINE = "raw.quarantine"
# Tables that hold rows of a document that was read.
DOCUMENT_TABLES = tuple(table for table in RAW_TABLES if table != QUARANTINE)


def names_now(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The select list of a raw table of any build, its columns by the names that they have now."""
    columns = con.table(table).columns
    return ", ".join(f"{name} as {FORMER_NAMES[name]}" if name in FORMER_NAMES else name for name in columns)


def create_statement(table: str, columns: tuple[Column, ...]) -> str:
    """`create table if not exists` of one raw table.

    >>> create_statement("raw.document_facts", RAW_TABLES["raw.document_facts"])
    'create table if not exists raw.document_facts (document_id VARCHAR, fact_name VARCHAR, fact_text VARCHAR)'
    """
    declared = ", ".join(f"{column.name} {column.type}" for column in columns)
    return f"create table if not exists {table} ({declared})"


# Makes what is missing of the schema `raw`.
CREATE_RAW_TABLES = ";\n".join(
    ["create schema if not exists raw", *(create_statement(table, columns) for table, columns in RAW_TABLES.items())]
)
