"""A small document as governments print it, and where a test puts it."""

from __future__ import annotations

from pathlib import Path

from duban.settings import Settings

TABLE = """
{place}人民政府{year}年度责任目标完成情况一览表

| 序号 | 市政府领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 李明 | 新建学校3所 | 年底 | 已建成学校3所 | 是 | 市教育局 |
| 2 | 王强 | 新增就业5万人 | 年底 | 新增就业5.1万人 | 是 | 市人力资源社会保障局 |
"""


def put(settings: Settings, name: str, place: str = "临江市", year: int = 2023, text: str = TABLE) -> Path:
    """Write TEXT, filled in, as the document NAME of the raw folder."""
    path = settings.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(place=place, year=year), "utf8")
    return path
