"""Which months and quarters are due to be made, from the inbox, the ledger and the builds alone, never from a clock's
ticks.

So whatever was missed - a tick, three months of a daemon that was down, a run that was killed, a file that came late or
again - is found by whoever looks next, oldest first, and what is made already is not made again.
"""

from datetime import date

from pipelines.builds import Plan, built_months, current
from pipelines.home import Home
from pipelines.intake.inbox import months
from pipelines.intake.intake import Intake
from pipelines.keeping.gone import PURGED
from pipelines.publication.drafts import draft_of
from pipelines.publication.editions import newest
from pipelines.status.freshness import today
from scorecards.period import Month, Quarter


def due_months(home: Home, on: date | None = None) -> list[Month]:
    """The months of the inbox to refresh, oldest first: those never built, those for which something came or was
    decided since, and the newest wherever a refresh would make another build of it.

    An older month is not made again merely because the program changed: it stands as its deliveries were last built.
    """
    day = on or today()
    settings = home.settings
    found = [
        month
        for month in months(settings.inbox, authority=settings.authority.code)
        if settings.reported_from <= month < Month(day.year, day.month)
    ]
    intake = Intake(home)
    due = [month for month in found[:-1] if intake.has_news(month) or _has_changed(home, month)]
    if found and not (intake.is_settled(found[-1]) and Plan(home, found[-1]).is_current):
        due.append(found[-1])
    return due


def due_draft(home: Home, on: date | None = None) -> Quarter | None:
    """The newest quarter whose last month is built, where neither its draft nor what is published of it is of that
    build; None while that month is due itself."""
    start = home.settings.year_start
    ends = [month for month in built_months(home) if Quarter.ending(month, start).last_month == month]
    if not ends or ends[-1] in due_months(home, on):
        return None
    quarter = Quarter.ending(ends[-1], start)
    build = (current(home, ends[-1]) or {}).get("build")
    draft, last = draft_of(home, quarter), newest(home, str(quarter))
    known = {draft.facts["build"] if draft else None, last.build if last else None}
    return None if build in known else quarter


def _has_changed(home: Home, month: Month) -> bool:
    """Whether the month has no build, or one of other deliveries than those that it would rest on now."""
    pointer = current(home, month)
    if pointer is None:
        return str(month) not in _purged(home)
    built = {(each["authority"], each["source"], each["delivery"]) for each in pointer["sources"]}
    force = Plan(home, month).force
    return built != {(part.delivery.authority, part.source, part.delivery.delivery_id) for part in force}


def _purged(home: Home) -> set[str]:
    """The months whose builds went with files that were past their time: they do not come back by themselves."""
    return {month for record in home.ledger.of(PURGED) for month, _ in record.facts["builds"]}
