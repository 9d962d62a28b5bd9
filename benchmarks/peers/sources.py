"""Synthetic raw tables: documents of fifty printed rows and six columns, the same for every runner, as Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

ROWS_A_DOCUMENT = 50

# Every text is a function of the document, row and column numbers, so two runs make the same files.
_CELLS = """
    select
        md5(document_no::varchar)[:16] as document_id,
        1::integer as table_no,
        row_no::integer as row_no,
        column_no::integer as column_no,
        case column_no
            when 1 then case when row_no % 3 = 1 then ((row_no + 2) // 3)::varchar end
            when 2 then case when row_no % 3 = 1 then '新增企业' || (document_no * 7 + row_no) % 400 || '家，完成投资'
                || (row_no * 13) % 90 || '亿元，改造老旧小区'
                || (row_no + document_no) % 60 || '个，力争走在全省前列' end
            when 3 then ['赵健', '侯婕', '张建国', '李 明', '王丽、陈伟', '刘洋'][1 + (document_no + row_no) % 6]
            when 4 then ['市发展改革委', '市财政局、市教育局', '市住房城乡建设局', '各县区人民政府',
                '市商务局，市科技局', '市农业农村局', '市生态环境局;市水务局', '市交通运输局'
                ][1 + (document_no * 3 + row_no) % 8]
            when 5 then ['年底', '长期坚持', '2023年10月', '9月投入使用', '6月底前'][1 + (document_no + row_no) % 5]
            else case when row_no % 3 <> 0 then '已完成' || (document_no + row_no * 11) % 500
                || '家，预计年底前全面完成' end
        end as text,
        1::integer as row_span,
        1::integer as column_span,
        true as is_origin,
        row_no::integer as origin_row_no,
        column_no::integer as origin_column_no,
        false as span_is_known,
        'line ' || row_no as source_place
"""


def write_sources(folder: Path, rows: int) -> None:
    """documents.parquet and cells.parquet with `rows` printed rows; new_documents.parquet and new_cells.parquet with
    one document more. Does nothing when they are there."""
    if (folder / "new_cells.parquet").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    documents = max(1, rows // ROWS_A_DOCUMENT)
    lines = min(rows, ROWS_A_DOCUMENT)
    with duckdb.connect() as con:
        _write(con, folder, "", f"range(0, {documents})", lines)
        _write(con, folder, "new_", f"range({documents}, {documents + 1})", ROWS_A_DOCUMENT)


def _write(con: duckdb.DuckDBPyConnection, folder: Path, prefix: str, numbers: str, lines: int) -> None:
    con.execute(
        f"""
        copy (
            select md5(document_no::varchar)[:16] as document_id,
                'place' || document_no % 40 || '/' || 2005 + document_no % 20 || '/' || document_no || '.md'
                    as document_path,
                md5(document_no::varchar) as sha256, 1000::bigint as byte_count, 'markdown' as format,
                'markdown' as reader_name, '1' as reader_version, 'utf-8' as encoding, null::varchar as title_text,
                md5(document_no::varchar) as content_fingerprint, md5(document_no::varchar) as read_fingerprint
            from {numbers} as n(document_no)
        ) to '{folder}/{prefix}documents.parquet'
        """
    )
    con.execute(
        f"copy ({_CELLS} from {numbers} as n(document_no), range(1, {lines + 1}) as r(row_no),"
        f" range(1, 7) as c(column_no) order by document_no, row_no, column_no) to '{folder}/{prefix}cells.parquet'"
    )
