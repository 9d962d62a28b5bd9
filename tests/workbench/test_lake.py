"""The workbench on a lake: every named query answers as of one file, build after build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from duban.asking.builds import earlier_builds
from duban.asking.catalogue import read_table_labels
from duban.asking.status import read_status
from duban.settings import Settings
from duban.sharding.lake import point_to
from duban.sharding.reload import reload_sharded
from tests.conftest import PROJECT
from tests.sharding.test_lake import InThisProcess
from tests.workbench.conftest import Serve
from tests.workbench.test_queries import VALUES
from workbench.published import QUERIES, Published

# Of a build, or of the tables that one file has and a lake has not.
OF_A_BUILD = {"build", "schema", "tables"}


@pytest.fixture(scope="module")
def lake(city: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The documents of the constructed city in two shards."""
    settings = Settings(PROJECT, city.raw, tmp_path_factory.mktemp("lake"), of_lake=True)
    assert reload_sharded(settings, InThisProcess(), 2).status != "failed"
    return settings


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(repr, rows))


def test_queries_answer_as_of_one_file(lake: Settings, city: Settings) -> None:
    with Published(city.published).reading() as reader:
        document_id = reader.rows("documents", **VALUES)[0]["document_id"]
        target_id = reader.rows("search", **VALUES)[0]["target_id"]
        line = reader.rows("line_of_target", target_id=target_id)[0]
    windows = [{"document_id": document_id, "table_no": 1, "first_row": 1, "last_row": 9}]
    values = {**VALUES, **line, "target_id": target_id, "document_id": document_id, "windows": windows}
    queries = sorted({path.stem for path in QUERIES.glob("*.sql")} - OF_A_BUILD)
    with Published(city.published).reading() as file, Published(lake.published).reading() as reader:
        answers = [{name: _sorted(one.rows(name, **values)) for name in queries} for one in (file, reader)]
        marts = [[row for row in one.rows("tables") if row["schema_name"] == "marts"] for one in (file, reader)]
    assert answers[0] == answers[1]
    assert len(marts[0]) > 10
    assert marts[0] == marts[1]


def test_the_newest_build_is_read(lake: Settings, tmp_path: Path) -> None:
    published = Published(lake.published)
    with published.reading() as reader:
        build = reader.one("build")
    assert build is not None
    before = published.identity()
    assert reload_sharded(lake, InThisProcess(), 2, full=True).status == "published"
    with published.reading() as reader:
        newer = reader.one("build")
    assert newer is not None and newer["build_id"] != build["build_id"]
    assert published.identity() != before
    point_to(lake.layout, build["build_id"])
    with published.reading() as reader:
        assert reader.one("build") == build


def test_what_is_said_of_a_lake(lake: Settings) -> None:
    status = read_status(lake.published, lake.runs_log)
    assert status.build is not None and status.is_in_ledger and not status.is_damaged
    assert earlier_builds(lake.published) == []
    assert read_table_labels(lake.published)["dim_target"]


def test_pages_are_served(lake: Settings, serve: Serve) -> None:
    base = serve(lake, "--lake")
    with Published(lake.published).reading() as reader:
        target_id = reader.rows("search", **VALUES)[0]["target_id"]
    for path in ("/", "/质量", "/复核", "/数据字典", f"/目标?target={target_id}"):
        answer = requests.get(f"{base}{path}", timeout=60)
        assert answer.status_code == 200
        assert "this page failed" not in answer.text
