"""Plain text: each layout is recognised where the whole of it fits, and nothing else is."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

DAMAGE = Path(__file__).parent / "damage"
HEADER = ["序号", "责任领导", "责任目标", "完成时限", "责任单位"]
# As it is really printed; escapes, because it looks like the half-width form and a tool may fold it.
FULL_WIDTH = str.maketrans(":;(),.", "\uff1a\uff1b\uff08\uff09\uff0c\uff0e")


def read(text: str) -> ReadDocument:
    return READER.read(Source("x.txt", text.encode()), Limits())


def read_file(name: str) -> tuple[ReadDocument, Grid]:
    document = READER.read(Source(name, (DAMAGE / name).read_bytes()), Limits())
    (grid,) = document.grids
    return document, grid


def test_a_drawn_table_shows_its_spans() -> None:
    document, grid = read_file("box_drawing.txt")
    assert grid.span_is_known
    assert grid.rows == [
        ["序号", "责任领导", "责任目标", "责任单位"],
        ["1", "周远", "加快乡镇寄宿制\n学校建设", "市教育局"],
        ["2", "俞悦", "持续抓好节能降\n碳", "市发展改革\n委"],
        [None, None, None, "市工业和信\n息化局"],
        ["二、产业发展", None, None, None],
        ["3", "俞悦", "培育企业100家", "市科技局"],
    ]
    assert grid.spans == {(3, 1): (2, 1), (3, 2): (2, 1), (3, 3): (2, 1), (5, 1): (1, 4)}
    assert grid.row_places == ["line 3", "line 5", "line 8", "line 11", "line 14", "line 16"]
    assert [(text.table_no, text.text) for text in document.texts] == [
        (1, "宁湖市2023年度责任目标一览表"),
        (2, "注:截至12月31日"),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "┌─┬─┐\n│序号│单位│\n├─┼─┤\n│1│市A局│\n│2│市B局│\n│3│市C局│\n└─┴─┘",
            [["序号", "单位"], ["1", "市A局"], ["2", "市B局"], ["3", "市C局"]],
            id="no rules between rows",
        ),
        pytest.param(
            "+--+--+--+\n|序号|目标|单位|\n+==+==+==+\n|1|抓|市A|\n| | |局|\n+--+--+--+\n|2|推|市B|\n+--+--+--+",
            [["序号", "目标", "单位"], ["1", "抓", "市A\n局"], ["2", "推", "市B"]],
            id="keyboard characters",
        ),
        pytest.param(
            "│序号│单位│\n├──┼──┤\n│1│甲│\n├──┼──┤\n│2│乙│",
            [["序号", "单位"], ["1", "甲"], ["2", "乙"]],
            id="top and bottom cut off",
        ),
        pytest.param(
            "序号\t目标\t单位\n1\t抓\t甲\n2\t推\n说明\n",
            [["序号", "目标", "单位"], ["1", "抓", "甲"], ["2", "推"]],
            id="tabs",
        ),
    ],
)
def test_ruled_blocks_are_tables(text: str, rows: list[list[str]]) -> None:
    assert [grid.rows for grid in read(text).grids] == [rows]


def test_bars_that_do_not_line_up_give_up_the_spans() -> None:
    rule = "├────┼────┼────┤"
    text = f"┌────┬────┬────┐\n│a│b│c│\n{rule}\n│长长长长长长长长长长长│d│\n{rule}\n│1│2│3│\n└────┴────┴────┘"
    document = read(text)
    assert not document.grids[0].span_is_known
    assert document.grids[0].spans == {}
    assert document.notes[0].severity == "warning"


@pytest.mark.parametrize("name", ["cell_a_line.txt", "cell_a_line_barred.txt"])
def test_one_cell_a_line_is_read_in_its_rhythm(name: str) -> None:
    document, grid = read_file(name)
    target = "新建学校\n30处" if "barred" in name else "新建学校30处"
    assert grid.rows == [
        HEADER,
        ["1", "周远", target, "年底", "市教育局"],
        ["", "俞悦", "", "年底", "市财政局"],
        ["2", "俞悦", "培育企业100家", "年底", "市科技局"],
    ]
    assert grid.row_places[:2] == ["line 2", "line 7"]
    assert not grid.span_is_known
    assert document.title == "宁湖市2023年度责任目标一览表"


def test_figures_that_neither_rise_nor_begin_again_number_no_rows() -> None:
    """After a city's results by district, with blank cells left out, 眉山市 2019: no figure there is a row's number."""
    header = ["目标", "任务", "进度", "完成比例(%)", "全市"]
    figures = ["31500", "47210", "149.8", "3900", "4712", "120.8", "1800", "2106", "117", "市本级"]
    figures += ["75", "608", "810.6", "甲区", "6400", "9120", "1300", "142.5", "900", "乙区"]
    assert read("\n\n".join(header + figures)).grids == []
    numbered = [text for no in "123" for text in (no, "45", "9.5", "60", "甲区")]
    assert len(read("\n\n".join(header + numbered)).grids[0].rows) == 4


def test_steps_that_are_numbered_in_one_cell_are_its_lines() -> None:
    """After a city's account of the half of 2021, 舟山市: ① to ⑥ in the cells of one column."""
    rows = [("1", "新建学校30处。(牵头单位:市教育局)", "①开工12处。\n②建成9处。"), ("2", "植树3万株。", "①整地。")]
    rows.append(("3", "治理河道4条。", "①勘察。\n②立项。\n③开工。"))
    document = read("\n\n".join(["序号", "工作内容", "完成情况", *chain.from_iterable(rows)]).replace("\n②", "\n\n②"))
    (grid,) = document.grids
    assert grid.rows == [["序号", "工作内容", "完成情况"], *(list(row) for row in rows)]


HEADED = [
    ["序号", "工作任务", "牵头部门", "推进情况"],
    ["一、主要目标(2项)"],
    ["1", "新建学校30处", "市教育局", "已建9处"],
    ["2", "植树3万株", "", "年度统计"],
    ["二、民生"],
    ["(一)交通"],
    ["3", "修路90公里", "市交通局", "已修40公里"],
]


@pytest.mark.parametrize("blank", ["\u00a0", None], ids=["a blank cell is a line", "it has left no line behind"])
def test_headings_between_rows_of_one_cell_a_line_are_rows(blank: str | None) -> None:
    """After a city's progress of the half of 2017, 苏州市: a heading under the header, blank cells of one blank."""
    cells = [cell or blank for row in HEADED for cell in row]
    (grid,) = read("\n\n".join(cell for cell in cells if cell)).grids
    assert grid.rows == [[cell or blank for cell in row if cell or blank] for row in HEADED]


def test_double_spacing_is_no_blank_cell() -> None:
    cells = [*HEADER, "1", "周远", "新建", "年底", "", "2", "俞悦", "培育", "", "市科技局"]
    assert read("\n\n".join(cells)).grids[0].rows[1:] == [cells[5:10], cells[10:15]]


ROWS_OF_LINES = [
    ["1", "周远", "新建", "市教育局"],
    ["2", "培育", "市科技局"],
    ["3", "俞悦", "推进", "年底", "市公安局", "市消防支队"],
    ["4", "巡查"],
]


def test_rows_that_count_up_may_have_left_blank_cells_out() -> None:
    lines = [*HEADER[:4], "责任单位", "(科室)", *chain.from_iterable(ROWS_OF_LINES)]
    document = read("\n".join([*lines, "", "打印本页", "关闭窗口"]))
    (grid,) = document.grids
    assert grid.rows == [[*HEADER[:4], "责任单位(科室)"], *ROWS_OF_LINES]
    assert not grid.span_is_known
    assert grid.cell_place(3, 3) == "line 13"
    assert [text.text for text in document.texts] == ["打印本页", "关闭窗口"]
    assert "blank cells left out" in document.notes[0].what


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["责任领导", "责任目标", "完成时限"], id="no column of numbers"),
        pytest.param(["序号", "责任目标"], id="two columns"),
        pytest.param(["序号", "责任领导", "下列各项务必完成:"], id="a sentence"),
    ],
)
def test_lines_that_count_up_under_no_header_are_no_table(header: list[str]) -> None:
    document = read("\n".join([*header, *chain.from_iterable(ROWS_OF_LINES)]))
    assert not any("one cell a line" in note.what for note in document.notes)
    assert not any(row[:1] == header[:1] for grid in document.grids for row in grid.rows)


