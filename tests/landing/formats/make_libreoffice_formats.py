"""Write libreoffice_formats.csv anew: what LibreOffice shows for each format and value that stands in it.

python tests/landing/formats/make_libreoffice_formats.py     # needs soffice (libreoffice-calc); the tests do not
"""

import csv
import subprocess
import tempfile
from pathlib import Path

import openpyxl
from lxml import html

TABLE = Path(__file__).with_name("libreoffice_formats.csv")


def main() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    workbook = openpyxl.Workbook()
    for row_no, row in enumerate(rows, start=1):
        value = row["value"] if row["kind"] == "text" else float(row["value"])
        workbook.active.cell(row_no, 1, value).number_format = row["format"]
    with tempfile.TemporaryDirectory() as folder:
        workbook.save(Path(folder) / "formats.xlsx")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        options = ["--headless", "--convert-to", "html:HTML (StarCalc)", "--outdir", folder]
        subprocess.run(["soffice", profile, *options, f"{folder}/formats.xlsx"], check=True, capture_output=True)
        page = html.fromstring((Path(folder) / "formats.html").read_bytes())
    shown = ["".join(line.itertext()).strip() for line in page.iter("tr")]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["format", "kind", "value", "shown"])
        for row, text in zip(rows, shown, strict=True):
            writer.writerow([row["format"], row["kind"], row["value"], text])


if __name__ == "__main__":
    main()
