"""The lines that a message offers to be pasted: of a side file, of the header seed.

A value comes from the document. What only a person knows is a placeholder (`duban.placeholders`), which side files and
seeds refuse unedited. tests/pipeline/test_offered_lines.py pastes each.
"""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

from duban.landing.side_files import FACTS
from duban.modelling.data_tests import Words
from duban.placeholders import placeholder

SYNONYMS = "sql/seeds/header_synonyms.csv"
FIELD = placeholder("the field that it means; target_text for what is to be done")


def fact_line(name: str, value: object = None) -> str:
    """A line of a side file: `report_year: 2023`; with a placeholder where the value is not known."""
    return f"{name}: {placeholder(FACTS[name]) if value is None else value}"


def say_in_side_file(document_path: str, line: str) -> Words:
    """Where a line about a document is written, and the line."""
    own, shared = f"{document_path}.yml", side_file(document_path)
    return Words(
        f"在 raw/{own} 里写一行（若说明它的是 raw/{shared}，就写在那里）：{line}",
        f"Write this line in raw/{own} (or in raw/{shared}, where that describes it): {line}",
    )


def side_file(document_path: str) -> str:
    """The side file that documents of one stem share: `heze/2024.csv` -> `heze/2024.yml`."""
    return str(PurePosixPath(document_path).with_suffix(".yml"))


def synonym_line(wording: str, field: str, note: str) -> str:
    """The line that teaches a header wording, quoted as CSV asks: `工作目标,target_text,,printed in heze/2024.csv`."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([wording, field, "", note])
    return line.getvalue()


def wordings_and_fields(suggestions: object) -> list[tuple[str, str]]:
    """The unknown wordings of a profile with the field that each may be: `完成年月 = deadline | 交办人 = other`."""
    pairs = (part.rpartition(" = ") for part in str(suggestions or "").split(" | "))
    return [(wording, field) for wording, mark, field in pairs if mark]


def synonym_lines(suggestions: object, document_path: str) -> str:
    """A line of the header seed for each unknown wording; that it stands in the document is its note.

    Which of several wordings heads the targets is for a person to say.
    """
    pairs = wordings_and_fields(suggestions)
    is_open = len(pairs) > 1 and any(field == "target_text" for _, field in pairs)
    return "\n".join(
        synonym_line(wording, FIELD if is_open else field, f"printed in {document_path}") for wording, field in pairs
    )
