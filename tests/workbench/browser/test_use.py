"""What a visitor does: narrows, follows numbers home, keeps charts and tables, asks in SQL, decides, by keyboard."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest
from selenium.webdriver.common.keys import Keys

from duban.asking.query import ask
from duban.pipeline.reload import reload
from duban.settings import Settings
from tests.conftest import copy_of, publish
from tests.workbench.browser.chromium import Browser
from tests.workbench.conftest import Serve


def downloaded(browser: Browser, name: str) -> Path:
    """A file that the browser has kept whole."""
    file = browser.downloads / name
    for _ in range(150):
        if file.exists() and file.stat().st_size:
            return file
        time.sleep(0.1)
    raise AssertionError(f"{name} did not arrive: {list(browser.downloads.iterdir())}")


def test_a_number_leads_to_its_printed_cell_in_one_click(browser: Browser, heze_workbench: str, heze: Settings) -> None:
    """On the page of a target the reported number stands in the printed row that is on the same page."""
    target_id = ask(heze.published, "select target_id from marts.dim_target where target_no = '48'").rows[0][0]
    browser.open(heze_workbench, f"/目标?id={target_id}")
    browser.click("#reported a", "line 13")
    browser.wait("return location.pathname !== '/' && document.querySelector('tr.asked') !== null")
    assert "20.82万户" in browser.run("return document.querySelector('tr.asked').innerText")
    browser.click("tr.asked td a", "20.82万户")
    browser.wait("return location.hash === '#reported' && document.querySelector('#reported mark') !== null")
    assert "20.82" in browser.run("return document.querySelector('#reported mark').innerText")


def test_words_are_searched_from_every_page_and_narrowed(browser: Browser, city_workbench: str) -> None:
    browser.open(city_workbench, "/质量")
    box = browser.driver.find_element("css selector", ".top input")
    box.send_keys("市场主体", Keys.ENTER)
    browser.wait("return document.querySelector('.hit mark') !== null && document.querySelector('.foot') !== null")
    before = len(browser.driver.find_elements("css selector", ".hit"))
    browser.click(".facets a", "2019")
    browser.wait("return location.search.includes('year=2019') && document.querySelector('.foot') !== null")
    assert 0 < len(browser.driver.find_elements("css selector", ".hit")) < before


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_chart_is_kept_with_its_chinese(browser: Browser, city_workbench: str, kind: str) -> None:
    browser.open(city_workbench, "/对比?place=云岫市")
    browser.wait("return document.querySelector('figure svg text') !== null")
    browser.click(f"[data-keep={kind}]")
    file = downloaded(browser, f"云岫市各年度指标完成情况.{kind}")
    content = file.read_bytes()
    if kind == "svg":
        assert "超额" in content.decode() and "<script" not in content.decode()
    else:
        assert content.startswith(b"\x89PNG") and len(content) > 5_000


def test_a_table_sorts_filters_and_becomes_a_workbook(browser: Browser, city_workbench: str) -> None:
    browser.open(city_workbench, "/领导?place=云岫市")
    browser.wait("return document.querySelector('.ag-row') !== null")

    def first() -> str:
        return str(
            browser.run('return document.querySelector(\'.ag-row[row-index="0"] [col-id="target_count"]\').innerText')
        )

    browser.click(".ag-header-cell[col-id='target_count'] .ag-header-cell-label")
    browser.wait("return document.querySelector('[col-id=target_count][aria-sort=ascending]') !== null")
    assert first() == "0"
    browser.click(".grid-head a", "XLSX")
    book = openpyxl.load_workbook(downloaded(browser, "leaders.xlsx"))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["领导", "年度", "目标数"]


def test_sql_is_completed_asked_and_refused(browser: Browser, heze_workbench: str) -> None:
    browser.open(heze_workbench, "/查询")
    browser.wait("return document.querySelector('.cm-content[aria-label=SQL]') !== null")
    content = browser.driver.find_element("css selector", ".cm-content")

    def write(sql: str) -> None:
        content.send_keys(Keys.CONTROL, "a")
        content.send_keys(Keys.DELETE, sql)

    write("from marts.dim_lea")
    browser.wait("return document.querySelector('.cm-tooltip-autocomplete') !== null")
    assert "marts.dim_leader" in browser.run("return document.querySelector('.cm-tooltip-autocomplete').innerText")
    content.send_keys(Keys.ESCAPE)
    for sql, said in (
        ("select 6 * 7 as found", "42"),
        ("select * from read_text('/etc/hostname')", "Permission"),
        ("select '<img src=x onerror=document.title=1>' as found", "<img"),
    ):
        write(sql)
        content.send_keys(Keys.ESCAPE)
        browser.click(".button", "运行")
        browser.wait(f"return document.querySelector('.answer').innerText.includes('{said}')")
    assert browser.run("return document.querySelector('.answer img')") is None


def test_the_language_is_switched_and_kept(browser: Browser, heze_workbench: str) -> None:
    browser.open(heze_workbench, "/说法核对")
    browser.click(".switch")
    browser.wait("return document.querySelector('h1') && document.querySelector('h1').innerText === 'Claim audit'")
    browser.open(heze_workbench, "/地区")
    assert "Who works with whom" in browser.text()
    browser.click(".switch")
    browser.wait("return document.querySelector('h1') && document.querySelector('.foot').innerText.includes('构建')")


def test_the_first_tab_leads_past_the_header(browser: Browser, heze_workbench: str) -> None:
    browser.open(heze_workbench, "/")
    body = browser.driver.find_element("css selector", "body")
    body.send_keys(Keys.TAB)
    focused = browser.driver.switch_to.active_element
    assert focused.get_attribute("class") == "skip" and focused.is_displayed()
    focused.send_keys(Keys.ENTER)
    browser.wait("return location.hash === '#content'")


@pytest.fixture(scope="module")
def correctable(heze: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return copy_of(heze, tmp_path_factory.mktemp("correctable") / "project", with_sql=True)


def decisions(settings: Settings) -> list[dict[str, str]]:
    with (settings.sql / "seeds" / "corrections.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_decisions_are_written_replaced_and_withdrawn(browser: Browser, serve: Serve, correctable: Settings) -> None:
    base = serve(correctable, "--allow-corrections")
    before = decisions(correctable)
    browser.open(base, "/复核")
    browser.wait("return document.querySelector('.decide') !== null")
    browser.driver.find_element("css selector", ".decide input").send_keys("原表写得清楚")
    browser.click(".decide .button", "确认归目标")
    browser.wait("return document.body.innerText.includes('已记下')")
    (made,) = [line for line in decisions(correctable) if line not in before]
    assert made["note"] == "原表写得清楚" and made["target_no"] == "49"
    browser.open(base, "/复核")
    browser.wait("return document.body.innerText.includes('已决定')")
    browser.click(".decide .button", "撤回")
    browser.wait("return document.body.innerText.includes('撤回了')")
    assert decisions(correctable) == before


def test_a_header_is_given_its_meaning(browser: Browser, serve: Serve, correctable: Settings) -> None:
    synonyms = correctable.sql / "seeds" / "header_synonyms.csv"
    before = synonyms.read_text("utf8")
    folder = correctable.raw / "云岫市"
    folder.mkdir()
    rows = "".join(f"{no},新建公园{no}处,{no + 3}月开标,市城管局\n" for no in range(1, 7))
    (folder / "2023.csv").write_text(
        f"云岫市2023年度重点工作任务分解表,,,\n序号,任务内容,招标节奏,责任单位\n{rows}", "utf8"
    )
    assert reload(correctable).status == "published"
    base = serve(correctable, "--allow-corrections")
    browser.open(base, "/复核?place=云岫市")
    browser.wait("return document.querySelector('#headers') !== null")
    for at, choice in enumerate(("招标节奏", "deadline")):
        browser.driver.find_elements("css selector", "#headers .q-select")[at].click()
        browser.wait("return document.querySelector('.q-menu .q-item') !== null")
        browser.click(".q-menu .q-item", choice)
        browser.wait("return document.querySelector('.q-menu') === null")
    browser.click("#headers .button", "记下")
    browser.wait("return document.body.innerText.includes('已记下')")
    assert synonyms.read_text("utf8").removeprefix(before).startswith("招标节奏,deadline,")


def test_without_leave_there_is_nothing_to_click(browser: Browser, heze_workbench: str) -> None:
    browser.open(heze_workbench, "/复核")
    browser.wait("return document.querySelector('.printed') !== null")
    assert browser.run("return document.querySelector('.decide')") is None


def test_a_new_build_is_followed_without_a_restart(browser: Browser, serve: Serve, correctable: Settings) -> None:
    base = serve(correctable)
    browser.open(base, "/")
    first = browser.run("return document.querySelector('.foot code').innerText")
    file = correctable.sql / "seeds" / "status_wordings.csv"
    file.write_text(file.read_text("utf8") + "尚可,met,\n", "utf8")
    publish(correctable)
    browser.open(base, "/")
    assert browser.run("return document.querySelector('.foot code').innerText") != first


def test_the_site_opens_from_a_disk_and_is_searched(
    browser: Browser, city: Settings, tmp_path_factory: pytest.TempPathFactory, screenshots: Path
) -> None:
    from workbench.site import write_site

    folder = tmp_path_factory.mktemp("site")
    made = write_site(city.published, folder)
    browser.errors(), browser.requests()
    for path, _ in made.pages:
        for width in (1280, 390):
            browser.open(folder.as_uri(), f"/{path}", width)
            assert browser.run("return document.documentElement.scrollWidth") <= width, path
            assert browser.violations() == [], path
    browser.open(folder.as_uri(), "/search.html")
    browser.driver.find_element("css selector", "[name=q]").send_keys("市场主体 2.47万", Keys.ENTER)
    browser.wait("return document.querySelector('.hit a') !== null")
    browser.screenshot(screenshots / "site-search.webp")
    browser.click(".hit a", "2019")
    browser.wait("return location.href.includes('2019.html#t-')")
    assert "2.47万户" in browser.run("return document.querySelector(':target').innerText")
    browser.screenshot(screenshots / "site-year.webp")
    assert browser.errors() == []
    assert [url for url in browser.foreign_requests() if not url.startswith("file:")] == []


HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\">=cmd|'/c calc'!A1 {{7*7}} </script>"
    "<script>document.title='taken'</script>\u202e"
)


def test_hostile_texts_are_texts_on_every_page(
    browser: Browser, serve: Serve, tmp_path_factory: pytest.TempPathFactory, heze: Settings
) -> None:
    """In the title, the target, the leader, the unit, the progress: on every page and in every workbook."""
    from dataclasses import replace

    from workbench.frame import NAVIGATION
    from workbench.tables import EXPORTS

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "raw").mkdir()
    rows = [
        ["序号", "责任目标", "市政府领导", "责任单位", "完成时限", "完成情况", "是否完成"],
        ["1", f"新建公厕20座{HOSTILE}", "甲乙丙", f"市科技局{HOSTILE}", "年底", f"新建公厕21座{HOSTILE}", "是"],
        [
            "2",
            '=HYPERLINK("http://workbench.example")新增企业5家',
            "甲乙丙",
            "市教育局",
            "年底",
            f"正在{HOSTILE}",
            "是",
        ],
    ]
    with (folder / "raw" / "2023.csv").open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows(rows)
    (folder / "raw" / "2023.csv.yml").write_text("jurisdiction: 云岫市\nreport_year: 2023\nkind: result\n", "utf8")
    settings = replace(heze, raw=folder / "raw", warehouse=folder / "warehouse")
    publish(settings)
    target_ids = ask(settings.published, "select target_id, document_id from marts.dim_target order by target_no").rows
    assert len(target_ids) == 2
    unit = ask(settings.published, "select unit_name from marts.dim_unit order by length(unit_name) desc").rows[0][0]
    assert "<img" in unit
    base = serve(settings)
    target_id, document_id = target_ids[0]
    paths = [path for path, _, _ in NAVIGATION]
    paths += [f"/目标?id={target_id}", f"/原表?document={document_id}", f"/单位?place=云岫市&unit={quote(unit)}"]
    paths += [f"{path}?{name}={quote(HOSTILE)}" for path in paths[:12] for name in ("place", "q", "table", "question")]
    shown = 0
    for path in paths:
        browser.driver.get(
            base + quote(unquote(path), safe="/?=&%") if "%3C" not in path else base + quote(path, safe="/?=&%")
        )
        browser.wait("return document.querySelector('.foot') !== null")
        assert "taken" not in browser.driver.title, path
        assert browser.run("return document.querySelectorAll('img[onerror], .content script').length") == 0, path
        shown += "onerror" in browser.text()
    assert shown > 5, "the texts are shown somewhere, as texts"
    from workbench.site import write_site

    made = write_site(settings.published, folder / "site")
    for path, _ in made.pages:
        browser.open((folder / "site").as_uri(), f"/{path}")
        assert "taken" not in browser.driver.title, path
        assert browser.run("return document.querySelectorAll('img').length") == 0, path
    browser.driver.find_element("css selector", "h1")
    assert [url for url in browser.foreign_requests() if not url.startswith("file:")] == []
    for name in EXPORTS:
        browser.driver.get(f"{base}/{quote('导出')}/{name}.xlsx?place={quote('云岫市')}")
        book = openpyxl.load_workbook(downloaded(browser, f"{name}.xlsx"))
        for sheet in book.worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        (browser.downloads / f"{name}.xlsx").unlink()
