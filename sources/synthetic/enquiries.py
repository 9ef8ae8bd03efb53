"""Strategy discussions, section 47 enquiries, initial conferences and who came to them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sources.synthetic.allocations import Allocations
from sources.synthetic.calibration import Calibration
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Books, Entry, Row
from sources.synthetic.episode import Casebook, Conference, Episode, Plan
from sources.synthetic.month import financial_year, month_of, next_working_day, working_days_after
from sources.synthetic.workforce import TEAM_IDS, worker_id

AGENCIES = (
    "Police",
    "Health visiting",
    "School",
    "School nursing",
    "GP",
    "Probation",
    "Housing",
    "Substance misuse service",
)


WAITING = (4, 7, 9, 11, 12, 13, 14, 16, 17, 19, 22, 27)
"""Working days that the enquiries of a family have waited for their conference when the lives stop."""


@dataclass(slots=True, kw_only=True, eq=False)
class Enquiry:
    """One section 47 enquiry: it ends at its conference, or with the finding that none is needed."""

    episode: Episode
    start: date
    end: date
    conference: Conference | None = None
    number: str = ""


def enquiries(casebook: Casebook, calibration: Calibration, desk: Desk) -> list[Enquiry]:
    """Every enquiry in order of start."""
    found = []
    for episode in casebook.episodes:
        if episode.is_nfa:
            continue
        share = (
            calibration.in_year(
                "enquiries_without_conference_percent", financial_year(month_of(episode.start))
            )
            / 100
        )
        if desk.rng.random() < share:
            found += _without_conference(episode, desk)
        found += [
            Enquiry(
                episode=episode, start=conference.enquiry_on, end=conference.held_on, conference=conference
            )
            for conference in episode.conferences
            if conference.enquiry_on
        ]
    found += _not_yet_met(casebook, desk, {enquiry.episode for enquiry in found})
    found.sort(key=lambda enquiry: (enquiry.start, enquiry.episode.child.person_id))
    return found


def enquiry_books(
    casebook: Casebook,
    found: list[Enquiry],
    ids: dict[Episode, str],
    plan_ids: dict[Plan, str],
    allocations: Allocations,
    desk: Desk,
) -> Books:
    """The books of strategy discussions, enquiries, conferences and attendance."""
    books: Books = {
        name: [] for name in ("strategy_discussion", "section_47", "conference", "conference_attendance")
    }
    by_conference: dict[Conference, str] = {}
    for enquiry in found:
        enquiry.number = desk.number("E")
        books["section_47"].append(_enquiry(enquiry, ids, allocations, desk))
        books["strategy_discussion"] += _discussions(enquiry, ids, desk)
        if enquiry.conference:
            by_conference[enquiry.conference] = enquiry.number
    held = [(conference, episode) for episode in casebook.episodes for conference in episode.conferences]
    held.sort(key=lambda item: (item[0].held_on, item[1].child.person_id))
    for conference, episode in held:
        entry = _conference(
            conference, episode, by_conference.get(conference), ids, plan_ids, allocations, desk
        )
        books["conference"].append(entry)
        if conference.held_on >= desk.details_from:
            books["conference_attendance"] += _attendance(entry, desk)
    return {f"mosaic.{name}": book for name, book in books.items()}


def conference_id(conference: Conference, episode: Episode) -> str:
    """The number of one child's conference."""
    return f"ICPC{conference.held_on:%y%m%d}{episode.child.person_id}"


def _without_conference(episode: Episode, desk: Desk) -> list[Enquiry]:
    """An enquiry soon after the referral, where it ends before anything else begins."""
    start = next_working_day(episode.start + timedelta(desk.rng.randrange(5)))
    end = working_days_after(start, desk.rng.randrange(3, 15))
    first = min((one.enquiry_on or one.held_on for one in episode.conferences), default=date.max)
    limits = [first, episode.end or date.max, *(plan.start for plan in episode.plans)]
    return (
        [Enquiry(episode=episode, start=start, end=end)]
        if end < min(limits) and start <= desk.horizon
        else []
    )


