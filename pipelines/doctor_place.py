"""What `scorecard doctor` can tell of the place around the home: its disk, its schedule, and the ways out of it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.doctor_finding import Finding
from pipelines.home import FORM, Home, form_of
from scorecards.period import LONDON

if TYPE_CHECKING:
    import dagster as dg

_SILENT = 300.0
"""Seconds without a heartbeat after which the daemon counts as not running."""
_NOT_A_DISK = ("overlay", "tmpfs", "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "zfs", "virtiofs")


def encryption(home: Home) -> Iterator[Finding]:
    """Whether the volume of the home is encrypted, as far as this system tells a program that is not its administrator."""
    folder = home.folder if home.folder.is_dir() else home.folder.parent
    is_encrypted, words = _is_encrypted(folder)
    if is_encrypted:
        yield Finding(subject="Encryption", state="good", words=words)
    else:
        yield Finding(
            subject="Encryption",
            state="warning",
            words=words,
            remedy="Keep the home, the key and their backups on encrypted volumes (LUKS, BitLocker, FileVault), and ask "
            "whoever looks after the machine to confirm it in writing.",
        )


def form(home: Home) -> Iterator[Finding]:
    """Whether the home has the form of this release."""
    if not home.folder.is_dir() or not home.ledger.of("opened"):
        return
    known = form_of(home.ledger)
    if known == FORM:
        yield Finding(
            subject="Form", state="good", words=f"The home has form {FORM}, which this release makes."
        )
    elif known < FORM:
        yield Finding(
            subject="Form",
            state="warning",
            words=f"The home has form {known}; this release works with form {FORM}.",
            remedy="Back up, then run `scorecard upgrade`; else the next run does it by itself.",
        )
    else:
        yield Finding(
            subject="Form",
            state="bad",
            words=f"The home has form {known}, which a newer release made.",
            remedy="Install that release again.",
        )


def expectations(home: Home) -> Iterator[Finding]:
    """Whether silence would be noticed."""
    due = home.settings.due
    if due.until is not None and not home.settings.is_made_up:
        yield Finding(
            subject="Due",
            state="warning",
            words=f"Nothing is expected of months after {due.until}, so nothing is ever late.",
            remedy="Take `until` out of [due] in the settings.",
        )
    elif not due.days:
        yield Finding(
            subject="Due",
            state="warning",
            words="The settings name no agency under [due]: one that never delivers is never missed.",
            remedy="Name each agency with the working day by which its files are due.",
        )
    else:
        yield Finding(
            subject="Due", state="good", words=f"Files of {', '.join(due.days)} are expected by a day."
        )


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
    from pipelines.serving import TEMPLATE

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
    from pipelines.running import dagster_instance

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


def _is_encrypted(folder: Path) -> tuple[bool, str]:
    """Whether the folder's volume is, and in which words."""
    if sys.platform == "win32":
        code = _code("manage-bde", "-status", folder.drive, "-protectionaserrorlevel")
        if code == 0:
            return True, f"BitLocker protects {folder.drive}."
        if code is None:
            return False, "Whether BitLocker protects the volume cannot be told from here."
        return False, f"BitLocker does not protect {folder.drive}, or only an administrator may ask."
    if sys.platform == "darwin":
        if "is On" in _said("fdesetup", "status"):
            return True, "FileVault is on."
        return False, "FileVault is not on, or cannot be asked from here."
    device, _, kind = _said("findmnt", "-n", "-o", "SOURCE,FSTYPE", "-T", str(folder)).strip().partition(" ")
    kind = kind.strip()
    if kind in _NOT_A_DISK or not device.startswith("/dev/"):
        return False, (
            f"Whether the volume is encrypted cannot be told from here: it is of the kind {kind or 'unknown'}, whose disk "
            "is another machine's."
        )
    kinds = _said("lsblk", "-s", "-n", "-o", "TYPE", device.partition("[")[0]).split()
    if "crypt" in kinds:
        return True, "The volume stands on LUKS."
    if kinds:
        return (
            False,
            "The volume does not stand on LUKS. A disk or hypervisor may encrypt below, which cannot be told.",
        )
    return False, "Whether the volume is encrypted cannot be told from here."


def _said(*command: str) -> str:
    """What a program of the system says; nothing where it is not there, takes long or complains."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _code(*command: str) -> int | None:
    """With which code a program of the system ends; None where it is not there."""
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None
