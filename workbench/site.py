"""The answers as plain files that open from a disk or any web server: `duban site DIR`.

    index.html             places and years, figures, gates
    places/<key>/          index.html (years, leaders, bureaus) and a page a year: targets with numbers and findings
    claims.html            the claim audit: places and years with their findings, each a link
    dictionary.html        published columns, their meaning, what each is made from
    search.html            search without a server; search/<key>.js holds the words of a place
    sitemap.html           every page; sitemap.xml beside it where the address of the site is known

Templates, stylesheet and labels are those of the workbench. Charts are bars of plain HTML: ECharts comes as a module,
and a browser loads no module from a disk. A page holds one place and year, so that its size does not grow with all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from duban.errors import ConfigurationError
from workbench.asked import Asked
from workbench.published import Published, Reader
from workbench.templating import fragment

_STATIC = Path(__file__).parent / "static"
# What says that a folder is ours to write anew.
_MARK = ".duban-site"
# The whole site is read from one build; a page of the workbench may not take as long.
SECONDS = 3_600.0
# What the protocol of sitemaps allows in one file.
_MOST_IN_SITEMAP = 50_000


@dataclass(slots=True)
class Site:
    """A site while it is written. pages: path and title of each, in order."""

    folder: Path
    language: str
    build: dict[str, Any] | None
    pages: list[tuple[str, str]] = field(default_factory=list)

    def write(self, path: str, title: str, template: str, **values: Any) -> None:
        """Write a page. path: from the folder of the site."""
        up = "../" * path.count("/")
        made = fragment(
            template, self.language, asked=Asked(""), up=up, title=title, build=self.build, key=place_key, **values
        )
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, "utf8")
        self.pages.append((path, title))


def place_key(name: str) -> str:
    """The folder of a place: its name holds what no file name may.

    >>> place_key("菏泽市") == place_key("菏泽市"), len(place_key("a/b"))
    (True, 12)
    """
    return sha256(name.encode()).hexdigest()[:12]


def write_site(published: Path, folder: Path, language: str = "zh", address: str = "") -> Site:
    """Write the site of what is published. address: where it will stand, for sitemap.xml.

    Raises ConfigurationError where the folder holds something that is no site of ours, or nothing is published.
    """
    with Published(published).reading(SECONDS) as reader:
        _clear(folder)
        site = Site(folder, language, reader.one("build"))
        places = _by_place(reader.rows("places", place=None, row_limit=10_000_000))
        site.write("index.html", "督办", "site_index.html", places=places, totals=reader.one("totals"))
        for name, years in places.items():
            _write_place(site, reader, name, years)
        site.write("claims.html", "说法核对", "site_claims.html", places=places)
        _write_dictionary(site, reader)
        site.write("search.html", "目标检索", "site_search.html", places=list(places))
    for name in ("style.css", "search.js"):
        shutil.copyfile(_STATIC / name, folder / name)
    site.write("sitemap.html", "网站地图", "site_map.html", pages=list(site.pages))
    if address:
        _write_sitemap(site, address.rstrip("/"))
    return site


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise ConfigurationError(
                "the folder holds something else", where=str(folder), remedy="name an empty folder, or a new one"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _by_place(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    places: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["report_year"] is not None:
            places.setdefault(row["jurisdiction_name"], []).append(row)
    return places


def _write_place(site: Site, reader: Reader, name: str, years: list[dict[str, Any]]) -> None:
    """The pages of a place: one of all its years, one a year, and the words that are searched."""
    key = place_key(name)
    targets = reader.rows("site_targets", place=name)
    load = {
        kind: reader.rows(kind, place=name, leader=None, unit=None, year=None, row_limit=5_000)
        for kind in ("leaders", "units")
    }
    site.write(f"places/{key}/index.html", name, "site_place.html", place=name, years=years, **load)
    shown = {target["target_id"] for target in targets}
    for year in years:
        of_year = [target for target in targets if target["report_year"] == year["report_year"]]
        title = f"{name} {year['report_year']}"
        path = f"places/{key}/{year['report_year']}.html"
        site.write(path, title, "site_year.html", place=name, year=year, targets=of_year, shown=shown)
    words = [
        [target["report_year"], target["target_no"] or "", target["target_id"][:12], *_texts(target)]
        for target in targets
    ]
    file = site.folder / "search" / f"{key}.js"
    file.parent.mkdir(exist_ok=True)
    # No text can end the script that it stands in.
    data = json.dumps([key, name, words], ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    file.write_text(f"duban.add({data});\n", "utf8")


def _texts(target: dict[str, Any]) -> Iterator[str]:
    yield " ".join(filter(None, (target["target_text"], target["annual_target_text"])))
    yield " ".join(report["text"] for report in target["reports"] or [])


def _write_dictionary(site: Site, reader: Reader) -> None:
    columns: dict[str, list[dict[str, Any]]] = {}
    for row in reader.rows("lineage_of_columns"):
        columns.setdefault(row["table_name"], []).append(row)
    tables = [table for table in reader.rows("tables") if table["schema_name"] == "marts"]
    site.write("dictionary.html", "数据字典与血缘", "site_dictionary.html", tables=tables, columns=columns)


def _write_sitemap(site: Site, address: str) -> None:
    """sitemap.xml, or where there are more pages than one may name, parts of it and their list."""
    parts = [site.pages[at : at + _MOST_IN_SITEMAP] for at in range(0, len(site.pages), _MOST_IN_SITEMAP)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    of = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        listed = "".join(f"<url><loc>{escape(f'{address}/{path}')}</loc></url>\n" for path, _ in part)
        (site.folder / name).write_text(f"{head}<urlset {of}>\n{listed}</urlset>\n", "utf8")
    if len(parts) > 1:
        listed = "".join(f"<sitemap><loc>{escape(f'{address}/{name}')}</loc></sitemap>\n" for name in names)
        (site.folder / "sitemap.xml").write_text(f"{head}<sitemapindex {of}>\n{listed}</sitemapindex>\n", "utf8")
