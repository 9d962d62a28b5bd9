"""Lists of tasks, records and running text: what each shape lands as, and that nothing printed is lost."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from docx import Document

from duban.landing.grid import ReadDocument
from duban.landing.inspecting import list_lines
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.docx import reader as docx
from duban.landing.readers.html import reader as html
from duban.landing.readers.text import markdown, plain_text

# What parts labels, values and brackets and is not landed with them.
SEPARATORS = set(" \t\n\u3000:\uff1a;\uff1b()\uff08\uff09[]〔〕【】。,\uff0c、")


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("a.txt", text.encode()), Limits())


def rows(text: str) -> list[list[str | None]]:
    """The rows of the first grid below its header, without empty cells."""
    return [[cell for cell in row if cell] for row in read(text).grids[0].rows[1:]]


def page(text: str) -> ReadDocument:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    content = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return html.READER.read(Source("a.html", content.encode()), Limits())


def lost_characters(text: str, document: ReadDocument) -> Counter[str]:
    """The characters of a text that stand in no cell and no text; a label stands over each of its values."""
    landed: Counter[str] = Counter("".join(text.text for text in document.texts))
    for grid in document.grids:
        header = grid.rows[0]
        for row in grid.rows[1:]:
            for at, cell in enumerate(row):
                landed.update(cell or "")
                if cell:
                    landed.update(header[at] or "")
    return Counter(character for character in text if character not in SEPARATORS) - landed


BRACKETS = "甲市2024年任务分解\n1.新建学校2所。(市教育局、市财政局负责)\n2.修缮桥梁5座。(市交通局牵头,各县区配合)\n"
SHAPES = {
    "a numbered name with a colon under the labels of another item": (
        "1.办学工程:新建学校2所。\n责任单位:市教育局\n2.生态工程:植树3万株。\n责任单位:市林业局\n",
        [
            ["任务内容", "责任单位"],
            ["1.办学工程:新建学校2所。", "市教育局"],
            ["2.生态工程:植树3万株。", "市林业局"],
        ],
    ),
    "labels inside a sentence, and more of them behind": (
        "1.新建学校2所。牵头单位:市教育局。\n2.植树3万株。牵头单位:市林业局。配合单位:各县区。完成时限:12月底。\n"
        "3.修桥5座。牵头单位:市交通局。\n",
        [
            ["任务内容", "牵头单位", "配合单位", "完成时限"],
            ["1.新建学校2所。", "市教育局。", "", ""],
            ["2.植树3万株。", "市林业局", "各县区", "12月底"],
            ["3.修桥5座。", "市交通局。", "", ""],
        ],
    ),
    "a numbered name over one sentence over labels is one item": (
        "1.供水工程\n铺设管网9公里。\n责任单位:市水利局\n2.安居工程\n改造小区8个。\n责任单位:市住建局\n",
        [
            ["任务内容", "责任单位"],
            ["1.供水工程\n铺设管网9公里。", "市水利局"],
            ["2.安居工程\n改造小区8个。", "市住建局"],
        ],
    ),
    "a heading with a label of its own in a bracket": (
        "一、办学(牵头领导:张三)\n1.新建学校2所。责任单位:市教育局\n2.培训教师90名。责任单位:市教育局\n"
        "二、生态(牵头领导:李四)\n3.植树3万株。责任单位:市林业局\n",
        [
            ["任务内容", "责任单位"],
            ["一、办学(牵头领导:张三)"],
            ["1.新建学校2所。", "市教育局"],
            ["2.培训教师90名。", "市教育局"],
            ["二、生态(牵头领导:李四)"],
            ["3.植树3万株。", "市林业局"],
        ],
    ),
    # 海宁 2024 and other work points: who does it stands behind each sentence of a paragraph
    "sentences of one item that each end in a labelled bracket": (
        "(一)办学。新建学校2所(责任单位:市教育局)。培训教师90名(责任单位:市教育局、市财政局)。\n"
        "(二)植树3万株。(责任单位:市林业局)\n",
        [
            ["序号", "任务内容", "责任单位"],
            ["(一)", "办学。新建学校2所", "市教育局"],
            [None, "培训教师90名", "市教育局、市财政局"],
            ["(二)", "植树3万株。", "市林业局"],
        ],
    ),
    "paragraphs without numbers under headings, one or more sentences with a bracket each": (
        "一、办学\n新建学校2所(责任单位:市教育局)。培训教师90名(责任单位:市教育局)。\n"
        "二、生态\n植树3万株(责任单位:市林业局)。\n治理河道5公里(责任单位:市水利局)。\n",
        [
            ["任务内容", "责任单位"],
            ["一、办学"],
            ["新建学校2所", "市教育局"],
            ["培训教师90名", "市教育局"],
            ["二、生态"],
            ["植树3万株", "市林业局"],
            ["治理河道5公里", "市水利局"],
        ],
    ),
    # 国办发〔2021〕25号: measures under a task, each with who does it
    "a word with a colon over numbered steps is no label": (
        "(一)减轻负担。(市税务局牵头)\n具体措施:\n1.延长办税时间2小时。(市税务局)\n2.新建窗口5个。(市税务局)\n"
        "(二)扩大就业。(市人社局牵头)\n具体措施:\n1.办招聘会20场。(市人社局)\n",
        [
            ["序号", "任务内容", "括注"],
            ["(一)", "减轻负担。", "(市税务局牵头)"],
            ["1.", "延长办税时间2小时。", "(市税务局)"],
            ["2.", "新建窗口5个。", "(市税务局)"],
            ["(二)", "扩大就业。", "(市人社局牵头)"],
            ["1.", "办招聘会20场。", "(市人社局)"],
        ],
    ),
    # 武汉 2023, 目标任务责任分解方案: —— before the names of the parts, also the first
    "headings that begin with a dash": (
        "甲市任务分解\n——办好教育\n1.新建学校2所。(责任单位:市教育局)\n——保护生态\n2.植树3万株。(责任单位:市林业局)\n",
        [
            ["任务内容", "责任单位"],
            ["——办好教育", None],
            ["1.新建学校2所。", "市教育局"],
            ["——保护生态", None],
            ["2.植树3万株。", "市林业局"],
        ],
    ),
    "unlabelled brackets": (
        BRACKETS,
        [
            ["序号", "任务内容", "括注"],
            ["1.", "新建学校2所。", "(市教育局、市财政局负责)"],
            ["2.", "修缮桥梁5座。", "(市交通局牵头,各县区配合)"],
        ],
    ),
    "a bracket before the final mark, brackets within it, and one that is no remark on who does it": (
        "1、新建(改建)学校2所(各县(市、区)政府)。\n2、修缮桥梁5座(含续建1座)。(市交通局)\n3、植树3万株。\n",
        [
            ["序号", "任务内容", "括注", "括注"],
            ["1、", "新建(改建)学校2所", "(各县(市、区)政府)。", ""],
            ["2、", "修缮桥梁5座", "(含续建1座)。", "(市交通局)"],
            ["3、", "植树3万株。", "", ""],
        ],
    ),
    "a label in tortoise-shell brackets": (
        "1.新建学校2所。〔牵头单位\uff1a市教育局\uff1b责任单位\uff1a各县区〕\n2.植树3万株。〔牵头单位\uff1a市林业局〕\n",
        [
            ["任务内容", "牵头单位", "责任单位"],
            ["1.新建学校2所。", "市教育局", "各县区"],
            ["2.植树3万株。", "市林业局", ""],
        ],
    ),
    "brackets over line ends and page numbers": (
        "1.新建学校2所。\uff08责任单位\uff1a市教\n育局、市财政局\uff09\n"
        "2.植树3万株。\uff08责\n— 3 —\n任单位\uff1a市林业局\uff09\n",
        [["任务内容", "责任单位"], ["1.新建学校2所。", "市教育局、市财政局"], ["2.植树3万株。", "市林业局"]],
    ),
    "headings over items are rows of one cell": (
        "一、社会事业\n(一)教育\n1.新建学校2所。(市教育局)\n2.培训教师90名。(市教育局)\n二、生态\n3.植树3万株。(市林业局)\n",
        [
            ["序号", "任务内容", "括注"],
            ["一、社会事业"],
            ["(一)教育"],
            ["1.", "新建学校2所。", "(市教育局)"],
            ["2.", "培训教师90名。", "(市教育局)"],
            ["二、生态"],
            ["3.", "植树3万株。", "(市林业局)"],
        ],
    ),
    "a heading without a number between two items": (
        "1.新建学校2所。\n责任单位:市教育局\n提升生态质量\n2.植树3万株。\n责任单位:市林业局\n",
        [
            ["任务内容", "责任单位"],
            ["1.新建学校2所。", "市教育局"],
            ["提升生态质量", None],
            ["2.植树3万株。", "市林业局"],
        ],
    ),
    "numbers that begin anew under each heading": (
        "一、教育\n1.新建学校2所。\n责任单位:市教育局\n2.培训教师90名。\n责任单位:市教育局\n"
        "二、生态\n1.植树3万株。\n责任单位:市林业局\n2.治理河道4条。\n责任单位:市水利局\n",
        [
            ["序号", "任务内容", "责任单位"],
            ["一、教育"],
            ["1.", "新建学校2所。", "市教育局"],
            ["2.", "培训教师90名。", "市教育局"],
            ["二、生态"],
            ["1.", "植树3万株。", "市林业局"],
            ["2.", "治理河道4条。", "市水利局"],
        ],
    ),
    "signature and date behind the last label": (
        "1.新建学校2所。\n责任单位:市教育局\n2.植树3万株。\n责任单位:市林业局\n乙县人民政府办公室\n2024年3月1日\n",
        [["任务内容", "责任单位"], ["1.新建学校2所。", "市教育局"], ["2.植树3万株。", "市林业局"]],
    ),
    "a label inside the sentence": (
        "1、校舍工程,牵头部门:市教育局。进度较快。\n2、植树工程,牵头部门:市林业局。\n3、河道工程,牵头部门:市水利局。尚未开工。\n",
        [
            ["任务内容", "牵头部门", "后文"],
            ["1、校舍工程", "市教育局。", "进度较快。"],
            ["2、植树工程", "市林业局。", ""],
            ["3、河道工程", "市水利局。", "尚未开工。"],
        ],
    ),
    # shape after https://ht.luaninfo.com/laxw/gggs/content_130406
    "a label inside the sentence, below a ranking with numbers": (
        "一、综合排名\n1、甲县;2、乙县;3、丙县;4、丁县。\n二、部分项目进展情况\n"
        "1、校舍工程,牵头部门:市教育局。其中,操场改造较慢的为甲县。\n2、植树工程,牵头部门:市林业局。\n"
        "3、河道工程,牵头部门:市水利局。其中,清淤较慢的为丙县、丁县。\n",
        [
            ["任务内容", "牵头部门", "后文"],
            ["二、部分项目进展情况"],
            ["1、校舍工程", "市教育局。", "其中,操场改造较慢的为甲县。"],
            ["2、植树工程", "市林业局。", ""],
            ["3、河道工程", "市水利局。", "其中,清淤较慢的为丙县、丁县。"],
        ],
    ),
    "a sentence behind the bracket of each item": (
        "1.新建学校2所(责任单位:市教育局)。已新建3所。\n2.植树3万株。(责任单位:市林业局)植树3.1万株。\n",
        [
            ["任务内容", "责任单位", "后文"],
            ["1.新建学校2所", "市教育局", "已新建3所。"],
            ["2.植树3万株。", "市林业局", "植树3.1万株。"],
        ],
    ),
    # after a newspaper's page, 漯河市 2016
    "labels that a page prints above the list": (
        "本版邮箱:a@b.cn\n编辑:周远\n2031年实事\n1.新建学校2所。\n牵头责任单位:市教育局\n配合实施单位:市财政局\n"
        "2.植树3万株。\n牵头责任单位:市林业局\n配合实施单位:各县\n3.建园。\n责任单位:市城管局\n"
        "4.修路90公里。\n牵头责任单位:市交通局\n配合实施单位:各县\n",
        [
            ["任务内容", "牵头责任单位", "配合实施单位", "责任单位"],
            ["1.新建学校2所。", "市教育局", "市财政局", ""],
            ["2.植树3万株。", "市林业局", "各县", ""],
            ["3.建园。", "", "", "市城管局"],
            ["4.修路90公里。", "市交通局", "各县", ""],
        ],
    ),
    "a bracket with a label among labels": (
        "1.新建学校2所。\n牵头单位:市教育局(联系人:周远)完成时限:年底\n2.植树3万株。\n牵头单位:市林业局(联系人:俞悦)完成时限:年底\n",
        [
            ["任务内容", "牵头单位"],
            ["1.新建学校2所。", "市教育局(联系人:周远)完成时限:年底"],
            ["2.植树3万株。", "市林业局(联系人:俞悦)完成时限:年底"],
        ],
    ),
    # after the results of a prefecture's ten matters of 2019: 安顺市, its page
    "a paragraph of results below each item": (
        "一、办好教育。(责任单位:市教育局)\n1.新建学校2所(责任单位:市教育局)\n已新建3所。\n"
        "2.培训教师90名(责任单位:市人社局)\n已培训95名。\n其中骨干10名。\n"
        "二、植树3万株。(责任单位:市林业局)\n已植树3.1万株。\n各县要总结经验。\n",
        [
            ["序号", "任务内容", "责任单位", "后文"],
            ["一、", "办好教育。", "市教育局", ""],
            ["1.", "新建学校2所", "市教育局", "已新建3所。"],
            ["2.", "培训教师90名", "市人社局", "已培训95名。\n其中骨干10名。"],
            ["二、", "植树3万株。", "市林业局", "已植树3.1万株。"],
        ],
    ),
    # after a province's page that was copied into one line: 河南省, 2023
    "headings and items in one line": (
        "通知如下。 一、教育 (一)校舍 1.新建学校2所。(市教育局) 2.改建学校4所。(市教育局) "
        "(二)教师 3.培训教师90名。(市人社局) 二、生态 4.植树3万株。(市林业局)",
        [
            ["序号", "任务内容", "括注"],
            ["一、教育"],
            ["(一)校舍"],
            ["1.", "新建学校2所。", "(市教育局)"],
            ["2.", "改建学校4所。", "(市教育局)"],
            ["(二)教师"],
            ["3.", "培训教师90名。", "(市人社局)"],
            ["二、生态"],
            ["4.", "植树3万株。", "(市林业局)"],
        ],
    ),
    # after a province's list of 2013 whose lines hold two items here and there: 黑龙江省
    "the next item behind the bracket of one": (
        "(一)新建学校2所。(市教育局)(二)植树3万株。(市林业局)\n(三)治理河道4条。(市水利局)\n",
        [
            ["序号", "任务内容", "括注"],
            ["(一)", "新建学校2所。", "(市教育局)"],
            ["(二)", "植树3万株。", "(市林业局)"],
            ["(三)", "治理河道4条。", "(市水利局)"],
        ],
    ),
    "steps under a number, its label behind the last": (
        "1.办好教育:\n(1)新建学校2所;\n(2)培训教师90名。\n责任单位:市教育局\n2.植树3万株。\n责任单位:市林业局\n",
        [
            ["任务内容", "责任单位"],
            ["1.办好教育:\n(1)新建学校2所;\n(2)培训教师90名。", "市教育局"],
            ["2.植树3万株。", "市林业局"],
        ],
    ),
    "steps that have units of their own": (
        "1.办好教育\n(1)新建学校2所。(市教育局)\n(2)培训教师90名。(市人社局)\n2.护好生态\n(1)植树3万株。(市林业局)\n",
        [
            ["序号", "任务内容", "括注"],
            ["1.办好教育", None, None],
            ["(1)", "新建学校2所。", "(市教育局)"],
            ["(2)", "培训教师90名。", "(市人社局)"],
            ["2.护好生态", None, None],
            ["(1)", "植树3万株。", "(市林业局)"],
        ],
    ),
    "running text whose numbered paragraphs end in a bracket": (
        "一、稳企业\n(一)减轻负担。对小企业返还保费50%。(市人社局、市财政局负责)\n(二)扩大担保。新增担保2亿元。(市财政局负责)\n"
        "二、促创业\n(三)发放贷款。全年发放3000万元。(人行甲市分行负责)\n各县区要抓好落实。\n",
        [
            ["序号", "任务内容", "括注"],
            ["一、稳企业"],
            ["(一)", "减轻负担。对小企业返还保费50%。", "(市人社局、市财政局负责)"],
            ["(二)", "扩大担保。新增担保2亿元。", "(市财政局负责)"],
            ["二、促创业"],
            ["(三)", "发放贷款。全年发放3000万元。", "(人行甲市分行负责)"],
        ],
    ),
    "items that print no unit": (
        "丙县2024年民生实事\n1.新建学校2所。\n2.30个小区加装电梯。\n3.植树3万株。\n",
        [["序号", "任务内容"], ["1.", "新建学校2所。"], ["2.", "30个小区加装电梯。"], ["3.", "植树3万株。"]],
    ),
    "numbers with no sign but a blank": (
        "丙县2024年民生实事\n1 新建学校2所;\n2 修缮桥梁5座;\n3 植树3万株。\n",
        [["序号", "任务内容"], ["1", "新建学校2所;"], ["2", "修缮桥梁5座;"], ["3", "植树3万株。"]],
    ),
    "a whole list in one paragraph": (
        "会议确定,今年办好以下实事: (1)新建学校2所。 (2)修缮桥梁5座。 (3)植树3万株。\n",
        [["序号", "任务内容"], ["(1)", "新建学校2所。"], ["(2)", "修缮桥梁5座。"], ["(3)", "植树3万株。"]],
    ),
    "an item that lacks the label of the others": (
        "1.新建学校2所。\n责任单位:市教育局\n2.植树3万株。\n责任单位:市林业局\n3.其他工作按计划推进。\n",
        [
            ["任务内容", "责任单位"],
            ["1.新建学校2所。", "市教育局"],
            ["2.植树3万株。", "市林业局"],
            ["3.其他工作按计划推进。", ""],
        ],
    ),
}


@pytest.mark.parametrize(("text", "rows"), SHAPES.values(), ids=SHAPES)
def test_a_list_lands_as_it_is_printed(text: str, rows: list[list[str | None]]) -> None:
    document = read(text)
    assert [grid.rows for grid in document.grids] == [rows]
    assert {note.severity for note in document.notes} == {"info"}


@pytest.mark.parametrize("text", [text for text, _ in SHAPES.values()], ids=SHAPES)
def test_no_printed_character_is_lost(text: str) -> None:
    assert lost_characters(text, read(text)) == Counter()


@pytest.mark.parametrize("text", [text for text, _ in SHAPES.values() if "— 3 —" not in text])
def test_paragraphs_of_a_page_are_read_like_lines(text: str) -> None:
    assert [grid.rows for grid in page(text).grids] == [grid.rows for grid in read(text).grids]


def test_a_text_and_its_brackets_put_together_are_what_was_printed() -> None:
    (grid,) = read("1.甲(乙)丙(丁)。(戊、己)\n2.庚辛(壬)。\n3.癸(子)丑。(寅)\n").grids
    assert ["".join(cell or "" for cell in row) for row in grid.rows[1:]] == [
        "1.甲(乙)丙(丁)。(戊、己)",
        "2.庚辛(壬)。",
        "3.癸(子)丑。(寅)",
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param(
            "关于做好防汛工作的通知\n一、提高认识\n各单位要高度重视。\n二、压实责任\n各单位要落实责任。\n三、严肃纪律\n对失职的予以问责。\n",
            "3 numbered paragraphs, no labels or brackets that say who does what, no figures",
            id="a notice",
        ),
        pytest.param(
            "一、提高认识(略)\n各单位要高度重视。\n二、压实责任\n落实责任。\n三、严肃纪律\n予以问责。\n四、及时报送\n报送情况。\n",
            "4 numbered paragraphs",
            id="one bracket among four headings",
        ),
        pytest.param("会议听取了汇报。\n会议要求抓好落实。\n", "no numbered paragraphs", id="no numbers"),
    ],
)
def test_prose_is_refused_with_what_was_seen(text: str, seen: str) -> None:
    for document in (read(text), page(text)):
        assert document.grids == []
        (note,) = document.notes
        assert note.severity == "warning"
        assert note.what.startswith("no table and no list of tasks was found")
        assert seen in note.what


def test_what_follows_the_list_is_text_and_a_note_says_so() -> None:
    document = read(f"{BRACKETS}附件:1.分工表\n责任编辑:甲乙\n")
    assert [text.text for text in document.texts if text.table_no == 2] == ["附件:1.分工表", "责任编辑:甲乙"]
    assert any("behind the list" in note.what for note in document.notes)


NOTICE = (
    "甲市任务分解的通知\n一、提高认识。各单位要逐项落实(样式详见附表)。\n二、按时报送。每季度末报送(样式详见附表)。\n"
    "甲市人民政府办公室\n2024年1月22日\n甲市任务分解\n一、社会事业\n"
)


def test_the_paragraphs_of_a_notice_are_none_of_the_list_that_it_passes_on() -> None:
    """Shape of 武汉 2022: the notice is numbered 一、 二、 and signed, the list stands behind it."""
    document = read(f"{NOTICE}(一)新建学校2所。(责任单位:市教育局)\n(二)植树3万株。(责任单位:市林业局)\n")
    assert [[cell for cell in row if cell] for row in document.grids[0].rows[1:]] == [
        ["一、社会事业"],
        ["(一)新建学校2所。", "市教育局"],
        ["(二)植树3万株。", "市林业局"],
    ]
    assert len(document.texts) == 6


def test_the_last_paragraph_of_a_notice_is_no_heading() -> None:
    """Shape of 菏政办字〔2023〕1号, copied without its signature: the list goes on right below 二、."""
    long = "各单位要按照分工逐项细化任务,明确时间和责任,定期调度进展,及时协调解决问题,确保按期完成,不得拖延推诿。"
    document = read(
        f"现印发给你们。\n一、提高认识。{long}\n二、加强督导。{long}{long}\n1.新建学校2所。(市教育局)\n2.植树3万株。(市林业局)\n"
    )
    assert [row[0] for row in document.grids[0].rows] == ["序号", "1.", "2."]
    assert len(document.texts) == 3


def test_of_a_heading_that_goes_on_in_its_line_the_first_sentence_is_one() -> None:
    long = "坚持以群众需求为导向,聚焦重点领域和薄弱环节,进一步完善扶持政策,推动各项服务提质增效,不断增强群众获得感。"
    document = read(f"一、办好教育。{long}\n1.新建学校2所。(市教育局)\n2.植树3万株。(市林业局)\n")
    assert [row[0] for row in document.grids[0].rows] == ["序号", "一、办好教育。", "1.", "2."]
    assert [text.text for text in document.texts] == [long]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2024年十件实事出炉,分别是:\n"
            + "".join(f"第{name}服务工程,包括新建站点等。\n" for name in "甲乙丙丁戊己庚辛壬癸")
            + "扫一扫打开当前页\n",
            10,
        ),
        ("记者获悉。\n这三件实事是:新建学校2所;植树3万株;修桥5座。(张三)\n", 3),
        ("今年办五件实事:建校2所;修路3条;供水9处。让更多人受益;植树3万株;架桥5座。(记者 张三)\n", 5),
        ("确定民生实事项目6件,分别为:建校2所、修路3条、供水9处、植树3万株、架桥5座、改造小区8个。\n", 6),
        ("一是办好教育。二字之外。\n二是保护生态。植树。\n三是办好五件实事。1.建校2所;2.修路3条;3.继续推", 3),
    ],
    ids=["counted lines", "who wrote it behind the last", "a sentence more in one", "commas of enumeration", "cut"],
)
def test_goals_that_a_sentence_counts_are_items(text: str, expected: int) -> None:
    """Shapes of 常州 2023, 市北区 2004, 汉台区, 石门县 2024 and 临湘 2023."""
    (grid,) = read(text).grids
    assert len(grid.rows) == expected + 1
    assert lost_characters(text, read(text)) == Counter()


@pytest.mark.parametrize(
    "text",
    [
        "三项措施:加强领导、强化宣传、狠抓落实。\n",
        "分5个片区,共5项工作:城关镇、东山镇、西山镇、南山镇、北山镇。\n",
        "会议强调两点。一是快;二是好。\n",
    ],
)
def test_what_a_sentence_enumerates_without_figures_is_prose(text: str) -> None:
    assert read(text).grids == []


def test_paragraphs_that_begin_with_a_project_and_go_on_with_it_are_items() -> None:
    text = (
        "甲市2024年实事进展\n小学建设项目:计划新建2所。目前主体已封顶。\n医院迁建项目:计划投资3亿元。目前已完成1亿元。\n"
        "农村供水工程。计划铺设管网90公里。目前已铺设70公里。\n老旧小区改造工程。计划改造8个。目前全部完工。\n"
    )
    (grid,) = read(text).grids
    assert [str(row[1])[:4] for row in grid.rows[1:]] == ["小学建设", "医院迁建", "农村供水", "老旧小区"]
    assert lost_characters(text, read(text)) == Counter()


def test_paragraphs_that_begin_with_a_name_and_its_period_are_items() -> None:
    # shape after http://fzggw.cq.gov.cn/zwxx/xwbd/202003/t20200319_5756150_wap.html
    text = (
        "总体平稳。2031年20件民心工程计划总投资9亿元。主要进度如下:\n"
        "900公里危险路段加装护栏(2030—2033年)。上半年已完成260公里。\n"
        "修复水窖1500口(2030-2034年)。累计修复1290口,占总计划的86%。\n"
        "乡镇卫生院远程会诊全覆盖(2030至2031年)。上半年,9家试点平稳运行。\n"
        "新建社区食堂300个(2029—2033年)。上半年开工80个,配备桌"
    )
    (grid,) = read(text).grids
    assert [str(row[1])[:4] for row in grid.rows[1:]] == ["900公", "修复水窖", "乡镇卫生", "新建社区"]
    assert lost_characters(text, read(text)) == Counter()
    without = text.replace("(2030-2034年)", "").replace("(2030至2031年)", "")
    assert read(without).grids == []


def test_bullets_at_the_foot_of_a_page_are_none_of_the_names_that_were_counted() -> None:
    # shape after http://221000.cn/xinyi/26402.html
    text = (
        "定了!全县2031年度5大民生实事项目揭晓\n(按得票多少排序)\n乡镇敬老院改建项目\n山区饮水安全项目\n"
        "县城停车场项目\n村级文化广场项目\n危桥加固项目\n县人大将跟踪问效。\n• 微信公众号\n• 客服电话\n• 意见反馈\n"
    )
    (grid,) = read(text).grids
    assert [row[1] for row in grid.rows[1:]] == text.split("\n")[2:7]
    assert lost_characters(text, read(text)) == Counter()


def test_numbered_names_are_a_list_where_a_sentence_counts_as_many_projects() -> None:
    # shape after http://wxrd.wuxing.gov.cn//c450/20180112/i20607.html
    text = (
        "东岭街道召开议事会\n街道人大工委组织代表三十八人逐项审议候选项目的实施内容并票决,结果当场宣布,"
        "共有{}个项目入选2031年实事项目。人大工委将组织代表对入选项目开展监督。\n1、社区食堂项目\n"
        "2、公园照明项目\n3、老楼加装扶手项目\n4、书屋更新项目\n5、河岸步道项目\n"
    )
    assert len(read(text.format(5)).grids[0].rows) == 6
    assert read(text.format(8)).grids == []


def test_names_that_end_alike_over_what_was_done_are_items_of_two_lines() -> None:
    """Shape of results under bare headings."""
    text = (
        "甲市2024年实事完成情况\n教育工程\n新建小学2所。\n健康工程\n体检9000人。\n"
        "安居工程\n改造小区8个。\n畅通工程\n修路9公里。\n"
    )
    (grid,) = read(text).grids
    assert grid.rows[1][1] == "教育工程\n新建小学2所。"
    assert len(grid.rows) == 5


def test_what_a_page_prints_below_its_list_is_no_label_of_the_last_item() -> None:
    """Shape of a district's page: 主办:… right under the last item."""
    document = read(
        "1.新建学校2所。责任单位:区教育局\n2.植树3万株。责任单位:区林业局\n3.修桥5座。责任单位:区交通局\n主办:甲市乙区人民政府\n"
    )
    assert document.grids[0].rows[0] == ["任务内容", "责任单位"]
    assert document.texts[-1].text == "主办:甲市乙区人民政府"


