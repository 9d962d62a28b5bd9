"""Who is told when a reload fails: the one place that reads the settings of notifications.

All come from the environment, since they hold secrets and a command line is seen by everyone on the machine:

`DUBAN_NOTIFY_WEBHOOK`   http:// or https:// address that takes a JSON POST
`DUBAN_NOTIFY_SMTP_URL`  `smtp://user:password@host:port?from=a@b&to=c@d,e@f` (STARTTLS), `smtps://…` (TLS at once),
                         or `smtp://…?security=plain` (no encryption: without a password, or on this machine)
`DUBAN_NOTIFY_COMMAND`   a program and its arguments, written as in a shell but run without one; JSON on its stdin
`DUBAN_NOTIFY_SECONDS`   how long each may take (default 20)
"""

from __future__ import annotations

import os
import re
import shlex
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

from duban.errors import ConfigurationError

PREFIX = "DUBAN_NOTIFY_"
WEBHOOK, MAIL, COMMAND, SECONDS = (PREFIX + name for name in ("WEBHOOK", "SMTP_URL", "COMMAND", "SECONDS"))

_MAIL_FORM = "write it like smtp://user:password@mail.example.org:587?from=duban@example.org&to=duty@example.org"
_MAIL_PORTS = {"starttls": 587, "tls": 465, "plain": 25}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server and who writes to whom. security: 'starttls', 'tls' or 'plain'. user: '' for no login."""

    host: str
    port: int
    security: str
    sender: str
    recipients: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """The ways of telling somebody, each None or empty where it is not set. seconds: what each may take.

    The webhook's address and the command's arguments count as secrets: both often carry a token.
    """

    webhook: str | None = field(default=None, repr=False)
    mail: MailSettings | None = None
    command: tuple[str, ...] = field(default=(), repr=False)
    seconds: float = 20.0

    def hide_secrets(self, text: str) -> str:
        """The text with every secret of these settings starred out, in whichever way it was written."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return text

    def _secrets(self) -> set[str]:
        told: set[str] = set()
        if self.webhook:
            parts = urlsplit(self.webhook)
            told |= {self.webhook, unquote(self.webhook)}
            pieces = (*parts.path.split("/"), *re.split("[&=]", parts.query))
            told |= {form for piece in pieces if _may_be_a_token(piece) for form in (piece, unquote(piece))}
        if self.mail and self.mail.password:
            password = self.mail.password
            told |= {password, quote(password), quote(password, safe="")}
            login = f"\0{self.mail.user}\0{password}".encode()
            told |= {b64encode(login).decode(), b64encode(password.encode()).decode()}
        told |= {argument for argument in self.command[1:] if len(argument) >= 6}
        return told - {""}


def read_notification_settings(environ: Mapping[str, str] = os.environ) -> NotificationSettings:
    """The settings in force. Raises ConfigurationError, which never shows a value, where one cannot be used."""
    return NotificationSettings(
        webhook=_webhook(environ.get(WEBHOOK, "").strip()),
        mail=_mail(environ.get(MAIL, "").strip()),
        command=_command(environ.get(COMMAND, "")),
        seconds=_seconds(environ.get(SECONDS, "").strip()),
    )


def _may_be_a_token(piece: str) -> bool:
    """Whether a piece of an address may be a secret: not a plain word, which would be starred out of every sentence."""
    return len(piece) >= 6 and (len(piece) >= 20 or not re.fullmatch("[a-z_-]+", piece))


def _webhook(value: str) -> str | None:
    if not value:
        return None
    parts = _split(value, WEBHOOK, "write it like https://hooks.example.org/duban")
    if parts.scheme not in ("http", "https") or not parts.hostname or not value.isascii() or not value.isprintable():
        _refuse(WEBHOOK, "is no http:// or https:// address", "write it like https://hooks.example.org/duban")
    if parts.username or parts.password:
        _refuse(WEBHOOK, "carries a user in the address", "put the token into the path or the query")
    return value


def _mail(value: str) -> MailSettings | None:
    if not value:
        return None
    parts = _split(value, MAIL, _MAIL_FORM)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        _refuse(MAIL, "is no smtp:// or smtps:// address", _MAIL_FORM)
    asked = parse_qs(parts.query)
    unknown = sorted(asked.keys() - {"from", "to", "security"})
    if unknown:
        _refuse(MAIL, f"has {len(unknown)} settings that are not known", "only from, to and security may follow the ?")
    security = asked.get("security", ["tls" if parts.scheme == "smtps" else "starttls"])[-1]
    if security not in _MAIL_PORTS or (parts.scheme == "smtps" and security != "tls"):
        _refuse(MAIL, "asks for a security that is not known", "leave it out, or write smtp://…&security=plain")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if security == "plain" and password and parts.hostname not in _LOOPBACK:
        _refuse(MAIL, "would send a password over a line that is not encrypted", "leave out security=plain")
    recipients = tuple(one.strip() for listed in asked.get("to", []) for one in listed.split(",") if one.strip())
    sender = asked.get("from", [user if "@" in user else ""])[-1].strip()
    if not sender or not recipients:
        _refuse(MAIL, "does not say from whom and to whom", _MAIL_FORM)
    for address in (sender, *recipients):
        if "@" not in address or not address.isprintable() or " " in address:
            _refuse(MAIL, "names a from or to that is no mail address", _MAIL_FORM)
    return MailSettings(
        parts.hostname, parts.port or _MAIL_PORTS[security], security, sender, recipients, user, password
    )


def _command(value: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(value))
    except ValueError:
        _refuse(COMMAND, "has a quote that is not closed", "write it like: /usr/local/bin/tell-duty --channel duban")


def _seconds(value: str) -> float:
    if not value:
        return 20.0
    if not value.isdecimal() or not 1 <= int(value) <= 600:
        _refuse(SECONDS, "is not a whole number of seconds from 1 to 600", f"unset {SECONDS}")
    return float(value)


def _split(value: str, name: str, form: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # read here, since a port that is no number is only told when it is read
    except ValueError:
        _refuse(name, "cannot be read as an address", f"{form}; write / @ : ? # % of a password as %2F %40 %3A …")
    return parts


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    # From None: the error that lies behind quotes the value.
    raise ConfigurationError(f"{name} {what}", remedy=remedy) from None
