"""The two ways out: e-mail by SMTP and a JSON post. What goes wrong is told in our own words, for a server's may hold
an address or a password."""

import json
import os
import smtplib
import ssl
import stat
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.alerts.chosen import Mail, Webhook, is_here
from pipelines.alerts.news import Message

TIMEOUT = 20.0
"""Seconds that a server may take to answer."""


class NotSent(Exception):
    """A message that did not go out; the words say what to look at."""


def mail(way: Mail, message: Message) -> None:
    """Send a message by e-mail. Raises NotSent."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = message.subject, way.sender, ", ".join(way.to)
    letter["Date"], letter["Message-ID"] = (
        formatdate(),
        make_msgid(domain=way.sender.rpartition("@")[2] or None),
    )
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    try:
        with _server(way) as server:
            refused = server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(
            f"Expected the mail server of [alerts.mail] to take a message; found {type(error).__name__}. "
            "Look at its host, port, security, user and password: scorecard doctor tries them."
        ) from None
    if refused:
        raise NotSent(
            f"Expected every address of [alerts.mail] to be taken; {len(refused)} were not. Mend them."
        )


def webhook(way: Webhook, message: Message) -> None:
    """Post a message. Raises NotSent."""
    url = address(way)
    body: dict[str, object] = {"subject": message.subject, "text": message.text}
    if way.form == "teams":
        body = _card(message)
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.build_opener(
            _NoRedirect(), urllib.request.HTTPSHandler(context=_context(way.ca))
        ).open(request, timeout=TIMEOUT):
            pass
    except (OSError, ValueError) as error:
        raise NotSent(
            f"Expected the webhook to take a message; found {type(error).__name__}. Look at its address."
        ) from None


def address(way: Webhook) -> str:
    """The webhook's address. Raises NotSent where there is none, or one that is neither https nor on this machine."""
    url = os.environ.get("SCORECARD_WEBHOOK") or secret(way.url, "The webhook's address")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here(parts.hostname or "")):
        raise NotSent(
            "Expected a webhook's address that begins with https://; found another or none. Mend it."
        )
    return url


def check_mail(way: Mail) -> None:
    """Go as far as the mail server lets one go without sending anything. Raises NotSent."""
    try:
        with _server(way) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server did not let us in ({type(error).__name__}).") from None


def secret(path: Path | None, what: str) -> str:
    """The first line of a file that only its owner can read; empty where no file is named. Raises NotSent."""
    if path is None:
        return ""
    try:
        if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NotSent(f"{what} stands in a file that others can read. Take their rights away: chmod 600.")
        return path.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    except OSError:
        raise NotSent(f"{what} was expected in a file that can be read; it cannot. Put it there.") from None


def _server(way: Mail) -> smtplib.SMTP:
    password = os.environ.get("SCORECARD_SMTP_PASSWORD") or secret(way.password, "The mail server's password")
    server: smtplib.SMTP
    if way.security == "tls":
        server = smtplib.SMTP_SSL(way.host, way.port, timeout=TIMEOUT, context=_context(way.ca))
    else:
        server = smtplib.SMTP(way.host, way.port, timeout=TIMEOUT)
    try:
        if way.security == "starttls":
            server.starttls(context=_context(way.ca))
        if way.user:
            server.login(way.user, password)
    except BaseException:
        server.close()
        raise
    return server


def _context(ca: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(ca) if ca else None)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not the one that was chosen."""

    def redirect_request(self, *given: object) -> None:  # type: ignore[override]
        """Follow nothing."""


def _card(message: Message) -> dict[str, object]:  # what a Teams workflow expects: one adaptive card
    lines = [{"type": "TextBlock", "text": message.subject, "weight": "bolder", "wrap": True}]
    lines += [
        {"type": "TextBlock", "text": part, "wrap": True} for part in message.text.strip().split("\n\n")
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": lines,
    }
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [content]}
