"""What `duban` starts with: the commonest run of all is answered before the command line is loaded.

Most nights change nothing. `duban reload` then answers from the stamp of the published file, and loading the command
line would cost more than the answer. Whatever is not that very case, an error included, is the command line's.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.pipeline.outcome import Outcome


def main() -> None:
    """Run the command that stands in `sys.argv`."""
    try:
        _main()
    except KeyboardInterrupt:  # while something is still being loaded: nothing has begun
        print("stopped by Ctrl-C", file=sys.stderr)
        sys.exit(130)


def _main() -> None:
    outcome = _unchanged_night(sys.argv[1:])
    if outcome is None:
        from duban.cli import main as command_line

        command_line(prog_name="duban")
        return
    from duban.terminal import printable

    print("\n".join(printable(line) for line in outcome.lines()))
    sys.exit(outcome.exit_code)


def _unchanged_night(words: list[str]) -> Outcome | None:
    """What a plain `duban reload` finds where nothing changed; None for anything else."""
    folders = _folders(words[1:]) if words[:1] == ["reload"] else None
    if folders is None:
        return None
    from duban.errors import DubanError
    from duban.pipeline.shortcut import unchanged_night
    from duban.settings import resolve_settings
    from duban.stopping import stopped_in_order

    try:
        with stopped_in_order():
            return unchanged_night(resolve_settings(raw=folders.get("raw"), warehouse=folders.get("warehouse")))
    except (DubanError, OSError):
        return None


def _folders(words: list[str]) -> dict[str, Path] | None:
    """The folders that the options --raw and --warehouse name; None where anything else is asked for.

    >>> _folders(["--raw", "tables"]) == {"raw": Path("tables")}, _folders(["--full"])
    (True, None)
    """
    options = {"--raw": "raw", "--warehouse": "warehouse"}
    names, values = words[::2], words[1::2]
    if len(names) != len(values) or len(set(names)) != len(names) or not set(names) <= set(options):
        return None
    folders = {options[name]: Path(value) for name, value in zip(names, values, strict=True)}
    return None if any(path.is_file() for path in folders.values()) else folders