def test_numbered_words_that_come_back_under_every_item_are_its_labels() -> None:
    """Shape of a county's list of projects; of the words only their numbers are landed nowhere."""
    text = (
        "一、新建学校2所\n(一)工作目标\n新增学位900个。\n(二)责任单位\n市教育局、市财政局\n"
        "二、植树3万株\n(一)工作目标\n绿化5个村。\n(二)责任单位\n市林业局\n"
    )
    assert [grid.rows for grid in read(text).grids] == [
        [
            ["任务内容", "工作目标", "责任单位"],
            ["一、新建学校2所", "新增学位900个。", "市教育局、市财政局"],
            ["二、植树3万株", "绿化5个村。", "市林业局"],
        ]
    ]
    assert lost_characters(text, read(text)) == Counter("一二一二")


def test_labels_may_stand_behind_bullets() -> None:
    """Shape of work points kept as Markdown; the bullets are no text."""
    text = "".join(
        f"{number}.新建{what}。\n   - 牵头单位:市教育局\n   - 责任单位:各县区\n"
        for number, what in ((1, "学校2所"), (2, "食堂5个"))
    )
    assert [grid.rows for grid in read(text).grids] == [
        [
            ["任务内容", "牵头单位", "责任单位"],
            ["1.新建学校2所。", "市教育局", "各县区"],
            ["2.新建食堂5个。", "市教育局", "各县区"],
        ]
    ]
    assert lost_characters(text, read(text)) == Counter("----")


