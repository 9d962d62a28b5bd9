"""What a picture that is alone in its cell stands for, by the name that its document gives it: HTML and DOCX alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Names that programs give by themselves: of files, of the order of insertion, of what a machine sees in a picture.
_GIVEN_BY_PROGRAMS = re.compile(
    r"(?:.*\.(?:png|jpe?g|gif|bmp|svg|webp|emf|wmf|tiff?)|(?:图片|图标|图像|图形|image|img|icon|picture|graphic)\s*\d*"
    r"|.*(?:描述已自动生成|已生成极高可信度的说明|description automatically generated)\s*)?\s*",
    re.IGNORECASE | re.DOTALL,
)


def picture_text(names: Iterable[str]) -> str | None:
    """The names of a cell's pictures, one blank between them; None where a person gave none of them a name.

    >>> picture_text(["是"]), picture_text(["图片 1", "tick.png"])
    ('是', None)
    """
    return " ".join(name.strip() for name in names if not _GIVEN_BY_PROGRAMS.fullmatch(name.strip())) or None


ONLY_A_PICTURE = "a cell holds only a picture and is landed empty"
