"""Running text that lost its paragraphs: one list in each way that copies lose them, and what is none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

TITLE = "甲县人民政府办公室关于印发2031年重点工作分工方案的通知"
LEAD = "各乡镇人民政府,县政府各部门:为推动全年任务落地见效,经县政府研究同意,现就有关分工明确如下。"
GOALS = (
    ("一、办好公平优质教育", ("新建改建寄宿制学校6所,新增学位2400个。", "招聘乡村教师180名,轮训校长45人。")),
    ("二、织密城乡交通网络", ("改造农村公路96公里,实施危桥改造11座。", "开通城乡公交线路8条,购置新能源车辆30辆。")),
    ("三、守护绿水青山底色", ("完成荒山造林1.8万亩,修复退化林地5200亩。", "新建污水管网37公里,整治黑臭水体9处。")),
)
UNITS = ("县教育体育局", "县人力资源社会保障局", "县交通运输局", "县公安局、县财政局", "县林业局", "县水务局")

TEXTS = [text for _, texts in GOALS for text in texts]


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def in_brackets(no: int, text: str, units: str) -> str:
    return f"{no}.{text}({units})"


def in_label_bracket(no: int, text: str, units: str) -> str:
    return f"{no}.{text}〔责任单位:{units}〕"


def below(no: int, text: str, units: str) -> str:
    return f"{no}.{text}\n责任单位:{units}"


def bare(no: int, text: str, units: str) -> str:
    return f"{no}.{text}"


def paragraphs(say: Callable[[int, str, str], str]) -> str:
    units = iter(UNITS)
    lines = [TITLE, LEAD]
    for heading, texts in GOALS:
        lines += [heading, *(say(no, text, next(units)) for no, text in enumerate(texts, start=1))]
    return "\n".join(lines)


def with_blanks(text: str) -> str:
    return text.replace("\n", " ")


def with_nothing(text: str) -> str:
    return text.replace("\n", "")


def with_pages_within(text: str) -> str:
    line = with_blanks(text)
    return "".join(f"{line[at : at + 130]} — {no} — " for no, at in enumerate(range(0, len(line), 130), start=1))


def in_pieces(text: str) -> str:
    """The pieces of a page that stores documents, torn where they are full and numbered 1、 2、 3、."""
    line = with_blanks(text)
    return "\n\n".join(f"{no}、{line[at : at + 150]}" for no, at in enumerate(range(0, len(line), 150), start=1))


def at_a_width(text: str) -> str:
    """Lines of 24 characters, a page's number behind every tenth."""
    lines = [line[at : at + 24] for line in text.split("\n") for at in range(0, len(line), 24)]
    pages = [lines[at : at + 10] for at in range(0, len(lines), 10)]
    return "\n".join("\n".join([*page, f"- {no} -"]) for no, page in enumerate(pages, start=1))


def rows(document: ReadDocument) -> list[list[str]]:
    """The rows below the header without blank cells; numbers, blanks and what a bracket prints are not compared."""
    printed = re.compile(r"[\s()〔〕]|责任单位[:\uff1a]")
    found = [[printed.sub("", cell) for cell in row if cell] for row in document.grids[0].rows[1:]]
    return [[cell for cell in row if not re.fullmatch(r"\d\.", cell)] for row in found]


EVERY_WAY = [with_blanks, with_nothing, with_pages_within, in_pieces, at_a_width]


# after pages of 湘东区, 2022 (a site that numbers its pieces), 湖北, 2022 (one line), 杏花岭区, 2020 (printed lines)
@pytest.mark.parametrize("lose", EVERY_WAY)
@pytest.mark.parametrize("say", [in_brackets, in_label_bracket, below])
def test_a_list_without_its_paragraphs_is_the_list_with_them(
    say: Callable[[int, str, str], str], lose: Callable[[str], str]
) -> None:
    found = rows(read(lose(paragraphs(say))))
    units = iter(UNITS)
    expected: list[list[str]] = []
    for heading, texts in GOALS:
        expected += [[heading], *([text, next(units)] for text in texts)]
    assert [[re.sub(r"^\d\.", "", cell) for cell in row] for row in found] == expected