def test_headers_that_are_not_printed_are_noted() -> None:
    assert "序号, 任务内容, 括注 are ours, not printed" in read(BRACKETS).notes[0].what


def test_a_list_in_markdown_is_read_in_what_its_lines_print() -> None:
    text = "## 甲市任务分解\n\n1\\. 新建学校2所。**(市教育局负责)**\n\n2\\. 植树3万株。(市林业局负责)\n"
    document = markdown.READER.read(Source("a.md", text.encode()), Limits())
    assert [grid.rows[1:] for grid in document.grids] == [
        [["1.", "新建学校2所。", "(市教育局负责)"], ["2.", "植树3万株。", "(市林业局负责)"]]
    ]
    assert [text.text for text in document.texts] == ["甲市任务分解"]


METADATA = (
    "<table><tr><td>索 引 号\uff1a</td><td>X/2024-1</td><td>发文机关\uff1a</td><td>甲市政府</td></tr>"
    "<tr><td>标 题\uff1a</td><td colspan=3>甲市2024年任务分解</td></tr></table>"
)


def html_page(body: str) -> ReadDocument:
    content = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return html.READER.read(Source("a.html", content.encode()), Limits())


def test_a_table_of_labels_above_a_list_is_landed_as_texts() -> None:
    document = html_page(f"{METADATA}<p>1.新建学校2所。(市教育局)</p><p>2.植树3万株。(市林业局)</p><p>完</p>")
    assert [grid.rows[0] for grid in document.grids] == [["序号", "任务内容", "括注"]]
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "metadata", "索引号\uff1aX/2024-1"),
        (1, "metadata", "发文机关\uff1a甲市政府"),
        (1, "metadata", "标题\uff1a甲市2024年任务分解"),
        (2, "paragraph", "完"),
    ]


def test_labels_between_bars_above_a_list_in_plain_text_are_landed_as_texts() -> None:
    document = read(
        "索引号: | X/2024-1 | 公开方式: | 主动公开 |\n发文机关: | 甲市政府 | 有效性: | 有效 |\n"
        "甲市2024年实事任务\n(一)新建学校2所。\n(二)修缮桥梁5座。\n(三)植树3万株。\n"
    )
    assert [grid.rows[0] for grid in document.grids] == [["序号", "任务内容"]]
    assert [text.text for text in document.texts] == [
        "索引号\uff1aX/2024-1",
        "公开方式\uff1a主动公开",
        "发文机关\uff1a甲市政府",
        "有效性\uff1a有效",
        "甲市2024年实事任务",
    ]
    assert document.title == "甲市2024年实事任务"


def test_labels_between_bars_above_prose_are_no_list() -> None:
    document = read("索引号: | X/1 | 公开方式: | 主动公开 |\n文号: | 甲办1号 | 有效性: | 有效 |\n会议要求抓好落实。\n")
    assert [grid.rows[0] for grid in document.grids] == [["索引号", "公开方式", "文号", "有效性"]]
    assert [text.text for text in document.texts] == ["会议要求抓好落实。"]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param("索引号:X/2024-1 | 公开方式:主动公开 | 发文机关:甲市政府 |\n主题词: | 文 号:甲办1号 |", id="bars"),
        pytest.param("索引号:X/2024-1\t公开方式:主动公开\t发文机关:甲市政府\n主题词:\t文 号:甲办1号\t", id="tabs"),
    ],
)
def test_labels_with_their_values_in_one_cell_above_a_list_are_landed_as_texts(facts: str) -> None:
    """索引号:… 发布机构:… between bars, two or three a line, and the list below (Qiandongnan, 2022)."""
    document = read(f"{facts}\n甲市2024年任务分解\n1.建校2所。(市教育局)\n2.修路3公里。(市交通局)\n")
    (grid,) = document.grids
    assert grid.rows[1:] == [["1.", "建校2所。", "(市教育局)"], ["2.", "修路3公里。", "(市交通局)"]]
    assert [text.text for text in document.texts if text.kind == "metadata"] == [
        "索引号\uff1aX/2024-1",
        "公开方式\uff1a主动公开",
        "发文机关\uff1a甲市政府",
        "主题词\uff1a",
        "文号\uff1a甲办1号",
    ]


def test_labels_in_the_cells_of_a_table_of_a_page_hide_no_list() -> None:
    page = (
        "<table><tr><td>索引号:X/1</td><td>发布机构:甲县政府</td></tr><tr><td>文号:</td><td>日期:2024-3-1</td></tr></table>"
        "<p>1.建校2所。(县教育局)</p><p>2.修路3公里。(县交通局)</p>"
    )
    (grid,) = html_page(page).grids
    assert [row[1] for row in grid.rows[1:]] == ["建校2所。", "修路3公里。"]


def test_labels_in_some_cells_of_a_table_are_none_of_the_page() -> None:
    rows = "序号 | 任务 | 单位 |\n1 | 目标:建校2所 | 牵头:市教育局 |\n2 | 目标:修路3公里 | 牵头:市交通局 |\n"
    (grid,) = read(rows).grids
    assert len(grid.rows) == 3


def test_a_list_in_a_table_that_lays_out_the_page_is_read() -> None:
    document = html_page(
        "<table><tr><td><p>1.建校2所。(市教育局)</p><p>2.植树3万株。(市林业局)</p></td></tr><tr><td> </td></tr></table>"
    )
    assert [len(grid.rows) for grid in document.grids] == [3]


def test_a_strip_of_links_below_a_list_is_no_table() -> None:
    """Shape after https://m.bidcenter.com.cn/newsrili-1-158480178.html"""
    items = "<p>1.建校2所。</p><p>2.修路3公里。</p><p>3.植树5万株。</p>"
    (grid,) = html_page(f"{items}<table><tr><td>订阅本站更新</td><td>订阅</td></tr></table>").grids
    assert [row[1] for row in grid.rows[1:]] == ["建校2所。", "修路3公里。", "植树5万株。"]


def test_a_short_row_beside_other_tables_is_no_strip() -> None:
    items = "<p>1.建校2所。</p><p>2.修路3公里。</p><p>3.植树5万株。</p>"
    row = "<table><tr><td>植树</td><td>县林业局</td></tr></table>"
    assert [len(grid.rows) for grid in html_page(f"{items}{row}{row}").grids] == [1, 1]


def test_numbered_paragraphs_above_a_table_are_no_list() -> None:
    rows = (("序号", "工作任务", "单位"), ("1", "建校", "市教育局"))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    document = html_page(
        f"<p>1.各单位要在3日内报送。</p><p>2.每月5日前更新。</p><p>3.联系电话5550001。(办公室)</p><table>{table}</table>"
    )
    assert [grid.rows[0] for grid in document.grids] == [["序号", "工作任务", "单位"]]
    assert [text.table_no for text in document.texts] == [1, 1, 1]


QUARTERS = (
    "重点工作:135.治理违建20万平方米。\n牵头单位:市城管局\n年度目标:\n第一季度:摸底。\n第二季度:拆除。\n"
    "进展情况:\n第一季度:\n已摸底。\n第二季度:\n已拆除一半。\n"
)


def test_a_record_with_quarters_under_goals_and_progress_is_one_row() -> None:
    (grid,) = read(QUARTERS).grids
    assert grid.rows == [
        ["重点工作", "牵头单位", "年度目标", "进展情况"],
        [
            "135.治理违建20万平方米。",
            "市城管局",
            "第一季度:摸底。\n第二季度:拆除。",
            "第一季度:\n已摸底。\n第二季度:\n已拆除一半。",
        ],
    ]
    assert lost_characters(QUARTERS, read(QUARTERS)) == Counter()


def test_two_records_are_two_rows() -> None:
    (grid,) = read(QUARTERS + QUARTERS.replace("135.治理违建20万", "136.清理河道30万")).grids
    assert [row[0] for row in grid.rows] == ["重点工作", "135.治理违建20万平方米。", "136.清理河道30万平方米。"]


def test_tables_of_labels_and_values_are_records_where_nothing_else_is_there() -> None:
    one = "<table><tr><td>重点工作:</td><td>{}</td></tr><tr><td>牵头单位:</td><td>{}</td></tr></table>"
    document = html_page(one.format("135.治理违建20万平方米。", "市城管局") + one.format("136.植树3万株。", "市林业局"))
    assert [grid.rows for grid in document.grids] == [
        [
            ["重点工作", "牵头单位"],
            ["135.治理违建20万平方米。", "市城管局"],
            ["136.植树3万株。", "市林业局"],
        ]
    ]


def test_labels_without_a_colon_over_their_values_are_a_record() -> None:
    (grid,) = read("具体任务\n新建学校2所,年底前投用。\n责任单位\n教育局、财政局\n完成时限\n12月底前\n").grids
    assert grid.rows == [
        ["具体任务", "责任单位", "完成时限"],
        ["新建学校2所,年底前投用。", "教育局、财政局", "12月底前"],
    ]


def test_a_list_in_a_docx_is_read() -> None:
    paper = Document()
    for line in BRACKETS.strip().split("\n"):
        paper.add_paragraph(line)
    content = io.BytesIO()
    paper.save(content)
    document = docx.READER.read(Source("a.docx", content.getvalue()), Limits())
    assert [grid.rows for grid in document.grids] == [SHAPES["unlabelled brackets"][1]]


def test_inspect_shows_what_is_taken_for_headings_and_items() -> None:
    text = SHAPES["headings over items are rows of one cell"][0]
    assert list_lines(read(text)) == [
        "list: 3 items under 3 headings; 序号 | 任务内容 | 括注",
        "  headings: 一、社会事业, (一)教育, 二、生态",
        "  1. | 新建学校2所。 | (市教育局)",
        "  2. | 培训教师90名。 | (市教育局)",
        "  3. | 植树3万株。 | (市林业局)",
    ]
    assert list_lines(read("会议听取了汇报。\n")) == []


def test_the_frame_of_a_copied_paragraph_is_no_text() -> None:
    document = read("|\n分别是:(1)新建学校2所。(2)新增就业3万人。(3)改造道路5条。 |\n信息公开\n|\n")
    assert [row[-1] for row in document.grids[0].rows[1:]] == ["新建学校2所。", "新增就业3万人。", "改造道路5条。"]
    assert "信息公开" in [text.text for text in document.texts]


def test_names_between_a_sentence_that_leads_to_them_and_who_signs_are_a_list() -> None:
    """After the projects that a congress chose, 沅江市 2023: no figures, a long sentence above, a signature below."""
    names = ["校舍扩建;", "道路修缮;", "河道治理;", "公园新建;", "饮水提质。"]
    lines = [
        "云岫市第九届人民代表大会第二次会议于2030年12月21日依法票决产生了2031年民生实事项目,现将票决结果公告如下:",
        *(f"{no}.{name}" for no, name in enumerate(names, start=1)),
        "云岫市第九届人民代表大会",
        "第二次会议主席团",
    ]
    (grid,) = read("\n".join(lines)).grids
    assert [row[1] for row in grid.rows[1:]] == names
    assert read("\n".join([*lines[:6], "各单位要高度重视这项工作,精心组织,抓好落实," * 3, *lines[6:]])).grids == []


def test_two_items_with_figures_are_a_list() -> None:
    assert rows("1.新建学校2所。\n2.新增就业3万人。") == [["1.", "新建学校2所。"], ["2.", "新增就业3万人。"]]
    assert not read("1.1 粮食2万吨\n2.1 油料3万吨").grids
    assert not read("1.新建学校2所。\n2.做好就业。").grids


def test_a_line_between_items_is_their_heading() -> None:
    items = ("1.新建学校2所。\n2.新增学位90个。\n", "3.新增就业3万人。\n云河市政府\n")
    text = f"任务分解如下:\n市教育局(2项)\n{items[0]}市人社局(1项)\n{items[1]}"
    assert rows(text) == [
        ["市教育局(2项)"],
        ["1.", "新建学校2所。"],
        ["2.", "新增学位90个。"],
        ["市人社局(1项)"],
        ["3.", "新增就业3万人。"],
    ]


def test_paragraphs_below_most_items_of_a_plain_list_stand_behind_them() -> None:
    """After 西平县, 2020: a numbered line is the task, the line below it what came of it."""
    items = ["1.新建学校2所。\n已新建学校1所。", "2.修路8公里。\n全县修路9公里。", "3.种树500株。"]
    text = "甲县2031年目标落实情况汇报如下:\n"
    assert rows(text + "\n".join(items)) == [
        ["1.", "新建学校2所。", "已新建学校1所。"],
        ["2.", "修路8公里。", "全县修路9公里。"],
        ["3.", "种树500株。"],
    ]
    few = [items[0], "2.修路8公里。", items[2]]
    assert rows(text + "\n".join(few))[0] == ["1.", "新建学校2所。"]


def test_headings_over_a_name_and_its_values_are_a_record() -> None:
    text = "公示\n一、项目名称\n校舍改造\n二、任务目标\n改造校舍3栋\n三、完成情况\n已改造3栋。\n请监督。"
    grid = read(text).grids[0]
    assert grid.rows == [["项目名称", "任务目标", "完成情况"], ["校舍改造", "改造校舍3栋", "已改造3栋。\n请监督。"]]
    assert not read(text.replace("校舍改造\n", "各单位要做好校舍改造,确保安全。\n")).grids, "a sentence is no name"


def test_a_heading_between_delimited_lines_is_a_row() -> None:
    grid = read("序号\t目标\t单位\n一、教育\n1\t建校\t市教育局\n二、就业\n2\t就业\t市人社局\n").grids[0]
    assert [len(row) for row in grid.rows] == [3, 1, 3, 1, 3]


