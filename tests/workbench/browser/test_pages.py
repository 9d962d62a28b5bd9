"""Every page in a real browser, at both widths: shown, quiet, accessible, whole, and nothing asked of another host."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.asking.query import ask
from duban.settings import Settings
from tests.workbench.browser.chromium import WIDTHS, Browser
from workbench.pages import PAGES

# Page -> its address with Heze, its address with the city, and words that stand on it in either.
ADDRESSES = {
    "overview": ("/", "/", "各地区各年度"),
    "years": ("/对比?place=菏泽市", "/对比?place=云岫市", "指标完成情况"),
    "target": ("/目标?id={target}", "/目标?id={target}", "承诺"),
    "printed": ("/原表?document={document}", "/原表?document={document}", "责任单位"),
    "search": ("/目标检索?q=市场", "/目标检索?q=市场", "市场主体"),
    "claims": ("/说法核对", "/说法核对", "自评"),
    "place": ("/地区?place=菏泽市&year=2023", "/地区?place=云岫市", "谁与谁共事"),
    "leader": ("/领导?place=菏泽市&leader=臧伟", "/领导", "逐年负荷与结果"),
    "unit": ("/单位?place=菏泽市&unit=市科技局", "/单位", "逐年负荷与结果"),
    "review": ("/复核", "/复核", "行待复核"),
    "sql": ("/查询?question=leader_load", "/查询", "现成的问题"),
    "dictionary": ("/数据字典?table=marts.dim_target", "/数据字典", "含义"),
    "lineage": ("/血缘?table=marts.fct_target_measure&column=target_value", "/血缘", "marts.fct_target_measure"),
    "quality": ("/质量", "/质量", "历次运行"),
}

# Pages whose picture is taken with four years of merged cells; the others with the real documents.
SHOWN_WITH_THE_CITY = {"years", "printed", "leader", "unit"}


def test_every_page_is_opened() -> None:
    assert set(ADDRESSES) == {page.__name__.rpartition(".")[2] for page in PAGES}


def keys(settings: Settings, order: str) -> dict[str, str]:
    """A target with a promised and a reported number, and its document."""
    found = ask(
        settings.published,
        "select target_id, document_id from marts.fct_target_measure as measures"
        " where reported_value is not null and not is_compiled"
        f" order by {order} limit 1",
    ).rows[0]
    return dict(zip(("target", "document"), found, strict=True))


@pytest.fixture(scope="module")
def warehouses(
    heze: Settings, city: Settings, heze_workbench: str, city_workbench: str
) -> dict[str, tuple[str, dict[str, str]]]:
    return {
        "heze": (heze_workbench, keys(heze, "target_no = '48' desc, target_id")),
        "city": (city_workbench, keys(city, "document_path like '%docx' desc, target_no::integer, target_id")),
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("warehouse", ["heze", "city"])
@pytest.mark.parametrize("page", ADDRESSES)
def test_a_page_is_shown(
    browser: Browser,
    warehouses: dict[str, tuple[str, dict[str, str]]],
    screenshots: Path,
    page: str,
    warehouse: str,
    width: int,
) -> None:
    base, values = warehouses[warehouse]
    of_heze, of_city, words = ADDRESSES[page]
    browser.errors(), browser.requests()
    browser.open(base, (of_heze if warehouse == "heze" else of_city).format(**values), width)
    browser.wait("return !document.querySelector('.nicegui-aggrid') || document.querySelector('.ag-row') !== null")
    browser.wait("return document.querySelectorAll('figure').length === document.querySelectorAll('figure svg').length")
    assert words in browser.text()
    assert browser.run("return document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    if warehouse == ("city" if page in SHOWN_WITH_THE_CITY else "heze"):
        browser.screenshot(screenshots / f"{page}-{width}.webp")
    assert browser.violations() == []
    assert browser.errors() == []
    assert browser.foreign_requests() == []
