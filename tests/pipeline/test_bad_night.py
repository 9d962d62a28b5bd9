"""A gate fails in the night: what people find in the morning, with the real flow, a real web address and real files."""

from __future__ import annotations

import http.server
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from duban.asking.status import read_status
from duban.pipeline.reload import reload
from duban.settings import Settings
from tests.conftest import PROJECT

TABLE = """
{place}人民政府2023年度责任目标完成情况一览表

| 序号 | 市政府领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 李明 | 新建学校3所 | 年底 | 已建成学校3所 | 是 | 市教育局 |
"""
PLACES = [f"{first}{second}县" for first, second in itertools.product("东南西北", "山河江阳州川")]
TOKEN = "hook-7d1f0c55aa9e4b21"
PASSWORD = "s3cret-of-the-mail"


@dataclass
class Listener:
    """A web server of this test, and the JSON that it was sent."""

    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    heard = Listener()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield heard
    server.shutdown()
    server.server_close()


@dataclass
class Town:
    """A warehouse of 24 documents, published yesterday, and the command line as a process of its own."""

    settings: Settings
    heard: Listener

    def duban(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "PREFECT_"))}
        environment = {
            **kept,
            "DUBAN_RAW": str(self.settings.raw),
            "DUBAN_WAREHOUSE": str(self.settings.warehouse),
            # One way works, one does not: what goes wrong with it must not leak the password either.
            "DUBAN_NOTIFY": (
                f"json://127.0.0.1:{self.heard.port}/{TOKEN}?-key={TOKEN} "
                f"mailto://duty:{PASSWORD}@127.0.0.1:{self.heard.port}?from=a@city.cn&to=b@city.cn"
            ),
            "DUBAN_NOTIFY_SECONDS": "3",
            # As a system user has it, whose home cannot be written.
            "HOME": "/proc/nowhere",
            "no_proxy": "127.0.0.1",
            **more,
        }
        command = [sys.executable, "-m", "duban.cli", *words]
        return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings = Settings(PROJECT, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse", workers=1)
    settings.raw.mkdir()
    for place in PLACES:
        (settings.raw / f"{place}.md").write_text(TABLE.format(place=place), "utf8")
    assert reload(settings).status == "published"
    with listening() as heard:
        yield Town(settings, heard)


def test_a_gate_that_fails_in_the_night(town: Town) -> None:
    settings, bodies = town.settings, town.heard.bodies
    yesterday = settings.published.read_bytes()
    before = read_status(settings.published, settings.runs_log)
    assert before.build is not None
    build_id = before.build.build_id
    away = settings.raw.with_name("away")
    away.mkdir()
    for place in PLACES[4:]:  # the copy that fills raw/ every evening broke off
        (settings.raw / f"{place}.md").rename(away / f"{place}.md")

    night = town.duban("nightly")
    assert night.returncode == 1, night.stdout + night.stderr
    assert settings.published.read_bytes() == yesterday

    [message] = bodies
    assert (message["event"], message["exit_code"], message["published_build_id"]) == ("failed", 1, build_id)
    [why] = message["why"]
    assert "documents" in why and "4" in why and "24" in why
    page = Path(message["gate_report"])
    assert page.is_file()
    assert message["to_do"] == [f"read the gate report: {page}", "fix the cause given above, then run: duban reload"]

    status = town.duban("status")
    lines = status.stdout.splitlines()
    assert status.returncode == 0, "what is published is whole and young enough"
    assert lines[0].startswith("FAILED       the last run failed, ")
    assert "what is published is from " in lines[0]
    assert lines[1] == f"why          {why}"
    assert lines[2] == f"gate report  {page}"
    assert any(line.startswith(f"build        {build_id} (reload)") for line in lines)
    seen = json.loads(town.duban("status", "--json").stdout)
    assert (seen["last_run_failed"], seen["build"]["build_id"]) == (True, build_id)
    assert (seen["failure"]["why"], seen["failure"]["gate_report"]) == ([why], str(page))

    # A second night like it is counted; the first good one is notified, and nothing is wrong any more.
    by_hand = {"XDG_CACHE_HOME": str(settings.warehouse.with_name("cache"))}  # by a person, who has a home
    assert town.duban("reload", **by_hand).returncode == 1
    assert "the last 2 runs failed" in town.duban("status").stdout
    for path in away.iterdir():
        shutil.move(path, settings.raw)
    assert town.duban("reload", **by_hand).returncode == 0
    assert [body["event"] for body in bodies] == ["failed", "failed", "recovered"]
    assert json.loads(town.duban("status", "--json").stdout)["failure"] is None

    everything = [night.stdout, night.stderr, status.stdout, json.dumps(bodies)]
    assert "the mailto notification failed" in night.stdout + night.stderr, "else its error text was not tried"
    files = [path for path in settings.warehouse.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in files), "Prefect's files lie in the warehouse"
    everything += [path.read_bytes().decode("latin-1") for path in files]
    assert not [text[:200] for text in everything if TOKEN in text or PASSWORD in text]


def test_a_night_on_which_prefect_itself_fails_is_notified_too(town: Town) -> None:
    """The flow never begins, so nothing inside it can notify."""
    before = town.settings.published.read_bytes()
    night = town.duban("nightly", PREFECT_API_URL="http://127.0.0.1:1/api", PREFECT_CLIENT_MAX_RETRIES="0")
    assert night.returncode == 1, night.stdout + night.stderr
    assert night.stderr.splitlines()[-3].startswith("error: Prefect could not run the flow")
    assert "`duban reload` runs the same steps without Prefect" in night.stderr
    [message] = town.heard.bodies
    assert message["event"] == "failed"
    assert "Prefect could not run the flow" in message["why"][0]
    assert "the last run failed" in town.duban("status").stdout
    assert town.settings.published.read_bytes() == before
