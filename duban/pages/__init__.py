"""Every page that duban writes: templates in which each value is escaped, and one stylesheet.

`render(template, **values)` gives a page as a string. A page holds all it needs, style and script included, and a rule
that keeps a browser from fetching anything: it opens from a disk, without a server and without a network.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.terminal import printable

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """A page of `templates/`. Texts are escaped, and characters that cannot be seen are shown by number."""
    return _environment().get_template(template).render(values)


def visible(value: Any) -> Any:
    """A text with what `terminal.printable` would blot out shown by number: control characters, direction marks.

    >>> visible("a\\x1b[31m\\u202eb")
    'a⟨U+001B⟩[31m⟨U+202E⟩b'
    """
    # What is HTML already (a part of a page, the stylesheet) is passed on as it is.
    if not isinstance(value, str) or hasattr(value, "__html__") or printable(value) == value:
        return value
    return "".join(c if c == "\t" or printable(c) == c else f"⟨U+{ord(c):04X}⟩" for c in value)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    script = (_FOLDER / "dictionary.js").read_text("utf8")
    environment.globals |= {
        "style": Markup((_FOLDER / "style.css").read_text("utf8")),
        "script": Markup(script),
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
    }
    environment.filters["number"] = lambda count: "" if count is None else f"{count:,}"
    return environment