@pytest.mark.parametrize("lose", EVERY_WAY)
def test_items_that_print_no_unit_are_found_as_well(lose: Callable[[str], str]) -> None:
    found = rows(read(lose(paragraphs(bare))))
    assert [re.sub(r"^\d\.", "", row[-1]) for row in found] == [
        text for heading, texts in GOALS for text in (heading, *texts)
    ]


@pytest.mark.parametrize("lose", [with_pages_within, in_pieces])
def test_numbers_of_pages_are_texts_of_the_page(lose: Callable[[str], str]) -> None:
    document = read(lose(paragraphs(below)))
    pages = [text.text for text in document.texts if text.kind == "page"]
    assert pages[:3] in (["— 1 —", "— 2 —", "— 3 —"], ["1、", "2、", "3、"])


def sentences(between: str, last: str = "。") -> str:
    goals = [text.rstrip("。") for _, texts in GOALS for text in texts]
    return between.join(
        f"{goal},责任单位为{units}" for goal, units in zip(goals, UNITS, strict=True)
    ) + last  # fmt: skip


@pytest.mark.parametrize("between", [";", ";\n", "。", "; "], ids=["semicolons", "lines", "stops", "blanks"])
def test_a_clause_that_says_who_does_it_ends_an_item(between: str) -> None:
    """After 湘东区, 2022: items without numbers, each with 责任单位为 at its end."""
    document = read(f"2031年考核指标预排情况 一、本年考核指标预排情形 {sentences(between)}")
    goals = [text.rstrip("。") for _, texts in GOALS for text in texts]
    assert rows(document) == [
        ["一、本年考核指标预排情形"],
        *([goal, units] for goal, units in zip(goals, UNITS, strict=True)),
    ]


def test_an_item_that_is_cut_before_its_clause_is_one() -> None:
    document = read(f"2031年考核指标预排情况\n{sentences(';', ';')}外贸进出口增长6%,跨境电商占比")
    assert rows(document)[-1] == ["外贸进出口增长6%,跨境电商占比"]


def test_a_clause_of_figures_says_not_who() -> None:
    goals = "".join(f"第{no}片区实施提升,投资额为{no}20万元;" for no in range(1, 6))
    assert not any("投资额" in row for grid in read(f"片区情况 {goals}").grids for row in grid.rows[:1])


PROSE = (
    "今年以来,全县上下攻坚克难,经济运行稳中有进。一、认清形势。要看到外部环境的变化,坚定信心,下好先手棋。"
    "二、突出重点。要抓项目促投资,要抓改革增活力,把惠民生的事办实。三、加强领导。各级干部要担当作为,"
    "以钉钉子精神抓好落实,确保各项部署落地生根,奋力开创各项事业发展新局面,以优异成绩回报全县人民的期待。"
)


@pytest.mark.parametrize("lose", EVERY_WAY)
def test_prose_is_no_list_in_any_way(lose: Callable[[str], str]) -> None:
    assert not read(lose(f"{TITLE}\n{PROSE}\n{LEAD}\n{PROSE.replace('今年', '去年')}")).grids


def test_long_items_that_end_with_their_bracket_are_no_pieces() -> None:
    """A town's plan whose first item was longer than the others: shape after https://lbtc.cn/zcnews/10031.html"""
    long = "1、严控新增产能。" + "不符合准入条件的项目一律不批,已建的按月登记。" * 6 + "(市工信局牵头,各乡镇负责落实)"
    short = [f"{number}、更新公交车{number}0辆。沿线建站。(市交通局负责)" for number in (1, 2, 3)]
    text = "\n".join(["(一)优化结构,推进转型", long, "2、淘汰旧炉。年底完成。(市住建局负责)", "(二)清洁运输", *short])
    (grid,) = read(text).grids
    assert [row[0] for row in grid.rows[1:] if len(row) > 1 and row[1]] == ["1、", "2、", "1、", "2、", "3、"]


def test_numbered_paragraphs_that_lack_their_stops_are_no_pieces() -> None:
    """1、 2、 3、 of a list whose long items end in a label or in names."""
    steps = "完善机制,压实责任。加强调度,按月通报。" * 4
    items = [f"{no}、{steps}建成项目{no}0个。责任单位:{units}" for no, units in enumerate(UNITS, start=1)]
    grid = read("\n".join([TITLE, *items])).grids[0]
    assert [row[-1] for row in grid.rows[1:]] == list(UNITS)