COUNTED = {
    "counted, no figures": (
        "甲县人民代表大会公告\n票决确定民生实事项目4项,现公告如下:\n"
        "1.城北小学扩建项目;\n2.河滨公园项目;\n3.东街道路项目;\n4.卫生院迁建项目。\n甲县人大主席团\n2024年2月1日",
        ["城北小学扩建项目;", "河滨公园项目;", "东街道路项目;", "卫生院迁建项目。"],
    ),
    "spoken, in one paragraph that was broken, with a sentence behind": (
        "这三件实事是:一是扩建城北小学;二是修\n缮东街道路;三是迁建卫生院。另外办好小事若干。\n新闻推荐",
        ["扩建城北小学;", "修缮东街道路;", "迁建卫生院。"],
    ),
    "spoken, a paragraph each": (
        "三件实事完成如下:\n一是扩建城北小学。\n二是修缮东街道路。\n三是迁建卫生院。",
        ["扩建城北小学。", "修缮东街道路。", "迁建卫生院。"],
    ),
    "the first behind the sentence that leads to it": (
        "今年办好三件实事:一是扩建城北小学;\n二是修缮东街道路;\n三是迁建卫生院。",
        ["扩建城北小学;", "修缮东街道路;", "迁建卫生院。"],
    ),
    "circled": (
        "三件实事:①扩建城北小学;②修缮东街道路;③迁建卫生院。",
        ["扩建城北小学;", "修缮东街道路;", "迁建卫生院。"],
    ),
    "ordinals": (
        "三件实事\n第一件:扩建城北小学。\n第二件:修缮东街道路。\n第三件:迁建卫生院。",
        ["扩建城北小学。", "修缮东街道路。", "迁建卫生院。"],
    ),
    "numbers on lines of their own": (
        "甲县三件实事\n01\n教育项目\n扩建城北小学。\n02\n交通项目\n修缮东街道路。\n03\n健康项目\n迁建卫生院。",
        ["教育项目\n扩建城北小学。", "交通项目\n修缮东街道路。", "健康项目\n迁建卫生院。"],
    ),
    "parted by semicolons only": (
        "甲县今年办好三件实事。\n分别是:扩建城北小学;修缮东街道路;迁建卫生院。",
        ["扩建城北小学;", "修缮东街道路;", "迁建卫生院。"],
    ),
    "lines without numbers": (
        "2024年三大民生工程\n上学难?扩建城北小学\n出行难?修缮东街道路\n看病难?迁建镇卫生院",
        ["上学难?扩建城北小学", "出行难?修缮东街道路", "看病难?迁建镇卫生院"],
    ),
    "decorated as in a social post": (
        "三件实事来了\n\U0001f3eb1\ufe0f\u20e3 扩建城北小学\n\U0001f6e32\ufe0f\u20e3 修缮东街道路\n"
        "\U0001f3e53\ufe0f\u20e3 迁建卫生院",
        ["扩建城北小学", "修缮东街道路", "迁建卫生院"],
    ),
    "a paragraph below each heading": (
        "甲县三件实事\n一、校舍工程\n扩建城北小学,添置课桌。\n二、道路工程\n修缮东街道路,安装路灯。\n"
        "三、健康工程\n迁建卫生院,购置设备。\n各方面多提意见。",
        ["校舍工程\n扩建城北小学,添置课桌。", "道路工程\n修缮东街道路,安装路灯。", "健康工程\n迁建卫生院,购置设备。"],
    ),
    "the last without a final mark, a line behind": (
        "甲镇三件实事\n一、扩建小学。\n二、修缮道路。\n三、迁建卫生院\n现予公告。",
        ["扩建小学。", "修缮道路。", "迁建卫生院"],
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_text_that_counts_its_items_is_a_list(name: str) -> None:
    text, expected = COUNTED[name]
    document = read(text)
    (grid,) = document.grids
    assert grid.rows[0] == ["序号", "任务内容"]
    assert [row[1] for row in grid.rows[1:]] == expected
    assert grid.span_is_known, "a list has no merges to lose"
    lost = lost_characters(text, document)
    assert not lost, f"{name}: lost {dict(lost)}"


# after a page of ycjinfeng.gov.cn, 2025: numbers on lines of their own, and the same without numbers
@pytest.mark.parametrize(
    "headings",
    [
        ("01\n道路畅通", "02\n住得安心", "03\n学有所教"),
        ("01\n道路 “畅通”实事", "02\n住房 “安心”实事", "03\n学校 “优学”实事"),
        ("道路畅通", "住得安心", "学有所教"),
    ],
)
@pytest.mark.parametrize("sign", ["▶", "◆", "●"])
def test_items_that_begin_with_a_sign_stand_under_their_headings(headings: tuple[str, ...], sign: str) -> None:
    items = [
        ["修补背街小巷12条。", "新增停车位300个。", "增设充电桩。"],
        ["改造老旧小区6个。", "建成安置房90套。", "打造驿站。"],
        ["新建小学1所。"],
    ]
    blocks = [
        "\n".join([heading, *(sign + item for item in below)]) for heading, below in zip(headings, items, strict=True)
    ]
    text = "\n".join(["甲区2031年民生“贴心”实事", "1月6日发布", *blocks])
    (grid,) = read(text).grids
    assert [row[1] for row in grid.rows[1:] if row[1]] == [sign + item for below in items for item in below]
    assert [row[0] for row in grid.rows[1:] if row[0]] == [heading.replace("\n", " ") for heading in headings]


SPOKEN = "一是新增就业5000人;二是培训800人;三是落实政策;四是建成服务站12个;五是发放补助30万元"


# after reports of cities, 2014 and 2006
@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        (f"甲市办好30件实事\n一、完成的28件实事\n(一)就业方面 9\n{SPOKEN}", True),
        (f"甲市办好30件实事\n(一)就业方面9件\n\n{SPOKEN}", True),
        (f"甲市办好30件实事\n三、主要做法\n{SPOKEN}", False),
        (f"甲市动态\n(一)就业方面 9\n{SPOKEN}", False),
        (f"甲市办好30件实事\n(一)就业方面 9\n{SPOKEN}。(市人社局)", False),
        (f"甲市办好30件实事\n(一)就业方面 9\n{SPOKEN}\n责任单位:市人社局", False),
    ],
)
def test_sentences_of_a_paragraph_are_items_where_its_heading_counts_them(text: str, is_read: bool) -> None:
    items = [row for grid in read(text).grids for row in grid.rows if row[0] in ("一是", "五是")]
    assert len(items) == 2 * is_read


@pytest.mark.parametrize(
    ("head", "is_read"),
    [
        ("本报讯 甲区今年办好惠民工程9项。", True),
        ("本报讯 甲区今年办好惠民工程4项。", False),
        ("本报讯 甲区今年办好惠民工程9项。各方都很满意。", False),
        ("本报讯 甲区召开会议,提出要求。", False),
    ],
)
def test_sentences_behind_one_that_counts_more_are_items(head: str, is_read: bool) -> None:
    """An excerpt that ends before the last: shape after https://wap.680km.com/pubgfz/5319.html"""
    text = head + SPOKEN.replace(";", "。") + "。"
    assert len([row for grid in html_page(f"<p>{text}</p>").grids for row in grid.rows[1:]]) == 5 * is_read


def test_a_sentence_that_sums_up_the_items_before_it_is_none_of_the_last_of_them() -> None:
    """上述6项实事均提前完成 behind the sixth of eleven items (Xining, 2014)."""
    for end in ("。", ";"):
        spoken = SPOKEN.replace(";五是", f"{end}上述4项实事均已办结。五是")
        document = read(f"甲市办好30件实事\n(一)就业方面 9\n{spoken}")
        (grid,) = document.grids
        assert [row[1] for row in grid.rows[-2:]] == [f"建成服务站12个{end}", "发放补助30万元"]
        assert document.texts[-1].text == "上述4项实事均已办结。"


@pytest.mark.parametrize(
    ("last", "cells"),
    [
        ("3.供水6处。(市水利局、市", ["供水6处。", "(市水利局、市"]),
        ("3.供水6处。(市水利局、市发展", ["供水6处。(市水利局、市发展", ""]),
        ("3.供水6处。(", ["供水6处。(", ""]),
        ("3.供水6处。", ["供水6处。", ""]),
        ("3.供水(含农村", ["供水(含农村", ""]),
    ],
)
def test_the_bracket_that_a_list_was_cut_in_is_one(last: str, cells: list[str]) -> None:
    """(市行政审批服务管理局、市 at the end of an excerpt (Linfen, 2022); a name cut within is none (Xiantao, 2024)."""
    (grid,) = read(f"任务分解\n1.建校2所。(市教育局)\n2.修路3公里。(市交通局)\n{last}").grids
    assert grid.rows[-1] == ["3.", *cells]


# shape after http://m.fknovipazar.net/zglygzfmhwz/szfwj1/content/f1c35511-b19d-4714-9aaa-71f1c6be5424.html
@pytest.mark.parametrize(
    ("last", "cells"),
    [
        ("3.供水6处。(牵头单位:甲局;配合单位:", ["3.供水6处。", "甲局", ""]),
        ("3.供水6处。(牵头单位:甲局;配合单位:乙局、市", ["3.供水6处。", "甲局", "乙局、市"]),
        ("3.供水6处。(牵头单位:", ["3.供水6处。", "", ""]),
        ("3.供水6处。(牵头单位:甲局;配合单位:乙局、丙管", ["3.供水6处。", "甲局", "乙局"]),
        ("3.供水6处。(牵头单位:甲局;配合单位:丙局", ["3.供水6处。", "甲局", "丙局"]),
        ("3.供水6处。(牵头单位:丙管", ["3.供水6处。", "", ""]),
        ("3.供水6处。(牵头", ["3.供水6处。", "", ""]),
        ("3.供水6处。(工期:", ["3.供水6处。(工期:", "", ""]),
        ("3.供水6处。(含二期", ["3.供水6处。(含二期", "", ""]),
    ],
)
def test_the_bracket_with_labels_that_a_list_was_cut_in_is_read_up_to_a_name(last: str, cells: list[str]) -> None:
    items = "1.建校2所。(牵头单位:乙局;配合单位:丙局)\n2.修路3公里。(牵头单位:丙局;配合单位:甲局)"
    (grid,) = read(f"任务分解\n{items}\n{last}").grids
    assert grid.rows[0] == ["任务内容", "牵头单位", "配合单位"]
    assert grid.rows[-1] == cells


# shape after http://www.jinxiang.gov.cn/art/2025/2/28/art_70552_2773466.html
@pytest.mark.parametrize(
    ("bracket", "left"),
    [
        ("(牵头单位", "(牵头单位"),
        ("(牵头单位:丙管", "丙管"),
        ("(牵头单位:甲局、丙管", "、丙管"),
        ("(牵头单位:甲局", None),
    ],
)
def test_the_name_or_label_that_a_list_was_cut_in_is_a_paragraph(bracket: str, left: str | None) -> None:
    items = "1.建校2所。(牵头单位:甲局;配合单位:丙局)\n2.修路3公里。(配合单位:甲局)"
    document = read(f"任务分解\n{items}\n3.供水6处。{bracket}")
    assert document.grids[0].rows[-1][0] == "3.供水6处。"
    assert [text.text for text in document.texts if text.table_no == 2] == ([left] if left else [])


def test_a_list_beside_a_table_may_be_cut_in_the_bracket_of_its_last_item() -> None:
    """Labels without colons between bars, and a list of four below them whose last bracket is cut."""
    facts = "索 引 号 | 0017 | 公开方式 | 主动公开 |\n发布机构 | 甲县政府办公室 | 组配分类 | 甲政发 |"
    items = [f"{no}.修路{no}公里。(责任单位:甲局、乙局)" for no in range(1, 4)]
    document = read("\n".join([facts, "2031年甲县工作分工", *items, "4.建校2所。(责任单位:丙管"]))
    assert [row[-1] for row in document.grids[1].rows] == ["责任单位", *["甲局、乙局"] * 3, ""]


def test_a_sentence_that_counts_its_items_may_be_broken_in_the_first() -> None:
    text = "甲区的5件实事是:一是改造道路3\n条,建桥2座;二是修路4公里;三是种树50株;四\n是架桥1座;五是供水6处。"
    (grid,) = read(text).grids
    assert [row[0] for row in grid.rows[1:]] == ["一是", "二是", "三是", "四是", "五是"]


MIXED = (
    "甲省今年办好{count}项实事。\n一、搬迁农户2000户。\n二、整治校园食堂。\n(一)抽检合格率达97%。\n(二)评选示范食堂20家。\n"
    "三、新建公路60公里。"
)


# after the list of a province, 2017, cut in its fourth item of 25
def test_some_numbered_sentences_are_items_and_some_stand_over_items() -> None:
    numbers = ["一、", "(一)", "(二)", "三、"]
    (grid,) = read(MIXED.format(count=3)).grids
    assert [row[0] for row in grid.rows[1:]] == ["一、", "二、整治校园食堂。", "(一)", "(二)", "三、"]
    (cut,) = read(MIXED.format(count=25) + "\n四、扩建").grids
    assert [row[0] for row in cut.rows[1:] if len(row) > 1] == [*numbers, "四、"]


# shape after https://cttsys.com/a/news/5546.html
def test_a_list_is_cut_behind_the_first_of_the_items_that_a_heading_stands_over() -> None:
    (grid,) = read(MIXED.format(count=25) + "\n四、改善供水。\n(一)铺设水管70公里。").grids
    assert [row[0] for row in grid.rows[1:]] == [
        *("一、", "二、整治校园食堂。", "(一)", "(二)", "三、"),
        *("四、改善供水。", "(一)"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        MIXED.format(count=25),
        MIXED.format(count=3).replace("三、新建公路60公里。", "三、新建公路60公里。\n会后继续推进。"),
        MIXED.format(count=3).replace("(二)", "(三)"),
    ],
    ids=["whole and fewer than counted", "a paragraph between them", "a gap in the numbers"],
)
def test_items_beside_headings_are_believed_where_their_count_is_stated(text: str) -> None:
    numbers = {row[0] for grid in read(text).grids for row in grid.rows}
    assert not {"(一)", "三、"} <= numbers


def test_numbers_of_pages_are_no_numbers_of_items() -> None:
    text = (
        "1.扩建小学2所。(市教育局)\n1\n2.修缮道路5条。(市交通局)\n2\n3.植树3万株。(市林业局)\n3\n4.建桥1座。(市交通局)"
    )
    (grid,) = read(text).grids
    assert [row[0] for row in grid.rows[1:] if row[1]] == ["1.", "2.", "3.", "4."]


COUNTED_ON = (
    "柳林街道确定2031年民生实事项目\n会议商定了项目,共建美好家园。\n这八项民生实事项目分别是:\n一、改善居住条件\n"
    "一是改造老旧管网,疏通排水井。\n二是修缮临街墙面。\n二、补齐服务短板\n三是设置便民座椅,方便老人歇脚。\n"
    "四是开设助餐点。\n五是更新健身器材,划出活动场地。\n三、丰富文化生活\n六是举办露天电影。"
)


def test_items_that_count_on_under_headings_are_some_of_the_announced() -> None:
    """After https://chujupifa.com/read/-dy-article-JS4NCHJV05346GQM.html, cut before the last of those announced."""
    (grid,) = read(COUNTED_ON).grids
    assert [row[0] for row in grid.rows[1:]] == [
        *["一、改善居住条件", "一是", "二是", "二、补齐服务短板"],
        *["三是", "四是", "五是", "三、丰富文化生活", "六是"],
    ]
    assert lost_characters(COUNTED_ON, read(COUNTED_ON)) == Counter()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("这八项民生实事项目分别是:", "这些项目分别是:"),
        ("这八项民生实事项目分别是:", "会议讨论了八项民生实事项目。"),
        ("这八项民生实事项目分别是:", "这四项民生实事项目分别是:"),
        ("三是设置", "一是设置"),
        ("四是开设助餐点。", "要抓紧开设助餐点。"),
    ],
    ids=["no count", "no announcement", "fewer announced", "numbers begin anew", "a sentence among them"],
)
def test_items_under_headings_that_nothing_announces_are_prose(old: str, new: str) -> None:
    assert read(COUNTED_ON.replace(old, new)).grids == []


