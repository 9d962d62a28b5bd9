"""Notifications: what is sent and when, on a real HTTP server, a real SMTP server and real programs of this machine."""

from __future__ import annotations

import base64
import datetime
import email
import email.policy
import http.server
import importlib
import ipaddress
import json
import os
import shlex
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from duban.cli import main
from duban.errors import ConfigurationError, GateError, LockedError
from duban.notifying.channels import Channel
from duban.notifying.notify import compose, last_status, notify, watched
from duban.notifying.settings import NotificationSettings, read_notification_settings
from duban.pipeline.outcome import Outcome, Quarantined
from duban.settings import Settings
from tests.conftest import PROJECT

SECRET = "pa/ss:w@rd-7731"
QUOTED = "pa%2Fss%3Aw%40rd-7731"

# -- the sinks -------------------------------------------------------------------------------------------------------


@dataclass
class Sink:
    """A server of this test and what came in: JSON bodies, or mails as (sender, recipients, text)."""

    port: int = 0
    status: int = 200
    location: str = ""
    answer: dict[str, Any] | None = None
    wait_seconds: float = 0.0
    refuse_login: bool = False
    offer_starttls: ssl.SSLContext | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)


@contextmanager
def serving(server: socketserver.BaseServer, sink: Sink) -> Iterator[Sink]:
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield sink
    server.shutdown()
    server.server_close()


class QuietServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in a test of hanging up is no news."""


@pytest.fixture
def web() -> Iterator[Sink]:
    sink = Sink()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            sink.paths.append(f"{self.command} {self.path}")
            sink.headers.append(dict(self.headers))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if body:
                sink.bodies.append(json.loads(body))
            time.sleep(sink.wait_seconds)
            self.send_response(sink.status)
            if sink.location:
                self.send_header("Location", sink.location)
            self.end_headers()
            if sink.answer is not None:
                self.wfile.write(json.dumps(sink.answer).encode())

        do_POST = do_GET = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            pass

    with serving(QuietServer(("127.0.0.1", 0), Handler), sink) as running:
        yield running


@pytest.fixture
def post() -> Iterator[Sink]:
    sink = Sink()

    class Handler(socketserver.StreamRequestHandler):
        """As much of SMTP as a client needs to hand over a mail, log in and turn on encryption."""

        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")
            self.wfile.flush()

        def handle(self) -> None:
            encrypted = False
            sender, recipients = "", []
            time.sleep(sink.wait_seconds)
            self.say("220 sink")
            while line := self.rfile.readline():
                words = line.decode().strip()
                verb = words[:4].upper()
                if verb == "EHLO":
                    offers = "" if sink.offer_starttls is None or encrypted else "250-STARTTLS\r\n"
                    self.say(f"250-sink\r\n{offers}250 AUTH PLAIN")
                elif verb == "STAR" and sink.offer_starttls:
                    self.say("220 go")
                    self.connection = sink.offer_starttls.wrap_socket(self.connection, server_side=True)
                    self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
                    encrypted = True
                elif verb == "AUTH":
                    sink.logins.append(base64.b64decode(words.split()[-1]))
                    # What a rude server says, so that the test sees whether it is passed on.
                    self.say(f"535 no login with {words} {SECRET}" if sink.refuse_login else "235 ok")
                elif verb == "MAIL":
                    sender, recipients = words.split("<")[1].split(">")[0], []
                    self.say("250 ok")
                elif verb == "RCPT":
                    recipients.append(words.split("<")[1].split(">")[0])
                    self.say("550 nobody here" if "nobody" in words else "250 ok")
                elif verb == "DATA":
                    self.say("354 go")
                    text = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        text += part
                    sink.mails.append((sender, recipients, text))
                    sink.encrypted.append(encrypted)
                    self.say("250 ok")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok" if verb in ("RSET", "NOOP") else "502 no")

    with serving(QuietServer(("127.0.0.1", 0), Handler), sink) as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself, good for an hour."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "sink.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    (tmp_path / "warehouse").mkdir()
    return Settings(project=PROJECT, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")


def notifying_by(*channels: str, **environ: str) -> NotificationSettings:
    named = {f"DUBAN_NOTIFY_{name.upper()}": value for name, value in environ.items()}
    return read_notification_settings({"DUBAN_NOTIFY": "\n".join(channels), **named})


def hook_url(port: int, path: str = "/") -> str:
    return f"json://127.0.0.1:{port}{path}"


def mail_url(port: int, mode: str = "insecure", login: str = f"duty:{QUOTED}@") -> str:
    scheme = "mailto" if mode == "insecure" else "mailtos"
    return f"{scheme}://{login}127.0.0.1:{port}?from=duban@city.cn&to=a@city.cn,b@city.cn&mode={mode}"


def program(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


FAILED = Outcome(
    "failed",
    "20261123T020000-aa11",
    why=[
        "gate 2 failed: 3 targets have no document 目标无来源",
        "  where: marts.dim_target",
        "  to do: fix 序号",
    ],
    gate_report="warehouse/gates/20261123T020000-aa11.html",
)
NEW = Quarantined("heze/2024.csv", "an unknown header 责任人员", "line 3", "add it to sql/seeds/header_synonyms.csv")
OLD = Quarantined("heze/2022.csv", "damaged", "", "", is_new=False)
GOOD = Outcome("published", "20261124T020000-bb22")
UNCHANGED = Outcome("unchanged", "20261124T020000-bb22")


def with_quarantine(*quarantined: Quarantined) -> Outcome:
    return Outcome("published", "20261124T020000-bb22", quarantined=list(quarantined))


# -- when, and what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "before", "events"),
    [
        pytest.param(FAILED, "published", ("failed",), id="a failure"),
        pytest.param(FAILED, "failed", ("failed",), id="every failure, not only the first"),
        pytest.param(GOOD, "failed", ("recovered",), id="success after failure"),
        pytest.param(UNCHANGED, "failed", ("recovered",), id="nothing to do after failure"),
        pytest.param(GOOD, "published", None, id="success after success is no news"),
        pytest.param(GOOD, None, None, id="the first run of all"),
        pytest.param(with_quarantine(NEW), "published", ("quarantined",), id="a new quarantine"),
        pytest.param(with_quarantine(OLD), "published", None, id="an old quarantine is known"),
        pytest.param(with_quarantine(OLD, NEW), "failed", ("quarantined", "recovered"), id="both at once"),
        pytest.param(Outcome("dry run", ""), "failed", None, id="a dry run"),
    ],
)
def test_what_is_sent(settings: Settings, outcome: Outcome, before: str | None, events: tuple[str, ...] | None) -> None:
    found = compose(settings, outcome, before)
    assert (found.events if found else None) == events


@pytest.mark.parametrize(
    ("outcome", "before", "events"),
    [
        pytest.param(GOOD, "published", ("changed",), id="a night that published"),
        pytest.param(UNCHANGED, "published", None, id="a night with nothing to do"),
        pytest.param(FAILED, "published", ("failed",), id="a failure is no change"),
        pytest.param(
            with_quarantine(NEW), "failed", ("quarantined", "recovered", "changed"), id="after what is graver"
        ),
    ],
)
def test_a_digest_of_what_changed_is_sent_where_it_is_asked_for(
    settings: Settings, outcome: Outcome, before: str | None, events: tuple[str, ...] | None
) -> None:
    found = compose(settings, outcome, before, on_change=True)
    assert (found.events if found else None) == events


def test_a_digest_lists_documents_and_warnings(settings: Settings) -> None:
    outcome = Outcome("published", "b", added=["a.md"], changed=["b.md"], removed=["c.md"], warnings=["source x: down"])
    found = compose(settings, outcome, "published", on_change=True)
    assert found is not None
    for line in ("added a.md", "changed b.md", "removed c.md", "source x: down"):
        assert f"  {line}\n" in found.text
    kept = {name: found.fields[name] for name in ("added", "changed", "removed", "warnings")}
    assert kept == {"added": ["a.md"], "changed": ["b.md"], "removed": ["c.md"], "warnings": ["source x: down"]}


def test_a_failure_says_what_happened_why_and_what_to_do(settings: Settings) -> None:
    found = compose(settings, FAILED, "published")
    assert found is not None
    assert "重载失败" in found.subject and "the reload failed" in found.subject
    assert found.fields["why"] == ["gate 2 failed: 3 targets have no document 目标无来源", "where: marts.dim_target"]
    assert found.fields["to_do"][:2] == ["fix 序号", f"read the gate report: {FAILED.gate_report}"]
    for part in (*found.fields["why"], *found.fields["to_do"], FAILED.verdict(), "no build"):
        assert part in found.text


def test_a_failure_says_which_build_people_see_meanwhile(heze: Settings) -> None:
    found = compose(heze, FAILED, "published")
    assert found is not None
    build_id = json.loads(heze.runs_log.read_text("utf8").splitlines()[0])["build_id"]
    assert found.fields["published_build_id"] == build_id
    assert build_id in found.text


def test_only_the_new_documents_of_the_quarantine_are_named(settings: Settings) -> None:
    found = compose(settings, with_quarantine(OLD, NEW), "published")
    assert found is not None
    assert [q["path"] for q in found.fields["quarantined"]] == ["heze/2024.csv"]
    assert "add it to sql/seeds/header_synonyms.csv" in found.text
    assert "heze/2022.csv" not in found.text


# -- the three ways --------------------------------------------------------------------------------------------------


def test_all_three_ways_arrive(settings: Settings, web: Sink, post: Sink, tmp_path: Path) -> None:
    left = tmp_path / "message.json"
    notifications = notifying_by(
        hook_url(web.port, "/hook?-token=abcdef123456"),
        mail_url(post.port),
        command=program(f"import sys; open({str(left)!r}, 'wb').write(sys.stdin.buffer.read())"),
    )
    warned: list[str] = []
    assert notify(settings, FAILED, "published", warned.append, notifications) == warned == []

    assert web.paths == ["POST /hook?token=abcdef123456"]
    assert web.bodies[0]["event"] == "failed"
    assert web.bodies[0]["why"][0].endswith("目标无来源")
    given = json.loads(left.read_text("utf8"))
    apprise_adds = {"version": "1.0", "attachments": [], "type": "failure"}
    assert web.bodies[0] == {**given, **apprise_adds, "title": given["subject"], "message": given["text"]}
    assert sorted((sender, *recipients) for sender, recipients, _ in post.mails) == [
        ("duban@city.cn", "a@city.cn"),
        ("duban@city.cn", "b@city.cn"),
    ]
    raw = post.mails[0][2]
    assert post.logins == [f"\0duty\0{SECRET}".encode()]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Subject"] == web.bodies[0]["subject"]
    assert "目标无来源" in mail.get_body().get_content()


def test_a_webhook_gets_the_headers_of_its_url(settings: Settings, web: Sink) -> None:
    url = hook_url(web.port, "/?+X-Token=aa-77&+X-Team=duty&-token=bb")
    assert notify(settings, FAILED, None, print, notifying_by(url)) == []
    [headers] = web.headers
    assert (headers["X-Token"], headers["X-Team"]) == ("aa-77", "duty")
    assert web.paths == ["POST /?token=bb"]


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "not trusted"])
def test_starttls_is_checked(
    settings: Settings, post: Sink, certificate: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    post.offer_starttls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    post.offer_starttls.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    warnings = notify(settings, FAILED, None, print, notifying_by(mail_url(post.port, "starttls")))
    if trusted:
        assert (warnings, post.encrypted) == ([], [True, True])
    else:
        assert "CERTIFICATE_VERIFY_FAILED" in warnings[0]
        assert (post.mails, post.logins) == ([], [])


def test_a_password_is_not_sent_where_the_server_offers_no_encryption(settings: Settings, post: Sink) -> None:
    warnings = notify(settings, FAILED, None, print, notifying_by(mail_url(post.port, "starttls")))
    assert "STARTTLS" in warnings[0]
    assert (post.mails, post.logins) == ([], [])


def test_tls_from_the_first_byte(
    settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch, post: Sink
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    class Wrapped(QuietServer):
        def get_request(self) -> Any:
            connection, address = super().get_request()
            return context.wrap_socket(connection, server_side=True), address

    class Closing(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"421 encrypted, and closed today\r\n")

    with serving(Wrapped(("127.0.0.1", 0), Closing), Sink()) as sink:
        warnings = notify(settings, FAILED, None, print, notifying_by(mail_url(sink.port, "ssl")))
    assert "421" in warnings[0] and "encrypted, and closed today" in warnings[0]


# -- what fails ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "location", "said"),
    [
        pytest.param(500, "", "500", id="a server error"),
        pytest.param(404, "", "404", id="no such address"),
        pytest.param(302, "file:///etc/passwd", "error=302", id="a redirect to a file"),
        pytest.param(307, "/elsewhere", "error=307", id="a redirect on the same server"),
    ],
)
def test_a_webhook_that_refuses_is_a_warning(
    settings: Settings, web: Sink, status: int, location: str, said: str
) -> None:
    web.status, web.location = status, location
    notifications = notifying_by(hook_url(web.port, "/hook/s3cr3t-t0ken"))
    warned: list[str] = []
    outcome = watched(settings, lambda: Outcome("failed", "x", why=["because"]), warned.append, notifications)
    assert outcome.status == "failed"
    assert said in warned[0] and outcome.warnings == warned
    assert "s3cr3t-t0ken" not in warned[0]
    assert len(web.paths) == 1


def test_one_way_that_hangs_holds_up_neither_the_others_nor_the_reload(
    settings: Settings, web: Sink, post: Sink
) -> None:
    web.wait_seconds = 5
    notifications = notifying_by(
        hook_url(web.port),
        mail_url(post.port),
        command=program("import time; time.sleep(60)"),
        seconds="1",
    )
    start = time.monotonic()
    warnings = notify(settings, FAILED, None, print, notifications)
    assert time.monotonic() - start < 4
    assert (
        len(warnings) == 2 and "the json notification failed" in warnings[0] and "did not end within 1 s" in warnings[1]
    )
    assert len(post.mails) == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("/no/such/program --token tok-556677", "cannot be run", id="not there"),
        pytest.param(
            program("import sys; sys.exit('no route for tok-556677')") + " tok-556677", "ended with 1", id="fails"
        ),
        pytest.param(program("import os; raise SystemExit(os.path.exists('a') or 3)"), "ended with 3", id="a code"),
    ],
)
def test_a_command_that_fails_is_a_warning(settings: Settings, command: str, said: str) -> None:
    warnings = notify(settings, FAILED, None, print, notifying_by(command=command))
    assert said in warnings[0]
    assert "tok-556677" not in warnings[0]


def test_a_command_is_no_shell_line_and_sees_no_secrets(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_NOTIFY", mail_url(25))
    left = tmp_path / "left"
    code = f"import os, sys; open({str(left)!r}, 'w').write(str((sys.argv[1:], dict(os.environ))))"
    warnings = notify(settings, FAILED, None, print, notifying_by(command=program(code) + " ';' touch '$HOME' '`id`'"))
    assert warnings == []
    seen = left.read_text()
    assert "[';', 'touch', '$HOME', '`id`']" in seen
    assert QUOTED not in seen


def test_no_secret_is_sent_or_logged_by_a_mail_that_fails(settings: Settings, post: Sink) -> None:
    post.refuse_login = True
    warnings = notify(settings, FAILED, None, print, notifying_by(mail_url(post.port)))
    assert "535" in warnings[0]
    assert SECRET not in warnings[0] and QUOTED not in warnings[0]


def test_no_secret_is_in_what_arrives(settings: Settings, web: Sink, post: Sink) -> None:
    notifications = notifying_by(hook_url(web.port, "/hook/s3cr3t-t0ken"), mail_url(post.port))
    why = [f"could not reach {notifications.channels[0]}", f"login {SECRET} refused, {QUOTED}"]
    assert notify(settings, Outcome("failed", "x", why=why), None, print, notifications) == []
    for secret in (SECRET, QUOTED, "s3cr3t-t0ken"):
        assert secret not in json.dumps(web.bodies)
    assert SECRET not in repr(notifications) and "s3cr3t-t0ken" not in repr(notifications)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        pytest.param("密码密码", "login 密码密码 refused", id="Chinese"),
        pytest.param('a": "b', 'login a": "b refused', id="what JSON is made of"),
    ],
)
def test_a_secret_of_any_letters_is_hidden_and_the_message_stays_whole(
    settings: Settings, web: Sink, post: Sink, password: str, why: str
) -> None:
    url = mail_url(post.port, login=f"duty:{quote(password)}@")
    # A plain word of the address is no secret: it must not be starred out of the sentences.
    notifications = notifying_by(hook_url(web.port, "/duban/failed?-key=reload"), url)
    notify(settings, Outcome("failed", "x", why=[why]), None, print, notifications)
    assert web.bodies[0]["why"] == ["login *** refused"]
    assert "duban: the reload failed" in web.bodies[0]["subject"]


def test_a_refused_recipient_is_a_warning(settings: Settings, post: Sink) -> None:
    url = f"mailto://127.0.0.1:{post.port}?from=duban@city.cn&to=a@city.cn,nobody@city.cn"
    warnings = notify(settings, FAILED, None, print, notifying_by(url))
    assert "nobody@city.cn" in warnings[0]
    assert len(post.mails) == 1


def test_file_names_cannot_forge_headers_or_break_the_message(settings: Settings, web: Sink, post: Sink) -> None:
    evil = Quarantined("a\r\nBcc: x@y\x1b[31m\udcff.csv", "broken", "", "")
    notifications = notifying_by(hook_url(web.port), mail_url(post.port))
    assert notify(settings, with_quarantine(evil), None, print, notifications) == []
    mail = email.message_from_bytes(post.mails[0][2], policy=email.policy.default)
    assert mail["Bcc"] is None
    assert "\x1b" not in mail.get_body().get_content()


# -- around a run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError(28, "No space left on device"), id="a full disk"),
        pytest.param(GateError("the gate broke", remedy="fix it"), id="an error of ours"),
    ],
)
def test_a_run_that_raises_is_sent_logged_and_raised_again(settings: Settings, web: Sink, error: Exception) -> None:
    notifications = notifying_by(hook_url(web.port))

    def run() -> Outcome:
        raise error

    with pytest.raises(type(error)):
        watched(settings, run, print, notifications)
    assert web.bodies[0]["event"] == "failed"
    assert "No space left" in str(web.bodies[0]["why"]) or "gate broke" in str(web.bodies[0]["why"])
    assert last_status(settings.runs_log) == "failed"
    watched(settings, lambda: Outcome("published", "b"), print, notifications)
    assert [body["event"] for body in web.bodies] == ["failed", "recovered"]


def test_a_run_that_another_writer_keeps_out_is_not_sent(settings: Settings, web: Sink) -> None:
    def run() -> Outcome:
        raise LockedError("another writer is at work")

    with pytest.raises(LockedError):
        watched(settings, run, print, notifying_by(hook_url(web.port)))
    assert web.bodies == []
    assert last_status(settings.runs_log) is None


def test_a_setting_that_cannot_be_used_is_a_warning(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_NOTIFY", "file:///etc/passwd")
    warned: list[str] = []
    outcome = watched(settings, lambda: Outcome("failed", "x", why=["because"]), warned.append)
    assert outcome.status == "failed"
    assert "DUBAN_NOTIFY holds" in warned[0] and "/etc/passwd" not in warned[0]


# -- the settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        pytest.param("DUBAN_NOTIFY", "jsons://h/ s3cret", "is not a URL", id="a word"),
        pytest.param("DUBAN_NOTIFY", "jsons:///s3cret", "is not a URL", id="no host"),
        pytest.param("DUBAN_NOTIFY_WEBHOOK", "https://h/s3cret", "DUBAN_NOTIFY: jsons://", id="a webhook as it was"),
        pytest.param("DUBAN_NOTIFY_SMTP_URL", "smtp://u:s3cret@h", "DUBAN_NOTIFY: mailtos://", id="mail as it was"),
        pytest.param("DUBAN_NOTIFY_COMMAND", "send 's3cret", "quote", id="an open quote"),
        pytest.param("DUBAN_NOTIFY_SECONDS", "s3cret", "whole number", id="not a number"),
        pytest.param("DUBAN_NOTIFY_ON_CHANGE", "s3cret", "neither 0 nor 1", id="no flag"),
    ],
)
def test_a_wrong_setting_is_refused_without_showing_it(name: str, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_notification_settings({name: value})
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


TOKEN = "s3cr3t0000token1"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param(f"nosuchservice://h/{TOKEN}", "apprise cannot use", id="no such service"),
        pytest.param(f"https://h.example.org/{TOKEN}", "apprise cannot use", id="an address that no service has"),
        pytest.param(f"mailtos://{TOKEN}", "apprise cannot use", id="mail from nobody"),
        pytest.param(f"dingtalk://{TOKEN}-_", "apprise cannot use", id="a token of the wrong form"),
        pytest.param(f"mailto://u:{TOKEN}@h.example.org?to=a@b.cn", "not encrypted", id="a password in the clear"),
        pytest.param(f"mailtos://u:{TOKEN}@h.example.org?mode=insecure", "not encrypted", id="TLS turned off"),
        pytest.param(f"mailtos://u:{TOKEN}@h.example.org?verify=no", "not encrypted", id="a server not checked"),
        pytest.param(f"json://u:{TOKEN}@h.example.org/", "not encrypted", id="a login over http"),
        pytest.param(f"json://h.example.org/hook/{TOKEN}", "not encrypted", id="a token in the path over http"),
        pytest.param(f"json://h.example.org/?+X-Auth={TOKEN}", "not encrypted", id="a header over http"),
        pytest.param(f"json://h.example.org/?-token={TOKEN}", "not encrypted", id="a query over http"),
        pytest.param(f"gotify://h.example.org/{TOKEN}", "not encrypted", id="what apprise knows to be a token"),
        pytest.param(f"ntfy://{TOKEN}@h.example.org/duban", "write ntfys://", id="the encrypted form of its service"),
        pytest.param(
            f"mailto://u:{TOKEN}@h.example.org?to=a@b.cn", "write mailtos://", id="the encrypted form of mail"
        ),
    ],
)
def test_a_channel_that_cannot_be_used_is_a_warning_that_does_not_show_it(
    settings: Settings, web: Sink, url: str, said: str
) -> None:
    [warning] = notify(settings, FAILED, None, print, notifying_by(url, hook_url(web.port)))
    assert said in warning and TOKEN not in warning
    assert len(web.bodies) == 1, "the other channel is not held up"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("json://h.example.org/duban", id="a webhook without a secret"),
        pytest.param("mailto://relay.example.org?from=a@b.cn&to=duty@b.cn", id="a relay without a login"),
        pytest.param(f"json://127.0.0.1:9/{TOKEN}", id="on this machine"),
        pytest.param(f"jsons://h.example.org/{TOKEN}", id="https"),
        pytest.param(f"mailtos://u:{TOKEN}@h.example.org", id="STARTTLS"),
        pytest.param(f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", id="WeCom's own address"),
    ],
)
def test_what_may_be_sent_is_opened(url: str) -> None:
    Channel(url, 1.0)


# -- the group chats ---------------------------------------------------------------------------------------------------

CHATS = [
    pytest.param("dingtalk", f"dingtalk://{TOKEN}", "/robot/send?access_token={token}", "errcode", id="DingTalk"),
    pytest.param("wecombot", f"wecombot://{TOKEN}", "/cgi-bin/webhook/send?key={key}", "errcode", id="WeCom"),
    pytest.param("feishu", f"feishu://{TOKEN}", "/open-apis/bot/v2/hook/{token}/", "code", id="Feishu"),
]


def answering_here(module: str, path: str, web: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """apprise's plugin as it is, but for the host, which it does not let anybody choose."""
    for plugin in vars(importlib.import_module(f"apprise.plugins.{module}")).values():
        if isinstance(plugin, type) and isinstance(vars(plugin).get("notify_url"), str):
            assert vars(plugin)["notify_url"].endswith(path)
            monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{web.port}{path}")