RAGGED = """文库首页
收藏本站
甲区落实《关于加强托育服务的意见》的任务分解方案
栏目:方案范文 发布:2031-04-09
甲区人民政府办公室
2031年4月6日
为落实市托育服务工作会议的部署和各项要求,以更高标准
建设儿童友好街区,现结合我区实际,制定以下
任务分解方案。
一、健全普惠托育服务体系,增强对婴幼儿家庭的支持
能力
1.完善社区托育网络,把托育设施纳入城区更新规划,凡
涉及用房移交、站点布局的事项由联席会议集体商定,稳步
增强街道综合实力,支持有条件的物业公司依规转型,把
闲置用房转为便民设施,保证资金用得其所。
牵头单位:区卫生健康局
协办单位:区委编办、区住建局(区房产服务中心)、东站片区指
挥部、各街道办事处、中河镇人民政府
— 3 —
2.以师资培训为突破口,健全区、街道、社区三级协同
衔接的培训体系,用活"""


def test_labels_of_the_one_item_before_that_in_which_printed_lines_are_cut() -> None:
    """After 杏花岭区, 2020: ragged printed lines, each label once, its names broken over two lines."""
    (grid,) = read(RAGGED).grids
    flat = [[cell.replace("\n", "") if cell else "" for cell in row] for row in grid.rows]
    assert flat[0] == ["任务内容", "牵头单位", "协办单位"]
    assert flat[1] == ["一、健全普惠托育服务体系,增强对婴幼儿家庭的支持能力"]
    assert flat[2][0].endswith("保证资金用得其所。")
    units = "区委编办、区住建局(区房产服务中心)、东站片区指挥部、各街道办事处、中河镇人民政府"
    assert flat[2][1:] == ["区卫生健康局", units]
    assert [row[1:] for row in flat[3:]] == [["", ""]]


@pytest.mark.parametrize(
    ("instead", "by"),
    [
        ("牵头单位:区卫生健康局\n协办单位:", "详见附件\n附件目录 "),
        ("用活", "用活资源。"),
        ("牵头单位:区卫生健康局", "牵头单位:3人"),
    ],
    ids=["no label", "not cut", "a figure"],
)
def test_one_label_without_such_signs_makes_no_list(instead: str, by: str) -> None:
    assert not read(RAGGED.replace(instead, by)).grids


def test_a_line_below_items_without_stops_is_none_of_the_last() -> None:
    items = [f"{no}.新建改建农村公路{no}5公里并完善安防设施" for no in range(1, 11)]
    document = read("\n".join([TITLE, "十件实事", *items, "来源于甲县融媒体中心"]))
    assert [row[-1] for row in document.grids[0].rows[1:]] == [item.partition(".")[2] for item in items]


# after 蓬莱市, 2017: a forum's copy, a row a line, the header at the end of the covering paper
@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("序号 名称 工作任务 牵头责任单位", "牵头责任单位"),
        ("序 号 工作任务 责任单位", "责任单位"),
        ("编号 项目 具体内容 主办部门", "主办部门"),
        ("序号 工作任务 备注", "括注"),
        ("请牵头责任单位抓好落实。", "括注"),
    ],
)
def test_names_at_the_ends_of_items_stand_under_the_header_that_is_printed_over_them(header: str, found: str) -> None:
    items = [f"{no} {text} {units}" for no, (text, units) in enumerate(zip(TEXTS, UNITS, strict=True), start=1)]
    (grid,) = read("\n\n".join([f"{TITLE} {LEAD} 甲县重点工作目标分解表 {header}", "一、民生(6项)", *items])).grids
    assert grid.rows[0] == ["序号", "任务内容", found]
    assert [row[-1] for row in grid.rows[2:]] == list(UNITS)


def test_a_header_over_names_of_two_columns_is_over_none() -> None:
    items = [f"{no} {text} {units} 县财政局" for no, (text, units) in enumerate(zip(TEXTS, UNITS, strict=True), 1)]
    document = read("\n\n".join([f"{TITLE} {LEAD} 分解表 序号 工作任务 责任单位", "一、民生", *items]))
    assert all("责任单位" not in grid.rows[0] for grid in document.grids)