def test_a_name_with_the_number_of_its_items_over_the_first_is_a_heading() -> None:
    """After http://www.ybsqxw.cn:80/327/e4cf3e78054943eebffd45fd9f0a3d4b.html, cut in the items of the first body."""
    text = (
        "将各部门认领的事项作第三批公示。\n县水务局(9项)\n1.认领事项:城北泵站维修。办理进度:已更换水泵。\n"
        "2.认领事项:东街井盖更换。办理进度:正在采购。\n3.认领事项:河堤护栏加固。办理进度:已完工。\n"
    )
    (grid,) = read(text).grids
    assert grid.rows[1][0] == "县水务局(9项)"
    (grid,) = read(text.replace("县水务局(9项)", "县水务局等部门")).grids
    assert grid.rows[1][0] == "1."


PROSE = {
    "a sentence that counts and reports": "所提建议三条:一是教育类2件,占20%;二是交通类3件,占30%。三者均已办结。",
    "another count": "甲县今年办好五件实事。\n一、扩建城北小学。\n二、修缮东街道路。\n三、迁建卫生院。",
    "spoken without a count": "会议强调:一是提高认识;二是落实责任;三是加强督查。",
    "news under a count": "甲县三件实事出炉\n今天上午闭幕。代表投票。\n会场热烈。代表说好。\n会后采访。市民期待。",
    "bullets under one heading": "甲区动态\n重点项目\n●5个已完成。\n●7个超额完成。\n●3个调整了目标。\n●2个在建。",
    "bullets and other lines": (
        "甲区动态\n01 项目\n●5个已完成。\n会上有人提问。\n●7个超额完成。\n02 资金\n●拨付3亿元。\n●结余2亿元。"
    ),
    "demands under headings that end alike": (
        "在全县会议上的讲话\n一、认清形势\n要坚持高质量发展,要推动重点建设工作,要抓好项目工作。\n"
        "二、突出重点\n要围绕主导产业,要抓好招商引资工作,要抓好服务工作。\n"
        "三、强化保障\n要加强组织领导,要抓好督查考核工作,要抓好作风工作。"
    ),
    "bullets without a count": "进展如下\n■ 5个项目已完成\n■ 7个项目超额完成\n■ 3个项目调整了目标",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_list(name: str) -> None:
    document = read(PROSE[name])
    assert not document.grids
    (note,) = [note for note in document.notes if note.severity == "warning"]
    assert "no list of tasks was found" in note.what


# after the plan of a district office (Jing'an, 2020): each section is a heading over one paragraph
SECTIONS = (
    "各街道办事处:\n云岭区2031年重点工作目标\n"
    "一、发展经济\n(一)编制产业规划。(二)引进企业30家。(三)优化服务,走访企业。\n"
    "二、改善民生\n(一)扩建城北小学。(二)修缮道路。(三)培育社区队伍。"
)


def test_sections_that_hold_their_items_in_one_paragraph() -> None:
    (grid,) = read(SECTIONS).grids
    assert [row[0] for row in grid.rows[1:]] == [
        "一、发展经济",
        "(一)",
        "(二)",
        "(三)",
        "二、改善民生",
        "(一)",
        "(二)",
        "(三)",
    ]
    assert grid.rows[3][1] == "引进企业30家。"


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("二、改善民生", "加强领导,落实责任。\n二、改善民生"),
        ("(三)培育社区队伍。", "(三)培育社区队伍。\n会议要求抓好落实。"),
        ("改善民生\n", "改善民生。统筹推进各项工作,\n"),
        ("。(二)引进", "。\n(二)引进"),
    ],
)
def test_sections_that_hold_something_else_are_prose(printed: str, changed: str) -> None:
    assert printed in SECTIONS
    assert not read(SECTIONS.replace(printed, changed)).grids


def test_an_item_that_says_several_times_who_is_parted_under_its_number() -> None:
    text = (
        "1.推进教育。扩建城北小学。(市教育局负责)改造操场3个。(市体育局负责)\n"
        "2.修缮道路5条。(市交通局负责)\n3.植树3万株。(市林业局负责)"
    )
    (grid,) = read(text).grids
    assert grid.rows[1:] == [
        ["1.", "推进教育。扩建城北小学。", "(市教育局负责)"],
        [None, "改造操场3个。", "(市体育局负责)"],
        ["2.", "修缮道路5条。", "(市交通局负责)"],
        ["3.", "植树3万株。", "(市林业局负责)"],
    ]
    assert grid.spans == {(2, 1): (2, 1)}


def test_steps_that_each_say_who_are_rows_under_their_item() -> None:
    text = (
        "1.办好教育。一是扩建小学(市教育局);二是改造操场(市体育局);三是选聘教师(市人社局)。\n"
        "2.办好交通。一是修路(市交通局);二是架桥(市交通局);三是养护(市公路局)。"
    )
    (grid,) = read(text).grids
    assert grid.rows[1] == ["1.办好教育。", None, None], "the item is the heading of its steps"
    assert grid.rows[2] == ["一是", "扩建小学", "(市教育局);"]
    assert len(grid.rows) == 9
    whole = read("1.办好教育。一是扩建小学;二是改造操场;三是选聘教师。(市教育局)\n2.修路5条。(市交通局)").grids[0]
    assert whole.rows[1][1] == "办好教育。一是扩建小学;二是改造操场;三是选聘教师。", "one bracket: one item"


@pytest.mark.parametrize("between", ["", "\n"])
def test_units_behind_a_dash(between: str) -> None:
    text = f"1.扩建小学2所。{between}——市教育局、市财政局\n2.修缮道路5条。{between}——市交通局"
    (grid,) = read(text).grids
    assert [row[1:] for row in grid.rows[1:]] == [
        ["扩建小学2所。", "——市教育局、市财政局"],
        ["修缮道路5条。", "——市交通局"],
    ]


def test_labels_of_a_page_above_a_list_make_no_record() -> None:
    text = (
        "索引号: 12 主题分类: 教育\n发布机构: 甲市\n名称: 工作安排\n甲市安排\n"
        "一、重点任务\n1.建校2所。(市教育局)\n2.修路3条。(市交通局)"
    )
    (grid,) = read(text).grids
    assert grid.rows[0] == ["序号", "任务内容", "括注"]


NAMED = ["校舍改造项目", "供水管网项目", "老旧小区改造项目", "养老中心项目"]


@pytest.mark.parametrize(
    ("names", "is_read"),
    [
        pytest.param(NAMED, True, id="as many as counted"),
        pytest.param(NAMED[:3], False, id="one missing"),
        pytest.param([*NAMED[:3], "养老服务中心"], False, id="of two endings"),
        pytest.param([*NAMED, "公园绿地项目"], False, id="one too many"),
    ],
)
def test_names_that_end_alike_are_items_where_a_line_above_counts_them(names: list[str], is_read: bool) -> None:
    lines = [
        "云岫县2031年4大民生实事项目公布",
        "代表们投票选出了它们。",
        "2031年民生实事名单",
        "(按得票多少排序)",
        *names,
        "",
        "来源:县人大",
    ]
    grids = read("\n".join(lines)).grids
    assert [[row[1] for row in grid.rows[1:]] for grid in grids] == ([names] if is_read else [])


def test_one_item_with_a_labelled_bracket_is_a_list_of_one() -> None:
    lines = [
        "各单位要抓好落实。",
        "一、重点任务",
        "(一)修渠十里。疏浚河道。",
        "1.落实资金。(牵头单位:市财政局;责任单位:各县区)",
    ]
    (grid,) = read("\n".join(lines)).grids
    assert grid.rows[-1] == ["1.", "落实资金。", "(牵头单位:市财政局;责任单位:各县区)"]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("1.落实资金。(含上级补助)", id="no label in it"),
        pytest.param("落实资金。(牵头单位:市财政局)", id="no number before it"),
    ],
)
def test_one_bracket_alone_makes_no_list(last: str) -> None:
    assert read("\n".join(["各单位要抓好落实。", "一、重点任务", last])).grids == []


@pytest.mark.parametrize(
    ("paragraphs", "cells"),
    [
        pytest.param(
            ["(一)总要求。修渠9里。(分管副市长负责,市水利局牵头)"],
            ["(一)", "总要求。修渠9里。", "(分管副市长负责,市水利局牵头)"],
            id="closed",
        ),
        pytest.param(
            ["(一)总要求。稳中求进。", "目标:修渠9里,植树2万株(分管副市长负责,市水利局牵头,市林业局、市"],
            ["(一)", "总要求。稳中求进。\n目标:修渠9里,植树2万株", "(分管副市长负责,市水利局牵头,市林业局、市"],
            id="cut, in a paragraph of its own",
        ),
    ],
)
def test_one_item_with_a_bracket_of_who_does_what_is_a_list_of_one(paragraphs: list[str], cells: list[str]) -> None:
    """One item under a heading, its bracket of titles and offices cut (Shanxi, 2019)."""
    for fold in ({}, str.maketrans(":(),", "\uff1a\uff08\uff09\uff0c")):
        lines = ["各单位要抓好落实。", "一、总要求和目标", *paragraphs]
        (grid,) = read("\n".join(lines).translate(fold)).grids
        assert grid.rows[-1] == [cell.translate(fold) for cell in cells]


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(["(一)完善设施。修渠9里(含干渠、支渠、斗渠)"], id="nobody does anything"),
        pytest.param(["(一)修渠9里。(市水利局负责)"], id="one name"),
        pytest.param(["(一)修渠9里。", "(二)植树2万株。(市林业局牵头,市水利局配合)"], id="one of two"),
        pytest.param(["(一)分工(市林业局牵头,市水利局配合)"], id="a heading"),
        pytest.param(["(一)修渠9里。", "植树。", "各局(市林业局牵头,市水利局"], id="paragraphs below"),
    ],
)
def test_a_bracket_that_is_not_the_only_items_makes_no_list(paragraphs: list[str]) -> None:
    assert read("\n".join(["各单位要抓好落实。", "一、总要求和目标", *paragraphs])).grids == []


def test_sentences_without_numbers_over_their_labels_are_items() -> None:
    text = (
        "关键词 教育\n新增学位2万个。\n主管领导:甲\n责任单位:市教育局\n改建学校30所。\n主管领导:乙\n责任单位:市住建局\n"
    )
    (grid,) = read(text).grids
    assert grid.rows == [
        ["任务内容", "主管领导", "责任单位"],
        ["新增学位2万个。", "甲", "市教育局"],
        ["改建学校30所。", "乙", "市住建局"],
    ]


# shape after http://big5.www.gov.cn/gate/big5/www.gov.cn/zhengce/content/2014-03/10/content_8705.htm
@pytest.mark.parametrize(
    ("answers", "is_read"),
    [
        (["由县水利厅会同县财政厅、县农办提出意见", "由縣林業局會同縣財政局負責落實", "由县人社局牵头"], True),
        (["由县水利局组成", "由縣林業局會同縣財政局負責落實", "由县人社局举办"], False),
    ],
)
def test_sentences_that_say_who_answers_with_whom_are_a_list(answers: list[str], is_read: bool) -> None:
    names = ["修缮渡口,架设浮桥", "护林防火", "招工"]
    lines = [f"({no})关于“{name}”的事项,{who}。" for no, name, who in zip("一二三", names, answers, strict=True)]
    found = read("\n".join(["有关工作分工如下:", "一、分工", *lines, "(四)关于“节约"]))
    assert [len(grid.rows) for grid in found.grids] == [6] * is_read


# shape after https://www.wenmi123.com/article/312836.html
@pytest.mark.parametrize("number", ["1.", ""])
def test_lines_that_a_page_broke_over_labels_are_one_sentence(number: str) -> None:
    second = number.replace("1", "2")
    lines = [
        f"{number}实施供水改造,新建管网60公里,更换老旧水表3000块,改造",
        "二次供水泵房12座,建立巡检制度,年底前供水合格率达到",
        "98%。",
        "牵头单位:县水利局",
        "协办单位:县财政局、县住建局、县卫健局、各乡镇人民政",
        "府",
        "— — — 3 —",
        f"{second}推进学校建设,新建小学2所,改造中学操场6块,新增学位",
        "1200个。",
        "牵头单位:县教育局",
        "协办单位:县财政局",
    ]
    (grid,) = read("\n".join(["甲县基础设施补短板工作任务分解方案(2031年)", *lines])).grids
    assert [[(cell or "").replace("\n", "") for cell in row] for row in grid.rows[1:]] == [
        ["".join(lines[:3]), "县水利局", "县财政局、县住建局、县卫健局、各乡镇人民政府"],
        ["".join(lines[7:9]), "县教育局", "县财政局"],
    ]


def test_a_name_over_a_longer_sentence_is_no_line_of_it() -> None:
    lines = ["推进城乡供水一体化建设改造工程", "新建管网60公里,更换老旧水表3000块。", "责任单位:县水利局"]
    (grid,) = read("\n".join(["改造供水泵房12座,年底前完成。", lines[2], *lines])).grids
    assert grid.rows[-1] == ["新建管网60公里,更换老旧水表3000块。", "县水利局"]


def test_the_sound_behind_a_character_is_no_part_of_a_label() -> None:
    text = "1.新增學(xué)位2萬(wàn)個(gè)。\n主管領(lǐng)導(dǎo):甲\n2.改建學(xué)校。\n主管領(lǐng)導(dǎo):乙\n"
    (grid,) = read(text).grids
    assert grid.rows[0][-1] == "主管領(lǐng)導(dǎo)"
    assert [row[-1] for row in grid.rows[1:]] == ["甲", "乙"]


def test_an_excerpt_cut_behind_its_first_labelled_item_is_a_list_of_one() -> None:
    lines = ["任务分解", "一、甲市长主抓的工作", "1.支持企业发展。减轻负担2亿元。", "责任单位:市经信局、市财政局"]
    (grid,) = read("\n".join(lines)).grids
    assert grid.rows[-1] == ["1.支持企业发展。减轻负担2亿元。", "市经信局、市财政局"]
    assert read("\n".join([*lines[:-1], "联系电话:0530-1234567"])).grids == []


def test_who_edited_the_page_below_a_whole_list_is_no_column() -> None:
    """Ten tasks without units, and below them the editor in a bracket (Gangu, 2022, on a mirror)."""
    items = ["1.供水12万人。", "2.就业900人。", "3.改造站前路2条。", "4.建校3所。"]
    for below in ("(某某在线编辑:钱小满)", "责任编校:钱小满"):
        (grid,) = read("\n".join(["甲县四件实事:", *items, below])).grids
        assert grid.rows[0] == ["序号", "任务内容"]
        assert ["".join(row) for row in grid.rows[1:]] == items


