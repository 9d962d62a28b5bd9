"""Who is notified: the one place that reads the settings of notifications.

All come from the environment, since they hold secrets and a command line is seen by everyone on the machine:

`DUBAN_NOTIFY`          channels as apprise writes them, one or more URLs with spaces or line ends between:
                        `dingtalk://SECRET@TOKEN`, `wecombot://KEY`, `feishu://TOKEN`, `jsons://host/path`,
                        `mailtos://user:password@host:587?from=a@b&to=c@d,e@f`
`DUBAN_NOTIFY_COMMAND`  a program and its arguments, written as in a shell but run without one; JSON on its stdin
`DUBAN_NOTIFY_SECONDS`  how long each may take (default 20)
`DUBAN_NOTIFY_ON_CHANGE`  1: also a digest of what changed, after every night that published
"""

from __future__ import annotations

import os
import re
import shlex
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import quote, unquote

from duban.errors import ConfigurationError

CHANNELS, COMMAND, SECONDS = "DUBAN_NOTIFY", "DUBAN_NOTIFY_COMMAND", "DUBAN_NOTIFY_SECONDS"
ON_CHANGE = "DUBAN_NOTIFY_ON_CHANGE"

# Settings that were, and what to write now.
_GONE = {
    "DUBAN_NOTIFY_WEBHOOK": "jsons://host/path (https) or json://host/path (http)",
    "DUBAN_NOTIFY_SMTP_URL": "mailtos://user:password@host:587?from=duban@example.org&to=duty@example.org",
}
_HIDDEN = "***"
_USER_INFO = re.compile(r"^[^:/@]+://(?P<user>[^:/?#]*)(?::(?P<password>[^/?#]*))?@")
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?|localhost(?::\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """The ways of notifying somebody, empty where none is set. seconds: what each may take. on_change: whether a night
    that published is worth a digest.

    A channel's URL and the command's arguments count as secrets: both mostly carry a token.
    """

    channels: tuple[str, ...] = field(default=(), repr=False)
    command: tuple[str, ...] = field(default=(), repr=False)
    seconds: float = 20.0
    on_change: bool = False

    def hide_secrets(self, text: str) -> str:
        """The text with every secret of these settings starred out, in whichever way it was written."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return text

    def _secrets(self) -> set[str]:
        secrets = {argument for argument in self.command[1:] if len(argument) >= 6}
        for url in self.channels:
            secrets |= {url, unquote(url)} | _secrets_of(url)
        return secrets - {""}


def read_notification_settings(environ: Mapping[str, str] = os.environ) -> NotificationSettings:
    """The settings in force. Raises ConfigurationError, which never shows a value, where one cannot be used.

    Whether apprise knows a channel is seen when it is opened, so that a quiet night need not load apprise.
    """
    for name, form in _GONE.items():
        if environ.get(name, "").strip():
            _refuse(name, "is no longer read", f"unset it, and write into {CHANNELS}: {form}")
    return NotificationSettings(
        channels=_channels(environ.get(CHANNELS, "")),
        command=_command(environ.get(COMMAND, "")),
        seconds=_seconds(environ.get(SECONDS, "").strip()),
        on_change=_on_change(environ.get(ON_CHANGE, "").strip()),
    )


def _secrets_of(url: str) -> set[str]:
    """What may be secret in a channel's URL: its password, and every piece that is neither a plain word nor a host."""
    secrets: set[str] = set()
    login = _USER_INFO.match(url)
    if login and login["password"]:
        user, password = unquote(login["user"]), unquote(login["password"])
        host = re.split("[/?#:]", url[login.end() :])[0]
        secrets |= {login["password"], password, quote(password), quote(password, safe="")}
        for name in (user, f"{user}@{host}"):  # as a mail server gets them
            secrets.add(b64encode(f"\0{name}\0{password}".encode()).decode())
        secrets.add(b64encode(password.encode()).decode())
    pieces = re.split("[/?&=#@:,]+", url.partition("://")[2])
    return secrets | {form for piece in pieces if _may_be_a_token(piece) for form in (piece, unquote(piece))}


def _may_be_a_token(piece: str) -> bool:
    """Whether a piece of a URL may be a secret: not a plain word, which would be starred out of every sentence."""
    if _HOST.fullmatch(piece):
        return False
    return len(piece) >= 6 and (len(piece) >= 20 or not re.fullmatch("[a-z_-]+", piece))


def _channels(value: str) -> tuple[str, ...]:
    channels = tuple(value.split())
    for url in channels:
        if not re.match(r"[A-Za-z][\w+.-]*://[^/]", url) or not url.isprintable():
            _refuse(
                CHANNELS,
                "holds something that is not a URL",
                "write one or more like dingtalk://SECRET@TOKEN with spaces between; a space of a password is %20",
            )
    return channels


def _command(value: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(value))
    except ValueError:
        _refuse(COMMAND, "has a quote that is not closed", "write it like: /usr/local/bin/notify-duty --channel duban")


def _seconds(value: str) -> float:
    if not value:
        return 20.0
    if not value.isdecimal() or not 1 <= int(value) <= 600:
        _refuse(SECONDS, "is not a whole number of seconds from 1 to 600", f"unset {SECONDS}")
    return float(value)


def _on_change(value: str) -> bool:
    if value not in ("", "0", "1"):
        _refuse(ON_CHANGE, "is neither 0 nor 1", f"write {ON_CHANGE}=1 for a digest of what changed, or unset it")
    return value == "1"


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    # From None: the error that lies behind quotes the value.
    raise ConfigurationError(f"{name} {what}", remedy=remedy) from None