BARE_ROWS = [
    ("扎实推进荒山造林2.6万亩,到2033年森林覆盖率稳定在46%以上。", "市林业局、各乡镇(街道)"),
    ("推行见缝插绿,新建小微绿地24处(含口袋公园5处)。同步新建3条林荫路。", "市城管执法局、各街道"),
    ("落实古树名木管护规定,对濒危古树逐株会诊复壮。", "市林业局、各乡镇(街道)"),
    ("建立林长巡林制度,护林员网格全覆盖。", "市林业局"),
]


def run_together(rows: list[tuple[str, str]], header: str = "序重点任务责任单位") -> str:
    """The cells of a table without anything between them."""
    return f"生态建设重点任务分解表{header}" + "".join(f"{no}{text}{units}" for no, (text, units) in enumerate(rows, 1))


# after a page of Leiyang, 2022: numbers without a sign, cells without a mark between them, pieces of the site
@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize("size", [0, 150, 190])
def test_rows_run_together_behind_numbers_without_a_sign(size: int, is_cut: bool) -> None:
    rows = [(f"{text}加强统筹调度,压实各方责任,按月通报进展并纳入年终考核。", units) for text, units in BARE_ROWS]
    rows += [("健全松材线虫病普查", "")] if is_cut else []
    text = run_together(rows)
    pieces = [text[at : at + size] for at in range(0, len(text), size)] if size else []
    document = read("\n\n".join(f"{no}、{piece}" for no, piece in enumerate(pieces, 1)) or text)
    expected = [[str(no), *row] for no, row in enumerate(rows, start=1)]
    assert [[cell or "" for cell in row] for row in document.grids[0].rows[1:]] == expected


@pytest.mark.parametrize(
    "text",
    [
        run_together(BARE_ROWS, header=""),
        run_together([(text, "") for text, _ in BARE_ROWS]),
        run_together(BARE_ROWS[:2]),
        run_together([(text, "市林业局。") for text, _ in BARE_ROWS]),
    ],
    ids=["no header", "no names", "two rows", "names that end as a sentence"],
)
def test_numbers_without_a_sign_alone_are_of_no_rows(text: str) -> None:
    assert not read(text).grids


def test_a_label_that_comes_twice_in_a_line_loses_no_value() -> None:
    """Found by chance among random texts: the second value took the place of the first."""
    text = "新建学校2所。\n牵头单位:市教育局牵头单位:市财政局\n修路3公里。\n牵头单位:市交通局"
    (grid,) = plain_text.READER.read(Source("x.txt", text.encode()), Limits()).grids
    assert [row[-1] for row in grid.rows] == ["牵头单位", "市教育局\n市财政局", "市交通局"]


# shape after http://onefj.com/article/14977073_357165992.html
@pytest.mark.parametrize("last", ["市水利局。", "市水利局", "市水"], ids=["whole", "without a stop", "cut"])
def test_paragraphs_that_end_with_who_does_them_print_the_sounds_of_characters(last: str) -> None:
    """A newspaper's mirror: traditional characters, headings without numbers, the last paragraph cut."""
    goals = ["新建學(xué)校2所。", "培訓(xùn)教師90名。", "植樹(shù)3萬(wàn)株。", "治理河道4條。"]
    units = ["市教體局", "市教體局", "市林業(yè)局", last]
    first, second, third, fourth = [
        f"{goal}責(zé)任單位:{unit}{'' if unit == last else '。'}" for goal, unit in zip(goals, units, strict=True)
    ]
    lead = "記者從前天召開(kāi)的會(huì)議上了解到,我市十大實(shí)事已經(jīng)敲定。"
    document = read("\n".join([lead, "辦好學(xué)校", first, second, "守護(hù)生態(tài)", third, fourth]))
    (grid,) = document.grids
    assert grid.rows == [
        ["任务内容", "責(zé)任單位"],
        ["辦好學(xué)校", None],
        [goals[0], units[0]],
        [goals[1], units[1]],
        ["守護(hù)生態(tài)", None],
        [goals[2], units[2]],
        [goals[3], units[3].rstrip("。")],
    ]
    assert [text.text for text in document.texts] == [lead]


