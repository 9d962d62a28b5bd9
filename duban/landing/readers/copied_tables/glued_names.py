"""The leader and the units of a row whose cells a copy ran together: 陈大明教育局城投集团各街道.

The header says that a person stands first and units behind. A person's name is of three characters, or of two where the
unit would have but one before its ending. Units are parted only where all of them end in words that end a name and hold
none that could; what is not sure stands in a column of its own that names nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict

UNPARTED_HEADER = "备注"  # ours, over names that nobody can part

_COLUMNS = re.compile(
    "[一-龥](?P<leader>(?:分管|责任|牵头|联系|包抓|挂钩)领导|责任人)(?P<unit>(?:牵头|责任|承办|主办)(?:单位|部门))"
    "(?P<support>(?:配合|协办|协同|参与)(?:单位|部门))?$"
)
_ENDING = "(?:局|街道(?!办)|集团(?![公有股])|公司|中心|办公室|委员会|管委会|街道办事处|镇|各单位|各部门)"
_BRACKET = "(?:[(\uff08][^()\uff08\uff09]{1,12}[)\uff09])?"
_UNIT = re.compile(f"(?:各(?:街道|镇|单位|部门)|(?!有限)[一-龥]{{2,10}}?{_ENDING}){_BRACKET}[、\\s]*")
_UNITS_BEFORE_TEXT = re.compile("(?:[一-龥]{2,4}?(?:局|集团(?![公有股])|公司))+")
_UNSURE = re.compile("[局委办部院会府联校处所队站室镇](?=.)|各")  # in what stands before an ending
# where the cell of leaders is merged with the one above, a unit stands first
_NO_PERSON = re.compile("^[省市县区州旗镇乡各教财交民农水环住发人公工科商应自国经城建行统审信退残妇]|[局委办部街镇司]")
_THREE, _TWO = 3, 2  # characters of a person's name


def columns_of_names(header: str) -> list[str]:
    """What the header says stands behind the text: the leaders, who leads, who supports, and our column for what cannot
    be parted; none where it does not begin with leaders.

    >>> columns_of_names("序号项目内容分管领导牵头单位配合单位")
    ['分管领导', '牵头单位', '配合单位', '备注']
    >>> columns_of_names("序号项目内容责任单位")
    []
    """
    found = _COLUMNS.search(header)
    return [*(word for word in found.groups() if word), UNPARTED_HEADER] if found else []


def people_of(names: list[str]) -> set[str]:
    """The first characters of names that are a person's in several rows, as what follows them shows.

    >>> people_of(["陈大明教育局", "陈大明人社局", "周燕民政局", "周燕文体旅局", "孙晓东住建局"]) == {"陈大明", "周燕"}
    True
    """
    following: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for length in (_TWO, _THREE):
            following[name[:length]].add(name[length : length + 1])
    return {person for person, behind in following.items() if len(behind) > 1 and len(person) >= _TWO}


def parted_names(names: str, people: set[str], columns: int) -> list[str | None]:
    """The leader, who leads, who supports (with three columns), and the names as they are where they are not sure.

    >>> parted_names("孙晓东住建局城投集团各街道", set(), 3)
    ['孙晓东', '住建局', '城投集团\\n各街道', None]
    >>> parted_names("周燕民政局", set(), 2)
    ['周燕', '民政局', None]
    >>> parted_names("周燕区委宣传部教育局", set(), 2)
    [None, None, '周燕区委宣传部教育局']
    >>> parted_names("市场监管局教育局", set(), 2)
    [None, None, '市场监管局教育局']
    """
    known = [length for length in (_THREE, _TWO) if names[:length] in people]
    for length in known or (_THREE, _TWO):
        units = _units(names[length:])
        if units and not _NO_PERSON.search(names[:length]):
            who = [units[0], "\n".join(units[1:]) or None] if columns > _TWO else ["\n".join(units)]
            return [names[:length], *who, None]
    return [*[None] * columns, names or None]


def length_of_units(text: str) -> int:
    """How many characters at the head of a text are units; only short names, of endings that few texts begin with.

    >>> length_of_units("交通局城投集团修路两条")
    7
    """
    found = _UNITS_BEFORE_TEXT.match(text)
    return found.end() if found and _units(found.group()) else 0


def _units(names: str) -> list[str]:
    units: list[str] = []
    at = 0
    while at < len(names):
        found = _UNIT.match(names, at)
        if not found:
            return []
        unit = found.group().strip("、 ")
        stem = re.sub(f"{_ENDING}{_BRACKET}$", "", unit)
        if _UNSURE.search(stem) and not unit.startswith("各"):
            return []
        units.append(unit)
        at = found.end()
    return units
