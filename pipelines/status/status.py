"""How everything stands: what came and what is late, what waits for whom, what is out, and what comes next.

Told from files alone, so that it can be asked when nothing else works. It names agencies, months, days and hashes; no
record's value and no file's name.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pipelines.home import Home
from pipelines.publication.editions import editions
from pipelines.questions.answers import MonthStatus
from pipelines.questions.answers import status as month_statuses
from pipelines.settings import Settings
from pipelines.status.freshness import Expected, expected
from pipelines.status.tasks import FINE, Task, tasks
from scorecards.period import LONDON, Month

_OLDER = 3


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a home stands at a moment of England. `free` and `used` are bytes, of the disk and of the home."""

    partnership: str
    is_made_up: bool
    at: datetime
    months: list[MonthStatus]
    expected: list[Expected]
    tasks: list[Task]
    last_publication: str
    next_run: datetime
    free: int
    used: int
    retention: str
    unsent: str

    @property
    def code(self) -> int:
        """FINE, ATTENTION or BLOCKED."""
        return max((task.level for task in self.tasks), default=FINE)

    @property
    def recent(self) -> list[Expected]:
        """Of every agency its newest month, and those before it that somebody has to act on: the newest few of them."""
        found = []
        for _, group in groupby(self.expected, key=lambda each: (each.authority, each.agency)):
            *before, last = group
            found += [*[each for each in before if each.is_open][-_OLDER:], last]
        return found


def status(home: Home, on: date | None = None) -> Status:
    """How the home stands now, or as if today were `on`."""
    from pipelines.alerts.told import unsent

    now = datetime.now(LONDON)
    if on is not None:
        now = datetime(on.year, on.month, on.day, 12, tzinfo=LONDON)
    lines = month_statuses(home)
    due = expected(home, now.date())
    free = shutil.disk_usage(home.folder).free
    published = [each for each in editions(home) if each.withdrawal is None]
    return Status(
        partnership=home.settings.name,
        is_made_up=home.settings.is_made_up,
        at=now,
        months=lines,
        expected=due,
        tasks=list(tasks(home, lines, due, free, now.date())),
        last_publication=published[-1].name if published else "",
        next_run=next_run(home.settings, now),
        free=free,
        used=_used(home),
        retention=_retention(home, now.date()),
        unsent=unsent(home),
    )


def _used(home: Home) -> int:
    """The bytes of the home's files; a run may take some away meanwhile."""
    size = 0
    for folder, _, names in os.walk(home.folder):
        for name in names:
            with suppress(FileNotFoundError):
                size += os.lstat(os.path.join(folder, name)).st_size
    return size


def next_run(settings: Settings, now: datetime) -> datetime:
    """When the schedule refreshes next, in England."""
    month = Month(now.year, now.month)
    for each in (month, month.plus(1)):
        then = datetime(each.year, each.number, settings.schedule.day, settings.schedule.hour, tzinfo=LONDON)
        if then > now:
            break
    return then


def _retention(home: Home, day: date) -> str:
    """How long delivered files are kept, and how many are past their time."""
    from pipelines.keeping.retention import past

    chosen = home.settings.retention
    if not chosen:
        return "Delivered files are kept for ever: the settings name no [retention]."
    kept = ", ".join(f"{agency} {months} months" for agency, months in sorted(chosen.items()))
    over = len(past(home, day).deliveries)
    return f"Delivered files are kept: {kept}. {over} are past their time" + (
        ": run scorecard purge." if over else "."
    )