def test_both_of_two_items_with_a_label_inside_are_a_habit() -> None:
    (grid,) = read("一、目标分解\n1、产值增长9%。主办单位:市统计局。\n2、收入增长8%。主办单位:市财政局。").grids
    assert [row[-1] for row in grid.rows if len(row) == 2] == ["主办单位", "市统计局。", "市财政局。"]


@pytest.mark.parametrize(
    ("lines", "is_read"),
    [
        pytest.param(
            ["甲局2031年为民办实事", "来源: 甲局 发布时间:2031-03-02"], True, id="a title and a line of the page"
        ),
        pytest.param(["甲局2031年为民办实事", "为落实上级要求," * 9 + "现公布如下。"], False, id="a paragraph above"),
    ],
)
def test_a_text_that_is_nothing_but_its_items_is_a_list(lines: list[str], is_read: bool) -> None:
    items = ["1.加固校舍。", "2.扩建幼儿园。", "3.改造食堂。", "4.开工建设小学1所。", "5.提升装备。"]
    assert bool(read("\n".join([*lines, *items])).grids) is is_read


def test_a_label_between_an_item_and_labels_that_come_back_is_a_column() -> None:
    """Of three tasks the second alone has a bureau that leads (Xinmi, 2021)."""
    text = "1 . 修路。\n责任单位:甲局\n2 . 建校。\n牵头单位:乙局\n责任单位:丙局\n3 . 植树。\n责任单位:丁局"
    (grid,) = read(text).grids
    assert grid.rows[0][1:] == ["责任单位", "牵头单位"]
    assert [row[1:] for row in grid.rows[1:]] == [["甲局", ""], ["丙局", "乙局"], ["丁局", ""]]


# the second shape after
# https://m.taishandichan.com/ncx/ncxrmzf/zfzdgzu/202409/04fd78cce965476d9010f29b9bc74805.shtml
@pytest.mark.parametrize("unit", ["乙局", "各镇(园区)"])
def test_a_label_that_comes_back_ends_the_value_before_it(unit: str) -> None:
    """A line break lost between two labels of a record (a mirror of a county's notice on ten tasks)."""
    records = [
        ("建校", "甲局\n任务目标:建校舍2栋"),
        ("修路", f"{unit}任务目标:修路3公里"),
        ("植树", "丙局\n任务目标:植树5亩"),
    ]
    lines = [f"{no}、{name}\n责任单位:{rest}" for no, (name, rest) in zip("一二三", records, strict=True)]
    (grid,) = read("\n".join(lines)).grids
    assert grid.rows[0][1:] == ["责任单位", "任务目标"]
    assert [row[1:] for row in grid.rows[1:]] == [["甲局", "建校舍2栋"], [unit, "修路3公里"], ["丙局", "植树5亩"]]


def test_a_table_of_the_page_hides_no_list_below_it() -> None:
    """The page's own facts in rows parted by bars, above the notice (www.jinxiang.gov.cn)."""
    facts = "索 引 号 | 0013 | 公开方式 | 主动公开 |\n发布机构 | 甲县政府办公室 | 组配分类 | 甲政发 |"
    text = f"{facts}\n各乡镇人民政府:\n2031年甲县重要工作分工\n1.修路3公里。(牵头单位:甲局)\n2.建校2所。(牵头单位:乙局)"
    document = read(text)
    assert document.title == "2031年甲县重要工作分工"
    assert [row[-1] for row in document.grids[1].rows] == ["牵头单位", "甲局", "乙局"]


@pytest.mark.parametrize(("count", "is_read"), [("四", True), ("五", False)])
def test_names_over_their_texts_are_items_where_a_line_above_counts_them(count: str, is_read: bool) -> None:
    """News that prints each project's name in a line and what is done in the next (www.lanzhou.cn)."""
    pairs = [
        ("校舍项目", "新建小学2所。"),
        ("绿化项目", "植树5亩。"),
        ("便民行动", "开通公交3条。"),
        ("道路", "修路6公里。"),
    ]
    lines = [
        f"2031年甲市办好{count}件实事",
        "2030-12-01 08:00",
        f"甲市将办好{count}件实事。",
        *(line for pair in pairs for line in pair),
    ]
    grids = read("\n".join(lines)).grids
    assert [row[-1] for row in grids[0].rows[1:]] == ["\n".join(pair) for pair in pairs] if is_read else not grids


def test_numbers_on_lines_of_their_own_stand_over_several_lines_each() -> None:
    """A number, then three tasks in lines empty ones between them, starred where the city asks (Chongming, 2019)."""
    tasks = [
        ["修路3公里", "*改造小区2个", "植树5亩"],
        ["*建校2所", "培训500人", "治水"],
        ["办会", "新增就业9人", "*清淤"],
    ]
    text = "\n\n".join(line for no, lines in enumerate(tasks, start=1) for line in (f"0{no}", *lines))
    assert [row[-1] for row in rows(f"甲区2031年实事项目\n\n{text}")] == ["\n".join(lines) for lines in tasks]


def test_a_heading_over_a_paragraph_and_the_first_item_is_its_section() -> None:
    """What a section is about stands in a paragraph between its heading and its items (Hainan, 2017)."""
    text = "分工方案\n一、健康\n以惠民为本,统筹推进。\n(一)建院2所。(牵头单位:甲局)\n(二)培训5人。(牵头单位:乙局)"
    document = read(text)
    assert [row[0] for row in document.grids[0].rows[1:]] == ["一、健康", "(一)建院2所。", "(二)培训5人。"]
    assert "以惠民为本,统筹推进。" in [text.text for text in document.texts]


@pytest.mark.parametrize(("opening", "closing"), [("——", ""), ("\uff3b", "\uff3d"), ("(", ")"), ("责任单位:", "")])
def test_a_list_beside_a_table_is_read_by_every_sign_that_says_who(opening: str, closing: str) -> None:
    table = "| 类别 | 数量 | 说明 |\n|---|---|---|\n| 学校 | 2 | 新建 |\n\n"
    items = [
        f"{no}.{text}。{opening}{unit}{closing}"
        for no, text, unit in (("1", "建校", "市甲局"), ("2", "修路", "市乙局"))
    ]
    text = table + "\n\n".join(item.replace("责任", "\n\n责任") for item in items)
    document = markdown.READER.read(Source("a.md", text.encode()), Limits())
    assert [any("市乙局" in (cell or "") for cell in row) for row in document.grids[-1].rows][-1]
    assert len(document.grids) == 2


def test_a_number_may_end_in_a_full_stop() -> None:
    """1。 2。 before each of many goals (Quanzhou, 2021)."""
    (grid,) = read("今年办好三件实事:\n1。 新建9所幼儿园;\n2。改造8条路;\n3。建7座桥").grids
    assert [row[0] for row in grid.rows[1:]] == ["1。", "2。", "3。"]


def test_in_a_page_of_one_line_the_facts_above_the_text_are_no_record() -> None:
    """A crawler's page: labels with values, then all of the text in one line, an item behind a name (Pingtan, 2023)."""
    facts = "标题: 甲区办公室关于印发若干措施的通知\n发布时间: 2031-02-22\n文号: \n发布机构: 甲区\n"
    names = ["建校", "修路", "植树", "架桥"]
    items = [
        f"{no}、{name}。{'持续推进。' * 40}责任单位：甲局、乙局{end}"
        for no, name, end in zip("一二三四", names, [" ", " ", "", ""], strict=True)
    ]
    (grid,) = read(f"{facts}当前位置： 首页 通知。{''.join(items)}").grids
    assert grid.rows[0] == ["任务内容", "责任单位"]
    assert [row[0][:4] for row in grid.rows[1:]] == [
        f"{no}、{name}" for no, name in zip("一二三四", names, strict=True)
    ]
    assert {row[1] for row in grid.rows[1:]} == {"甲局、乙局"}


def test_names_behind_the_stop_of_each_item_are_parted_from_it() -> None:
    """Rows copied with blanks between their cells, under a header that the notice runs into (Changshu, 2018)."""
    items = [
        ("产值增长7%.", "甲局"),
        ("收入增长8%,其中税收80%.", "乙局、丙局"),
        ("建校2所。", "丁局"),
        ("修路。", "甲局"),
    ]
    notice = "甲市任务分解表 序号 工作任务 责任单位\n\n一、预期目标(4项)\n\n"
    text = notice + "\n\n".join(f"{no} {item} {who}" for no, (item, who) in enumerate(items, start=1))
    (grid,) = read(text).grids
    assert [tuple(row[1:]) for row in grid.rows if len(row) == 3] == [("任务内容", "责任单位"), *items]
    without = read(text.replace(". 甲局", ".").replace("。 甲局", "。")).grids[0].rows[0]
    assert without == ["序号", "任务内容"]


def test_headings_that_end_in_a_full_stop_go_with_the_paragraph_below_them() -> None:
    """Ten tasks, each a short sentence over what is done (Shunde, 2024)."""
    pairs = [("加强学位建设。", "新增学位900个。"), ("整治水体。", "整治7条河道。"), ("改造市场。", "改造8个市场。")]
    lines = [line for no, (head, body) in zip("一二三", pairs, strict=True) for line in (f"{no}、{head}", body)]
    (grid,) = read("\n".join(["今年办好三件实事。", *lines, "采写:某报记者"])).grids
    assert [row[-1] for row in grid.rows[1:]] == ["\n".join(pair) for pair in pairs]


@pytest.mark.parametrize(
    ("between", "names", "is_read"),
    [
        ("——", ["市教育局", "市交通局、市住建局", "市民政局", "各县区"], True),
        (" ", ["市教育局", "市交通局、市住建局", "市民政局", "各县区"], True),
        (" ", ["市教育局", "市交通局、市住建局", "市民政局", "添置课桌2张"], False),
        (" ", ["添置课桌", "安装路灯", "购买设备", "绿化"], False),
        ("——", ["市教育局", "市交通局。安装路灯", "", ""], False),
    ],
)
def test_names_at_the_ends_of_items_without_a_stop(between: str, names: list[str], is_read: bool) -> None:
    items = ["扩建小学2所", "修缮道路5条", "建成养老院1处", "植树30亩"]
    lines = [f"{no}.{item}{between}{name}" for no, (item, name) in enumerate(zip(items, names, strict=True), start=1)]
    rows = [row for grid in read("\n".join(["甲市任务", *lines])).grids for row in grid.rows[1:]]
    ends = [row[-1].lstrip("—") for row in rows if len(row) == 3]
    assert ends == (names if is_read else [])


def test_labels_in_two_brackets_one_behind_the_other_are_those_of_the_item() -> None:
    items = ["扩建小学2所", "修缮道路5条"]
    lines = [f"{no}.{item}【责任单位:市教育局】 【完成时限:6月底】" for no, item in enumerate(items, start=1)]
    (grid,) = read("\n".join(lines)).grids
    assert grid.rows[0][1:] == ["责任单位", "完成时限"]
    assert grid.rows[1][1:] == ["市教育局", "6月底"]


def test_a_label_in_a_bracket_that_begins_with_names_is_none_of_the_sentence() -> None:
    items = ["扩建小学2所", "修缮道路5条", "植树30亩"]
    lines = [f"{no}.{item}。(市教育局,完成时限:年底前)" for no, item in enumerate(items, start=1)]
    (grid,) = read("\n".join(lines)).grids
    assert [row[1:] for row in grid.rows[1:]] == [[f"{item}。", "(市教育局,完成时限:年底前)"] for item in items]


# after a page of hebei.com.cn, 2014
@pytest.mark.parametrize(("second", "is_read"), [("进展情况", True), ("其中", False)])
def test_records_that_were_copied_into_one_line_are_parted(second: str, is_read: bool) -> None:
    done = ["已建成2所。", "6条已完工。其余在建。"]
    targets = ["扩建小学2所。", "修缮道路8条。打通断头路。"]
    between = [second, second if is_read else "另外"]
    line = " ".join(
        f"任务目标:{target} {label}:{what}" for target, label, what in zip(targets, between, done, strict=True)
    )
    grids = read(f"甲市十件实事\n{line}").grids
    rows = [row for grid in grids for row in grid.rows[1:]]
    assert (len(rows) == 2) == is_read
    if is_read:
        assert [[cell.rstrip("。") for cell in row] for row in rows] == [
            [target.rstrip("。"), what.rstrip("。")] for target, what in zip(targets, done, strict=True)
        ]


# after a decomposition of a province, 2008
def test_a_heading_over_one_sentence_is_parted_from_it_where_others_like_it_stand_over_items() -> None:
    text = (
        "一、张某县长负责的工作\n全面负责各项任务。\n(一)县教育局牵头的工作\n办好各类学校。\n(二)县交通局牵头的工作\n"
        "养护全部道路。\n协同单位:各乡镇\n(三)县民政局牵头的工作\n1.建成养老院,配齐床位、护理人员和无障碍设施。\n2.发放补助。\n协同单位:县财政局\n"
        "(四)县水利局牵头的工作\n1.修复水渠。\n协同单位:各乡镇"
    )
    (grid,) = read(text).grids
    assert [row[0] for row in grid.rows[1:] if len(row) == 1] == [
        "一、张某县长负责的工作",
        "(一)县教育局牵头的工作",
        "(二)县交通局牵头的工作",
        "(三)县民政局牵头的工作",
        "(四)县水利局牵头的工作",
    ]
    items = [row for row in grid.rows[1:] if len(row) > 1]
    assert [row[-2] for row in items[:2]] == ["办好各类学校。", "养护全部道路。"]
    # where nothing else is a heading, name and sentence are one item
    (plain,) = read("(一)校舍工程\n扩建小学。(县教育局)\n(二)道路工程\n养护道路。(县交通局)").grids
    assert [row[1] for row in plain.rows[1:]] == ["校舍工程\n扩建小学。", "道路工程\n养护道路。"]


# after a post of a forum, 2021
def test_what_a_page_says_of_itself_above_numbered_items_is_no_label_of_theirs() -> None:
    above = ["标题: 甲区办好3件实事", "作者: 某人 时间: 2031-2-28", "标题: 甲区办好3件实事", "转发有礼"]
    text = "\n".join([*above, "1.扩建小学2所。", "2.修缮道路5条。", "3.植树30亩。"])
    document = read(text)
    (grid,) = document.grids
    assert [row[1] for row in grid.rows[1:]] == ["扩建小学2所。", "修缮道路5条。", "植树30亩。"]
    assert [one.text for one in document.texts] == above
    (labelled,) = read(text + "\n标题: 另一项\n作者: 某人").grids
    assert "标题" in labelled.rows[0]


