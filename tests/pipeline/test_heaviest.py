"""A model that runs out of memory costs the document that weighs most in it, and not the night."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from duban.landing.discovery import discover
from duban.memory import SHARE, memory_for_building
from duban.modelling import load_project
from duban.pipeline.heaviest import heaviest_documents
from duban.pipeline.judging import build_and_judge
from duban.pipeline.landing import land_documents
from duban.pipeline.steps import no_progress, run_plainly
from duban.settings import Settings
from tests.conftest import copy_of
from tests.pipeline.documents import TABLE, put

# Every row of a document held against every other, and all of it kept in memory at once: what no bound of gate 1 sees.
STARVING = """-- 全部配对: every pair of rows of a document, a trial of the tests' own.
-- grain: document_id
select
    one.document_id::varchar as document_id,  -- 文档键: the document it comes from
    array_length(list(repeat(concat(one.row_no, other.row_no), 200)))::bigint as pair_count  -- 对数: how many
from staging.stg_rows as one
inner join staging.stg_rows as other
    on one.document_id = other.document_id
group by one.document_id
"""
ROW = "| {n} | 王强 | 新建公园{n}个 | 年底 | 已建成公园{n}个 | 是 | 市园林局 |\n"
MEMORY = "600MB"


@pytest.fixture
def town(heze: Settings, tmp_path: Path) -> Settings:
    settings = copy_of(heze, tmp_path, with_sql=True)
    (settings.sql / "intermediate" / "int_all_pairs.sql").write_text(STARVING, "utf8")
    put(settings, "heavy/2023.md", "云东市", text=TABLE + "".join(ROW.format(n=n) for n in range(3, 1200)))
    return settings


def test_the_heaviest_document_is_set_aside_and_the_rest_is_built(town: Settings) -> None:
    project = load_project(town.sql)
    with duckdb.connect(str(town.published)) as con:
        land_documents(town, con, discover(town.raw), no_progress)
        con.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = ''; set threads = 1")
        judged = build_and_judge(con, project, run_plainly, None)
        assert [report.passed for report in judged.gates] == [True, True]
        paths = [path for (path,) in con.execute("select document_path from marts.dim_document order by 1").fetchall()]
        assert paths == ["heze/2023.md", "heze/2024.csv"]
        [(path, reason, remedy)] = con.execute("select document_path, reason, remedy from raw.quarantine").fetchall()
        assert path == "heavy/2023.md"
        assert "building intermediate.int_all_pairs took more memory" in reason and "1,200 rows to it" in reason
        assert "split the document" in remedy


def test_where_no_document_stands_out_none_is_blamed(town: Settings) -> None:
    (town.raw / "heavy" / "2023.md").unlink()
    project = load_project(town.sql)
    with duckdb.connect(str(town.published)) as con:
        assert heaviest_documents(con, project, ["intermediate.int_block_rows"]) == []
        con.execute("delete from raw.documents where document_path <> 'heze/2023.md'")
        assert heaviest_documents(con, project, ["intermediate.int_block_rows"]) == []


def test_a_build_gets_a_share_of_the_least_that_bounds_it(tmp_path: Path) -> None:
    whole = memory_for_building(tmp_path)
    (tmp_path / "memory.max").write_text("max\n")
    assert memory_for_building(tmp_path) == whole
    (tmp_path / "memory.max").write_text(f"{2 * 1024**3}\n")
    assert memory_for_building(tmp_path) == int(SHARE * 2 * 1024**3)
    (tmp_path / "memory.max").write_text("1000\n")
    assert memory_for_building(tmp_path) == 512 * 1024**2
