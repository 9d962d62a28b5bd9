"""References to characters in a copied text: read as the characters, each line where it stood."""

from __future__ import annotations

from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

# shape after https://www.mixuai.com/thread/20141230/667586.html
TEXT = """序号 | 任务 | 责任单位
&#9312; | 修建&ldquo;口袋公园&rdquo;3座 | 市园林局
&#9313; | R&D 投入占&#71;DP&#32;2%&#10;以上 | 市科技局
"""


def test_references_are_read_as_characters_and_end_no_line() -> None:
    document = plain_text.READER.read(Source("x.txt", TEXT.encode()), Limits())
    assert document.grids[0].rows[1] == ["①", "修建“口袋公园”3座", "市园林局"]
    assert document.grids[0].rows[2] == ["②", "R&D 投入占GDP 2% 以上", "市科技局"]
    assert document.grids[0].row_places == ["line 1", "line 2", "line 3"]