def _not_yet_met(casebook: Casebook, desk: Desk, enquired: set[Episode]) -> list[Enquiry]:
    """Enquiries of the last weeks whose conference is still to be held, some of them overdue."""
    ready: dict[str, list[Episode]] = {}
    taken = casebook.on_plan() | casebook.in_care()
    for person, episode in casebook.open.items():
        if person not in taken and episode not in enquired and not episode.plans:
            ready.setdefault(episode.child.family_id, []).append(episode)
    names = list(ready)
    desk.rng.shuffle(names)
    found = []
    waits = iter(WAITING)
    for name in names:
        wait = next(waits, None)
        if wait is None:
            break
        start = working_days_after(desk.horizon, -wait)
        if all(episode.busy_until < start and episode.start <= start for episode in ready[name]):
            end = working_days_after(desk.horizon, 1 + desk.rng.randrange(10))
            found += [Enquiry(episode=episode, start=start, end=end) for episode in ready[name]]
    return found


def _workers(values: Row, episode: Episode, day: date, allocations: Allocations) -> Row:
    holder = allocations.holder(episode, day)
    team, worker = (TEAM_IDS[holder.team], worker_id(holder.worker)) if holder else (None, None)
    return values | {"team_id": team, "worker_id": worker}


def _enquiry(enquiry: Enquiry, ids: dict[Episode, str], allocations: Allocations, desk: Desk) -> Entry:
    values = {
        "enquiry_id": enquiry.number,
        "referral_id": ids[enquiry.episode],
        "child_id": enquiry.episode.child.person_id,
        "start_date": enquiry.start,
        "end_date": None,
        "is_nfa": False,
    }
    entry = desk.row(enquiry.start, _workers(values, enquiry.episode, enquiry.start, allocations))
    desk.later(entry, enquiry.end, end_date=enquiry.end, is_nfa=enquiry.conference is None)
    return entry


def _discussions(enquiry: Enquiry, ids: dict[Episode, str], desk: Desk) -> list[Entry]:
    """The discussion that began the enquiry, and sometimes one or two before it."""
    days = [enquiry.start]
    for _ in range(desk.rng.choices((0, 1, 2), weights=(74, 20, 6))[0]):
        earlier = days[0] - timedelta(desk.rng.randrange(2, 15))
        if earlier >= enquiry.episode.start:
            days.insert(0, next_working_day(earlier) if next_working_day(earlier) < days[0] else earlier)
    return [_discussion(enquiry, day, ids, desk) for day in days]


def _discussion(enquiry: Enquiry, day: date, ids: dict[Episode, str], desk: Desk) -> Entry:
    is_initiating = day == enquiry.start
    present = {}
    for agency, share in (("social_care", 0.99), ("police", 0.9), ("health", 0.72)):
        present[f"is_{agency}_present"] = None if desk.rng.random() < 0.03 else desk.rng.random() < share
    values = {
        "strategy_id": desk.number("SD"),
        "child_id": enquiry.episode.child.person_id,
        "referral_id": ids[enquiry.episode],
        "discussion_date": day,
        "is_s47_initiated": is_initiating,
        "enquiry_id": enquiry.number if is_initiating else None,
        **present,
        "minutes_sent_date": None,
    }
    entry = desk.row(day, values, recorded=False)
    if desk.rng.random() < 0.9:
        sent = working_days_after(day, desk.rng.randrange(1, 9))
        desk.later(entry, sent, minutes_sent_date=sent)
    return entry


def _conference(
    conference: Conference,
    episode: Episode,
    enquiry: str | None,
    ids: dict[Episode, str],
    plan_ids: dict[Plan, str],
    allocations: Allocations,
    desk: Desk,
) -> Entry:
    target = working_days_after(conference.enquiry_on, 15) if conference.enquiry_on else None
    values = {
        "conference_id": conference_id(conference, episode),
        "meeting_id": f"M{conference.held_on:%y%m%d}{episode.child.family_id}",
        "enquiry_id": enquiry,
        "child_id": episode.child.person_id,
        "plan_id": plan_ids[conference.plan] if conference.plan else None,
        "referral_id": ids[episode],
        "is_transfer_in": conference.is_transfer_in,
        "target_date": target,
        "conference_date": conference.held_on,
        "is_plan_outcome": conference.plan is not None,
    }
    return desk.row(conference.held_on, _workers(values, episode, conference.held_on, allocations))


def _attendance(conference: Entry, desk: Desk) -> list[Entry]:
    book = []
    for place, agency in enumerate(AGENCIES):
        is_invited = place < 3 or desk.rng.random() < 0.6
        is_attended = is_invited and desk.rng.random() < (0.8 if place < 4 else 0.45)
        values = {
            "conference_id": conference.values["conference_id"],
            "agency": agency,
            "is_invited": is_invited,
            "is_attended": is_attended,
            "is_report_in_time": is_invited and desk.rng.random() < 0.66,
        }
        book.append(Entry(recorded_at=conference.recorded_at, values=values))
    return book
