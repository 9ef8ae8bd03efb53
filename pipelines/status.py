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

from pipelines.alone import Outcome, outcomes
from pipelines.answers import MonthStatus
from pipelines.answers import status as month_statuses
from pipelines.drafts import DRAFT_FILE, draft_of
from pipelines.due import due_draft
from pipelines.editions import editions, newest
from pipelines.freshness import Expected, expected
from pipelines.home import Home
from pipelines.restating.files import last_finding
from pipelines.settings import Settings
from pipelines.verdict import HELD, REFUSED
from scorecards.period import LONDON, Month, Quarter, day_name
from sources.catalogue import AGENCY_NAMES

FINE, ATTENTION, BLOCKED = 0, 1, 2
"""The exit codes of `scorecard status`: nothing to do; somebody has to act or wait; nothing goes on until they do."""

LEAST_FREE = 500_000_000
"""Bytes; with less, a refresh may not come to its end."""
_OLDER = 3
_ANALYST, _OFFICER = "The data analyst", "The performance officer"


@dataclass(frozen=True, kw_only=True)
class Task:
    """What somebody has to do. `kind` is late, held, failed, blocked, waiting or approve; `key` tells it from others
    for as long as it stands."""

    kind: str
    key: str
    level: int
    who: str
    words: str


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
        tasks=[
            *_blocked(home, lines, free),
            *_late(due, home.settings),
            *_held(lines),
            *_left_out(lines),
            *_unbuilt(lines),
            *_drafts(home, now.date()),
        ],
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


def _blocked(home: Home, lines: list[MonthStatus], free: int) -> list[Task]:
    """Runs that did not end well and were not made good since, and a disk that is full."""
    current = {line.month for line in lines if line.is_up_to_date}
    found = [
        _stopped(each)
        for each in outcomes(home)
        if each.state != "working"
        and not (each.job != "draft" and each.partition in current)
        and not (each.job == "draft" and _is_drafted(home, each))
    ]
    if free < LEAST_FREE:
        words = f"Free some disk where the home is: {free / 1e9:.1f} GB are left."
        found.append(Task(kind="blocked", key="disk", level=BLOCKED, who=_ANALYST, words=words))
    return found


def _stopped(outcome: Outcome) -> Task:
    what = f"The {outcome.job} of {outcome.partition}"
    why = (
        outcome.words
        if outcome.state == "failed"
        else "Its process has gone: killed, or the machine stopped."
    )
    return Task(
        kind="failed" if outcome.job == "refresh" else "blocked",
        key=f"{outcome.job} {outcome.partition} {outcome.at}",
        level=BLOCKED,
        who=_ANALYST,
        words=f"{what} did not end well, on {_moment(outcome.at)}. {why}",
    )


def _moment(at: str) -> str:
    then = datetime.fromisoformat(at).astimezone(LONDON)
    return f"{day_name(then.date())} at {then:%H:%M}"


def _is_drafted(home: Home, outcome: Outcome) -> bool:
    quarter = Quarter.ending(Month.parse(outcome.partition).plus(2), home.settings.year_start)
    path = home.drafts / str(quarter) / DRAFT_FILE
    return path.exists() and datetime.fromtimestamp(path.stat().st_mtime, LONDON) >= datetime.fromisoformat(
        outcome.at
    )


def _late(due: list[Expected], settings: Settings) -> list[Task]:
    """Agencies from which nothing came, each with all its late months; one whose file is held or cannot be read is told
    with its file."""
    late = [each for each in due if each.state == "late"]
    return [
        _late_task(list(group), settings)
        for _, group in groupby(late, key=lambda each: (each.authority, each.agency))
    ]


def _late_task(late: list[Expected], settings: Settings) -> Task:
    first, last = late[0], late[-1]
    words = f"Send the files of {last.month.name}, which were due on {day_name(last.due_on)}: {_days(last.days)} late."
    if len(late) > 1:
        words += f" {len(late) - 1} more of its months never came, the first of them {first.month.name}."
    return Task(
        kind="late",
        key=f"{last.authority} {last.agency} {last.month}",
        level=ATTENTION,
        who=_supplier(last, settings),
        words=words,
    )


