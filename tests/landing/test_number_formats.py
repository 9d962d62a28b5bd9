"""Values print in their formats as LibreOffice shows them (formats/libreoffice_formats.csv, made with it)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from duban.landing.number_formats import printer, text_printer

TABLE = Path(__file__).parent / "formats" / "libreoffice_formats.csv"
# Where Excel shows something else than LibreOffice, and we follow Excel; or where we mean to differ.
OURS = {
    ("0.##", "5"): "5.",  # Excel keeps the point
    ('[<0]"减"0;[>100]"多"0;"少"0', "-3"): "减3",
    ("0/100", "5"): "5",  # a fraction prints as the number it is
}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['format']} of {row['value']}") for row in rows()])
def test_a_value_prints_as_libreoffice_shows_it(row: dict[str, str]) -> None:
    if row["kind"] == "text":
        print_text = text_printer(row["format"])
        printed = print_text(row["value"]) if print_text else row["value"]
    else:
        printed = printer(row["format"])(float(row["value"]))
    assert printed.strip() == OURS.get((row["format"], row["value"]), row["shown"])


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        pytest.param('0!.0,"万人"', 32000, "3.2万人", id="an escape as WPS writes it"),
        pytest.param('0!.0000"万"', 32000, "3.2000万", id="four digits behind a written point"),
        pytest.param("0,.0", 12345, "12.3", id="a comma before the point divides"),
        pytest.param("0\\.0,", 320, "0.0", id="fewer digits than places"),
        pytest.param("[$-F800]dddd, mmmm dd, yyyy", 45291, "2023年12月31日", id="the long date of the system"),
        pytest.param('"达"0.0E+00"人"', -120000, "-达1.2E+05人", id="words around an exponent"),
        pytest.param('"完成"# ?/?', 0.75, "完成0.75", id="a word before a fraction"),
        pytest.param('# ?/16"公里"', 2.5, "2.5公里", id="a unit behind a fraction of sixteenths"),
        pytest.param('[DBNum1]0"个"', 123, "一百二十三个", id="Chinese numerals with a word"),
    ],
)
def test_formats_that_libreoffice_does_not_know(code: str, value: float, expected: str) -> None:
    assert printer(code)(value) == expected