def test_cells_out_of_step_are_no_table() -> None:
    cells = [*HEADER, *ROWS_OF_LINES[0], *ROWS_OF_LINES[1], "7", *ROWS_OF_LINES[2][1:]]
    document = read("\n".join(cells))
    assert document.grids == []
    assert len(document.texts) == len(cells)


def test_a_labelled_list_becomes_a_table() -> None:
    document, grid = read_file("labelled_list.txt")
    assert grid.rows == [
        ["任务内容", "责任领导", "牵头单位", "完成时限"],
        ["一、教育"],
        ["1.新建学校30处", "周远", "市教育局\n市财政局", "年底"],
        ["二、产业"],
        ["2.培育企业100家", "俞悦", "市科技局", ""],
    ]
    assert [(text.table_no, text.text) for text in document.texts] == [
        (1, "宁湖市2023年政府工作报告重点任务分解"),
        (2, "联系电话:88888888"),
    ]
    assert "任务内容" in document.notes[0].what


def test_inline_brackets_become_a_table() -> None:
    _, grid = read_file("inline_brackets.txt")
    assert grid.rows == [
        ["任务内容", "责任领导", "牵头单位", "责任单位"],
        ["1.新建学校30处。", "周远", "市教育局", "各县区"],
        ["2.培育企业\n100家", "俞悦", "市科技局、市财政局", ""],
    ]
    assert grid.row_places == ["line 2", "line 2", "line 3"]


def test_a_list_whose_targets_have_a_label_too() -> None:
    grid = read("1.责任目标:新建学校\n牵头单位:市教育局\n2.责任目标:培育企业\n牵头单位:市科技局\n").grids[0]
    assert grid.rows == [
        ["序号", "责任目标", "牵头单位"],
        ["1.", "新建学校", "市教育局"],
        ["2.", "培育企业", "市科技局"],
    ]


@pytest.mark.parametrize("name", ["labelled_list.txt", "inline_brackets.txt"])
def test_full_width_punctuation_is_read_as_its_half_width_twin(name: str) -> None:
    half, full = (DAMAGE / name).read_text("utf-8"), (DAMAGE / name).read_text("utf-8").translate(FULL_WIDTH)
    assert "\uff1a" in full
    rows = [[cell and cell.translate(FULL_WIDTH) for cell in row] for row in read(half).grids[0].rows]
    assert len(rows) > 2
    assert [grid.rows for grid in read(full).grids] == [rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "一、产业\n1.新增企业40家。\uff08责任领导\uff1a周远\uff1b牵头单位\uff1a市教育局\uff09\n"
            "2.新建学校5所。\uff08责任领导\uff1a俞悦\uff1b牵头单位\uff1a市科技局\uff09。\n",
            [
                ["任务内容", "责任领导", "牵头单位"],
                ["一、产业"],
                ["1.新增企业40家。", "周远", "市教育局"],
                ["2.新建学校5所。", "俞悦", "市科技局"],
            ],
            id="brackets",
        ),
        pytest.param(
            "\uff081\uff09新建学校\n牵头单位\uff1a市教育局\n\uff082\uff09培育企业\n牵头单位\uff1a市科技局\n",
            [
                ["任务内容", "牵头单位"],
                ["\uff081\uff09新建学校", "市教育局"],
                ["\uff082\uff09培育企业", "市科技局"],
            ],
            id="bracketed numbers",
        ),
        pytest.param(
            "1\uff0e责任目标\uff1a新建学校\n单位\uff08牵头\uff09\uff1a市教育局\uff1b\n"
            "2\uff0e责任目标\uff1a培育企业\n单位\uff08牵头\uff09\uff1a市科技局\uff1b\n",
            [
                ["序号", "责任目标", "单位\uff08牵头\uff09"],
                ["1\uff0e", "新建学校", "市教育局"],
                ["2\uff0e", "培育企业", "市科技局"],
            ],
            id="a bracket in a label, semicolons that end the values",
        ),
        pytest.param(
            "1.新建学校\n完成情况\uff1a建成3所\uff0c其中\uff1a市级1所\n2.培育企业\n完成情况\uff1a培育5家\n",
            [["任务内容", "完成情况"], ["1.新建学校", "建成3所\uff0c其中\uff1a市级1所"], ["2.培育企业", "培育5家"]],
            id="a word with a colon inside a value",
        ),
    ],
)
def test_labelled_lists_in_full_width_print(text: str, rows: list[list[str]]) -> None:
    assert [grid.rows for grid in read(text).grids] == [rows]


@pytest.mark.parametrize("number", ["\uff08{}\uff09", "{}\uff0e", "\uff08{}", "{}、", "2\uff0d{}"])
def test_numbers_in_full_width_print_keep_the_rhythm(number: str) -> None:
    cells = [
        *HEADER,
        number.format(1),
        "周远",
        "新建",
        "年底",
        "市教育局",
        number.format(2),
        "俞悦",
        "培育",
        "年底",
        "市科技局",
    ]
    assert [grid.rows for grid in read("\n".join(cells)).grids] == [[cells[:5], cells[5:10], cells[10:]]]


@pytest.mark.parametrize("end", [":", "\uff1a", "\uff1b", "\uff01", "。"])
def test_a_line_that_ends_as_a_sentence_is_no_header(end: str) -> None:
    rows = ["1", "周远", "新建", "2", "俞悦", "培育", "3", "高博", "推进"]
    assert read("\n".join(["序号", "责任领导", f"责任目标{end}", *rows])).grids == []
    assert len(read("\n".join(["序号", "责任领导", "责任目标", *rows])).grids) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param((DAMAGE / "no_layout.txt").read_text("utf-8"), id="prose"),
        pytest.param("1.新建学校\n2.培育企业\n联系电话:123\n", id="a list without labels"),
        pytest.param("1.新建学校\n2.培育企业\n联系电话\uff1a123\n", id="one full-width label"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_not_recognised_stays_text_and_is_noted(text: str) -> None:
    document = read(text)
    assert document.grids == []
    assert [line for line in text.split("\n") if line] == [text.text for text in document.texts]
    assert [note.severity for note in document.notes] == ["warning"]


SPACED = ["序号 工 作 任 务 牵头部门", "1 粮食产量稳定 农业局", "2 新增 就业3万人 人社局", "3 修渠十里 水利局"]


def test_lines_with_blanks_between_three_columns_are_a_table() -> None:
    document = read("\n".join(["任务分工", *SPACED, "", "某市政府办"]))
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "工作任务", "牵头部门"],
        ["1", "粮食产量稳定", "农业局"],
        ["2", "新增 就业3万人", "人社局"],
        ["3", "修渠十里", "水利局"],
    ]
    assert [text.text for text in document.texts] == ["任务分工", "某市政府办"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(SPACED[1:], id="no header"),
        pytest.param(SPACED[:3], id="two rows"),
        pytest.param(["序号 工作任务 完成时限 牵头部门", *SPACED[1:]], id="a header of four columns"),
        pytest.param([*SPACED[:2], SPACED[3], SPACED[2]], id="numbers that do not count up"),
    ],
)
def test_lines_with_blanks_that_do_not_agree_are_no_table(lines: list[str]) -> None:
    assert not any("blanks between" in note.what for note in read("\n".join(lines)).notes)


def cells_on_lines(*rows: list[str]) -> str:
    return "\n\n".join(chain(*rows))


def test_a_header_that_comes_again_is_a_row_and_a_last_number_alone_is_none() -> None:
    """Merged groups left no line, the next page repeats the header, the excerpt ends behind a number (Xuhui, 2006)."""
    header = ["序号", "项目", "类别", "具体内容", "牵头", "部门", "完成", "时间"]
    rows = [[str(number), f"修渠{number}0里", "县水利局", "2031年"] for number in range(41, 47)]
    (grid,) = read(cells_on_lines(header, *rows[:4], header, *rows[4:], ["47"])).grids
    assert grid.rows == [header, *rows[:4], header, *rows[4:]]


