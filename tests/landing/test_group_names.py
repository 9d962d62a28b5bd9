"""Groups between number and task, merged over the tasks below one number: found by where each row names its units."""

from __future__ import annotations

import pytest

from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

# shape after http://honglinkj.com/yylq/21487/21498/21517/content_904163.html
ROWS = """序号 项目名称 责任单位 目标任务 1- 9月实际完成情况 1-9月完成率% 备注
1 新建公厕(座) 城管局 20座 9 45% 另有3座在建
2 开展电商培训 商务局 700 640 91%
3 改造学校食堂 教育局 8所 75% 主体均已完工。
4 投放公共自行车 公交集团 900辆 招标中
5 安居利民实事 完成棚户区改造60户 区住建局 60户 21 35%
完成老楼加装电梯9台 区房管局 9台 4 44%
6 书香实事 开办读书会30场 区文化局 30 36 120%
送戏下乡
"""
# shape after http://monopolymediamarketing.com/21487/21498/21517/content_904163.html
CELLS = "\n".join(
    f"{cell} |" if cell else "|"
    for row in [
        ["序號(hào)", "項(xiàng)目名稱(chēng)", "責(zé)任單位", "目標(biāo)任務(wù)", "完成情況(kuàng)", "備注"],
        ["1", "新建公廁(座)", "城管局", "20座", "9", ""],
        ["2", "開(kāi)展電(diàn)商培訓(xùn)", "商務(wù)局", "700", "", "招標(biāo)中"],
        ["3", "改造學(xué)校食堂", "教育局", "8所", "6", ""],
        ["4", "安居實(shí)事", "完成棚戶(hù)區(qū)改造60戶(hù)", "區(qū)住建局", "60戶(hù)", "21", ""],
        ["完成老樓(lóu)加裝電(diàn)梯9臺(tái)", "殘聯(lián)", "9臺(tái)", "4", ""],
    ]
    for cell in row
)


def test_blank_cells_are_known_by_what_the_full_rows_hold() -> None:
    document = plain_text.READER.read(Source("x.txt", ROWS.encode()), Limits())
    grid = document.grids[0]
    assert grid.span_is_known
    assert grid.rows[0][5] == "1-9月实际完成情况"
    assert grid.rows[3] == ["3", "改造学校食堂", None, "教育局", "8所", None, "75%", "主体均已完工。"]
    assert grid.rows[4] == ["4", "投放公共自行车", None, "公交集团", "900辆", None, None, "招标中"]
    assert grid.rows[5][:4] == ["5", "安居利民实事", "完成棚户区改造60户", "区住建局"]
    assert grid.rows[6] == [None, None, "完成老楼加装电梯9台", "区房管局", "9台", "4", "44%", None]
    assert {grid.spans[6, 1], grid.spans[6, 2]} == {(2, 1)}
    assert [text.text for text in document.texts] == ["送戏下乡"]


def test_bars_keep_the_blank_cells_of_a_mirror_with_pinyin() -> None:
    document = plain_text.READER.read(Source("x.txt", CELLS.encode()), Limits())
    grid = document.grids[0]
    assert grid.span_is_known and (6, 1) not in grid.spans
    assert grid.spans[5, 1] == grid.spans[5, 2] == (2, 1)
    assert [row[1] for row in grid.rows[:3]] == ["項目名稱", "新建公廁(座)", "開展電商培訓"]
    assert grid.rows[4][:4] == ["4", "安居實事", "完成棚戶區改造60戶", "區住建局"]
    assert grid.rows[5] == [None, None, "完成老樓加裝電梯9臺", "殘聯", "9臺", "4", ""]
    assert "pinyin" in document.notes[0].what


def test_a_row_cut_before_its_units_stays_text() -> None:
    document = plain_text.READER.read(Source("x.txt", f"{CELLS}\n5 |\n便民實事 |\n增設".encode()), Limits())
    assert len(document.grids[0].rows) == 6
    assert [text.text for text in document.texts] == ["5", "便民實事", "增設"]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("完成老楼加装电梯9台 区房管局", "完成老楼加装电梯9台 抓紧", id="no units"),
        pytest.param("640 91%", "91% 640", id="kinds out of order"),
        pytest.param("\n2 开展", "\n4 开展", id="numbers that do not count up"),
        pytest.param("9 45% 另有3座在建", "9 45%", id="no full row"),
    ],
)
def test_rows_of_which_one_says_otherwise_prove_no_groups(printed: str, replaced: str) -> None:
    text = ROWS.replace(printed, replaced)
    assert text != ROWS
    document = plain_text.READER.read(Source("x.txt", text.encode()), Limits())
    assert not any(grid.span_is_known and len(grid.rows) > 3 for grid in document.grids)
