"""Pinyin in brackets behind Chinese characters, as mirrors of pages in traditional characters print it: 項(xiàng)目.

It is no text of the document: whoever copied the page put it there, within words and headers, which it hides.
"""

from __future__ import annotations

import re

from duban.landing.grid import Note

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"(?<=[一-鿿])[(\uff08][a-zü]{{0,4}}[{_TONES}][a-zü]{{0,4}}[)\uff09]")
_FEWEST = 5  # fewer may explain a rare character: 郫(pí)县


def pinyin_left_out(text: str) -> tuple[str, list[Note]]:
    """(the text without such pinyin, a note that says so); the text as it is where a page prints it of few characters.

    >>> pinyin_left_out("項(xiàng)目(mù)進(jìn)展(zhǎn)情(qíng)況(kuàng)(套)")[0]
    '項目進展情況(套)'
    >>> pinyin_left_out("郫(pí)县")
    ('郫(pí)县', [])
    """
    left, count = _PINYIN.subn("", text)
    if count < _FEWEST:
        return text, []
    return left, [Note("info", f"pinyin in brackets behind {count} characters was left out", "line 1")]