def test_a_line_that_ends_with_a_comma_goes_on_in_the_next() -> None:
    """A header over two lines, units over several: rows are one cell shorter than the header (Yueyanglou, 2018)."""
    header = ["序号", "目标任务", "责任领导", "区政府办", "联络员", "牵头单位"]
    units = [["区水务局"], ["区财政局、", "区住建局、", "各街道"], ["区林业局,", "区商务局"]]
    rows = [[str(number), f"修渠{number}里", "赵  健", "钱  安", *lines] for number, lines in enumerate(units, start=1)]
    (grid,) = read(cells_on_lines(header, *rows)).grids
    assert grid.rows == [header, *([*row[:4], "\n".join(row[4:])] for row in rows)]


def test_two_targets_under_one_number_are_two_rows() -> None:
    """A text and a deadline behind the first target's own, and no number (Dazhu, 2016)."""
    header = ["序号", "民生实事", "责任单位", "完成时限"]
    rows = [[str(number), f"修渠{number}里。", "县水务局", "县住建局", "12月底前"] for number in range(1, 6)]
    rows[2][3:] = ["5月底前动工", "修路2里。", "12月底前"]
    document = read(cells_on_lines(header, *rows, ["分享到:"]))
    (grid,) = document.grids
    assert grid.rows == [header, *rows[:2], rows[2][:4], rows[2][4:], *rows[3:]]
    assert [text.text for text in document.texts] == ["分享到:"]


def test_numbers_may_have_a_note_mark() -> None:
    """9* after 8 (Meishan, 2017)."""
    rows = [[number, "修渠", "县水务局", "已完成"] for number in ("8", "9*", "10\uff0a", "11")]
    (grid,) = read(cells_on_lines(["序号", "项目", "责任单位"], *rows)).grids
    assert [row[0] for row in grid.rows] == ["序号", "8", "9*", "10\uff0a", "11"]


ALIKE = [["造林面积", "增长6%", "增长9%"], ["粮食产量", "12万吨以上", "13万吨"], ["游客人数", "90万人次", "大幅增长"]]


def test_rows_that_nothing_numbers_look_alike() -> None:
    """Indicators in the midst of a report, a name over two figures each (Xuhui, 2020)."""
    header = ["指标", "年度目标", "全年预计"]
    rows = [*ALIKE, ["公路里程", "300公里", "310公里"]]
    prose = "各位代表,现在报告全县2031年计划执行的情况,请予审议。"
    document = read(cells_on_lines([prose, "表1全县2031年国民经济和社会发展主要目标完成情况"], header, *rows, [prose]))
    (grid,) = document.grids
    assert grid.rows == [header, *rows]
    assert [text.table_no for text in document.texts] == [1, 1, 2]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(ALIKE, id="three rows"),
        pytest.param([*ALIKE, ALIKE[0], ["县统计局", "3", "种茶面积的增长率", "5%", "2"]], id="out of step"),
        pytest.param(
            [*[["修渠", "分三段施工，先易后难，汛期以前完工。", "县水利局"]] * 4, ["县财政局", "种树"]],
            id="out of step without figures",
        ),
        pytest.param([["造林", "育林", "护林"], *[["修渠", "修路", "修桥"]] * 3], id="words alone"),
        pytest.param([*ALIKE[:2], ["游客", "大幅增长", "90万"], ["增长9%", "修路", "修桥"]], id="no two alike"),
    ],
)
def test_lines_that_nothing_numbers_and_that_differ_are_no_table(rows: list[list[str]]) -> None:
    assert read(cells_on_lines(["指标", "年度目标", "全年预计"], *rows)).grids == []


GOALS = [["扩建小学2所。", "县教育局"], ["招聘医师90名。", "县卫健局、各乡镇"], ["疏浚水渠3条。", "县水利局牵头"]]


def test_rows_that_nothing_numbers_may_begin_with_their_text() -> None:
    """A text before who answers and by when; five rows, so that swapped columns would show (a form of many places)."""
    header = ["任务内容", "责任单位", "完成时限"]
    rows = [[f"扩建学校{count}所", "县教育局、县人力资源社会保障局、各乡镇", f"{count}月底"] for count in range(2, 7)]
    (grid,) = read(cells_on_lines(["某县任务分解表"], header, *rows)).grids
    assert grid.rows == [header, *rows]
    assert read(cells_on_lines(["某县任务分解表"], header, *rows[1:])).grids == []


def test_headings_are_the_merged_column_of_rows_that_nothing_numbers() -> None:
    """The header broken over lines, the last row cut, a sharing site's lines around (Xiangyang, 2018)."""
    site = ["某县任务分解表.docx", "- 页数:9", "《某县任务分解表.docx》由会员上传。"]
    header = ["工作", "类别", "主要内容", "责任单位"]
    rows = [["一、民生"], ["(一)教育"], GOALS[0], ["(二)健康"], *GOALS[1:], ["修建步道5公里。"]]
    document = read(cells_on_lines(site, ["某县2031年任务分解表"], header, *rows))
    (grid,) = document.grids
    assert grid.rows == [header, *rows]
    assert grid.cell_places[6, 2] == "line 29"
    assert [text.text for text in document.texts] == [*site, "某县2031年任务分解表"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["一、民生"], *GOALS[:2]], id="two rows"),
        pytest.param([["加强河道的日常管护。", "县水利局"]] * 6, id="a header wider than rows without headings"),
        pytest.param([["一、民生"], GOALS[0], [*GOALS[1], "县财政局"], *GOALS], id="two names behind one"),
        pytest.param([["一、民生"], ["教育", *GOALS[0]], *GOALS[1:]], id="a word before one"),
        pytest.param([["一、民生"], *GOALS, ["会议指出民生连着民心。"], ["会议要求按时完成。"]], id="sentences go on"),
    ],
)
def test_sentences_and_names_out_of_step_are_no_table(rows: list[list[str]]) -> None:
    assert read(cells_on_lines(["类别", "主要内容", "责任单位"], *rows)).grids == []


def test_an_extract_prints_headings_under_which_nothing_stands() -> None:
    """Facts of the page above it, numbers with gaps, five headings one below the other (Qiaocheng, 2025)."""
    facts = ["索引号: 0013", "发布机构: 县教育局", "发文日期: 2031-02-03", "名称: 县教育局任务分解表", "文号:"]
    header = ["序号", "重点任务", "主要责任单位", "协同配合单位"]
    rows = [["3", "扩建学校2所。", "县教育局", "县财政局"], ["68", "招聘教师90名。", "县教育局", "各乡镇"]]
    headings = ["二、产业", "三、城建", "四、生态", "五、农业", "六、民生"]
    document = read(cells_on_lines(facts, header, ["一、投资"], rows[0], headings, rows[1], ["71", "提高补贴"]))
    (grid,) = document.grids
    assert grid.rows == [header, ["一、投资"], rows[0], *([heading] for heading in headings), rows[1]]
    assert [text.text for text in document.texts if text.table_no == 2] == ["71", "提高补贴"]


def test_a_table_in_one_line_has_a_blank_cell_behind_each_row() -> None:
    """A blank cell within a row has the same bars around it; the count of cells parts them (Yangzhou, 2010)."""
    rows = [["乡镇", "造林", "抚育", "补植"], ["甲镇", "5", "", "2"], ["乙镇", "3", "1", ""], ["丙镇", "4", "1", "1"]]
    line = "| " + " |  | ".join(" | ".join(row) for row in rows) + " |"
    document = read(f"某县造林任务分解表\n{line}\n某县政府办")
    assert [grid.rows for grid in document.grids] == [rows]
    assert read(f"某县造林任务分解表\n{line.replace('丙镇', '')}\n某县政府办").grids == []


SHORT_ROWS = ["项 目 | 目标 | 责任领导 | 单位 |", "就业 | 新增就业(人) | 300 | 赵 健 | 县A局 |", "再就业(人) | 50 |"]


