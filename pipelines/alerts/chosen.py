"""A partnership's settings for alerts: which kinds of news go to whom, by e-mail and by webhook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.chosen.plain import NotChosenWell, number, texts

KINDS = ("late", "held", "failed", "blocked", "published")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How e-mail leaves. `security` is starttls, tls from the first byte, or none, which is for this machine only.

    `password` names the file whose first line is the password; SCORECARD_SMTP_PASSWORD wins. `ca` names the file of the
    authority that signed the server's certificate, where that is the organisation's own.
    """

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    security: str = "starttls"
    user: str = ""
    password: Path | None = None
    ca: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where an alert is posted as JSON. The address is a secret of its own: `url` names the file whose first line it is;
    SCORECARD_WEBHOOK wins. `form` is plain, or teams for a Teams or Power Automate workflow."""

    url: Path | None = None
    form: str = "plain"
    ca: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """Kinds of news that are told, and the ways."""

    on: tuple[str, ...] = KINDS
    mail: Mail | None = None
    webhook: Webhook | None = None


def chosen(table: Any, folder: Path) -> Alerts:
    """The `[alerts]` of the settings, whose files stand beside them in `folder`. Raises NotChosenWell."""
    on = texts(table, "on", KINDS)
    if unknown := [each for each in on if each not in KINDS]:
        raise NotChosenWell(
            f"Expected in [alerts] on some of {', '.join(KINDS)}; found {', '.join(map(str, unknown))}."
        )
    return Alerts(
        on=on,
        mail=_mail(table["mail"], folder) if "mail" in table else None,
        webhook=_webhook(table["webhook"], folder) if "webhook" in table else None,
    )


def _mail(table: Any, folder: Path) -> Mail:
    security = table.get("security", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise NotChosenWell("Expected in [alerts.mail] security as starttls, tls or none; found another.")
    host = str(table["host"])
    if security == "none" and not is_here(host):
        raise NotChosenWell(
            "Expected in [alerts.mail] security as starttls or tls for another machine's mail server; found none."
        )
    return Mail(
        host=host,
        port=number(table, "port", {"starttls": 587, "tls": 465, "none": 25}[security], range(1, 65_536)),
        sender=str(table["from"]),
        to=texts(table, "to"),
        security=security,
        user=str(table.get("user", "")),
        password=_file(table.get("password"), folder),
        ca=_file(table.get("ca"), folder),
    )


def _webhook(table: Any, folder: Path) -> Webhook:
    form = table.get("form", "plain")
    if form not in ("plain", "teams"):
        raise NotChosenWell("Expected in [alerts.webhook] form as plain or teams; found another.")
    return Webhook(url=_file(table.get("url"), folder), form=form, ca=_file(table.get("ca"), folder))


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    return host in ("localhost", "127.0.0.1", "::1")


def _file(name: str | None, folder: Path) -> Path | None:
    return (folder / name).resolve() if name else None
