"""A host on loopback that publishes what a test puts there, as well or as badly as hosts do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Header = str | bytes


@dataclass(frozen=True)
class Reply:
    """What the host answers; ``trickle`` sends one byte at a time with so many seconds between."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, Header] = field(default_factory=dict)
    trickle: float | None = None
    endless: bool = False
    broken: bool = False


Answers = Callable[[Mapping[str, str]], Reply]


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


def page(*links: str, text: str = "", encoding: str = "utf-8") -> Reply:
    """A page with links, each an address or the HTML of an anchor."""
    anchors = [link if "<" in link else f'<a href="{link}">附件</a>' for link in links]
    html = f"<!DOCTYPE html><html><body><nav><a href='/'>首页</a></nav>{text}{''.join(anchors)}</body></html>"
    return Reply(html.encode(encoding), headers={"Content-Type": "text/html"})


def with_etag(body: bytes, etag: str) -> Answers:
    """A content that is sent only to who has not got it."""

    def answer(asked: Mapping[str, str]) -> Reply:
        if asked.get("If-None-Match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(body, headers={"ETag": etag})

    return answer


def since(body: bytes, date: str) -> Answers:
    def answer(asked: Mapping[str, str]) -> Reply:
        return Reply(
            b"" if asked.get("If-Modified-Since") == date else body,
            304 if asked.get("If-Modified-Since") == date else 200,
            {"Last-Modified": date},
        )

    return answer


def first(*replies: Reply) -> Answers:
    """One reply after the other; the last one stays."""
    left = list(replies)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


@dataclass
class Host:
    """``put`` publishes at a path; ``asked`` are the paths that were asked for, ``bodies`` what was sent."""

    address: str
    replies: dict[str, Reply | Answers] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def put(self, path: str, reply: Reply | Answers | bytes) -> str:
        """Publish; returns the whole address."""
        self.replies[path] = Reply(reply) if isinstance(reply, bytes) else reply
        return self.address + path

    def documents_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]


@contextmanager
def publishing_host() -> Generator[Host]:
    """The host, for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            host.headers.append(dict(self.headers.items()))
            reply = host.replies.get(self.path, Reply(status=404))
            with suppress(ConnectionError):
                _send(self, reply if isinstance(reply, Reply) else reply(dict(self.headers.items())))

        def do_POST(self) -> None:
            host.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response_only(reply.status)
    for name, value in reply.headers.items():
        line = value if isinstance(value, bytes) else value.encode("latin-1")
        # As bytes: hosts send names in any encoding.
        handler.send_header(name, line.decode("latin-1"))
    if reply.status != 304 and not reply.endless:
        length = len(reply.body) + (100 if reply.broken else 0)
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    if reply.endless:
        while True:
            handler.wfile.write(b"0" * 65536)
    if reply.trickle is None:
        handler.wfile.write(reply.body)
        return
    for number in range(len(reply.body)):
        handler.wfile.write(reply.body[number : number + 1])
        handler.wfile.flush()
        time.sleep(reply.trickle)
