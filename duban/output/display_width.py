"""How many columns of a terminal a text takes, and the lines it makes in a column of so many."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import get_character_cell_size

ELLIPSIS = "…"
# Signs that do not begin a line, and signs that do not end one (GB/T 15834, the common ones).
_NOT_FIRST = frozenset("，。、；：？！）》」』】〉”’,.;:?!)]}%％…")
_NOT_LAST = frozenset("（《「『【〈“‘([{")
# A word longer than this share of its line is cut where the line ends.
_LONGEST_WORD = 2


class _Widths(dict[str, int]):
    """The width of a character, asked of rich once: texts of a whole answer are measured character by character."""

    def __missing__(self, character: str) -> int:
        width = get_character_cell_size(character)
        self[character] = width
        return width


_WIDTHS = _Widths()


def display_width(text: str) -> int:
    """Columns of a terminal that a text of one line takes: two for a Chinese character, none for a combining mark.

    >>> display_width("督办 3%"), display_width("é"), display_width("e\\u0301")
    (7, 1, 1)
    """
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def pad(text: str, width: int, right: bool = False) -> str:
    """A text with spaces up to a width: behind it, or in front of what is set to the right.

    >>> pad("督办", 6), pad("12", 4, right=True)
    ('督办  ', '  12')
    """
    spaces = " " * (width - display_width(text))
    return spaces + text if right else text + spaces


def lines_of(text: str, width: int, most: int | None = None) -> list[str]:
    """The lines of a text in a column: at most `most` of them, the last with an ellipsis where there is more.

    Lines break where a Chinese text may break; words and numbers stay whole where they can. Takes time by what is
    shown, not by how long the text is.

    >>> lines_of("新登记市场主体20.82万户，增长6%", 12)
    ['新登记市场主', '体20.82万', '户，增长6%']
    >>> lines_of("新登记市场主体20.82万户，增长6%", 12, most=2)
    ['新登记市场主', '体20.82万户…']
    """
    if most is not None:
        # No line takes more characters than this, marks without a width aside: what is behind is not looked at.
        enough = text[: (most + 1) * (width + 8)]
        is_cut = len(enough) < len(text)
    else:
        enough, is_cut = text, False
    found: list[str] = []
    for start, end in _breaks(enough, width):
        if most is not None and len(found) == most - 1 and (end < len(enough) or is_cut):
            found.append(shortened(enough[start:], width, is_cut=True))
            return found
        found.append(enough[start:end].rstrip())
    return found or [""]


def shortened(text: str, width: int, is_cut: bool = False) -> str:
    """A text in one line, with an ellipsis where it had to be cut, or was.

    >>> shortened("责任目标", 8), shortened("责任目标", 7), shortened("责任目标", 9, is_cut=True)
    ('责任目标', '责任目…', '责任目标…')
    """
    if not is_cut and len(text) <= 4 * width and display_width(text) <= width:
        return text
    taken = 0
    for place, character in enumerate(text):
        taken += _WIDTHS[character]
        if taken > width - 1:
            return text[:place].rstrip() + ELLIPSIS
    return text.rstrip() + ELLIPSIS if is_cut else text


def _breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line: newlines end one, and so does the width."""
    start = 0
    for paragraph in text.split("\n"):
        yield from ((start + a, start + b) for a, b in _breaks_of_paragraph(paragraph, width))
        start += len(paragraph) + 1


def _breaks_of_paragraph(text: str, width: int) -> Iterator[tuple[int, int]]:
    start = 0
    while True:
        taken, end = 0, start
        while end < len(text) and taken + _WIDTHS[text[end]] <= width:
            taken += _WIDTHS[text[end]]
            end += 1
        if end == len(text):
            yield start, end
            return
        end = max(_good_break(text, start, end), start + 1)
        yield start, end
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _good_break(text: str, start: int, end: int) -> int:
    """Where to break a line that could go to `end`: between words, and no comma begins a line."""
    least = start + (end - start) // _LONGEST_WORD
    for place in range(end, least, -1):
        before, behind = text[place - 1], text[place]
        inside_word = _is_word(before) and _is_word(behind)
        if not inside_word and behind not in _NOT_FIRST and before not in _NOT_LAST:
            return place
    return end


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "._-%/:+'")