def test_a_header_over_rows_of_other_lengths_begins_a_table() -> None:
    """Its first cell stood over two columns, what is merged left nothing behind (Zhaohua, 2017)."""
    document = read("\n".join(["某县任务分解表", *SHORT_ROWS]))
    (grid,) = document.grids
    assert [len(row) for row in grid.rows] == [4, 5, 2]
    assert grid.rows[0] == ["项 目", "目标", "责任领导", "单位"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(SHORT_ROWS[:2], id="one row"),
        pytest.param(["首页 | 政务公开 | 互动交流", "新闻 | 公告", "专题 | 数据 | 服务 | 办事"], id="navigation"),
        pytest.param(["3 | 目标 | 单位 | 备注", *SHORT_ROWS[1:]], id="a number"),
        pytest.param([SHORT_ROWS[0], "再就业(人) | 50 |", "创业(人) | 60 | 5 |"], id="no row as wide"),
    ],
)
def test_lines_of_other_lengths_without_a_header_are_no_table(lines: list[str]) -> None:
    assert read("\n".join(["某县任务分解表", *lines])).grids == []


RAGGED = [
    "序号 指标 单 位 目标 完成数 比例 备 注",
    "1 新增床位 张 300 330  110.0% 卫健委",
    "2 新修绿道 公里  42 40.5  96.4% 城管局",
    "新增公厕 座 8 9  112.5%",
    "3 整治河道 12 12 100.0%",
]


def test_rows_of_figures_between_blanks_are_as_long_as_their_cells() -> None:
    """A merged number, a blank unit and a blank remark left nothing behind (results of Yueyang, 2018)."""
    document = read("\n".join(["某市实事落实情况", *RAGGED, "某市政府办"]))
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "指标", "单位", "目标", "完成数", "比例", "备注"],
        *(line.split() for line in RAGGED[1:]),
    ]
    assert [text.text for text in document.texts] == ["某市实事落实情况", "某市政府办"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(RAGGED[:3], id="two numbered rows"),
        pytest.param([RAGGED[0], *(line.replace(" 备", "") for line in RAGGED[2:])], id="no row that fills the header"),
        pytest.param([*RAGGED[:4], "4 整治河道 12 12 100.0%"], id="numbers that do not count up"),
        pytest.param([*RAGGED, "4 a b c d e f g"], id="a row longer than the header"),
        pytest.param(["序号 事项 措施 目标", "1 修渠 改闸 通水", "2 种树 护林 防火", "3 修路 通桥"], id="no figures"),
    ],
)
def test_ragged_rows_without_proof_are_no_table(lines: list[str]) -> None:
    assert not any("blanks between" in note.what for note in read("\n".join(lines)).notes)


OVER_LINES = [
    "序号 目标任务 责任单位 推进情况",
    "一、主要预期目标",
    "1 粮食增产5%。 县粮食局 增产2%。",
    "2 造林增长8%。 县林业局",
    "县供销社",
    "造林增长9%。",
    "二、重点工作",
    "(一)以水利为抓手,夯实基础",
    "3 修渠十里。 县水利局 已修六里。",
    "4 修桥两座。 县交通局 已开工。",
]


def test_rows_between_blanks_may_go_on_over_lines() -> None:
    """Units a line each below the row's first, and what came of it on the last (Tongliang, 2025)."""
    document = read("\n".join(["某县目标任务推进情况", *OVER_LINES, "", "", "扫码分享"]))
    (grid,) = document.grids
    assert grid.rows == [
        OVER_LINES[0].split(),
        [OVER_LINES[1]],
        OVER_LINES[2].split(),
        ["2", "造林增长8%。", "县林业局", "县供销社", "造林增长9%。"],
        [OVER_LINES[6]],
        [OVER_LINES[7]],
        OVER_LINES[8].split(),
        OVER_LINES[9].split(),
    ]
    assert [grid.cell_place(4, column) for column in (1, 3, 4, 5)] == ["line 5", "line 5", "line 6", "line 7"]
    assert [text.text for text in document.texts] == ["某县目标任务推进情况", "扫码分享"]


def test_the_last_column_may_go_on_over_lines() -> None:
    """Units alone below a row that fills the header; what stands below the table is a text."""
    rows = [
        ["1", "修渠十里。", "县水利局"],
        ["2", "修桥两座。", "县交通局", "县财政局"],
        ["3", "建校两所。", "县教育局"],
    ]
    lines = ["序号 任务 单位", "1 修渠十里。 县水利局", "2 修桥两座。 县交通局", "县财政局", "3 建校两所。 县教育局"]
    document = read("\n".join([*lines, "", "", "某县政府办"]))
    (grid,) = document.grids
    assert grid.rows == [["序号", "任务", "单位"], *rows]
    assert [text.text for text in document.texts] == ["某县政府办"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*OVER_LINES, "5 建校两所。 县教育局 已 开工。"], id="a blank within a text"),
        pytest.param([OVER_LINES[0], *OVER_LINES[3:9]], id="no more than one row that fills the header"),
        pytest.param([*OVER_LINES[:5], "县财政局 县商务局", *OVER_LINES[5:]], id="rows out of step"),
        pytest.param([OVER_LINES[0], "说明:下同", *OVER_LINES[2:]], id="a line between header and rows"),
        pytest.param(["序号 任务 任务 推进", *OVER_LINES[1:]], id="a header that names a column twice"),
    ],
)
def test_rows_over_lines_that_are_not_in_step_are_no_table(lines: list[str]) -> None:
    assert not any("blanks between" in note.what for note in read("\n".join(lines)).notes)


EXTRACT = [
    "序号 2031年重点任务 牵头  领导 牵头   单位 配合   单位 工作评价 7-9月份进展情况 备注",
    "12 疏浚河道6公里。 陈  立   何青山 县水利局 各镇",
    "县财政局 达到进度 已疏浚4公里。",
    "15 栽树900亩。 何青山 县林业局 有关镇 已完成 已栽树910亩。",
    "21 修桥2座。 何青山 县交通局 县财政局 达到进度 桥",
]


def test_one_blank_parts_cells_where_wider_gaps_stand_within_them() -> None:
    """An extract whose numbers skip; a last column is blank, a cell goes on over lines (Yuan'an, 2022)."""
    document = read("\n".join(["某县清单(7-9月)", *EXTRACT, "打印本页"]))
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "2031年重点任务", "牵头  领导", "牵头   单位", "配合   单位", "工作评价", "7-9月份进展情况", "备注"],
        ["12", "疏浚河道6公里。", "陈  立   何青山", "县水利局", "各镇", "县财政局", "达到进度", "已疏浚4公里。"],
        ["15", "栽树900亩。", "何青山", "县林业局", "有关镇", "已完成", "已栽树910亩。"],
        ["21", "修桥2座。", "何青山", "县交通局", "县财政局", "达到进度", "桥"],
    ]
    assert grid.cell_place(2, 6) == "line 4"
    assert [text.text for text in document.texts] == ["某县清单(7-9月)", "打印本页"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([EXTRACT[0].replace("  ", " ").replace("  ", " "), *EXTRACT[1:]], id="no gap within a word"),
        pytest.param([*EXTRACT[:4], "21 修桥2座。 县交通局 桥", "23 造船。 县交通局"], id="rows of other lengths"),
        pytest.param([*EXTRACT[:3], EXTRACT[4], EXTRACT[3]], id="numbers that fall"),
        pytest.param(EXTRACT[:4], id="too few rows"),
        pytest.param([*EXTRACT[:2], "县财政局 已 达到 进度 已疏浚。", *EXTRACT[3:]], id="a row too long"),
    ],
)
def test_single_blanks_that_do_not_agree_part_no_cells(lines: list[str]) -> None:
    assert not any("blanks between" in note.what for note in read("\n".join(lines)).notes)


BARRED_ROWS = [
    ["1", "主要目标", "1.产值增长5%。", "甲 乙", "★甲局、乙局"],
    ["2.收入增长6%。", "★丙局", "", "", ""],
    ["3.投资增长7%。", "", "★丁局", "", ""],
    ["4.外贸稳中提质。", "甲 乙", "★戊局", "", ""],
]


@pytest.mark.parametrize("lost", [0, 2])
def test_rows_filled_up_with_blank_cells_between_bars(lost: int) -> None:
    """Every cell on a line and every bar on the next, blank ones together; a heading's text lost (Wujiang, 2024)."""
    rows = [
        ["序号", "项目", "目标任务", "领导", "单位"],
        *BARRED_ROWS,
        ["", "", "", "", ""],
        ["5", "增收", "5.农民增收。", "", "己局"],
    ]
    text = "\n".join("\n|\n".join(row) + "\n|" for row in rows).replace("\n\n|\n\n|", "\n||").replace("\n\n|", "\n|")
    (grid,) = read(text[: len(text) - lost]).grids
    assert grid.rows[: len(BARRED_ROWS) + 1] == rows[:5]
    assert grid.rows[5][:4] == rows[6][:4]