@pytest.mark.parametrize(("module", "url", "path", "field"), CHATS)
def test_a_group_chat_gets_the_message(
    settings: Settings, web: Sink, monkeypatch: pytest.MonkeyPatch, module: str, url: str, path: str, field: str
) -> None:
    answering_here(module, path, web, monkeypatch)
    web.answer = {field: 0, "errmsg": "ok"}
    assert notify(settings, FAILED, None, print, notifying_by(url)) == []
    assert TOKEN in web.paths[0]
    [body] = web.bodies
    text = (body.get("text") or body.get("content"))["content" if module != "feishu" else "text"]
    assert body["msg_type" if module == "feishu" else "msgtype"] == "text"
    assert text.startswith("督办重载失败") and "目标无来源" in text and "fix 序号" in text


@pytest.mark.parametrize(("module", "url", "path", "field"), CHATS)
@pytest.mark.parametrize("status", [200, 400], ids=["answered 200", "answered 400"])
def test_a_message_that_a_group_chat_does_not_take_is_a_warning(
    settings: Settings, web: Sink, monkeypatch: pytest.MonkeyPatch, module: str, url: str, path: str, field: str,
    status: int,
) -> None:  # fmt: skip
    answering_here(module, path, web, monkeypatch)
    web.status, web.answer = status, {field: 310000, "errmsg": "keywords not in content"}
    [warning] = notify(settings, FAILED, None, print, notifying_by(url))
    assert f"the {module} notification failed" in warning
    assert "keywords not in content" in warning or "error=400" in warning
    assert TOKEN not in warning