def _held(lines: list[MonthStatus]) -> list[Task]:
    return [
        task
        for line in lines
        for task in (
            *(
                Task(
                    kind="held",
                    key=delivery,
                    level=ATTENTION,
                    who=_OFFICER,
                    words=f"Decide on the delivery {delivery[:12]} of {agency} for {line.month}, which is held: "
                    "scorecard release, or have it sent again.",
                )
                for agency, delivery, _ in line.held
            ),
            *(
                Task(
                    kind="held",
                    key=digest,
                    level=ATTENTION,
                    who=_OFFICER,
                    words=f"Have the file {digest} of {agency} for {line.month} sent again: it could not be read.",
                )
                for agency, digest, _ in line.refused
            ),
        )
    ]


def _left_out(lines: list[MonthStatus]) -> list[Task]:
    """Authorities of the newest month whose deliveries stopped the build: the others' figures are made without them."""
    return [
        Task(
            kind="failed",
            key=f"{line.month} {words}",
            level=ATTENTION,
            who=_ANALYST,
            words=f"{words}. Ask for the files of {line.month} again; the ledger says why.",
        )
        for line in lines[-1:]
        for words in line.left_out
    ]


def _unbuilt(lines: list[MonthStatus]) -> list[Task]:
    """The newest month where it is not built from what is there: nobody refreshed it, and no daemon did."""
    if lines and lines[-1].is_up_to_date:
        return []
    words = "Drop the first files in the inbox, then refresh."
    if lines:
        words = f"Refresh {lines[-1].month}: it is not built from what is there. Where a schedule should have, start its daemon."
    return [Task(kind="waiting", key="refresh", level=ATTENTION, who=_ANALYST, words=words)]


def _drafts(home: Home, day: date) -> list[Task]:
    """A draft that waits for somebody to approve or publish it; that is no fault, so nothing is wrong."""
    found = []
    for folder in sorted(home.drafts.glob("[0-9]*")):  # not one that is being made
        quarter = Quarter.parse(folder.name, home.settings.year_start)
        draft = draft_of(home, quarter)
        out = [each for each in editions(home) if each.quarter == str(quarter) and each.withdrawal is None]
        if draft is None or (out and out[-1].draft == draft.id):
            continue
        from pipelines.signing import is_waiting  # brings everything that publishing takes

        step = "publish" if is_waiting(home, quarter) else "approve"
        words = f"Read the draft of {quarter} and {step} it: scorecard {step} --quarter {quarter}."
        found.append(
            Task(kind="approve", key=f"{quarter} {draft.id}", level=FINE, who="Who signs for it", words=words)
        )
    if (quarter_due := due_draft(home, day)) is not None:
        words = f"Draft {quarter_due}, or let the schedule do it: scorecard draft --quarter {quarter_due}."
        if (out_now := newest(home, str(quarter_due))) is not None and out_now.withdrawal is None:
            finding = last_finding(home, quarter_due.last_month)
            words = (
                f"{quarter_due} is published, and its month was built anew since. {finding} See scorecard restatements; a "
                f"correction begins with scorecard draft --quarter {quarter_due}."
            )
        found.append(Task(kind="waiting", key=f"draft {quarter_due}", level=FINE, who=_ANALYST, words=words))
    return found


def _supplier(each: Expected, settings: Settings) -> str:
    elsewhere = f"{each.authority}: " if each.authority != settings.authority.code else ""
    return f"{elsewhere}{AGENCY_NAMES[each.agency].partition(',')[0]}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _retention(home: Home, day: date) -> str:
    """How long delivered files are kept, and how many are past their time."""
    from pipelines.retention import past

    chosen = home.settings.retention
    if not chosen:
        return "Delivered files are kept for ever: the settings name no [retention]."
    kept = ", ".join(f"{agency} {months} months" for agency, months in sorted(chosen.items()))
    over = len(past(home, day).deliveries)
    return f"Delivered files are kept: {kept}. {over} are past their time" + (
        ": run scorecard purge." if over else "."
    )


STATES = {
    "came": "came",
    HELD: "held",
    REFUSED: "could not be read",
    "late": "late",
    "waiting": "not due yet",
}
"""How a state of what is expected is told."""