AROUND_SENTENCES = [
    "序号 类别 主要任务 工作措施 牵头单位 配合单位",
    "1 治理水 污染 关停小作坊,3月前拆除设备。 县生态环境局 县公安局、各镇",
    "2   清淤沟渠12公里。 县水利局 各镇",
    "3  节约用 水 改造旧管网;推广节水器具。 县住建局 县财政局",
    "4   建设雨水收集池5座,9月底前",
]


# shape after http://slj.pds.gov.cn/contents/18886/30663.html
@pytest.mark.parametrize("last", [AROUND_SENTENCES[-1], "4   建设雨水收集池5座。 县水利局 各镇"], ids=["cut", "whole"])
def test_the_one_sentence_of_a_row_ends_what_holds_blanks(last: str) -> None:
    """Merged cells with blanks in their words stand before the text, and leave nothing in the rows they cover."""
    (grid,) = read("\n\n".join(["县治水任务分解表", *AROUND_SENTENCES[:-1], last])).grids
    assert grid.rows == [
        ["序号", "类别 主要任务 工作措施", "牵头单位", "配合单位"],
        ["1", "治理水 污染 关停小作坊,3月前拆除设备。", "县生态环境局", "县公安局、各镇"],
        ["2", "清淤沟渠12公里。", "县水利局", "各镇"],
        ["3", "节约用 水 改造旧管网;推广节水器具。", "县住建局", "县财政局"],
        last.split(),
    ]


@pytest.mark.parametrize(
    ("at", "line"),
    [
        pytest.param(0, "序号 类别 分管领导 工作措施 牵头单位 配合单位", id="a leader before the text"),
        pytest.param(0, "序号 类别 主要任务 工作措施 牵头单位 金额", id="a word that is over neither who nor when"),
        pytest.param(1, "1 治理水 污染 关停小作坊。 县生态环境局", id="a piece too few behind the sentence"),
        pytest.param(1, "1 治理水 污染 关停。 小作坊。 县生态环境局 各镇", id="two sentences"),
        pytest.param(2, "2 节水 清淤沟渠12公里。 县水利局 各镇", id="nothing is covered"),
        pytest.param(4, "4   建设雨水收集池5座 县水利局 各镇", id="a text without an end"),
    ],
)
def test_rows_around_sentences_that_do_not_agree_are_no_table(at: int, line: str) -> None:
    assert read("\n\n".join([*AROUND_SENTENCES[:at], line, *AROUND_SENTENCES[at + 1 :]])).grids == []


BARRED_PARTS = [
    ["1", "一、农业", "修渠", "修渠8公里", "县水利局", "8", "9", "112%", ""],
    ["疏浚河道2条", "2", "2", "100%", ""],
    ["2", "发放种粮补贴", "按亩兑付补贴", "县农业局", "", "补贴已于9月底前兑付。"],
    ["3", "二、健康", "救助", "医疗救助", "救助人数", "县医保局", "-", "61", "", ""],
    ["护理补贴", "领取人数", "-", "74", "", ""],
    ["核查人数", "-", "74", "", ""],
    ["4", "养老", "增设床位30张", "县民政局", "30", "30", "100%", "按进度折算"],
    ["5", "种茶", "种茶2万亩"],
]


def test_targets_below_a_merged_number_begin_behind_the_blank_that_ends_a_row() -> None:
    """Merged number, class, name and unit stand once; 目标任务 stands over words and over figures (Shiquan, 2023)."""
    header = ["序号", "类别", "项目名称", "目标任务", "牵头单位", "目标任务", "累计完成", "累计进度", "备注"]
    text = "\n".join(f"{cell} |".strip() for row in [header, *BARRED_PARTS] for cell in row)
    (grid,) = read(text.removesuffix(" |")).grids
    assert grid.rows == [header, *BARRED_PARTS]


SECTIONED = [
    ["练好队伍", "1", "举办业务培训班3期。", "人事科", "9月底前"],
    [None, "2", "编印办事手册500册", "办公室", ""],
    ["公开信息", "3", "按月更新门户栏目。", "办公室", "每月"],
    ["节约用能", "4", "用电量下降2%。", "后勤科", "年底前"],
]


def barred(rows: list[list[str | None]]) -> str:
    return "\n".join(f"{cell}\n|" for row in rows for cell in row if cell is not None)


@pytest.mark.parametrize(
    ("header", "landed", "spans"),
    [
        (["任务", "要求", "科室", "时限"], ["任务", None, "要求", "科室", "时限"], {(1, 1): (1, 2), (2, 1): (2, 1)}),
        (["项目", "序号", "任务", "科室", "时限"], ["项目", "序号", "任务", "科室", "时限"], {(2, 1): (2, 1)}),
    ],
    ids=["one header for section and number", "a header of its own"],
)
def test_a_merged_section_before_the_numbers_of_its_rows(
    header: list[str | None], landed: list[str | None], spans: dict[tuple[int, int], tuple[int, int]]
) -> None:
    """Every cell and every bar on a line, no title; a row below its section is a cell short (Panzhihua, 2023)."""
    text = barred([header, *SECTIONED])
    (grid,) = read(f"{text}\n打印本页").grids
    assert grid.rows == [landed, *SECTIONED]
    assert grid.span_is_known and grid.spans == spans
    (cut,) = read(text.rpartition("\n后勤科")[0] + "\n后勤").grids
    assert cut.rows[-1] == ["节约用能", "4", "用电量下降2%。", "后勤"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([*SECTIONED[:2], [*SECTIONED[2], "待定"], SECTIONED[3]], id="a row with a cell more"),
        pytest.param([[None, *row[1:]] for row in SECTIONED], id="no sections"),
        pytest.param([*SECTIONED[:3], ["办会", "9", *SECTIONED[3][2:]]], id="numbers do not count up"),
        pytest.param([row if row[0] else ["编书", *row[1:]] for row in SECTIONED], id="no section over several rows"),
    ],
)
def test_sections_out_of_step_prove_no_merged_cells(rows: list[list[str | None]]) -> None:
    assert not any(grid.span_is_known for grid in read(barred([["工作任务", "要求", "科室", "时限"], *rows])).grids)


def test_rows_ended_by_a_bar_alone() -> None:
    """A bar before each cell but the first, one alone behind the row; a merged cell over lines (Changsha, 2012)."""
    rows = [
        ["牵头单位", "目 标", "责任单位"],
        ["市\n甲\n局", "修路3公里", "乙区"],
        ["建校2所", "丙区"],
        ["市\n丁局", "植树", "乙区"],
        ["治水"],
    ]
    document = read("\n".join("\n| ".join(row) + "\n|" for row in rows) + "\n打印本页")
    assert [grid.rows for grid in document.grids] == [rows]
    assert document.grids[0].row_places[:3] == ["line 1", "line 5", "line 11"]
    assert [text.text for text in document.texts] == ["打印本页"]


MERGED_BARS = [
    ["牵头单位", "目 标", "责任单位"],
    ["市\n甲\n局", "修建农村公路3公里", "乙区、丁区"],
    ["新建公办幼儿园2所", "丙区"],
    ["新改建水厂4座"],
    ["市\n丁局", "植树造林2万亩", "乙区"],
    ["整治内河5条", "丙区"],
]


def bars(rows: list[list[str]]) -> str:
    return "\n".join("\n| ".join(row) + "\n|" for row in rows)


