"""The language of headings: asked for, set, stored by `duban config`, or that of the locale."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from duban.errors import ConfigurationError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def preferences_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where `duban config` stores a person's choices."""
    home = environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "duban" / "config.toml"


def language_in_force(environ: Mapping[str, str] = os.environ) -> tuple[Language, str]:
    """The language of headings where no option says it, and what settled that.

    DUBAN_LANGUAGE, else what `duban config` stored, else the locale (LC_ALL, LC_MESSAGES, LANG): Chinese where that is.
    Raises ConfigurationError where a value is no language that there are headings in.
    """
    asked = environ.get("DUBAN_LANGUAGE")
    if asked:
        return _checked(asked, "DUBAN_LANGUAGE"), "DUBAN_LANGUAGE"
    file = preferences_file(environ)
    stored = stored_language(file)
    if stored:
        return stored, str(file)
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return ("zh" if locale.lower().startswith("zh") else "en"), f"the locale ({locale or 'none is set'})"


def stored_language(file: Path) -> Language | None:
    """What `duban config` stored, None where it did not."""
    try:
        stored = tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"the file of choices cannot be read: {error}", where=str(file), remedy="correct it, or remove it"
        ) from None
    language = stored.get("language")
    return None if language is None else _checked(str(language), str(file))


def store_language(language: Language | None, file: Path) -> None:
    """Store a choice; None takes it back."""
    if language is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'# written by `duban config`\nlanguage = "{language}"\n', "utf8")


def _checked(text: str, where: str) -> Language:
    if text not in LANGUAGES:
        raise ConfigurationError(
            f"'{text}' is not a language that there are headings in",
            where=where,
            remedy=f"write {' or '.join(LANGUAGES)}",
        )
    return text
