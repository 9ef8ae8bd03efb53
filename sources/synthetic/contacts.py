"""Contacts at the front door: those that become referrals and those that do not, and how soon each is concluded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Entry
from sources.synthetic.episode import Casebook, Episode, is_child
from sources.synthetic.establishment import FRONT_DOOR
from sources.synthetic.labels import SOURCE_CODES
from sources.synthetic.moments import on_the_clock
from sources.synthetic.month import financial_year, first_day, last_day, month_of, month_plus, months
from sources.synthetic.population import Child
from sources.synthetic.season import REFERRALS
from sources.synthetic.workforce import TEAM_IDS

OTHER_SOURCES = {
    "Police": 38, "Schools/Education": 17, "Health": 17, "Local Authority": 9, "Family/Friend": 9, "Legal agency": 3,
    "Other": 7,
}  # fmt: skip
QUALITY_ISSUES = ("None", "Consent", "Quality", "Both", None)


@dataclass(slots=True, kw_only=True, eq=False)
class Contact:
    """One message to the front door about one child; brothers and sisters share its times."""

    child: Child
    received: datetime
    source_code: str
    episode: Episode | None = None
    decided: datetime | None = None


def contacts(
    casebook: Casebook, calibration: Calibration, rng: Random, *, first: str, last: str
) -> list[list[Contact]]:
    """Every contact, grouped by message, in order of receipt."""
    groups = _referral_contacts(casebook, rng)
    counts: dict[str, int] = {}
    for group in groups:
        month = month_of(group[0].received.date())
        counts[month] = counts.get(month, 0) + len(group)
    by_month = _open_by_month(casebook, month_plus(first, -1), last)
    for month in by_month:
        usual = calibration.in_year("contacts_per_month", financial_year(month)) * REFERRALS[month[5:]]
        wanted = round(usual * rng.uniform(0.93, 1.07))
        groups += _other_contacts(casebook, rng, month, by_month[month], wanted - counts.get(month, 0))
    groups.sort(key=lambda group: (group[0].received, group[0].child.person_id))
    _conclude(groups, calibration, rng, last_day(last))
    return groups


def contact_book(
    groups: Iterable[list[Contact]], referral_ids: dict[Episode, str], desk: Desk
) -> list[Entry]:
    """The contacts as entered: on receipt, and again when they are concluded."""
    book: list[Entry] = []
    rng = desk.rng
    for group in groups:
        is_early_help = group[0].episode is None and rng.random() < 0.12
        quality = rng.choices(QUALITY_ISSUES, weights=(74, 9, 8, 2, 7))[0]
        for contact in group:
            book.append(_entry(contact, f"C{len(book) + 1:06d}", is_early_help, quality, referral_ids, desk))
    return book


def _entry(
    contact: Contact,
    number: str,
    is_early_help: bool,
    quality: str | None,
    referrals: dict[Episode, str],
    desk: Desk,
) -> Entry:
    recorded = on_the_clock(contact.received + timedelta(minutes=2))
    values = {
        "contact_id": number,
        "child_id": contact.child.person_id,
        "received_at": contact.received,
        "source_code": contact.source_code,
        "decided_at": None,
        "referral_id": None,
        "quality_issue": None,
        "outcome_sent_at": None,
        "is_early_help_request": is_early_help,
        "team_id": TEAM_IDS[FRONT_DOOR],
        "recorded_at": recorded,
    }
    entry = Entry(recorded_at=recorded, values=values)
    if contact.decided:
        moment = max(contact.decided, recorded)
        found = {"decided_at": contact.decided, "quality_issue": quality}
        if contact.episode:
            found["referral_id"] = referrals[contact.episode]
        entry.later = [(moment, column, value) for column, value in found.items()]
        sent = _by_day(contact.decided + timedelta(minutes=desk.rng.randrange(10, 4000)))
        if desk.rng.random() < 0.85 and desk.is_past(sent.date()):
            entry.later.append((sent, "outcome_sent_at", sent))
    return entry


def _referral_contacts(casebook: Casebook, rng: Random) -> list[list[Contact]]:
    groups: dict[tuple[str, date], list[Contact]] = {}
    for episode in casebook.episodes:
        known = groups.setdefault(episode.group, [])
        received = known[0].received if known else _received(rng, episode.start)
        known.append(
            Contact(child=episode.child, received=received, source_code=episode.source_code, episode=episode)
        )
    return list(groups.values())


def _received(rng: Random, day: date) -> datetime:
    return datetime.combine(
        day, time(rng.choice((8, 9, 9, 10, 11, 11, 12, 13, 14, 15, 15, 16, 17)), rng.randrange(60))
    )


def _open_by_month(casebook: Casebook, first: str, last: str) -> dict[str, list[Episode]]:
    return {
        month: [episode for episode in casebook.episodes if episode.is_open(first_day(month))]
        for month in months(first, last)
    }


def _other_contacts(
    casebook: Casebook, rng: Random, month: str, open_episodes: list[Episode], number: int
) -> list[list[Contact]]:
    """Contacts that become no referral: half about open cases, half about other children."""
    groups: list[list[Contact]] = []
    left = number
    while left > 0:
        day = first_day(month) + timedelta(rng.randrange(last_day(month).day))
        if day.weekday() > 4 and rng.random() < 0.6:
            continue
        child = rng.choice(open_episodes).child if rng.random() < 0.4 else None
        family = casebook.families[child.family_id if child else rng.choice(casebook.family_ids)]
        ready = [one for one in family if is_child(one, day) and one.person_id not in casebook.deaths]
        if child is None or rng.random() < 0.3:
            family = ready
        else:
            family = [one for one in ready if one is child]
        codes = SOURCE_CODES[rng.choices(list(OTHER_SOURCES), weights=list(OTHER_SOURCES.values()))[0]]
        code = rng.choices(list(codes), weights=list(codes.values()))[0]
        received = _received(rng, day)
        group = [Contact(child=one, received=received, source_code=code) for one in family[:left]]
        left -= len(group)
        groups += [group] if group else []
    return groups


def _conclude(groups: list[list[Contact]], calibration: Calibration, rng: Random, horizon: date) -> None:
    """Conclude exactly the calibrated share of each month's contacts within 24 hours, the others later or not yet."""
    by_month: dict[str, list[list[Contact]]] = {}
    for group in groups:
        by_month.setdefault(month_of(group[0].received.date()), []).append(group)
    for month, members in sorted(by_month.items()):
        share = calibration.between("contacts_in_24_hours_percent", month) / 100
        quick = round(share * sum(map(len, members)))
        for group in _hurried_first(members, rng, horizon):
            is_quick = len(group) <= quick
            quick -= len(group) if is_quick else 0
            decided = _decided(rng, group[0], is_quick, horizon)
            for contact in group:
                contact.decided = decided


