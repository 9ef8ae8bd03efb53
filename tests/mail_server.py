"""A mail server and a web server of our own, on this machine only, for what leaves it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from json import loads
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "scorecard", "ZZPASSWORD-of-the-mail-server"


@dataclass
class Box:
    """The letters that came, each with whether it came encrypted."""

    letters: list[EmailMessage] = field(default_factory=list)
    is_encrypted: list[bool] = field(default_factory=list)
    port: int = 0
    ca: Path | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter."""
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.is_encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def mail_server(folder: Path) -> Iterator[Box]:
    """A server that takes letters after STARTTLS and a login only; `ca` is the file of who signed its certificate."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box = Box(ca=folder / "ca.pem", port=free.getsockname()[1])
    assert box.ca is not None
    authority.cert_pem.write_to_path(box.ca)

    def known(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        fits = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=fits, handled=False)

    controller = Controller(
        box, hostname="127.0.0.1", port=box.port, tls_context=context, require_starttls=True, auth_required=True,
        auth_require_tls=True, authenticator=known,
    )  # fmt: skip
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


class _Hook(BaseHTTPRequestHandler):
    posted: ClassVar[list[Any]]
    answer: ClassVar[int]

    def do_POST(self) -> None:
        """Keep what was posted."""
        self.posted.append(loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *given: Any) -> None:
        """Nothing."""


@contextmanager
def web_server(answer: int = 202) -> Iterator[tuple[str, list[Any]]]:
    """A server that takes JSON posts; its address and what was posted."""
    posted: list[Any] = []
    handler = type("Hook", (_Hook,), {"posted": posted, "answer": answer})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", posted
    finally:
        server.shutdown()
        server.server_close()
