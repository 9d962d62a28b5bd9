"""The two ways out of a notification: a channel of apprise, and a program. Each raises where it did not arrive.

apprise knows the services; what is added here is what duban promises of any of them: no secret over a plain line, no
redirect, bounded time, nothing on the disk or the log, and that an answer which means "not sent" is an error.
What they raise says what went wrong; the caller stars out the secrets.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from duban.errors import ConfigurationError, DubanError
from duban.notifying.settings import CHANNELS

if TYPE_CHECKING:
    import requests
    from apprise import AppriseAsset, NotifyBase

_LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
_KINDS = {"failed": "failure", "stopped": "warning", "quarantined": "warning", "recovered": "success"}

# Chats that answer 200 whatever becomes of a message, and the field of their answer that is 0 if it was sent:
# open.dingtalk.com "custom robots", developer.work.weixin.qq.com 91770, open.feishu.cn "custom bot".
_ANSWERS = {"dingtalk": "errcode", "wecombot": "errcode", "feishu": "code", "lark": "code"}
# The longest text that a service takes, in bytes, where apprise does not know it. WeCom: the page above.
_LONGEST_BYTES = {"wecombot": 2048}
# What a query or a header is named that holds a secret, in channels where apprise does not know: webhooks.
_SECRET_NAME = re.compile("auth|key|pass|secret|sign|token", re.IGNORECASE)
_TOKEN_LENGTH = 16  # a piece of a URL's path, or a user, that is as long, of letters and digits, is taken for a token


class SendingError(DubanError):
    """A notification that did not arrive."""


class Channel:
    """A channel, opened: nothing is sent yet. Raises ConfigurationError where it cannot be used."""

    def __init__(self, url: str, seconds: float) -> None:
        with _heard() as complaints:
            plugin = _opened(url, _asset())
        self._complaints = tuple(complaints)  # such as a recipient that is not an address and is left out
        if plugin is None:
            raise ConfigurationError(
                f"{CHANNELS} holds a URL that apprise cannot use" + _listed(complaints),
                remedy="see docs/operating.md; write / @ : ? # % of a password as %2F %40 %3A %3F %23 %25",
            )
        schema = url.partition("://")[0].lower()
        if not _is_encrypted(plugin, schema) and _has_secret(plugin, url):
            raise ConfigurationError(
                f"{CHANNELS} would send a secret over a line that is not encrypted, or to a server that is not checked",
                remedy=f"write {_encrypted_form(plugin)}, without mode=insecure and verify=no",
            )
        plugin.redirects = False
        plugin.notify_format = _plain()
        plugin.socket_connect_timeout = plugin.socket_read_timeout = seconds
        self._plugin = plugin

    def send(self, subject: str, text: str, fields: dict[str, Any]) -> None:
        """Send one notification. Raises SendingError where it did not arrive, or not at everybody."""
        from apprise import Apprise

        service = _service(self._plugin)
        if service in _LONGEST_BYTES:
            text = _cut(text, _LONGEST_BYTES[service] - len(subject.encode()) - 4)
        if service == "custom_json":
            self._plugin.payload_extras.update(fields)
        apprise = Apprise(asset=self._plugin.asset)
        apprise.add(self._plugin)
        with _heard() as complaints:
            is_sent = apprise.notify(
                body=text, title=subject, body_format=_plain(), notify_type=_KINDS.get(fields.get("event", ""), "info")
            )
        complaints = [*self._complaints, *complaints]
        if not is_sent or complaints:
            raise SendingError("; ".join(dict.fromkeys(complaints)) or "apprise could not send it and does not say why")


def run_command(command: tuple[str, ...], fields: dict[str, Any], seconds: float) -> None:
    """Run a program, not through a shell, with the fields as JSON on its stdin. Raises unless it exits with 0 in time.

    It does not see the settings of notifications in its environment.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(CHANNELS)}
    # Files and not pipes: a program that reads nothing, or leaves a child holding its output, keeps nobody waiting.
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as said:
        stdin.write(json.dumps(fields, ensure_ascii=False).encode("utf8", "replace") + b"\n")
        stdin.seek(0)
        try:
            program = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise SendingError(f"{command[0]} cannot be run: {error.strerror}") from None
        try:
            code = program.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)  # and what it started
            program.wait()
            raise SendingError(f"{command[0]} did not end within {seconds:.0f} s") from None
        if code != 0:
            raise SendingError(f"{command[0]} ended with {code}{_last_line(said)}")


def _last_line(said: IO[bytes]) -> str:
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - 2000))
    lines = said.read().decode("utf8", "replace").strip().splitlines()
    return f": {lines[-1][:200]}" if lines else ""


