"""What `scorecard doctor` can tell of work that goes on by itself: schedule and daemon, and the ways out for news."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.doctor.finding import Finding
from pipelines.home import Home
from scorecards.period import LONDON

if TYPE_CHECKING:
    import dagster as dg

_SILENT = 300.0
"""Seconds without a heartbeat after which the daemon counts as not running."""


def schedule(home: Home) -> Iterator[Finding]:
    """Whether runs are kept, with settings that keep no record's value, and whether the daemon lives."""
    folder = os.environ.get("DAGSTER_HOME", "")
    if not folder:
        yield Finding(
            subject="Schedule",
            state="good",
            words="DAGSTER_HOME is not set: runs are kept nowhere, and no daemon is expected here.",
        )
        return
    from pipelines.orchestration.serving import TEMPLATE

    path = Path(folder) / TEMPLATE.name
    text = path.read_text(encoding="utf-8") if path.exists() else TEMPLATE.read_text(encoding="utf-8")
    import yaml  # type: ignore[import-untyped]

    chosen = yaml.safe_load(text) or {}
    lacking = [
        what
        for what, is_good in (
            ("compute logs are kept", "NoOp" in chosen.get("compute_logs", {}).get("class", "")),
            ("telemetry is on", chosen.get("telemetry", {}).get("enabled") is False),
            ("several runs may work at once", _one_at_a_time(chosen)),
            (
                "runs that hang are never ended",
                chosen.get("run_monitoring", {}).get("max_runtime_seconds", 0) > 0,
            ),
        )
        if not is_good
    ]
    if lacking:
        yield Finding(
            subject="Dagster's settings",
            state="bad",
            words=f"In dagster.yaml {', '.join(lacking)}.",
            remedy="Copy pipelines/dagster.yaml over it, and keep your own storage section.",
        )
    else:
        yield Finding(
            subject="Dagster's settings", state="good", words="They keep nothing that a run prints."
        )
    yield from _daemon(home)


def messages(home: Home) -> Iterator[Finding]:
    """Whether the ways that were chosen for alerts lead out. The mail server is asked, and sent nothing."""
    from pipelines.alerts.sending import address, check_mail

    alerts = home.settings.alerts
    if (mail := alerts.mail) is not None:
        yield _way("Mail", "The mail server let us in.", lambda: check_mail(mail))
    if (hook := alerts.webhook) is not None:
        yield _way("Webhook", "The webhook's address is one that may be used.", lambda: address(hook))
    if alerts.mail is None and alerts.webhook is None:
        yield Finding(
            subject="Alerts",
            state="warning",
            words="Nobody is told by e-mail or webhook when something is late, held or stopped.",
            remedy="Add [alerts.mail] or [alerts.webhook] to the settings, or have a monitor ask `scorecard status`.",
        )


def _way(subject: str, words: str, ask: Callable[[], object]) -> Finding:
    from pipelines.alerts.sending import NotSent

    try:
        ask()
    except NotSent as error:
        return Finding(
            subject=subject,
            state="bad",
            words=str(error),
            remedy=f"Mend [alerts.{subject.lower()}] in the settings, or the way to that server.",
        )
    return Finding(subject=subject, state="good", words=words)


def _one_at_a_time(chosen: dict[str, dict[str, dict[str, int]]]) -> bool:
    return chosen.get("concurrency", {}).get("runs", {}).get("max_concurrent_runs") == 1


def _daemon(home: Home) -> Iterator[Finding]:
    from pipelines.orchestration.running import dagster_instance

    with dagster_instance() as instance:
        heard = max((beat for beat in _heartbeats(instance)), default=0.0)
    if heard and time.time() - heard < _SILENT:
        yield Finding(subject="Schedule", state="good", words="The daemon is running.")
        return
    since = f"since {datetime.fromtimestamp(heard, LONDON):%Y-%m-%d %H:%M}" if heard else "ever"
    yield Finding(
        subject="Schedule",
        state="warning",
        words=f"The daemon has not been heard of {since}: nothing runs by itself.",
        remedy="Start it (`scorecard daemon`, or its service), or let the system's scheduler run `scorecard refresh`.",
    )


def _heartbeats(instance: "dg.DagsterInstance") -> Iterator[float]:
    for status in instance.get_daemon_statuses().values():
        if status.last_heartbeat is not None:
            yield float(status.last_heartbeat.timestamp)
