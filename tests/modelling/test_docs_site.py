"""The data dictionary: complete, linked without a loose end, offline, and safe against what a comment may hold."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from duban.modelling import load_project
from duban.modelling.docs.lineage_graph import laid_out
from duban.modelling.docs.site import write_docs
from tests.modelling.warehouse import Warehouse, built, write_tree

TREE = {
    "seeds/w.csv": "k,v\na,b\n",
    "staging/stg_cells.sql": "-- 单元格: a printed <b>cell</b>\n-- grain: document_id, row_no\nselect\n"
    "    document_id::varchar as document_id,\n    row_no::integer as row_no,  -- 行号: printed row\n"
    '    coalesce(v, text)::varchar as word  -- =词: "canonical" & <script>alert(1)</script>\n'
    "from raw.cells left join seeds.w on k = text\n",
    "marts/dim_word.sql": "-- 词表: a word\nselect word, count(*)::bigint as times from staging.stg_cells"
    " group by word",
}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        self.ids |= {value for name, value in attrs if name == "id" and value}


def _read(path: Path) -> _Links:
    parser = _Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


@pytest.fixture
def site(tmp_path: Path) -> Path:
    warehouse = Warehouse()
    warehouse.land("d1", ["a", "b"])
    project, _ = built(write_tree(tmp_path / "sql", TREE), warehouse)
    write_docs(project, warehouse.con, tmp_path / "site")
    return tmp_path / "site"


def test_a_name_is_distinguished_from_a_sentence_with_a_colon(tmp_path: Path) -> None:
    sentence = "What is left over (年底) when all that could be matched is matched, and why: a person decides"
    tree = {**TREE, "intermediate/int_left.sql": f"-- {sentence}\n" + "select 1::integer as x"}
    warehouse = Warehouse()
    project, _ = built(write_tree(tmp_path / "sql", tree), warehouse)
    write_docs(project, warehouse.con, tmp_path / "site")
    index = (tmp_path / "site" / "index.html").read_text("utf8")
    assert '<td class="label"></td><td>What is left over' in index
    assert '<td class="label">词表</td><td>a word</td>' in index


def test_every_table_has_its_page(site: Path) -> None:
    names = {path.stem for path in (site / "tables").glob("*.html")}
    assert {"staging.stg_cells", "marts.dim_word", "seeds.w", "raw.cells", "raw.documents"} <= names


def test_every_link_leads_somewhere_and_nowhere_outside(site: Path) -> None:
    for page in site.rglob("*.html"):
        for link in _read(page).links:
            assert not re.match(r"\w+:|//", link), f"{page.name} reaches outside: {link}"
            target, _, anchor = link.partition("#")
            led_to = page.parent / target if target else page
            assert led_to.is_file(), f"{page.name}: {link}"
            assert not anchor or anchor in _read(led_to).ids, f"{page.name}: {link}"


def test_what_a_comment_holds_is_shown_and_not_run(site: Path) -> None:
    page = site / "tables" / "staging.stg_cells.html"
    assert _read(page).tags.count("script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.read_text(encoding="utf-8")
    assert "b" not in _read(page).tags


def test_labels_and_meanings_follow_the_lineage(site: Path) -> None:
    page = (site / "tables" / "marts.dim_word.html").read_text(encoding="utf-8")
    assert "词表" in page
    assert 'title="from staging.stg_cells.word"' in page
    assert 'href="staging.stg_cells.html#word"' in page
    assert "整表 whole: groups rows without document_id" in page


def test_the_dictionary_for_spreadsheets(site: Path) -> None:
    with (site / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    assert rows["staging.stg_cells", "row_no"]["meaning"] == "printed row"
    assert rows["staging.stg_cells", "row_no"]["名称"] == "行号"
    assert rows["marts.dim_word", "word"]["名称"] == "'=词"  # no formula
    assert rows["seeds.w", "k"]["type"] == "VARCHAR"


def test_pages_without_a_warehouse(tmp_path: Path) -> None:
    project = load_project(write_tree(tmp_path / "sql", TREE))
    pages = write_docs(project, None, tmp_path / "site")
    assert tmp_path / "site" / "index.html" in pages
    assert "数据字典" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_the_graph_stands_parents_before_children(tmp_path: Path) -> None:
    project = load_project(write_tree(tmp_path / "sql", TREE))
    nodes = laid_out(project)
    for table, model in project.models.items():
        assert all(nodes[parent].column < nodes[table].column for parent in model.parents)
    assert len({(node.column, node.row) for node in nodes.values()}) == len(nodes)


def test_the_lineage_page_folds_subjects_and_carries_what_a_neighbourhood_is_drawn_from(tmp_path: Path) -> None:
    tree = TREE | {
        "intermediate/words/int_words.sql": "-- 词: a word\nselect document_id, word from staging.stg_cells",
        "marts/dim_word.sql": "-- 词表: a word\nselect word, count(*)::bigint as times from intermediate.int_words"
        " group by word",
    }
    write_docs(load_project(write_tree(tmp_path / "sql", tree)), None, tmp_path / "site")
    page = (tmp_path / "site" / "lineage.html").read_text(encoding="utf-8")
    folds = re.findall(r'<details class="subject"><summary>(.*?) <span', page)
    assert folds[:4] == ["数据集市 Marts", "中间层 Intermediate · words", "整理层 Staging", "种子表 Seeds"]
    assert '<details class="subject" open' not in page
    picks = set(re.findall(r'<a class="pick" href="#([\w.]+)"', page))
    edges = set(re.findall(r'data-from="([\w.]+)" data-to="([\w.]+)"', page))
    assert edges
    assert {table for edge in edges for table in edge} <= picks