# -- apprise -----------------------------------------------------------------------------------------------------------


@cache
def _asset() -> AppriseAsset:
    from apprise import AppriseAsset

    # In memory: apprise would otherwise keep what it knows of a channel below the user's home.
    return AppriseAsset(app_id="duban", app_desc="duban", storage_mode="memory", http_redirects=False)


def _opened(url: str, asset: AppriseAsset) -> NotifyBase | None:
    from apprise import Apprise

    plugin = Apprise.instantiate(url, asset=asset)
    if plugin is not None and _service(plugin) in _ANSWERS:
        sys.modules[type(plugin).__module__].requests = _CheckedRequests(_ANSWERS[_service(plugin)])  # type: ignore[attr-defined]
    return plugin


def _plain() -> Any:
    from apprise import NotifyFormat

    return NotifyFormat.TEXT


def _service(plugin: NotifyBase) -> str:
    """What apprise calls the service: the last part of its module's name."""
    return type(plugin).__module__.rpartition(".")[2]


class _CheckedRequests:
    """The library `requests` as a chat's plugin sees it: an answer 200 that means "not sent" is an error as well."""

    def __init__(self, field: str) -> None:
        self._field = field

    def __getattr__(self, name: str) -> Any:
        import requests

        return getattr(requests, name)

    def post(self, *args: Any, **options: Any) -> requests.Response:
        import requests

        answer = requests.post(*args, **options)
        try:
            said = answer.json()
            code = said.get(self._field, 0) if isinstance(said, dict) else None
        except ValueError:
            code = None
        if answer.ok and code != 0:
            raise requests.RequestException(f"the service did not take the message: {answer.text[:300]}")
        return answer


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What apprise complains of in this thread, and nowhere else: its log holds URLs."""
    complaints: list[str] = []
    thread = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said = record.getMessage()
            # The reason of an error stands in a line of its own, for developers.
            if record.thread == thread and (record.levelno >= logging.WARNING or "Exception: " in said[:40]):
                complaints.append(said.removeprefix("Socket Exception: ")[:500])

    log = logging.getLogger("apprise")
    ear = Ear(logging.DEBUG)
    log.propagate = False
    log.setLevel(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # below it, it logs the path of every request
    log.addHandler(ear)
    try:
        yield complaints
    finally:
        log.removeHandler(ear)


def _listed(complaints: list[str]) -> str:
    return f": {'; '.join(complaints)}" if complaints else ""


def _is_encrypted(plugin: NotifyBase, schema: str) -> bool:
    """Whether what is sent is encrypted and the server's certificate checked, or does not leave the machine."""
    if (getattr(plugin, "smtp_host", "") or plugin.host or "") in _LOOPBACK:
        return True
    if not plugin.verify_certificate:
        return False
    mode = getattr(plugin, "secure_mode", None)  # of mail: TLS at once, STARTTLS or neither
    if mode is not None:
        return mode != "insecure"
    return schema == "https" or schema in _secure_schemas(plugin)


def _secure_schemas(plugin: NotifyBase) -> tuple[str, ...]:
    secure = plugin.secure_protocol or ()
    return (secure,) if isinstance(secure, str) else tuple(secure)


def _encrypted_form(plugin: NotifyBase) -> str:
    """How a URL of the same service begins where its line is encrypted: ntfys:// for ntfy://."""
    schemas = _secure_schemas(plugin)
    return f"{schemas[0]}://" if schemas else "a service whose line is encrypted"


def _has_secret(plugin: NotifyBase, url: str) -> bool:
    """Whether a channel carries a password or a token, as far as apprise or the URL's form shows."""
    private = (spec.get("map_to", name) for name, spec in plugin.template_tokens.items() if spec.get("private"))
    if plugin.password or any(getattr(plugin, name, None) for name in private):
        return True
    path, _, query = url.partition("://")[2].partition("?")
    if any(_SECRET_NAME.search(pair.partition("=")[0]) for pair in query.split("&")):
        return True
    login, _, _ = path.split("/")[0].rpartition("@")  # ntfy takes a token for a user
    pieces = [login, *path.split("/")[1:]]
    return any(
        len(piece) >= _TOKEN_LENGTH and re.search("[0-9]", piece) and re.search("[A-Za-z]", piece) for piece in pieces
    )


def _cut(text: str, most_bytes: int) -> str:
    if len(text.encode()) <= most_bytes:
        return text
    ending = "\n… (duban status)"
    return text.encode()[: most_bytes - len(ending.encode())].decode("utf8", "ignore") + ending


__all__ = ["Channel", "SendingError", "run_command"]
