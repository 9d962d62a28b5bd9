"""The three ways out of a notification: a JSON POST, an e-mail, a program. Each raises where it did not arrive.

What they raise says what went wrong and never holds a password; the caller stars out the rest.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import IO, Any

from duban.errors import DubanError
from duban.notifying.settings import PREFIX, MailSettings


class SendingError(DubanError):
    """A notification that did not arrive."""


def send_webhook(address: str, fields: dict[str, Any], seconds: float) -> None:
    """POST the fields as JSON. Any answer but 2xx raises; a redirect is not followed, wherever it leads."""
    request = urllib.request.Request(
        address,
        data=json.dumps(fields, ensure_ascii=False).encode("utf8", "replace"),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "duban"},
        method="POST",
    )
    # Put together by hand: the opener that comes with Python also knows file:, ftp: and redirects.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    try:
        opener.open(request, timeout=seconds).close()
    except urllib.error.HTTPError as error:
        error.close()
        aside = ", a redirect, which is not followed" if 300 <= error.code < 400 else ""
        raise SendingError(f"the address answered {error.code}{aside}") from None
    except urllib.error.URLError as error:
        raise SendingError(_told(error.reason)) from None
    except (OSError, http.client.HTTPException) as error:
        raise SendingError(_told(error)) from None


def send_mail(mail: MailSettings, subject: str, text: str, seconds: float) -> None:
    """Send one plain text mail. Raises where the server refuses the login, the encryption or any recipient."""
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.recipients)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=mail.sender.rsplit("@", 1)[-1])
    message["Auto-Submitted"] = "auto-generated"  # an absent person's mailbox then does not answer
    message.set_content(text)
    try:
        with _mail_server(mail, seconds) as server:
            if mail.user:
                server.login(mail.user, mail.password)
            refused = server.send_message(message, mail.sender, mail.recipients)
    except smtplib.SMTPRecipientsRefused:
        raise SendingError("the mail server refused every recipient") from None
    except smtplib.SMTPAuthenticationError as error:
        raise SendingError(f"the mail server refused the login ({error.smtp_code})") from None
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error.decode("utf8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise SendingError(f"the mail server answered {error.smtp_code} {said}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise SendingError(_told(error)) from None
    if refused:
        raise SendingError(f"the mail server refused {', '.join(refused)}")


def run_command(command: tuple[str, ...], fields: dict[str, Any], seconds: float) -> None:
    """Run a program, not through a shell, with the fields as JSON on its stdin. Raises unless it exits with 0 in time.

    It does not see the settings of notifications in its environment.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
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


def _mail_server(mail: MailSettings, seconds: float) -> smtplib.SMTP:
    name = socket.gethostname()  # smtplib would ask the name server, which may keep it waiting
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, name, timeout=seconds, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, name, timeout=seconds)
    if mail.security == "starttls":
        try:
            # Raises where the server does not offer it: going on in the clear would give the password away.
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _last_line(said: IO[bytes]) -> str:
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - 2000))
    lines = said.read().decode("utf8", "replace").strip().splitlines()
    return f": {lines[-1][:200]}" if lines else ""


def _told(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


__all__ = ["SendingError", "run_command", "send_mail", "send_webhook"]
