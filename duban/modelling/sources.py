"""The tables that landing fills and only staging reads: `raw.*`, and what tells their documents apart.

A *feed* is what changes as one: landing replaces a document in all its raw tables together, so one fingerprint a
document stands for them all; the quarantine changes on its own, when a gate has judged.
"""

from __future__ import annotations

DOCUMENT_KEY = "document_id"

RAW_COLUMNS: dict[str, dict[str, str]] = {
    "documents": {
        "document_id": "VARCHAR",
        "document_path": "VARCHAR",
        "sha256": "VARCHAR",
        "byte_count": "BIGINT",
        "format": "VARCHAR",
        "reader_name": "VARCHAR",
        "reader_version": "VARCHAR",
        "encoding": "VARCHAR",
        "title_text": "VARCHAR",
        "content_fingerprint": "VARCHAR",
        "read_fingerprint": "VARCHAR",
    },
    "document_facts": {"document_id": "VARCHAR", "fact_name": "VARCHAR", "fact_text": "VARCHAR"},
    "texts": {
        "document_id": "VARCHAR",
        "text_no": "INTEGER",
        "table_no": "INTEGER",
        "kind": "VARCHAR",
        "text": "VARCHAR",
        "place": "VARCHAR",
    },
    "cells": {
        "document_id": "VARCHAR",
        "table_no": "INTEGER",
        "row_no": "INTEGER",
        "column_no": "INTEGER",
        "text": "VARCHAR",
        "row_span": "INTEGER",
        "column_span": "INTEGER",
        "is_origin": "BOOLEAN",
        "origin_row_no": "INTEGER",
        "origin_column_no": "INTEGER",
        "span_is_known": "BOOLEAN",
        "place": "VARCHAR",
    },
    "notes": {
        "document_id": "VARCHAR",
        "note_no": "INTEGER",
        "severity": "VARCHAR",
        "what": "VARCHAR",
        "place": "VARCHAR",
    },
    "quarantine": {
        "document_id": "VARCHAR",
        "document_path": "VARCHAR",
        "gate": "VARCHAR",
        "reason": "VARCHAR",
        "place": "VARCHAR",
        "remedy": "VARCHAR",
        "content_fingerprint": "VARCHAR",
    },
}

RAW_COMMENTS: dict[str, dict[str, str]] = {
    "documents": {
        "document_id": "文档键: first 16 hex digits of the SHA-256 of the file's content",
        "document_path": "路径: where the file lies, relative to the raw folder",
        "sha256": "摘要: SHA-256 of the file's content",
        "byte_count": "字节数: size of the file in bytes",
        "format": "格式: markdown, csv, html, xlsx, xls, docx, pdf or text",
        "reader_name": "读取器: the reader that read the file",
        "reader_version": "读取器版本: version of that reader",
        "encoding": "编码: character encoding of a text file",
        "title_text": "标题: the document's title as printed",
        "content_fingerprint": "内容指纹: changes when the file, its path, its side file or its reader changes",
        "read_fingerprint": "读取指纹: changes when what was read of the file does (cells, texts, notes, title)",
    },
    "document_facts": {
        "document_id": "文档键: the document that the side file stands beside",
        "fact_name": "事项: what the side file states (jurisdiction, report_year, as_of, ...)",
        "fact_text": "内容: what it states it to be, as text",
    },
    "texts": {
        "document_id": "文档键: the document that prints the text",
        "text_no": "文本序号: position among the document's texts, from 1",
        "table_no": "表序: the table that stands next after the text",
        "kind": "类别: title, heading, caption, paragraph, sheet or page",
        "text": "文字: as printed",
        "place": "出处: where it stands in the source's own words",
    },
    "cells": {
        "document_id": "文档键: the document that prints the cell",
        "table_no": "表序: position of the table in the document, from 1",
        "row_no": "行号: printed row of the table, from 1, headers counted",
        "column_no": "列号: printed column, from 1",
        "text": "文字: exactly as printed; NULL where a merge covers the cell",
        "row_span": "跨行数: rows that the cell covers",
        "column_span": "跨列数: columns that the cell covers",
        "is_origin": "是否起始单元格: whether the text is printed here rather than covered by a merge",
        "origin_row_no": "起始行号: row of the cell that covers this one, or its own",
        "origin_column_no": "起始列号: column of the cell that covers this one, or its own",
        "span_is_known": "跨度已知: whether the format tells merged cells",
        "place": "出处: where the cell stands in the source's own words, such as Sheet1!F12",
    },
    "notes": {
        "document_id": "文档键: the document that the reader noticed something in",
        "note_no": "序号: position among the document's notes, from 1",
        "severity": "轻重: info or warning",
        "what": "说明: what the reader noticed",
        "place": "出处: where",
    },
    "quarantine": {
        "document_id": "文档键: the document that is out",
        "document_path": "路径: where the file lies, relative to the raw folder",
        "gate": "关口: reading or landing",
        "reason": "原因: why it is out",
        "place": "出处: where the fault lies",
        "remedy": "处理: what to do about it",
        "content_fingerprint": "内容指纹: of the file that is out, so that an unchanged one is not read again",
    },
}

# The table of each feed, and what of a row is hashed. Nothing here reads the cells.
FEED_ROWS: dict[str, tuple[str, str]] = {
    "landed": ("raw.documents", "document_id, content_fingerprint, read_fingerprint"),
    "quarantine": ("raw.quarantine as entry", "entry"),
}


def _digest(columns: str) -> str:
    """Of a group of rows in whatever order: their number, and two sums of independent 64-bit hashes."""
    return f"concat_ws('.', count(*), sum(hash('a', {columns})), sum(hash('b', {columns})))"


def feed_version_query(feed: str, rows: str = "") -> str:
    """How many rows a feed holds, and one value that changes when any of them does.

    rows: what to read in place of the feed's table, with the columns that are hashed.
    """
    table, columns = FEED_ROWS[feed]
    return f"select count(*), md5({_digest(columns)}) from {rows or table}"


def feed_documents_query(feed: str, rows: str = "") -> str:
    """One row a document of a feed: document_id, and a fingerprint of all that the feed holds of it.

    rows: as for the version.
    """
    table, columns = FEED_ROWS[feed]
    return f"select document_id, {_digest(columns)} from {rows or table} group by document_id"


def feed_of(table: str) -> str:
    """The feed that a raw table belongs to.

    >>> feed_of("raw.cells"), feed_of("raw.quarantine")
    ('landed', 'quarantine')
    """
    return "quarantine" if table == "raw.quarantine" else "landed"


def raw_table_statements() -> list[str]:
    """`create table if not exists` of every raw table, for an empty warehouse."""
    return [
        f"create table if not exists raw.{name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
        for name, columns in RAW_COLUMNS.items()
    ]
