"""Child in need plans and their visits: the times of an episode after assessment without a plan or care."""

from datetime import date, timedelta

from sources.synthetic.allocations import Allocations
from sources.synthetic.assessments import Span
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Books, Entry
from sources.synthetic.episode import Episode
from sources.synthetic.month import next_working_day
from sources.synthetic.plans import visit_entry
from sources.synthetic.workforce import TEAM_IDS, worker_id

SHORTEST = timedelta(14)
SUPPORTED_SHARE = 0.8


def support_spans(
    assessed: dict[Episode, list[Span]], desk: Desk
) -> dict[Episode, list[tuple[date, date | None]]]:
    """When each episode had a child in need plan; an open one has no end."""
    found = {}
    for episode, spans in assessed.items():
        begin = next_working_day(spans[0][1] + timedelta(desk.rng.randrange(7))) if spans else date.max
        is_supported = desk.rng.random() < SUPPORTED_SHARE or episode.plans
        if is_supported and begin <= desk.horizon:
            gaps = _gaps(episode, begin, desk.horizon)
            if gaps:
                found[episode] = gaps
    return found


def support_books(
    spans: dict[Episode, list[tuple[date, date | None]]],
    ids: dict[Episode, str],
    allocations: Allocations,
    desk: Desk,
) -> Books:
    """The plans and the visits as entered."""
    ordered = sorted(
        ((start, ids[episode], end, episode) for episode, found in spans.items() for start, end in found),
        key=lambda item: item[:2],
    )
    books: Books = {"mosaic.cin_plan": [], "mosaic.cin_visit": []}
    for start, referral, end, episode in ordered:
        books["mosaic.cin_plan"].append(_plan(start, end, referral, episode, allocations, desk))
        day = next_working_day(start + timedelta(desk.rng.randrange(7, 30)))
        while day <= min(desk.horizon, end or date.max):
            if day >= desk.details_from:
                books["mosaic.cin_visit"].append(visit_entry("CV", episode, day, desk))
            day = next_working_day(day + timedelta(desk.rng.randrange(28, 50)))
    return books


def _gaps(episode: Episode, begin: date, horizon: date) -> list[tuple[date, date | None]]:
    """The times from a day on with neither a child protection plan nor care, each at least two weeks long."""
    busy = [(plan.start, plan.end) for plan in episode.plans] + [
        (spell.start, spell.end) for spell in episode.care
    ]
    gaps: list[tuple[date, date | None]] = []
    for start, end in sorted(busy, key=lambda span: span[0]):
        if start - begin >= SHORTEST:
            gaps.append((begin, start))
        if end is None or end > horizon:
            return gaps
        begin = max(begin, end + timedelta(1))
    if begin <= horizon and (episode.end is None or episode.end - begin >= SHORTEST):
        gaps.append((begin, episode.end))
    return gaps


def _plan(
    start: date, end: date | None, referral: str, episode: Episode, allocations: Allocations, desk: Desk
) -> Entry:
    holder = allocations.holder(episode, start)
    values = {
        "plan_id": desk.number("CN"),
        "referral_id": referral,
        "child_id": episode.child.person_id,
        "start_date": start,
        "end_date": None,
        "team_id": TEAM_IDS[holder.team] if holder else None,
        "worker_id": worker_id(holder.worker) if holder else None,
    }
    entry = desk.row(start, values)
    desk.later(entry, end, end_date=end)
    return entry
