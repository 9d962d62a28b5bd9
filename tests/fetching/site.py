"""A web server of a test: a real one, that answers as it is set to and keeps what it was asked."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TABLE_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1>
<table>
<tr><th>序号</th><th>市政府领导</th><th>责任目标内容</th><th>完成时限</th><th>完成情况</th><th>是否按计划完成进度</th><th>责任单位</th></tr>
<tr><td>1</td><td>李明</td><td>新建学校{count}所</td><td>年底</td><td>已建成学校{count}所</td><td>是</td><td>市教育局</td></tr>
<tr><td>2</td><td>王强</td><td>新增就业5万人</td><td>年底</td><td>新增就业5.1万人</td><td>是</td><td>市人力资源社会保障局</td></tr>
</table></body></html>"""


def table_page(place: str = "临江市", year: int = 2023, count: int = 3) -> bytes:
    """A page with a table as governments print it."""
    return TABLE_PAGE.format(title=f"{place}人民政府{year}年度责任目标完成情况一览表", count=count).encode("utf8")


def links_page(*links: tuple[str, str]) -> bytes:
    """A page with links, each (address, text)."""
    lines = "".join(f'<li><a href="{address}">{text}</a></li>' for address, text in links)
    return f'<html><head><meta charset="utf-8"></head><body><ul>{lines}</ul></body></html>'.encode()


@dataclass
class Reply:
    """One answer. validated: with an ETag, and 304 where that is known to who asks."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html"
    validated: bool = True
    length: int | None = None


Handler = http.server.BaseHTTPRequestHandler


@dataclass
class Site:
    """replies: by path; a function writes what it likes. asked: (path, status) in order; headers: those of each."""

    address: str = ""
    replies: dict[str, Reply | Callable[[Handler], None]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def documents(self) -> list[tuple[str, int]]:
        """What was asked besides robots.txt."""
        return [(path, status) for path, status in self.asked if path != "/robots.txt"]


@contextmanager
def running_site(host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site()

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = site.replies.get(self.path, Reply(b"not here", 404))
            if not isinstance(reply, Reply):
                site.asked.append((self.path, 0))
                reply(self)
                return
            tag = f'"{hashlib.sha256(reply.body).hexdigest()[:12]}"'
            status = reply.status
            if reply.validated and status == 200 and self.headers.get("If-None-Match") == tag:
                status = 304
            site.asked.append((self.path, status))
            self.send_response(status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.validated and status in (200, 304):
                self.send_header("ETag", tag)
            if status != 304:
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            if status != 304:
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 64  # five, as it is otherwise, are soon more than a busy machine takes in time
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # whoever asked hung up, as it should

    server = Server((host, 0), Answering)
    site.address = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
