"""What the style of a spreadsheet's cell makes of its value: XLSX and XLS alike.

A number prints in its format; a text in the format's text section, where it has one; a struck font strikes both, and a
symbol font shows signs for letters. What a format prints as nothing (`;;;`) is hidden, and so is white on no fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban.landing.grid import Note, column_letters
from duban.landing.marked_text import END, HIDDEN, STRUCK, marked
from duban.landing.number_formats import Printer, general, printer, text_printer
from duban.landing.pictures import ONLY_A_PICTURE
from duban.landing.sheets import SheetCells
from duban.landing.symbol_fonts import is_symbol_font, shown

_PLACES_NAMED = 5
_DAY_PRINTED = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}|\d{1,2}\s*月")
_FIRST_DAY, _LAST_DAY = 36_526, 54_788  # 2000-01-01 and 2049-12-31: as five digits, the deadlines of a table


@dataclass(slots=True)
class CellLook:
    """A cell style. print_text: None where a text prints as it is. font: a symbol font, else ''.

    is_unseen: white in a cell without a fill. is_filled: white runs in the cell show.
    shows_box: a truth value shows as a ticked or an empty box (Excel's checkbox format).
    mark: of all that the cell prints. leaves_texts: whether a text prints as it is, which is asked of every cell.
    """

    print_number: Printer = general
    print_text: Callable[[str], str] | None = None
    is_struck: bool = False
    font: str = ""
    shows_box: bool = False
    is_unseen: bool = False
    is_filled: bool = False
    mark: str = field(init=False)
    leaves_texts: bool = field(init=False)

    def __post_init__(self) -> None:
        self.mark = STRUCK if self.is_struck else HIDDEN if self.is_unseen else ""
        self.leaves_texts = self.print_text is None and not self.mark and not self.font

    def number(self, value: float) -> str:
        """What a number prints, marked where it is struck or hidden."""
        text = self.print_number(value)
        if not text.strip():
            return marked(general(value), HIDDEN)
        return self._dressed(text)

    def text(self, text: str) -> str:
        """What a text prints, marked where it is struck or hidden."""
        if self.print_text is not None and text:
            printed = self.print_text(text)
            if not printed.strip():
                return marked(text, HIDDEN)
            text = printed
        return self._dressed(text)

    def runs(self, runs: Sequence[tuple[str, str | None, str]]) -> str:
        """What a text of several runs prints: (text, its mark or None for the cell's own font, its font)."""
        own = self.mark
        parts = []
        for text, mark, font in runs:
            symbol_font = self.font if mark is None else font
            text = shown(symbol_font, text) if symbol_font else text
            mark = own if mark is None else "" if mark == HIDDEN and self.is_filled else mark
            parts.append(marked(text, mark) if mark else text)
        joined = "".join(parts)
        if self.print_text is not None and joined:
            return self.print_text(joined) or marked("".join(text for text, _, _ in runs), HIDDEN)
        return joined

    def box(self, is_on: bool) -> str:
        """What a truth value prints."""
        return self._dressed(("☑" if is_on else "☐") if self.shows_box else ("TRUE" if is_on else "FALSE"))

    def _dressed(self, text: str) -> str:
        if self.font:
            text = shown(self.font, text)
        return marked(text, self.mark) if self.mark else text


def cell_look(
    code: str,
    is_1904: bool,
    is_struck: bool,
    font: str,
    shows_box: bool = False,
    is_white: bool = False,
    is_filled: bool = False,
) -> CellLook:
    """The look of a number format and a font. font: its name. is_white: its colour. is_filled: the cell has a fill."""
    symbol_font = font if is_symbol_font(font) else ""
    is_unseen = is_white and not is_filled
    return CellLook(printer(code, is_1904), text_printer(code), is_struck, symbol_font, shows_box, is_unseen, is_filled)


@dataclass(slots=True)
class Places:
    """A count of places, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def append(self, place: str) -> None:
        self.count += 1
        if len(self.first) < _PLACES_NAMED:
            self.first.append(place)

    def __str__(self) -> str:
        return ", ".join(self.first) + (", ..." if self.count > len(self.first) else "")


@dataclass(slots=True)
class CellFaults:
    """Cells of a sheet whose text is not what whoever made it meant; each is reported once, with the first places."""

    unset: Places = field(default_factory=Places)  # formulas that were saved without their value
    pictures: Places = field(default_factory=Places)  # cells that show a picture and no text
    errors: Places = field(default_factory=Places)  # '#REF! (E4)'
    general_days: dict[int, list[int]] = field(default_factory=dict)  # column -> rows of numbers that may be days

    def may_be_day(self, value: float, row_no: int, column_no: int) -> None:
        """Remember a whole number of the format General that may be the number of a day."""
        if _FIRST_DAY <= value <= _LAST_DAY and value == int(value):
            rows = self.general_days.setdefault(column_no, [])
            if len(rows) <= _PLACES_NAMED:
                rows.append(row_no)

    def notes(self, cells: SheetCells) -> list[Note]:
        """What to report of a sheet that has been read."""
        notes = []
        if self.unset.count:
            what = f"{self.unset.count} formulas were saved without their value and are landed empty: {self.unset}"
            notes.append(Note("warning", what, cells.name))
        if self.pictures.count:
            notes.append(Note("warning", f"{ONLY_A_PICTURE}: {self.pictures}", cells.name))
        if self.errors.count:
            count = "a cell shows" if self.errors.count == 1 else f"{self.errors.count} cells show"
            what = f"{count} an error value where a result should stand: {self.errors}"
            notes.append(Note("warning", what, cells.name))
        for column_no, rows in self.general_days.items():
            texts = (texts.get(column_no, "") for texts in cells.rows.values())
            if any(_DAY_PRINTED.search(text) for text in texts):
                days = Places()
                for row_no in rows:
                    printed = cells.rows.get(row_no, {}).get(column_no, "")
                    days.append(f"{column_letters(column_no)}{row_no} ({_day(printed)})")
                what = f"a day is shown as its number, because its format is General: {days}"
                notes.append(Note("warning", what, f"{cells.name}!{column_letters(column_no)}{rows[0]}"))
        return notes


def _day(printed: str) -> str:
    digits = printed.strip("".join((STRUCK, HIDDEN, END)))
    return str(date(1899, 12, 30) + timedelta(days=int(digits))) if digits.isdecimal() else printed
