"""The site of plain files: whole, linked, escaped, and nowhere that holds something else."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from duban.asking.query import ask
from duban.cli import main
from duban.errors import ConfigurationError
from duban.settings import Settings
from workbench.site import place_key, write_site

ADDRESS = "https://site.example/duban"


@pytest.fixture(scope="module")
def site(city: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    answer = CliRunner().invoke(
        main, ["site", str(folder), "--warehouse", str(city.warehouse), "--address", ADDRESS], catch_exceptions=False
    )
    assert answer.exit_code == 0, answer.output
    return folder


def test_every_target_that_speaks_for_its_year_is_on_the_page_of_its_place_and_year(site: Path, city: Settings) -> None:
    targets = ask(
        city.published,
        "select jurisdiction_name, report_year, target_id, target_text from marts.dim_target where speaks_for_year",
    ).rows
    assert targets
    for place, year, target_id, text in targets:
        page = (site / "places" / place_key(place) / f"{year}.html").read_text("utf8")
        assert f'id="t-{target_id[:12]}"' in page and text in page


def test_every_link_leads_somewhere(site: Path, city: Settings) -> None:
    pages = list(site.rglob("*.html"))
    of_years = "select count(distinct (jurisdiction_name, report_year)) from marts.dim_target where speaks_for_year"
    assert len(pages) == 6 + ask(city.published, of_years).rows[0][0]
    for page in pages:
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text("utf8")):
            path, mark = urldefrag(unquote(link))
            if path.startswith("data:"):
                continue
            target = page.parent / path if path else page
            assert target.exists(), (page, link)
            if mark:
                assert f'id="{mark}"' in target.read_text("utf8"), (page, link)


def test_the_sitemap_names_every_page(site: Path) -> None:
    found = {element.text for element in ElementTree.parse(site / "sitemap.xml").iter() if element.tag.endswith("}loc")}
    assert found == {f"{ADDRESS}/{page.relative_to(site).as_posix()}" for page in site.rglob("*.html")}


def test_a_page_asks_nothing_of_another_host_and_names_nothing_of_the_machine(site: Path, city: Settings) -> None:
    for file in site.rglob("*"):
        if file.suffix in (".html", ".js", ".css"):
            text = file.read_text("utf8")
            assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", text), file
            assert str(city.warehouse) not in text and str(city.project) not in text


def test_a_site_is_written_anew_and_nothing_else_is_written_over(city: Settings, site: Path, tmp_path: Path) -> None:
    (site / "places" / "left-over.html").touch()
    write_site(city.published, site, "en")
    assert not (site / "places" / "left-over.html").exists()
    assert "Claim audit" in (site / "claims.html").read_text("utf8")
    (tmp_path / "letters.txt").touch()
    with pytest.raises(ConfigurationError, match="holds something else"):
        write_site(city.published, tmp_path)
    assert (tmp_path / "letters.txt").exists()
