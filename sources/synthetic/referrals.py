"""The referrals' book, and how episodes of need close."""

from datetime import date, timedelta
from random import Random

from sources.synthetic.allocations import Allocations
from sources.synthetic.contacts import Contact
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Entry
from sources.synthetic.episode import Casebook, Episode
from sources.synthetic.establishment import FRONT_DOOR
from sources.synthetic.moments import on_the_clock
from sources.synthetic.workforce import TEAM_IDS, worker_id

EARLY_HELP_CLOSURES_FROM = date(2021, 4, 1)
"""The case system told step-downs apart a year before the national code began, so that a cohort is a year old."""


def referral_ids(casebook: Casebook) -> dict[Episode, str]:
    """The number of every referral, in order of date."""
    ordered = sorted(casebook.episodes, key=lambda episode: (episode.start, episode.child.person_id))
    return {episode: f"R{number:06d}" for number, episode in enumerate(ordered, 1)}


def referral_book(
    ids: dict[Episode, str],
    groups: list[list[Contact]],
    reasons: dict[Episode, str],
    allocations: Allocations,
    desk: Desk,
    recoding: date,
) -> list[Entry]:
    """Referrals as entered when their contact was concluded; needs that changed are recoded from a day on."""
    decided = {contact.episode: contact.decided for group in groups for contact in group if contact.episode}
    book = []
    for episode, number in ids.items():
        moment = decided[episode]
        holder = allocations.holder(episode, episode.start)
        assert moment is not None
        recorded = on_the_clock(moment + timedelta(minutes=4))
        values = {
            "referral_id": number,
            "child_id": episode.child.person_id,
            "referral_date": episode.start,
            "primary_need_code": None if episode.is_nfa else episode.need_at_first,
            "source_code": episode.source_code,
            "is_nfa": episode.is_nfa,
            "close_reason_code": None,
            "close_date": None,
            "team_id": TEAM_IDS[FRONT_DOOR],
            "worker_id": worker_id(holder.worker) if holder else None,
            "decided_at": moment,
            "recorded_at": recorded,
        }
        entry = Entry(recorded_at=recorded, values=values)
        _correct(entry, episode, desk, recoding)
        desk.later(entry, episode.end, close_date=episode.end, close_reason_code=reasons.get(episode))
        book.append(entry)
    return book


def _correct(entry: Entry, episode: Episode, desk: Desk, recoding: date) -> None:
    """Needs recoded afterwards, and sources typed wrongly at first."""
    rng = desk.rng
    if episode.need != episode.need_at_first and not episode.is_nfa:
        day = max(episode.start, recoding) + timedelta(rng.randrange(240))
        desk.later(entry, min(day, max(desk.horizon, recoding)), primary_need_code=episode.need)
    elif episode.start >= recoding and not episode.is_nfa and rng.random() < 0.03:
        day = episode.start + timedelta(rng.randrange(8, 40))
        if desk.is_past(day):
            entry.values["primary_need_code"] = "N0"
            desk.later(entry, day, primary_need_code=episode.need)
    if rng.random() < 0.01:
        day = episode.start + timedelta(rng.randrange(10, 40))
        if desk.is_past(day):
            entry.values["source_code"] = "10"
            desk.later(entry, day, source_code=episode.source_code)


def close_reasons(casebook: Casebook, with_activity: frozenset[Episode], rng: Random) -> dict[Episode, str]:
    """Why each closed episode closed; "after assessment" only where an assessment was all there was."""
    reasons = {}
    for episode in casebook.episodes:
        if episode.end is None:
            continue
        if casebook.deaths.get(episode.child.person_id) == episode.end:
            reasons[episode] = "RC2"
        elif episode.child.adult_on <= episode.end:
            reasons[episode] = rng.choice(("RC6", "RC7"))
        elif episode.care:
            reasons[episode] = rng.choices(("RC1", "RC3", "RC4", "RC7"), weights=(2, 2, 4, 5))[0]
        elif episode in with_activity:
            reasons[episode] = rng.choices(("RC7", "RC5", "RC3"), weights=(88, 9, 3))[0]
        else:
            is_early_help = episode.end >= EARLY_HELP_CLOSURES_FROM and rng.random() < 0.42
            reasons[episode] = "RC9" if is_early_help else "RC8"
    return reasons
