"""Who may ask, and what a page may do in a browser: nothing from outside, and nothing to outside."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# NiceGUI starts a page with a script in it and compiles its templates in the browser: inline and eval are its own. No
# text of a document becomes a script, because no text reaches a page unescaped; and no host but this one is reached.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


@dataclass(frozen=True, slots=True)
class Permissions:
    """What visitors may do. token: what the address must carry where corrections are made from other machines."""

    host: str = "127.0.0.1"
    allow_corrections: bool = False
    token: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def may_correct(self, token: str | None) -> bool:
        """Whether a visitor whose address carries this token may write decisions."""
        if not self.allow_corrections:
            return False
        return self.is_loopback or bool(self.token and token and secrets.compare_digest(self.token, token))


class Guard:
    """Answers only who asks under a name of this machine, takes no socket from another site's page, adds the headers.

    A page of another site that has its name resolved to 127.0.0.1 would else read everything in the visitor's browser.
    """

    def __init__(self, app: ASGIApp, permissions: Permissions) -> None:
        self._app = app
        self._permissions = permissions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin", b"").decode("latin-1")
        is_foreign = bool(origin) and urlsplit(origin).netloc != host
        if not self._is_known(host) or is_foreign:
            await _refuse(scope, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _is_known(self, host: str) -> bool:
        if not self._permissions.is_loopback:
            return True
        return urlsplit(f"//{host}").hostname in ("127.0.0.1", "localhost", "::1")


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain"), *HEADERS]})
    await send({"type": "http.response.body", "body": b"this workbench answers under the name of its machine only\n"})