def test_a_title_above_paragraphs_that_say_who_does_them_is_no_heading_of_theirs() -> None:
    items = [f"{text}责任单位:{units}。" for text, units in zip(TEXTS, UNITS, strict=True)]
    document = read("\n".join(["首页 新闻", TITLE, *items[:3], "绿水青山", *items[3:]]))
    assert TITLE in [text.text for text in document.texts]


@pytest.mark.parametrize("ranks", ["1、甲县;2、乙县;3、丙县。", "(1)甲县;(2)乙县;(3)丙县;(4)丁县。"])
@pytest.mark.parametrize("says", ["为", ":"])
def test_what_came_of_the_one_item_of_a_number_is_no_item(says: str, ranks: str) -> None:
    names = ["校舍工程", "植树工程", "河道工程"]
    items = [f"{no}、{name},牵头单位{says}市水利局。其中,{name}较慢的为甲县。" for no, name in enumerate(names, 1)]
    document = read("\n".join(["一、综合排名", ranks, "二、部分项目进展情况", *items]))
    rows = [[(cell or "").rstrip("。") for cell in row] for row in document.grids[0].rows]
    assert rows == [
        ["任务内容", "牵头单位", "后文"],
        ["二、部分项目进展情况"],
        *([f"{no}、{name}", "市水利局", f"其中,{name}较慢的为甲县"] for no, name in enumerate(names, 1)),
    ]


def test_of_a_number_over_several_items_what_follows_the_last_is_no_account() -> None:
    items = [f"{text[:-1]},责任单位为{units}。" for text, units in zip(TEXTS, UNITS, strict=True)]
    document = read(f"一、{''.join(items[:3])}\n二、{items[3]}开通公交线路")
    assert "后文" not in document.grids[0].rows[0]


def test_several_labels_at_the_end_of_a_paragraph_are_those_of_one_item() -> None:
    items = [
        f"{text}牵头单位:{units};完成时限:{no}月底。"
        for no, (text, units) in enumerate(zip(TEXTS, UNITS, strict=True), 1)
    ]
    document = read("\n".join([LEAD, "办好教育", *items[:2], "守护生态", *items[2:]]))
    assert document.grids[0].rows == [
        ["任务内容", "牵头单位", "完成时限"],
        ["办好教育", None, None],
        *([TEXTS[no], UNITS[no], f"{no + 1}月底"] for no in (0, 1)),
        ["守护生态", None, None],
        *([TEXTS[no], UNITS[no], f"{no + 1}月底"] for no in (2, 3, 4, 5)),
    ]


def test_a_label_that_ends_as_the_others_do_is_one_though_it_comes_once() -> None:
    labels = ["责任单位"] * 5 + ["牵头单位"]
    items = [f"{text}{label}:{units}。" for text, label, units in zip(TEXTS, labels, UNITS, strict=True)]
    rows = read("\n".join([LEAD, *items])).grids[0].rows
    assert [row[0] for row in rows[1:]] == TEXTS
    assert UNITS[-1] in str(rows[-1][-1])


def test_groups_below_one_heading_of_all_hold_items_that_begin_anew() -> None:
    """一、 stands once over (一) and (二), each with the points of its items: they are groups and no items."""
    # shape after https://www.renrendoc.com/p-24759967.html
    text = (
        "乡镇目标管理考评办法 为方便年度考评特制定本办法 一、目标任务(千分制) (一)水利和移民工作(60分) "
        "1、完成水库加固任务计20分不完成任务扣3分 2、新建移民点供水工程3处计15分每少1处扣5分 由县水利局考评 "
        "(二)林业工作(80分) 1、造林任务计30分不完成任务扣3分由县林业局考评 2、森林抚育面积比上年度增长7%计25分 "
        "3、完成护林员培训任务计10分;不完成任务扣2分由县林业局考评"
    )
    (grid,) = read(text).grids
    assert grid.rows[0] == ["序号", "任务内容"]
    assert [row[0] for row in grid.rows[1:]] == [
        "一、目标任务(千分制)",
        "(一)水利和移民工作(60分)",
        "1、",
        "2、",
        "(二)林业工作(80分)",
        "1、",
        "2、",
        "3、",
    ]