@pytest.mark.parametrize(
    ("below", "texts"),
    [
        pytest.param("打印本页", ["打印本页"], id="a page's word below"),
        pytest.param("责任编辑:李四,校对", ["责任编辑:李四,校对"], id="a label below"),
        pytest.param("力争开工项目20个,完成投资9亿", [], id="cut in the last text"),
    ],
)
def test_a_merged_first_cell_between_bars_goes_on_below(below: str, texts: list[str]) -> None:
    """Rows of two cells, or of their text alone, below a merged leading unit, broken over lines (Kunming, 2012)."""
    document = read(f"{bars(MERGED_BARS)}\n{below}")
    (grid,) = document.grids
    rows: list[list[str | None]] = [
        [None, *row, *[""] * (2 - len(row))] if len(row) < 3 else list(row) for row in MERGED_BARS
    ]
    assert grid.rows == [*rows, *([] if texts else [[None, below, ""]])]
    assert grid.spans == {(2, 1): (3, 1), (5, 1): (2 if texts else 3, 1)}
    assert [text.text for text in document.texts] == texts


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["治水", "丙区"], id="shorter than the cells of the first column"),
        pytest.param(["二、城市建设和管理"], id="a heading"),
    ],
)
def test_short_rows_that_may_be_something_else_prove_no_merged_cell(row: list[str]) -> None:
    rows = [*MERGED_BARS[:4], row, *MERGED_BARS[4:]]
    (grid,) = read(bars(rows)).grids
    assert (grid.rows, grid.spans) == (rows, {})


OPENED = [
    ["工作事项", "具体要求", "承办科室"],
    ["办好热线", "来电当日登记,三日内答复,每月公布办理结果。", "信访办"],
    ["节假日安排专人值守,不漏接一个来电。", "信访办、综合科"],
    ["管好台账", "按季度核对资产台账,账实相符。", "财务科"],
    ["新购设备一周内入账,并贴上标签。", "财务科、后勤科"],
]


# shape after https://www.bzqc.gov.cn/XxgkContent/show/2920591.html
@pytest.mark.parametrize(
    ("below", "last", "spans"),
    [
        pytest.param("", None, {(2, 1): (2, 1), (4, 1): (2, 1)}, id="whole"),
        pytest.param(
            "报废资产先行鉴定,再按规定程序处",
            ["", "报废资产先行鉴定,再按规定程序处", ""],
            {(2, 1): (2, 1), (4, 1): (3, 1)},
            id="cut in a text",
        ),
        pytest.param(
            "报废资产先行鉴定,再按规定程序处置。\n|\n财务",
            ["", "报废资产先行鉴定,再按规定程序处置。", "财务"],
            {(2, 1): (2, 1), (4, 1): (3, 1)},
            id="cut in a unit",
        ),
        pytest.param(
            "建好队伍\n|\n每季度开展一次业务",
            ["建好队伍", "每季度开展一次业务"],
            {(2, 1): (2, 1), (4, 1): (2, 1)},
            id="cut below a first cell",
        ),
    ],
)
def test_a_merged_first_cell_between_bars_that_open_and_end_rows(
    below: str, last: list[str] | None, spans: dict[tuple[int, int], tuple[int, int]]
) -> None:
    """Every cell and every bar on a line of its own; two bars stand between rows, and nothing in a covered cell."""
    text = "".join("|\n" + "".join(f"{cell}\n|\n" for cell in row) for row in OPENED)
    (grid,) = read(f"{text}|\n{below}" if below else text).grids
    rows: list[list[str | None]] = [row if len(row) == 3 else [None, *row] for row in OPENED]
    if last:
        rows.append([cell if cell or at else None for at, cell in enumerate(last)])
    assert (grid.rows, grid.spans) == (rows, spans)


def test_a_blank_within_rows_that_bars_open_proves_no_merged_cell() -> None:
    rows = [*OPENED[:3], ["管好台账", "", "财务科"], *OPENED[3:]]
    text = "".join("|\n" + "".join(f"{cell}\n|\n" for cell in row) for row in rows)
    assert not any(grid.spans for grid in read(text).grids)


@pytest.mark.parametrize("indent", ["", "    "], ids=["at the edge", "indented"])
@pytest.mark.parametrize("is_cut", [False, True], ids=["whole", "cut"])
def test_rows_that_a_bar_opens_and_another_ends(is_cut: bool, indent: str) -> None:
    """A bar before every cell and one alone behind the row, so that each row begins with one; a merged group is printed
    once, over lines (a bureau's own goals in Hanbin, 2016).
    """
    rows = [
        ["类 别", "任 务 内 容", "权重"],
        ["学校建设\n(120分)", "新建校舍2栋(70分),改造食堂(50分)", "120"],
        ["招聘教师30名。", "60"],
        ["编印教材5种。", "20"],
        ["机关建设\n(40分)", "办理提案,按时答复。", "40"],
    ]
    opened = [[f"{indent}| " + cell.replace("\n", f"\n{indent}") + "\n" for cell in row] for row in rows]
    text = "\n".join("".join(row) + f"{indent}| \n" for row in opened)
    document = read(text.rpartition("\n" + f"{indent}| 40")[0] if is_cut else f"{text}打印本页")
    (grid,) = document.grids
    assert grid.rows == ([*rows[:-1], rows[-1][:2]] if is_cut else rows)
    assert [text.text for text in document.texts] == ([] if is_cut else ["打印本页"])


