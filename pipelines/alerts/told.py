"""Which news was sent to whom: each once by each route; what could not be sent is tried again and shown in the status."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout

from pipelines.alerts.chosen import Alerts
from pipelines.files import write_whole
from pipelines.home import Home


def tell_news(home: Home) -> int:
    """Send what was not told yet by every way that the settings choose; how many messages went out.

    Never raises: a mail server that is away must not stop a refresh. What failed is in `unsent` and is tried again.
    """
    ways = _ways(home.settings.alerts)
    if not ways or not home.folder.is_dir():
        return 0
    try:
        with FileLock(str(home.folder / "told.lock"), mode=0o600, timeout=0):
            return sum(_tell(home, way, send) for way, send in ways.items())
    except Timeout:
        return 0  # another run tells the same


def unsent(home: Home) -> str:
    """Why the last message could not be sent, and since when; empty where it could."""
    failures = _told(home)["failed"]
    return " ".join(
        f"By {way} since {facts['at']}: {facts['words']}" for way, facts in sorted(failures.items())
    )


def _tell(home: Home, way: str, send: Callable[[Any], None]) -> int:
    from pipelines.alerts.news import message, news
    from pipelines.alerts.sending import NotSent
    from pipelines.status.status import status

    told = _told(home)
    try:
        found = [
            each
            for each in news(home, status(home))
            if each.kind in home.settings.alerts.on
            and way not in told["news"].get(f"{each.kind} {each.key}", {})
        ]
        if found:
            send(message(home, found))
        failure = None
    except NotSent as error:
        failure = str(error)
    except Exception as error:
        failure = f"Expected a message to be made; found {type(error).__name__}. Look at the templates."
    at = datetime.now(UTC).isoformat(timespec="seconds")
    if failure is not None:
        since = told["failed"].get(way, {"at": at})["at"]
        told["failed"][way] = {"at": since, "words": failure}
    else:
        told["failed"].pop(way, None)
        for each in found:
            told["news"].setdefault(f"{each.kind} {each.key}", {})[way] = at
    write_whole(home.folder / "told.json", json.dumps(told, sort_keys=True, indent=1).encode())
    return int(failure is None and bool(found))


def _ways(alerts: Alerts) -> dict[str, Callable[[Any], None]]:
    from functools import partial

    from pipelines.alerts import sending

    found: dict[str, Callable[[Any], None]] = {}
    if alerts.mail is not None:
        found["mail"] = partial(sending.mail, alerts.mail)
    if alerts.webhook is not None:
        found["webhook"] = partial(sending.webhook, alerts.webhook)
    return found


def _told(home: Home) -> dict[str, Any]:
    try:
        found = json.loads((home.folder / "told.json").read_text(encoding="utf-8"))
        return {"news": dict(found["news"]), "failed": dict(found["failed"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"news": {}, "failed": {}}
