"""What the server answers: every page, exports, who may ask, and nothing of the machine."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
import requests

from duban.asking.query import ask
from duban.pipeline.reload import reload
from duban.settings import Settings
from tests.conftest import copy_of
from tests.workbench.conftest import Serve
from workbench.frame import NAVIGATION
from workbench.tables import EXPORTS

PATHS = [path for path, _, _ in NAVIGATION]


def get(base: str, path: str, **given: object) -> requests.Response:
    return requests.get(base + quote(path, safe="/?=&%"), timeout=60, allow_redirects=False, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_answered_and_names_nothing_of_the_machine(
    heze_workbench: str, heze: Settings, path: str, language: str
) -> None:
    answer = get(heze_workbench, path, cookies={"lang": language})
    assert answer.status_code == 200
    text = answer.content.decode().encode().decode("unicode_escape", errors="ignore") + answer.text
    build_id = ask(heze.published, "select build_id from meta.builds order by rowid desc limit 1").rows[0][0]
    assert build_id in text
    for folder in (heze.warehouse, heze.project, heze.raw):
        assert str(folder) not in text
    assert "http://" not in answer.text.replace("http://www.w3.org", "") and "https://" not in answer.text


def test_what_changed_since_an_earlier_build(serve: Serve, heze: Settings, tmp_path: Path) -> None:
    settings = copy_of(heze, tmp_path)
    before = ask(settings.published, "select build_id from meta.builds order by rowid desc limit 1").rows[0][0]
    printed = settings.raw / "heze" / "2023.md"
    printed.write_text(printed.read_text("utf8").replace("20.82万户", "20.83万户"), "utf8")
    assert reload(settings).status == "published"
    base = serve(settings)
    assert before in get(base, "/质量").text
    changes = get(base, f"/质量?since={before}").text
    assert (
        "marts.fct_target_measure" in changes and "heze/2023.md" in changes and str(settings.warehouse) not in changes
    )
    assert "no build begins with" in get(base, "/质量?since=2001").text


def test_the_header_of_a_page_keeps_the_browser_here(heze_workbench: str) -> None:
    headers = get(heze_workbench, "/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "workbench.example"}, 403),
        ({"Host": "127.0.0.1.example"}, 403),
        ({"Origin": "http://workbench.example"}, 403),
        ({"Host": "localhost"}, 200),
        ({}, 200),
    ],
    ids=["another name", "a name like it", "another site's page", "this machine", "its address"],
)
def test_only_this_machine_is_answered(heze_workbench: str, headers: dict[str, str], status: int) -> None:
    assert get(heze_workbench, "/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [("/对比?place=x", "/对比?place=x"), ("https://workbench.example/", "/"), ("//workbench.example", "/")],
)
def test_the_language_leads_back_here_only(heze_workbench: str, back: str, leads_to: str) -> None:
    answer = requests.get(
        f"{heze_workbench}/{quote('语言')}", params={"to": "en", "back": back}, timeout=60, allow_redirects=False
    )
    assert answer.status_code == 303
    assert requests.utils.unquote(answer.headers["location"]) == leads_to
    assert answer.cookies["lang"] == "en"


@pytest.mark.parametrize(
    "path",
    [
        "/目标?id=zz",
        "/目标?id=0123456789abcdef",
        "/目标",
        "/原表",
        "/原表?document=0&table=99999999999",
        "/对比?place=没有这个地方",
        "/数据字典?table=marts.dim_targt",
        "/查询?question=leader_laod",
        "/复核?page=999999",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(heze_workbench: str, path: str) -> None:
    answer = get(heze_workbench, path)
    assert answer.status_code == 200
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("name", EXPORTS)
def test_a_table_is_a_workbook_with_all_its_rows(city_workbench: str, name: str) -> None:
    answer = get(city_workbench, f"/导出/{name}.xlsx?place=云岫市")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    data, origin = book.worksheets
    headings = [cell.value for cell in data[1]]
    assert headings == [column.zh for column in EXPORTS[name]]
    assert data.max_row > 1
    assert any("构建" in str(row[0].value) for row in origin.iter_rows())


def test_a_workbook_of_no_table_is_not_found(city_workbench: str) -> None:
    assert get(city_workbench, "/导出/passwd.xlsx").status_code == 404
    assert get(city_workbench, "/导出/..%2Fbuild.xlsx").status_code == 404