GROUPED = """甲市上半年惠民实事进展
工程|名称|序号|内容|目标|市级牵头|责任单位|进度
供水工程|1|保障用水|新建水厂(座)|12|市水|务局|8|2|新建水塔(座)|9|9
道路工程|3|硬化村道(公里)|60|市交通局|41|4*|修建桥梁(座)|5|3"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            GROUPED,
            [
                ["工程名称", "序号", "内容", "目标", "市级牵头", "责任单位", "进度"],
                ["供水工程", "1", "保障用水", "新建水厂(座)", "12", "市水", "务局", "8"],
                ["2", "新建水塔(座)", "9", "9"],
                ["道路工程", "3", "硬化村道(公里)", "60", "市交通局", "41"],
                ["4*", "修建桥梁(座)", "5", "3"],
            ],
            id="two groups",
        ),
        pytest.param(
            GROUPED.rpartition("|修建")[0].replace("|4*", "|绿化工程|4*").replace("工程|名称", "类别"),
            [
                ["类别", "序号", "内容", "目标", "市级牵头", "责任单位", "进度"],
                ["供水工程", "1", "保障用水", "新建水厂(座)", "12", "市水", "务局", "8"],
                ["2", "新建水塔(座)", "9", "9"],
                ["道路工程", "3", "硬化村道(公里)", "60", "市交通局", "41"],
                ["绿化工程", "4*"],
            ],
            id="cut behind a number",
        ),
    ],
)
def test_a_merged_column_of_groups_before_the_numbers_without_bars(text: str, rows: list[list[str]]) -> None:
    """Every cell on a line; the words over the groups are broken and stand above 序号 (a city's progress table of
    Qujing, 2018).
    """
    document = read("\n\n".join(text.replace("\n", "|").split("|")))
    assert [grid.rows for grid in document.grids] == [rows]
    assert [text.text for text in document.texts] == ["甲市上半年惠民实事进展"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GROUPED.replace("工程|名称|", ""), id="no words over them"),
        pytest.param(GROUPED.replace("道路工程|3", "3"), id="one group"),
        pytest.param(GROUPED.replace("市交通局|41", "整治工程|41"), id="another cell ends so"),
    ],
)
def test_a_column_of_groups_that_nothing_proves_is_none(text: str) -> None:
    (grid,) = read("\n\n".join(text.replace("\n", "|").split("|"))).grids
    assert grid.rows[0][0] == "序号" and grid.rows[1][0] == "1"


# shape after https://www.ahhy.gov.cn/zfxxgk/public/24661/51230677.html
OF_A_LARGER_TABLE = """序号|目标任务|责任单位|完成时间|完成情况
4|新建村级卫生室12所|医政股|年底|已建成9所
17|培训全科医生80名|人事股|基层股|年底|已培训85名
18|免费体检老年人2万名|基层股|5|年底|已体检1.7万名
52|改造乡镇卫生院3所"""


def test_rows_of_a_larger_table_keep_its_numbers() -> None:
    (grid,) = read("\n\n".join(OF_A_LARGER_TABLE.replace("\n", "|").split("|"))).grids
    assert grid.rows == [line.split("|") for line in OF_A_LARGER_TABLE.split("\n")]


# shape after https://www.bzqc.gov.cn/XxgkContent/show/2831654.html: a county's table, of which a bureau shows its rows
def test_headings_that_an_extract_left_no_row_below_are_none_of_the_row_above() -> None:
    headings = "二、做强产业\n三、扩大内需\n四、深化改革\n五、更新城区\n六、普惠民生"
    text = OF_A_LARGER_TABLE.replace("\n4|", "\n一、预期目标\n4|").replace("\n17|", f"\n{headings}\n17|")
    (grid,) = read("\n\n".join(text.replace("\n", "|").split("|"))).grids
    assert grid.rows == [line.split("|") for line in text.split("\n")]


@pytest.mark.parametrize("number", ["3", "18"])
def test_numbers_over_texts_that_do_not_rise_number_no_rows(number: str) -> None:
    text = OF_A_LARGER_TABLE.replace("\n52|", f"\n{number}|")
    assert not read("\n\n".join(text.replace("\n", "|").split("|"))).grids


# shape after http://www.shengsi.gov.cn/art/2021/12/21/art_1229604550_59023967.html
AMONG_NAMES = """某县2031年考评清单
考评板块|序号|指标|单位|目标|责任单位|考评单位
乡村道路畅通|1|硬化村道|公里|60|县交通局|市交通局|2|改造危桥|座|9|县交通局|市交通局
3|新增客运线路|条|5|县交通局|市交通局|乡风文明提升|4|新建文化广场|个|8|县文旅局|市文旅局
5|评选文明户|户|90|县委宣传部|市委宣传部|6|放映电影|场|300|县文旅局|市文旅局|7|移风易俗宣讲|场|40|县民政局|市民政局"""


def test_a_group_before_a_number_looks_otherwise_than_the_names_that_end_rows() -> None:
    document = read("\n\n".join(AMONG_NAMES.replace("\n", "|").split("|")))
    (grid,) = document.grids
    assert grid.rows[0] == ["考评板块", "序号", "指标", "单位", "目标", "责任单位", "考评单位"]
    assert grid.rows[1] == ["乡村道路畅通", "1", "硬化村道", "公里", "60", "县交通局", "市交通局"]
    assert [row[:2] for row in grid.rows[2:]] == [
        ["2", "改造危桥"],
        ["3", "新增客运线路"],
        ["乡风文明提升", "4"],
        ["5", "评选文明户"],
        ["6", "放映电影"],
        ["7", "移风易俗宣讲"],
    ]


@pytest.mark.parametrize("last", ["各行政村", "甲河林场总站", "开发区"])
def test_whoever_else_answers_is_no_group(last: str) -> None:
    text = AMONG_NAMES.replace("市交通局|乡风文明提升|", f"{last}|")
    (grid,) = read("\n\n".join(text.replace("\n", "|").split("|"))).grids
    assert grid.rows[0][0] == "序号"
    assert grid.rows[3] == ["3", "新增客运线路", "条", "5", "县交通局", last]


def test_a_title_before_its_code_in_a_page_of_one_line() -> None:
    """A page whose line breaks are lost (a mirror of www.henan.gov.cn)."""
    items = "1.修路3公里。(甲局负责) 2.建校2所。(乙局负责) 3.植树5亩。(丙局负责)"
    document = read(
        f"甲省人民政府 关于明确2031年 重点工作责任单位的通知 甲政〔2031〕5号 现将任务分解如下,请按季报告进展。 {items}"
    )
    assert document.title == "甲省人民政府 关于明确2031年 重点工作责任单位的通知"


def test_what_a_page_prints_below_its_table_is_none_of_its_rows() -> None:
    """The page's own facts right below the rows, parted by bars as they are (Zhaoyuan, 2022)."""
    table = "类别 | 任务 | 单位 | 进展 |\n教育 | 建校2所 | 甲局 | 开工 |\n课后服务 | 乙局 | 过半 |\n"
    document = read(f"{table}索引号: | 0013 | 成文日期: | 2031-03-02 |\n发布机构: | 甲县政府 | 公开: | 主动 |")
    assert [len(grid.rows) for grid in document.grids] == [3]
    assert [text.text for text in document.texts][-1] == "公开\uff1a主动"


def test_rows_opened_by_a_bar_alone_below_a_title() -> None:
    """A bar alone before each row, one behind each cell, the title in a row of its own (a county of Shaanxi, 2024)."""
    rows = [["序号", "项目", "单位"], ["1", "建校", "甲局"], ["2", "修路", "乙局"], ["3", "植树", "丙局"]]
    lines = [
        "附件:",
        "|",
        "甲县2031年项目清单 |",
        "|||",
        *(line for row in rows for line in ("|", *(f"{cell} |" for cell in row))),
    ]
    document = read("\n".join(lines))
    assert [grid.rows for grid in document.grids] == [rows]
    assert document.title == "甲县2031年项目清单"


def test_cells_under_a_column_of_numbers_make_no_items() -> None:
    """A table of one cell a line that fits no layout, numbered under 序号 (a county's list of tasks, 2021)."""
    cells = [
        "项目",
        "序号",
        "指标",
        "单位",
        "目标",
        "农业",
        *(f"{no}\n粮食\n万吨\n{no}0\n甲局\n乙局" for no in range(1, 4)),
    ]
    document = read("甲县2031年任务清单\n" + "\n\n".join("\n".join(cells).split("\n")))
    assert not any(note.what.startswith("read as a list") for note in document.notes)


_GLUED = (
    "甲区任务分解表任务牵头单位配合单位一、教育1.建校2所，招生900人。区教育局区财政局、各乡镇（街道）"
    "2.招聘教师90名。 区直各单位"
    "二、交通3.修路5.5公里。区交通局4.架桥1座。区交通局区水利局二、交通5.修站。区交通局"
)


def test_rows_run_together_part_at_their_numbers_and_last_full_stops() -> None:
    """A page's text without the borders of its cells, a heading repeated at a page break (Pingtan, 2022)."""
    document = read(f"发布时间: 2031-06-08\n发布机构: 甲区\n栏目: 文件\n{_GLUED}")
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "任务内容", "括注"],
        ["一、教育"],
        ["1.", "建校2所，招生900人。", "区教育局区财政局、各乡镇（街道）"],
        ["2.", "招聘教师90名。", "区直各单位"],
        ["二、交通"],
        ["3.", "修路5.5公里。", "区交通局"],
        ["4.", "架桥1座。", "区交通局区水利局"],
        ["二、交通"],
        ["5.", "修站。", "区交通局"],
    ]
    assert document.texts[-1].text == "甲区任务分解表任务牵头单位配合单位"
    assert [note.severity for note in document.notes] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_GLUED.replace("局", "局。"), id="sentences behind sentences"),
        pytest.param(_GLUED.replace("3.", " 3.").replace("4.", " 4.").replace("5.修", " 5.修"), id="parted by blanks"),
        pytest.param(_GLUED.partition("二、")[0], id="too few rows"),
    ],
)
def test_what_was_not_run_together_is_no_table_of_glued_rows(text: str) -> None:
    assert all("run together" not in note.what for note in read(text).notes)


_TITLE = "甲区2031年工作目标任务分解表"
_HEADER = ["序号", "目标任务", "牵头单位", "责任单位"]
_HEADING = "一、工业、投资、贸易、粮食、能源、物价、口岸等工作目标(牵头领导:王立安、赵启明、钱一夫、孙向东)"
_ROW = ["1", "工业增加值增长9%。", "甲局"]
_PAGE = [f"政务公开第{number}栏" for number in range(25)]


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        pytest.param([_TITLE], [_ROW], id="one row"),
        pytest.param([_TITLE], [[*_ROW, "乙局"], ["2", "植树造林九万亩。"]], id="two rows"),
        pytest.param([*_PAGE, _TITLE], [_ROW], id="far below the head of a page"),
    ],
)
def test_a_table_may_be_cut_behind_its_first_row(above: list[str], rows: list[list[str]]) -> None:
    """After a district's table of one cell a line, cut in its first row, below a long heading (零陵区, 2023)."""
    document = read("\n\n".join([*above, *chain(_HEADER, [_HEADING], *rows)]))
    (grid,) = document.grids
    assert grid.rows == [_HEADER, [_HEADING], *rows]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["1", "9%"], id="no text behind the number"),
        pytest.param(["7", *_ROW[1:]], id="the number is not the first"),
        pytest.param([*_ROW, "乙局", "丙局"], id="longer than the header"),
    ],
)
def test_one_row_that_may_be_something_else_is_no_table(row: list[str]) -> None:
    document = read("\n\n".join([_TITLE, *_HEADER, *row]))
    assert not any("one cell a line" in note.what for note in document.notes)