def test_a_long_message_is_cut_where_wecom_would_refuse_it(
    settings: Settings, web: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering_here("wecombot", "/cgi-bin/webhook/send?key={key}", web, monkeypatch)
    web.answer = {"errcode": 0}
    many = [Quarantined(f"某市/{year}.csv", "没有识别到表头" * 9, "", "", is_new=True) for year in range(40)]
    assert notify(settings, with_quarantine(*many), "published", print, notifying_by(f"wecombot://{TOKEN}")) == []
    text = web.bodies[0]["text"]["content"]
    assert 1800 < len(text.encode()) <= 2048
    assert text.endswith("… (duban status)")


# -- apprise stays out of the way ------------------------------------------------------------------------------------


def test_a_quiet_night_does_not_load_apprise(settings: Settings) -> None:
    code = (
        "import sys; from duban.notifying.notify import notify; from duban.settings import Settings\n"
        "from duban.pipeline.outcome import Outcome; from pathlib import Path\n"
        f"s = Settings(Path({str(PROJECT)!r}), raw=Path('/x'), warehouse=Path('/x'))\n"
        "notify(s, Outcome('unchanged', 'b'), 'published', print)\n"
        "sys.exit('apprise' in sys.modules)"
    )
    environment = {**os.environ, "DUBAN_NOTIFY": "json://127.0.0.1:1/"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, cwd=PROJECT, check=False).returncode == 0


def test_nothing_that_apprise_logs_is_seen(settings: Settings, web: Sink) -> None:
    """Prefect has handlers on the root logger; what apprise logs holds addresses. (pytest's own handler is no test.)"""
    code = (
        "import logging, sys; logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)\n"
        "from duban.notifying.notify import try_channels; from duban.settings import resolve_settings\n"
        "from duban.notifying.settings import read_notification_settings\n"
        "print(try_channels(resolve_settings(), read_notification_settings()))"
    )
    channels = f"{hook_url(web.port, '/' + TOKEN)} json://127.0.0.1:1/{TOKEN} nosuch://{TOKEN} mailto://a:{TOKEN}@h.cn"
    environment = {**os.environ, "DUBAN_NOTIFY": channels}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "('json 1', '')" in done.stdout and "Connection refused" in done.stdout
    assert TOKEN not in done.stdout + done.stderr


# -- trying it ---------------------------------------------------------------------------------------------------------


def test_the_command_tries_every_channel(web: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("DUBAN_NOTIFY", f"{hook_url(web.port)} json://127.0.0.1:1/{TOKEN}")
    words = ["notify", "--warehouse", str(tmp_path)]
    shown = CliRunner().invoke(main, words)
    assert (shown.exit_code, shown.output.split()) == (0, ["json", "1", "json", "2"])
    tried = CliRunner().invoke(main, [*words, "--test"])
    assert tried.exit_code == 1
    assert [line.split()[2] for line in tried.output.splitlines()] == ["sent", "FAILED"]
    assert TOKEN not in tried.output
    assert web.bodies[0]["event"] == "test" and str(tmp_path) in web.bodies[0]["message"]


def test_nothing_set_notifies_nobody(settings: Settings) -> None:
    assert notifying_by() == NotificationSettings()
    assert notify(settings, FAILED, None, print, notifying_by()) == []