def _hurried_first(groups: list[list[Contact]], rng: Random, horizon: date) -> list[list[Contact]]:
    """Referrals of the last days first: what counts is recorded by the horizon. Single children come last."""
    shuffled = rng.sample(groups, len(groups))
    return sorted(
        shuffled,
        key=lambda group: (not _is_hurried(group, horizon), _is_last(group, horizon), len(group) == 1),
    )


def _is_hurried(group: list[Contact], horizon: date) -> bool:
    return group[0].episode is not None and (horizon - group[0].received.date()).days < 6


def _is_last(group: list[Contact], horizon: date) -> bool:
    return group[0].received.date() == horizon


def _decided(rng: Random, contact: Contact, is_quick: bool, horizon: date) -> datetime | None:
    hours = rng.uniform(0.5, 6) if rng.random() < 0.7 else rng.uniform(6, 22)
    if not is_quick:
        # Well beyond 24 hours, so that a clock change in between cannot matter.
        hours = rng.uniform(26, 60) if rng.random() < 0.6 else rng.uniform(60, 130)
    end = datetime.combine(horizon, time(23, 40))
    if contact.episode and (
        contact.received + timedelta(hours=hours) > end or _is_hurried([contact], horizon)
    ):
        hours = rng.uniform(0.5, 5)
    decided = _by_day((contact.received + timedelta(hours=hours)).replace(second=0, microsecond=0))
    return decided if decided <= end else None


def _by_day(moment: datetime) -> datetime:
    """The moment itself, or an hour and a half later when clocks may skip or repeat its hour."""
    return moment + timedelta(minutes=90) if moment.hour == 1 else moment
