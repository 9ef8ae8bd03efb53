"""What somebody has to do, told from how a home stands: whose turn it is, and how pressing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pipelines.alone import Outcome, outcomes
from pipelines.home import Home
from pipelines.publication.drafts import DRAFT_FILE, draft_of
from pipelines.publication.editions import editions, newest
from pipelines.questions.answers import MonthStatus
from pipelines.restating.files import last_finding
from pipelines.settings import Settings
from pipelines.status.due import due_draft
from pipelines.status.freshness import Expected
from scorecards.period import LONDON, Month, Quarter, day_name
from sources.catalogue import AGENCY_NAMES

FINE, ATTENTION, BLOCKED = 0, 1, 2
"""The exit codes of `scorecard status`: nothing to do; somebody has to act or wait; nothing goes on until they do."""

LEAST_FREE = 500_000_000
"""Bytes; with less, a refresh may not come to its end."""
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


def tasks(home: Home, lines: list[MonthStatus], due: list[Expected], free: int, day: date) -> Iterator[Task]:
    """Everything that somebody has to do, the most pressing first, where months and what is expected stand so and `free`
    bytes of disk are left."""
    yield from _blocked(home, lines, free)
    yield from _late(due, home.settings)
    yield from _held(lines)
    yield from _left_out(lines)
    yield from _unbuilt(lines)
    yield from _drafts(home, day)


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
        from pipelines.publication.signing import is_waiting  # brings everything that publishing takes

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