@pytest.mark.parametrize(
    ("label", "is_read"),
    [("【责任单位】{}", True), ("\n[责任单位]{}", True), ("\n责任单位\n{}", True), ("\n责任单位\n其他\n{}", False)],
)
def test_labels_without_a_colon_stand_in_brackets_or_alone_over_their_values(label: str, is_read: bool) -> None:
    units = ["市教育局", "市交通局", "市教育局"]
    items = ["扩建小学2所。", "修缮道路5条。", "植树30亩。"]
    lines = [
        f"{no}.{item}{label.format(unit)}" for no, (item, unit) in enumerate(zip(items, units, strict=True), start=1)
    ]
    grids = read("\n".join(["甲市任务", *lines])).grids
    values = [
        row[grid.rows[0].index("责任单位")] for grid in grids for row in grid.rows[1:] if "责任单位" in grid.rows[0]
    ]
    assert values == (units if is_read else [])


def test_a_value_that_comes_back_above_another_is_no_label() -> None:
    lines = [
        "1.扩建小学2所。",
        "市教育局",
        "年底前",
        "2.修缮道路5条。",
        "市交通局",
        "年底前",
        "3.建桥1座。",
        "市交通局",
        "6月底",
    ]
    headers = [grid.rows[0] for grid in read("\n".join(lines)).grids]
    assert not any("市交通局" in header for header in headers)


@pytest.mark.parametrize(
    ("lines", "is_read"),
    [
        (["扩建小学2所。(市教育局)", "修缮道路5条。(市交通局、市住建局)", "植树30亩。(市林业局)"], True),
        (["扩建小学2所(市教育局);修缮道路5条(市交通局、市住建局);植树30亩(市林业局)。"], True),
        (["扩建小学。(市教育局)", "修缮道路。(市交通局、市住建局)", "植树。(市林业局)"], False),
        (["扩建小学2所。(市教育局)", "修缮道路5条。", "植树30亩。(市林业局)"], False),
        (["城镇新增就业2(人)", "失业人员再就业3(人次)", "培训4(人)"], False),
    ],
)
def test_items_without_numbers_that_end_in_brackets_with_names(lines: list[str], is_read: bool) -> None:
    rows = [row for grid in read("\n".join(["甲市任务", *lines])).grids for row in grid.rows[1:]]
    assert [row[-1].strip("(); 。") for row in rows] == (
        ["市教育局", "市交通局、市住建局", "市林业局"] if is_read else []
    )


# after a page of a county magazine about Leping, 2022: ten sentences in one paragraph, and what a page prints below it
@pytest.mark.parametrize(("count", "is_read"), [("四", True), ("六", False)])
def test_a_paragraph_that_counts_its_sentences_is_no_value_of_a_label(count: str, is_read: bool) -> None:
    document = read(
        f"甲市今年集中办好{count}件民生实事。\n"
        f"这{count}件实事为:一是拓宽东环路。二是改造路灯900盏。三是迁建卫生院。四是送戏下乡80场。\n"
        "(小文)\n责任编辑:王明\n版权所有 甲县杂志社\n电话: 010-5550001\n"
    )
    texts = [row[1] for grid in document.grids for row in grid.rows[1:] if len(row) == 2]
    assert (texts == ["拓宽东环路。", "改造路灯900盏。", "迁建卫生院。", "送戏下乡80场。"]) is is_read


# after a page of Yiyuan, 2023: a notice and its list in one line, below a table of the page's facts and its title
def test_a_title_below_pairs_of_the_page_is_no_row_of_theirs() -> None:
    document = read(
        "索引号: | X/2031-1 | 成文日期: | 2031-03-02 |\n发布机构: | 甲县政府办公室 | 有效性: |\n"
        "甲县人民政府办公室关于印发任务分工的通知 |\n||\n"
        "各镇人民政府: 现印发给你们。 2031年3月2日 一、王明县长牵头重点工作 1.工业增加值增长7%。 责任单位:县工信局、"
        "县统计局 2.守住安全底线。 责任单位:县应急局 二、李强副县长牵头重点工作 "
        "1.推行专班服务。 责任单位:县投资促进中心\n"
    )
    (grid,) = document.grids
    assert [[cell for cell in row if cell] for row in grid.rows[1:]] == [
        ["一、王明县长牵头重点工作"],
        ["1.", "工业增加值增长7%。", "县工信局、县统计局"],
        ["2.", "守住安全底线。", "县应急局"],
        ["二、李强副县长牵头重点工作"],
        ["1.", "推行专班服务。", "县投资促进中心"],
    ]
    printed = [(text.kind, text.text) for text in document.texts]
    assert ("metadata", "索引号\uff1aX/2031-1") in printed
    assert ("paragraph", "甲县人民政府办公室关于印发任务分工的通知") in printed


# after a page of Jiangxi, 2014: items (一) with brackets, then items 1. with brackets under a heading, the last cut
@pytest.mark.parametrize(
    ("last", "count"), [("3.发展航空制造等新兴产业集", 5), ("3.发展航空制造产业。\n4.发展新材料产业。", 4)]
)
def test_the_last_item_that_is_cut_before_its_bracket_counts_on(last: str, count: int) -> None:
    (grid,) = read(
        "一、预期指标\n(一)生产总值增长9%。(省发改委负责)\n(二)出口增长8%。(省商务厅负责)\n(三)就业6万人。(省人社厅负责)\n"
        f"二、重大工程\n(一)抓好工程实施。\n1.推进400个工程。(省发改委主办)\n2.推进产业化工程。(省工信委主办)\n{last}\n"
    ).grids
    assert len([row for row in grid.rows[1:] if len(row) > 1]) == count + 1


# shape after http://lapisthai.com/zwgk/zfxxgk/fdzdgknr/29/1008/202106/t20210630_68865704.html
@pytest.mark.parametrize(("last", "count"), [("3.修缮乡道", 3), ("1.加强领导,", 2)], ids=["counts on", "begins anew"])
def test_an_item_cut_below_a_heading_of_its_own_counts_on(last: str, count: int) -> None:
    (grid,) = read(
        "一、学校\n(一)扩建\n1.扩建小学2所。(牵头单位:县教育局)\n(二)新建\n2.新建小学1所。(牵头单位:县教育局)\n"
        f"二、道路\n(三)养护\n{last}"
    ).grids
    assert sum(1 for row in grid.rows[1:] if len(row) > 1) == count


# after a page of Pu'er, 2018: items under items, what came of each below it, and the last of that cut
@pytest.mark.parametrize(
    ("last", "rest"),
    [
        ("本项已办结。全年新建卫生室35个,其中:东镇4个、西", "本项已办结。全年新建卫生室35个,其中:东镇4个、西"),
        ("甲市人民政府办公室", ""),
    ],
)
def test_what_came_of_the_last_item_may_be_cut(last: str, rest: str) -> None:
    (grid,) = read(
        "1.改造住房4万户(责任单位:市住建局)\n本项已办结。改造4.1万户。\n2.新建厕所2000座。(责任单位:市农业局)\n"
        f"本项已办结。建成2010座。\n3.新建卫生室35个(责任单位:市卫计委)\n{last}\n"
    ).grids
    assert grid.rows[0] == ["任务内容", "责任单位", "后文"]
    assert grid.rows[-1][2] == rest


# after a page of Qiaokou, 2022: nineteen items in sections, the sign behind one of their numbers lost
@pytest.mark.parametrize(
    ("line", "is_read"),
    [("3组织老人体检。", True), ("3、组织老人体检。", True), ("组织3次体检。", False), ("3月组织老人体检。", False)],
)
def test_a_number_that_lost_its_sign_is_one_where_it_is_missing(line: str, is_read: bool) -> None:
    document = read(
        "甲镇2031年实事推进情况\n一、人居方面\n1、清淤塘坝4处。\n2、改造厕所80座。\n二、健康方面\n"
        f"{line}\n4、新增照料点2处。\n5、放映电影168场。\n"
    )
    assert [row[0] for grid in document.grids for row in grid.rows[1:] if len(row) > 1] == (
        ["1、", "2、", line[: 2 if "、" in line else 1], "4、", "5、"] if is_read else []
    )


# after minutes of Guiyang, 2011: names over, or in front of, sentences that say who answers
@pytest.mark.parametrize("between", ["\n", "。"])
@pytest.mark.parametrize(
    ("clauses", "is_read"),
    [
        (("由王明副市长负责", "由李强副市长负责", "由赵立秘书长负责"), True),
        (("由县交通局、县公安局牵头", "由县水利局牵头", "由县住建局牵头"), True),
        (("近日王明到会介绍", "县长李强强调指出", "记者赵立现场采访"), False),
        (("今年以来稳步推进", "今年以来稳步推进", "今年以来稳步推进"), False),
    ],
)
def test_items_that_hold_a_clause_alike_are_a_list(clauses: tuple[str, ...], is_read: bool, between: str) -> None:
    document = read(
        f"1、循环经济城市创建事宜{between}{clauses[0]},编制规划。\n"
        f"2、河流修复课题{between}{clauses[1]},做好申报。\n"
        f"3、快速铁路项目{between}{clauses[2]},优化方案。\n"
    )
    texts = [row[1] for grid in document.grids for row in grid.rows[1:]]
    assert len(texts) == (3 if is_read else 0)
    assert all(text and text.endswith("。") for text in texts)


def test_the_signature_of_a_page_of_one_line_is_none_of_its_last_item() -> None:
    document = read(
        "各乡镇: 现印发给你们。 (一)经济 1.生产总值增长6%。(县发改局牵头) 2.新增企业20家。(县工信局牵头) "
        "(二)建设 3.改造小区12个。(县住建局牵头) 4.新建公园3处。(县城管局牵头) 甲县人民政府办公室 2031年2月3日\n"
    )
    assert document.grids[0].rows[-1] == ["4.", "新建公园3处。", "(县城管局牵头)"]
    assert [text.text for text in document.texts][-2:] == ["甲县人民政府办公室", "2031年2月3日"]


# after a page of Yibin, 2011: the label stands behind the sentence; the third item is cut before its own
@pytest.mark.parametrize(
    ("last", "labels"),
    [("3.港口吞吐量增长8%,其中集装箱", ["市水利局。", "市粮食局。", ""]), ("3.港口吞吐量增长8%。", [])],
    ids=["cut", "whole and without a label"],
)
def test_a_label_behind_the_sentence_ends_it_where_the_last_item_is_cut(last: str, labels: list[str]) -> None:
    document = read(
        f"2031年重点事项责任分工\n一、指标分工\n1.供水能力增长3%。主办单位:市水利局。\n"
        f"2.粮食产量增长2%。主办单位:市粮食局。\n{last}\n"
    )
    rows = [row for grid in document.grids for row in grid.rows if "主办单位" in grid.rows[0] and len(row) > 1]
    assert [row[-1] for row in rows[1:]] == labels
    assert all(":" not in str(row[0]) for row in rows)


# after a page of Luzhou, 2018: one bracket below four steps, and the text is cut in the next group
@pytest.mark.parametrize(
    ("bracket", "last", "is_read"),
    [
        ("(责任单位:各区县人民政府、市水利局)", "2.健全巡查机制\n(1)每季度巡查一次,", True),
        ("(责任编辑:张三)", "", False),
        ("(责任单位:各区县人民政府、市水利局)", "4.健全巡查机制\n(1)每季度巡查一次,", False),
    ],
    ids=["the next group follows", "the page ends", "another number follows"],
)
def test_one_bracket_below_steps_answers_for_all_of_them(bracket: str, last: str, is_read: bool) -> None:
    document = read(
        "防汛设施建设任务分工\n(一)设施建设\n1.补齐防汛短板\n(1)把泵站纳入规划,同步设计。\n"
        f"(2)新建泵站4座。\n(3)清淤沟渠60公里。\n{bracket}\n{last}\n"
    )
    labelled = [grid for grid in document.grids if "责任单位" in grid.rows[0]]
    assert bool(labelled) is is_read
    if is_read:
        row = labelled[0].rows[2]
        assert row[0] == "1.补齐防汛短板\n(1)把泵站纳入规划,同步设计。\n(2)新建泵站4座。\n(3)清淤沟渠60公里。"
        assert row[1] == "各区县人民政府、市水利局"


# after a page of Karamay, 2021: the text is cut behind the number of its third item
@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "一、公开\n(一)公布规划。(牵头单位:市发改委;责任单位:各区)\n"
            "(二)公布抽检结果。(牵头单位:市住建局;责任单位:各区)\n(三)\n",
            ["(一)公布规划。", "(二)公布抽检结果。"],
        ),
        ("1.新建学校2所。(市教育局)\n2.修路3公里。(市交通局)\n3.\n", ["新建学校2所。", "修路3公里。"]),
        (
            "甲市2031年民生实事\n1.新建学校2所。\n2.修路3公里。\n3.植树3万株。\n4、\n",
            ["新建学校2所。", "修路3公里。", "植树3万株。"],
        ),
    ],
    ids=["labels", "brackets", "figures"],
)
def test_a_number_with_nothing_behind_it_is_no_item(text: str, items: list[str]) -> None:
    document = read(text)
    column = document.grids[0].rows[0].index("任务内容")
    assert [row[column] for row in document.grids[0].rows[1:] if len(row) > 1] == items
    assert document.texts[-1].text == text.rstrip().splitlines()[-1]


# after a page of Guangdong, 2012: nothing numbers the paragraphs below a heading, and few of them hold a figure
@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "一、保持经济平稳增长\n落实各项减税措施,清理涉企收费,减轻小微企业负担。(财政厅牵头)\n"
            "健全三方对接平台,鼓励银行业机构下沉服务,推动企业上市融",
            ["(财政厅牵头)", ""],
        ),
        (
            "一、保持经济平稳增长\n落实各项减税措施,清理涉企收费,减轻小微企业负担。(财政厅牵头)\n"
            "二、推进城乡统筹\n完善城乡规划体系,统筹安排各类建设用地,提升城镇品质。(住建厅、自然资源厅负责)\n"
            "三、改善民生\n健全就业援助制度,做好困难人员的就业服务和技能培训。(人社厅牵头)\n甲省人民政府\n2031年2月3日\n",
            ["(财政厅牵头)", "(住建厅、自然资源厅负责)", "(人社厅牵头)"],
        ),
        (
            "一、保持经济平稳增长。\n落实各项减税措施,清理涉企收费,减轻小微企业负担。(财政厅牵头)\n"
            "健全三方对接平台,鼓励银行业机构下沉服务,推动企业上市。(金融办负责)\n"
            "推进农村信用社改革,完善治理结构,防范风险。(农信联社负责)\n"
            "二、改善民生。\n健全就业援助制度,做好困难人员的就业服务和技能培训。\n"
            "提高城乡低保补助水平,完善社会救助体系。(民政厅牵头)\n",
            ["(财政厅牵头)", "(金融办负责)", "(农信联社负责)", "", "(民政厅牵头)"],
        ),
        (
            "一、保持经济平稳增长\n落实各项减税措施,清理涉企收费,减轻小微企业负担。(财政厅牵头)\n"
            "二、推进城乡统筹\n各地要充分认识城乡统筹的重要意义,切实加强组织领导。\n完善制度,确保各项任务落到实处,抓出成效。\n",
            [],
        ),
    ],
    ids=["an excerpt", "one below each heading", "one of many says not who", "most say nothing"],
)
def test_paragraphs_under_headings_that_say_who_are_items(text: str, items: list[str]) -> None:
    document = read(f"甲省人民政府关于落实重点任务部门分工的意见\n{text}")
    rows = [row for grid in document.grids for row in grid.rows[1:] if len(row) > 1]
    assert [row[1] for row in rows] == items


