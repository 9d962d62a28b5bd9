"""A table that a reader left in the middle is held, and the rows that were not read are named."""

from __future__ import annotations

from pathlib import Path

from duban.pipeline.reload import reload
from duban.settings import Settings
from tests.conftest import PROJECT

HEADER = "| 序号 | 责任领导 | 责任目标内容 | 完成时限 | 责任单位 |\n|---|---|---|---|---|\n"
ROW = "| {n} | 李明 | 新建学校{n}所 | 年底 | 市教育局 |\n"
LEFT_OUT = "{n}. 李明 新建公园{n}处 年底 市园林局\n\n"


def test_numbers_that_go_on_behind_the_table_hold_it(tmp_path: Path) -> None:
    settings = Settings(PROJECT, tmp_path / "raw", tmp_path / "warehouse")
    settings.raw.mkdir()
    for name, behind in (("whole", ""), ("half", LEFT_OUT.format(n=3) + LEFT_OUT.format(n=4))):
        text = f"# {'临江市' if behind else '松坪市'}2031年度责任目标一览表\n\n{HEADER}"
        text += "".join(ROW.format(n=n) for n in (1, 2)) + "\n" + behind
        (settings.raw / f"{name}.md").write_text(text, "utf8")
    outcome = reload(settings)
    [held] = outcome.quarantined
    assert held.path == "half.md"
    report = "\n".join(held.lines())
    assert "2 paragraphs behind the table go on with its numbers, from '3. 李明 新建公园3处" in report
    assert "line 8" in report
