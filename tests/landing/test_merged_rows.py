"""Rows below a merged number, in tables copied as text: how their cells lie is what the table itself teaches."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.copied_tables.merged_rows import part_blocks
from duban.landing.readers.text.plain_text import READER

TITLE = "甲市2031年度责任目标完成情况一览表"
HEADER = ["序号", "市领导", "目标内容", "完成时限", "完成情况", "是否完成", "责任单位"]
# A number, a leader and a text are merged over the rows below; what is blank or merged leaves nothing.
BLOCKS = [
    [["1", "王立安", "新建学校12所", "年底", "已建成学校9所。", "是", "市教育局"]],
    [
        ["2", "赵启明", "治理河道30公里,清淤9万方", "9月底", "完成治理21公里。", "否", "市水利局"],
        ["钱一夫", "9月底", "清淤全部完成。", "是", "市住建局、市农业农村局"],
    ],
    [["3", "钱一夫", "引进企业60家", "长期坚持", "已引进企业66家。", "是", "市商务局"]],
    [
        ["4", "王立安", "改造老旧小区45个,惠及3千户", "年底", "开工45个。", "是", "市住建局"],
        ["年底", "是", "市民政局"],
        ["赵启明", "年底", "惠及3千户居民。", "是", "市财政局"],
    ],
    [["5", "赵启明", "植树造林9万亩", "9月底", "完成造林8万亩。", "否", "市林业局"]],
    [
        ["6", "钱一夫", "培训技能人才2万人", "长期坚持", "培训1.6万人。", "是", "市人社局、市教育局"],
        ["王立安", "长期坚持", "是", "市总工会"],
    ],
]
ROWS = list(chain.from_iterable(BLOCKS))


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


def test_the_rows_of_each_number_are_found_from_the_looks_of_the_columns() -> None:
    cells = [list(chain.from_iterable(block)) for block in BLOCKS]
    starts = part_blocks(cells, len(HEADER))
    assert starts is not None
    parted = [
        [block[at:end] for at, end in pairwise([*of_block, len(block)])]
        for block, of_block in zip(cells, starts, strict=True)
    ]
    assert parted == BLOCKS


@pytest.mark.parametrize(
    ("blocks", "width"),
    [
        pytest.param([list(chain.from_iterable(block)) for block in BLOCKS[:2]], 7, id="two numbers teach nothing"),
        pytest.param([[str(no), "甲局", "乙局", "丙局", "丁局"] for no in range(1, 6)], 3, id="two rows under each"),
        pytest.param(
            [[str(no), "王立安", f"新建学校{no}所", "市教育", "体育局", "年底"] for no in range(1, 6)],
            5,
            id="a cell over two lines",
        ),
    ],
)
def test_what_may_as_well_lie_otherwise_is_not_parted(blocks: list[list[str]], width: int) -> None:
    assert part_blocks(blocks, width) is None


LAYOUTS = {
    "a cell a line": "\n\n".join(chain(HEADER, *ROWS)),
    "a cell and a bar a line": "\n|\n".join(chain(HEADER, *ROWS)) + "\n|",
    "a row a line": "\n".join(" ".join(row) for row in [HEADER, *ROWS]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_copied_table_keeps_the_rows_below_its_merged_numbers(layout: str) -> None:
    """The kind of the constructed benches, copied as a browser's text: none of them was read, or five rows of many."""
    (grid,) = read(f"{TITLE}\n\n{LAYOUTS[layout]}\n").grids
    assert grid.rows == [HEADER, *ROWS]


def test_rows_of_a_line_are_believed_only_where_their_cells_agree() -> None:
    """What follows a short table line by line, with the numbers going on, is not left out of it in silence."""
    odd = [["市教育局", "12所", "年底"], ["其中城区6所", "王立安"], ["经费900万元", "是", "否", "年底"]]
    lines = [HEADER, *ROWS[:1], *odd, *ROWS[1:3], *odd[1:], *ROWS[3:4]]
    document = read(f"{TITLE}\n\n" + "\n".join(" ".join(line) for line in lines))
    assert not any("blanks between" in note.what for note in document.notes)


def test_a_long_table_costs_what_its_cells_cost() -> None:
    """So many cells are refused before anything is computed of them."""
    blocks = [["1", *["甲"] * 30]] * 1000
    assert part_blocks(blocks, 7) is None


def lines_with(cells: list[list[str]], every: int, between: list[str]) -> list[str]:
    """A cell a line; `between` stands before every so many rows but the first."""
    return [
        line
        for at, row in enumerate(cells)
        for line in (*(between if at and at % every == 0 else []), *row)
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["- 2 -", "— 12 —", "第2页", "第 2 页,共 3 页"])
def test_the_numbers_of_pages_are_no_cells(mark: str) -> None:
    """Prints of several pages copied a cell a line: the number of a page stood in the row that it cuts."""
    document = read("\n".join([TITLE, *HEADER, *lines_with(ROWS, 4, [mark])]))
    (grid,) = document.grids
    assert grid.rows == [HEADER, *ROWS]
    assert [text.text for text in document.texts if text.kind == "page"] == [mark, mark]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_numbers_of_pages_leave_no_gap(layout: str) -> None:
    text = LAYOUTS[layout].replace("赵启明\n\n9月底\n\n清淤", "赵启明\n\n- 1 -\n\n9月底\n\n清淤")
    text = text.replace("\n3 钱", "\n— 1 —\n3 钱").replace("\n3\n|", "\n- 1 -\n3\n|")
    (grid,) = read(f"{TITLE}\n\n{text}\n").grids
    assert grid.rows == [HEADER, *ROWS]


def test_the_header_of_a_page_may_stand_amid_the_rows_of_a_number() -> None:
    (grid,) = read("\n".join([TITLE, *HEADER, *lines_with(ROWS, 5, HEADER)])).grids
    assert grid.rows == [HEADER, *ROWS[:5], HEADER, *ROWS[5:]]


@pytest.mark.parametrize("form", ["{}.", "{}、", "({})", "\uff08{}\uff09"])
def test_signs_around_numbers_count_on(form: str) -> None:
    rows = [[form.format(row[0]), *row[1:]] if row[0].isdecimal() else row for row in ROWS]
    (grid,) = read("\n".join([TITLE, *HEADER, *chain(*rows)])).grids
    assert grid.rows == [HEADER, *rows]


def test_wide_blanks_before_cells_are_none_of_them() -> None:
    (grid,) = read("\n".join([TITLE, *(f"\u3000\u3000{cell}" for cell in chain(HEADER, *ROWS))])).grids
    assert grid.rows == [HEADER, *ROWS]


@pytest.mark.parametrize("form", ["{}", "{}.", "{}、", "({})", "\uff08{}\uff09"])
def test_rows_of_a_line_go_on_below_the_header_of_a_page(form: str) -> None:
    """What stood below the second header was left out without a word."""
    rows = [[form.format(row[0]), *row[1:]] if row[0].isdecimal() else row for row in ROWS]
    lines = [" ".join(row) for row in (HEADER, *rows[:5], HEADER, *rows[5:])]
    document = read("\n".join([TITLE, *lines]))
    (grid,) = document.grids
    assert grid.rows == [HEADER, *rows]
    assert [text.text for text in document.texts if text.kind == "page"] == [" ".join(HEADER)]