_MATRIX = [
    ["地区", "2031年单位产值能耗下降目标(%)", "2031年实际下降(%)", "增量\n(万吨)", "结果"],
    ["甲市", "-3.20", "-4.07", "61.3", "超额完成"],
    ["乙市", "-3.00", "-3.1", "9.8", "完成"],
    ["丙市", "-3.40", "", "-12.6", "完成"],
    ["丁市", "-2.40", "-2.5", "40", "完成"],
    ["戊市", "-2.40", "-2"],
]


def between_bars(rows: list[list[str]]) -> str:
    """Each cell and each bar on a line of its own; the last cell is not closed."""
    return "\n|\n".join(chain.from_iterable(rows))


@pytest.mark.parametrize("is_cut", [True, False])
def test_rows_between_bars_that_nothing_numbers_have_one_width(is_cut: bool) -> None:
    """After a province's results by city, goals and results with a minus, cut in the last row (陕西省, 2016)."""
    rows = _MATRIX if is_cut else _MATRIX[:-1]
    document = read("甲省通报\n\n" + between_bars(rows) + ("" if is_cut else "\n|\n"))
    (grid,) = document.grids
    assert grid.rows == rows


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_MATRIX[:4], id="too few"),
        pytest.param([[cell.strip("-0123456789.") or "其他" for cell in row] for row in _MATRIX[:5]], id="words alone"),
        pytest.param([*_MATRIX[:2], ["乙市", "完成", "-3.00", "-3.1"], *_MATRIX[3:]], id="out of step"),
    ],
)
def test_cells_between_bars_that_do_not_agree_are_no_table(rows: list[list[str]]) -> None:
    assert read("甲省通报\n\n" + between_bars(rows)).grids == []


CUT_HEADER = ["序号", "目标与任务", "牵头责任 单位", "完成情况"]
CUT_ROWS = [
    ["12", "完善林长体系,健全三级护林网格。", "县林业局 县公安局", "开展实务轮训,本领明显增强。"],
    ["27", "争创省级示范林场。", "县林业局", "洛浦林场通过评定。"],
    ["31", "推进国土绿化,造林2.6万亩。", "县林业局", "抢抓时机,已造林1.9万亩,其中"],
]


# after 石门县, 2022: a bureau's extract of sparse numbers, cut in the last row
@pytest.mark.parametrize("end", [" |", ""], ids=["bars", "none"])
@pytest.mark.parametrize("whole", [1, 2])
def test_the_last_row_of_an_extract_may_be_cut(whole: int, end: str) -> None:
    rows = [CUT_HEADER, *CUT_ROWS[:whole], CUT_ROWS[-1][:3]]
    lines = [f"{cell}{end}" for row in rows for cell in row]
    lines[-1] = lines[-1].removesuffix(end)
    found = read("2031年重点工作进展情况表\n" + "\n".join(lines)).grids[0].rows
    assert [[cell for cell in row if cell] for row in found] == rows


@pytest.mark.parametrize(
    "last",
    [["4", "县林业局信息", "县林业局办"], ["31", "2", "县林业局办"], ["版权所有", "县林业局信息", "县林业局办"]],
    ids=["falls", "figure", "no number"],
)
def test_what_stands_below_an_extract_is_no_cut_row(last: list[str]) -> None:
    lines = [cell for row in [CUT_HEADER, *CUT_ROWS[:2], last] for cell in row]
    assert all(last[2] not in row for grid in read("进展情况表\n" + "\n".join(lines)).grids for row in grid.rows)


_GROUPED_HEADER = ["任务要求", "牵头单位", "备注"]
_GROUPS = [
    ["提升服务", "推进公开", "公开办事指南的更新情况。", "区审批局"],
    ["公开惠企政策。", "每周解读一次政策。", "区商务局", "区财政局"],
    ["公开征地的补偿标准。", "区资源局"],
    ["加强监督", "公开抽查的结果。", "区市场监管局"],
    ["公开应急预案。"],
]


def between_gaps(groups: list[list[str]]) -> str:
    """A cell a line, an empty line between two cells, three behind a row."""
    return "\n\n\n\n".join("\n\n".join(group) for group in groups)


def test_a_wider_gap_ends_a_row_whose_last_cell_is_blank() -> None:
    """After a district's table without numbers, units a line, the remarks blank, cut in the last row (浈江区, 2019)."""
    groups = [[*_GROUPED_HEADER, *_GROUPS[0]], *_GROUPS[1:]]
    (grid,) = read(between_gaps([["甲区2031年政务公开任务分解表"], *groups])).grids
    assert grid.rows == [
        _GROUPED_HEADER,
        ["提升服务"],
        ["推进公开"],
        ["公开办事指南的更新情况。", "区审批局", ""],
        ["公开惠企政策。\n每周解读一次政策。", "区商务局\n区财政局", ""],
        ["公开征地的补偿标准。", "区资源局", ""],
        ["加强监督"],
        ["公开抽查的结果。", "区市场监管局", ""],
        ["公开应急预案。", "", ""],
    ]
    assert grid.spans == {(row_no, 1): (1, 3) for row_no in (2, 3, 7)}


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([group[:1] for group in _GROUPS], id="no sentences"),
        pytest.param(_GROUPS[:1] + [[text] for group in _GROUPS[1:] for text in group], id="a gap behind every line"),
        pytest.param([*_GROUPS[:3], ["区交通局", "公开线路。", "区公安局", "公开票价。"]] * 2, id="out of step"),
    ],
)
def test_gaps_that_end_no_rows_part_no_table(groups: list[list[str]]) -> None:
    document = read(between_gaps([["甲区2031年政务公开任务分解表"], _GROUPED_HEADER, *groups]))
    assert not any("of 3 columns printed one cell a line" in note.what for note in document.notes)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param(
            "\n".join(
                [
                    "甲市进展表",
                    "地区",
                    "建水厂(座)",
                    "建水塔(座)",
                    *(f"{no}镇\n{no}5\n{no}7\n109.{no}" for no in range(2, 11)),
                ]
            ),
            "40 short lines, 27 of them figures: the cells of a table, one a line, and blank ones that left no line"
            " behind",
            id="a matrix of places that lost its blanks",
        ),
        pytest.param(
            "附件 3 甲市 2031年清单 序号 工作任务 牵头部门 时限 、 市水务局 1 清理河道 , 年底前 市城管局 ( ) 2 种树",
            "the cells of a table, 序号 over them, run into one another in a line",
            id="the text layer of a page",
        ),
        pytest.param(
            "甲县清单\n科室\n序号\n序号\n任务\n科室\n1\n修路\n2\n3\n架桥",
            "the cells of a table, 序号 over them, one a line, and blank ones that left no line behind",
            id="numbers of rows without texts",
        ),
        pytest.param(
            "甲市召开会议。\n会议指出,要抓好落实。\n" * 20,
            "no numbered paragraphs and no labels that come back",
            id="prose",
        ),
    ],
)
def test_a_table_that_came_apart_is_held_with_what_was_seen_of_it(text: str, seen: str) -> None:
    """Shapes of Zhangye, 2020 (a matrix), and Changchun, 2022 (a page of a document-sharing site)."""
    document = read(text)
    assert not document.grids
    assert document.notes[-1].what == f"no table and no list of tasks was found: {seen}"


def test_a_header_of_more_lines_than_its_rows_begins_at_its_numbers() -> None:
    """After a district's half year in traditional characters: header cells are broken over lines (兴庆区, 2017)."""
    header = ["序號", "目標任務", "責任", "領導", "牽頭單位", "完成情況"]
    rows = [[str(no), f"新建學校{no}所,力爭開工。", "馬  遠", "區教育局", f"已建{no}所。"] for no in range(1, 5)]
    (grid,) = read("\n\n".join(["甲區2031年目標任務半年完成情況一覽表", *header, *chain.from_iterable(rows)])).grids
    assert grid.rows == [header, *rows]