# after a page of Xinjiang, 2019: bullets that a copy spoilt stand below the number, who does it behind the last line
@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "(一)供水联网。提速建设骨干管线。\n?建成应急调蓄池2座;\n?续建防洪堤。\n设置警示桩牌。(自治区水利厅牵头,乙市配合)\n"
            "(二)供热联网。让管网跨区相通。\n?编制供热计划,试点联供乙市、",
            ["(自治区水利厅牵头,乙市配合)", ""],
        ),
        (
            "(一)供水联网。提速建设骨干管线。\n建成应急调蓄池2座。\n设置警示桩牌。(水利局牵头)\n"
            "(二)供热联网。让管网跨区相通。\n编制供热计划。\n布设换热站5座。(住建局牵头)\n"
            "(三)路网相通。打通断头路。(交通局牵头)\n",
            ["(水利局牵头)", "(住建局牵头)", "(交通局牵头)"],
        ),
    ],
    ids=["an excerpt", "one of them in one paragraph"],
)
def test_paragraphs_below_a_number_go_with_it_up_to_who_does_it(text: str, items: list[str]) -> None:
    document = read(f"一、设施共建\n{text}")
    rows = [row for row in document.grids[0].rows[1:] if len(row) > 1]
    assert [row[0] for row in rows] == ["(一)", "(二)", "(三)"][: len(items)]
    assert [row[2] for row in rows] == items
    assert str(rows[0][1]).count("\n") == text.split("(二)")[0].count("\n") - 1


# after a mirror of Jinan, 2013: sentences without numbers over labels; the text is cut in the sentence of the third
@pytest.mark.parametrize(
    ("last", "items"),
    [
        ("新增、更换楼道门3200套,", 3),
        ("新增、更换楼道门3200套。", 2),
        ("", 2),
        ("主要责任人:孙立", 2),
    ],
    ids=["cut", "a sentence of the page", "nothing", "a label"],
)
def test_a_sentence_cut_below_the_labels_of_the_one_before_is_an_item(last: str, items: int) -> None:
    document = read(
        "2031年十件实事责任分解\n新建公租房1200套。\n分管领导:王立安\n责任单位:市住建局\n进度安排:11月底前完工。\n"
        f"整治老旧住宅60栋。\n分管领导:王立安\n责任单位:市城管局\n进度安排:7月底前完工。\n{last}\n"
    )
    texts = [row[0] for row in document.grids[0].rows[1:]]
    assert texts == ["新建公租房1200套。", "整治老旧住宅60栋。", "新增、更换楼道门3200套,"][:items]


# after the same: what stands over the first item is a heading as those between items are
def test_a_line_over_the_first_item_that_begins_as_the_headings_do_is_one() -> None:
    document = read(
        "2031年十件实事责任分解\n关键词 住房\n新建公租房1200套。\n分管领导:王立安\n责任单位:市住建局\n"
        "关键词 出行\n修路3公里。\n分管领导:王立安\n责任单位:市交通局\n"
    )
    assert document.grids[0].rows[1][0] == "关键词 住房"
    assert document.grids[0].rows[3][0] == "关键词 出行"


# after a page of Chengde, 2016, on a site that stores documents: line ends lost before (一) and behind brackets
@pytest.mark.parametrize(
    ("last", "items"),
    [
        ("(责任单位:市城管", ["市住建局", ""]),
        ("(责任单位:市城管局)3.整治市场6处。\n\n(责任单位:市商务局)", ["市住建局", "市城管局", "市商务局"]),
    ],
    ids=["cut in the bracket", "whole"],
)
def test_the_bracket_of_an_item_may_begin_the_paragraph_of_the_next(last: str, items: list[str]) -> None:
    document = read(
        "甲市2031年创建卫生城市方案\n一、总体思路坚持共建共享的理念,让城市更洁净。\n\n二、工作任务(一)补齐设施短板。\n\n"
        f"1.建设管道38公里,清淤暗渠12公里。\n\n(责任单位:市住建局)2.改造旱厕26座,机扫道路95万平方米。\n\n{last}\n"
    )
    rows = [row for row in document.grids[0].rows[1:] if len(row) > 1]
    headings = [row[0] for row in document.grids[0].rows if len(row) == 1]
    assert headings[-2:] == ["二、工作任务", "(一)补齐设施短板。"]
    assert [row[1] for row in rows] == items
    assert rows[1][0] == "2.改造旱厕26座,机扫道路95万平方米。"


# after a page of Baoji, 2022: what came of an item goes on in steps; they are none of the list's items
@pytest.mark.parametrize("is_excerpt", [True, False], ids=["an excerpt of one item", "several items"])
def test_steps_below_a_label_of_whole_sentences_belong_to_it(is_excerpt: bool) -> None:
    second = "" if is_excerpt else "2.修路3公里。\n推进情况:已通车2公里。\n①铺设路面。\n②安装路灯。\n"
    document = read(
        "甲市公开承诺落实情况\n一、包抓推进组成员(9人)\n(一)王立安 市委副书记、市委统战部部长\n"
        "1.开展联创行动,排查苗头、调处矛盾。\n推进情况:对2031年5月份联创开展考核,合格率92%。\n"
        f"一是排查风险,查出问题38处。二是调处矛盾。\n{second}"
    )
    rows = [row for row in document.grids[0].rows if len(row) > 1]
    assert rows[0] == ["任务内容", "推进情况"]
    assert rows[1][1] == "对2031年5月份联创开展考核,合格率92%。\n一是排查风险,查出问题38处。二是调处矛盾。"
    assert [row[1] for row in rows[2:]] == ([] if is_excerpt else ["已通车2公里。\n①铺设路面。\n②安装路灯。"])
    assert "(一)王立安 市委副书记、市委统战部部长" in [row[0] for row in document.grids[0].rows]


DONE = [
    "全县已建成渡口5处,其中跨年续建的2处,新增停靠能力每天90班。",
    "(一)东乡架桥2座。\n(二)西乡架桥1座。",
    "完成培训810人,考核合格的有795人。",
]
NAMES = ["修缮渡口4处", "架设浮桥3座", "培训船工800人"]
LONG_NAMES = ["修缮沿江各乡镇渡口4处", "架设浮桥3座", "培训船工800人,发放证书500本"]


# shape after http://www.huizhicikeji.com/xw/yaowen/2024/0129/280899.shtml
def test_what_stands_below_lines_with_figures_is_what_came_of_them() -> None:
    text = "\n".join(f"{no}、{name}\n{done}" for no, name, done in zip("一二三", NAMES, DONE, strict=True))
    document = read(f"乙县实事办理情况\n{text}\n编辑:王立安")
    (grid,) = document.grids
    assert grid.rows == [
        ["序号", "任务内容", "下文"],
        *[[f"{no}、", name, done] for no, name, done in zip("一二三", NAMES, DONE, strict=True)],
    ]
    assert document.texts[-1].text == "编辑:王立安"
    assert not lost_characters(text, document)


@pytest.mark.parametrize("end", ["", "。"])
@pytest.mark.parametrize("last", [3, 1], ids=["counted on", "counted anew"])
def test_headings_may_part_lines_over_what_came_of_them(end: str, last: int) -> None:
    below = [done.replace("(一)", "(1)").replace("(二)", "(2)") for done in DONE]
    items = [f"{no}.{name}{end}\n\n{done}" for no, name, done in zip((1, 2, last), LONG_NAMES, below, strict=True)]
    (grid,) = read("乙县实事办理情况\n\n一、交通\n\n" + "\n\n".join([*items[:2], "二、就业", items[2]])).grids
    assert [[cell for cell in row if cell] for row in grid.rows] == [
        ["序号", "任务内容", "下文"],
        ["一、交通"],
        *[[f"{no}.", f"{name}{end}", done] for no, name, done in zip((1, 2), LONG_NAMES, below, strict=False)],
        ["二、就业"],
        [f"{last}.", f"{LONG_NAMES[2]}{end}", below[2]],
    ]


@pytest.mark.parametrize(
    ("names", "done"),
    [
        (NAMES, [f"(一)东乡{name}。\n(二)西乡{name}。" for name in NAMES]),
        (["2031年工作", "存在的问题", "2032年安排"], DONE),
    ],
    ids=["numbers under each", "no figures but years"],
)
def test_lines_over_numbers_or_without_figures_are_headings(names: list[str], done: list[str]) -> None:
    text = "\n".join(f"{no}、{name}\n{below}" for no, name, below in zip("一二三", names, done, strict=True))
    assert all("下文" not in grid.rows[0] for grid in read(f"乙县十件实事\n{text}").grids)


# shape after http://www.hechengqu.gov.cn/hechengqu/c115543/202512/a928b14e177a488c8d19502a23d95ae0.shtml
ASKED_AND_DONE = [
    ("扩建养老院工程。市下达任务新增床位90张", "实际新增床位96张,涉及乡镇4个。"),
    ("更换路灯工程。年度计划更换路灯700盏", "截至11月底更换路灯650盏。"),
    ("清淤河道工程。任务清淤河道12公里", "已完成12公里。"),
]


def test_what_came_of_each_item_stands_in_another_clause() -> None:
    text = "丙县2031年实事完成情况\n" + "".join(f"{no}.{','.join(both)}\n" for no, both in enumerate(ASKED_AND_DONE, 1))
    (grid,) = read(text).grids
    assert grid.rows[0] == ["序号", "任务内容", "后文"]
    assert [row[1:] for row in grid.rows[1:]] == [list(both) for both in ASKED_AND_DONE]


def test_one_item_that_says_what_came_of_it_is_no_habit() -> None:
    items = ["新建凉亭3座。", "任务植树90棵,实际植树96棵。", "修桥2座。", "修渠9里。"]
    text = "丙县2031年实事\n" + "".join(f"{no}.{item}\n" for no, item in enumerate(items, 1))
    (grid,) = read(text).grids
    assert [row[-1] for row in grid.rows[1:]] == items


# after a mirror of Fuzhou (us.toutiaosg.com): a section without numbered items
@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("改造老街巷14条", ["", "改造老街巷14条"]),
        ("改造老街巷14条,其中城北6条。全部铺设雨水管。", ["", "改造老街巷14条,其中城北6条。全部铺设雨水管。"]),
        ("坚持先地下后地上。坚持先急后缓。", None),
    ],
)
def test_the_only_paragraph_of_a_section_is_its_item(line: str, row: list[str] | None) -> None:
    lines = ["一、供水", "(一)新建水厂2座", "(二)更换水表3000只", "二、街巷", line, "三、绿化", "(一)植树8000株"]
    (grid,) = read("\n".join(["2031年实事", *lines, "(二)建公园5个"])).grids
    rows = [row for row in grid.rows if row[-1] == line]
    assert rows == ([row] if row else [])
    assert ["三、绿化"] in grid.rows


# shape after http://www.lygzb.net/html/text/lar/169697/16969703.html
def test_a_label_spaced_out_to_the_width_of_others_is_one() -> None:
    who = "责任领导:李明\n责任单位:县水利局 丙镇政府\n责 任 人:赵强 王军\n"
    text = f"丙县重点工作分解\n1.疏浚河道12公里。\n{who}2.加固堤坝3座。\n{who}"
    grid = read(text).grids[0]
    assert grid.rows[0] == ["任务内容", "责任领导", "责任单位", "责任人"]
    assert [row[2:] for row in grid.rows[1:]] == [["县水利局 丙镇政府", "赵强 王军"]] * 2


# shape after http://297cmi.cn/article/1001001664/1001001645/1730/0.html
@pytest.mark.parametrize(
    ("sentences", "units"),
    [
        (
            ["2项任务的责任单位均为市林业局。", "该项目标责任单位为市水利局、统计局。"],
            ["市林业局"] * 2 + ["市水利局、统计局"],
        ),
        (["2項任務責任單位均為市林業局。", "該目標責任單位為市水利(lì)局。"], ["市林業局"] * 2 + ["市水利(lì)局"]),
        (["两项工作的责任单位是市林业局。", "本项责任单位为市水利局。"], ["市林业局"] * 2 + ["市水利局"]),
        (["该项责任单位为市林业局。", "该项责任单位为市水利局。"], ["", "市林业局", "市水利局"]),
        (["7项任务的责任单位均为市林业局。", "该项责任单位为市水利局。"], [None] * 3),
    ],
    ids=["simplified", "traditional, with a sound", "other words", "of one of two", "more than there are"],
)
def test_a_sentence_below_items_says_who_answers_for_them(sentences: list[str], units: list[str | None]) -> None:
    items = ["植树9万株;", "抚育林地700亩;", "整修水渠12公里;"]
    text = f"丙市2031年目标\n1.{items[0]}\n2.{items[1]}\n{sentences[0]}\n3.{items[2]}\n{sentences[1]}\n"
    document = read(text)
    (grid,) = document.grids
    assert not lost_characters(text, document)
    found = {row[0]: row[1] for row in grid.rows[1:]} if len(grid.rows[0]) == 2 else {}
    assert [found.get(f"{no}.{item}") for no, item in enumerate(items, 1)] == units
    if any(units):
        assert [one.text for one in document.texts][-2:] == sentences


# shape after https://gwyoo.com/article/xzgaoshou/gongzhuo/200811/150599.html
@pytest.mark.parametrize(
    ("bracket", "second", "is_heading"),
    [
        ("(以省核定数为准)", "2.湿地保有量不少于90公顷。(市林业局会同各县区组织落实)", True),
        ("(市发展改革委负责)", "2.湿地保有量不少于90公顷。(市林业局会同各县区组织落实)", True),
        ("(市发展改革委负责)", "2.湿地保有量不少于90公顷。", False),
    ],
    ids=["a remark", "a unit", "items that do not say who"],
)
def test_a_heading_with_a_bracket_over_sentences_with_theirs(bracket: str, second: str, is_heading: bool) -> None:
    text = (
        "丁市规划目标分解\n(一)创新指标\n1.专利授权量达到900件。(市科技局会同各县区组织落实)\n"
        f"(二)生态指标{bracket}\n1.排放总量下降6%。(市环保局会同各县区组织落实)\n{second}\n"
    )
    items = [row for row in rows(text) if len(row) > 1]
    assert ([f"(二)生态指标{bracket}"] in rows(text)) == is_heading
    assert len(items) == (3 if is_heading else 4)
