"""The early help service's book of episodes, most of them led by partners, some on the way from or to social care."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sources.synthetic.early_help_children import EarlyHelpChild, Register
from sources.synthetic.entry import Books, Entry
from sources.synthetic.moments import birthday, office_moment

LEADS = {
    "Council family support": 44,
    "School": 27,
    "Health visiting": 11,
    "School nursing": 5,
    "Voluntary sector": 8,
    "Other": 5,
}
CLOSURES = {"Outcomes met": 64, "Disengaged": 17, "Moved away": 6, "Other": 8}
SOURCES = {"School": 34, "Front door": 26, "Health": 18, "Self-referral": 12, "Police": 6, "Other": 4}
USUAL_A_MONTH = 165
STEP_DOWN_LINKED_SHARE = 0.72
STEP_UP_SHARE = 0.12
DAYS_BETWEEN_EPISODES = 30


@dataclass(slots=True, kw_only=True)
class _Episode:
    child: EarlyHelpChild
    requested: date
    assessed: date | None
    started: date | None
    ended: date | None
    closure: str | None
    is_step_down: bool = False
    source: str = field(default="Front door")


def early_help_book(
    social_care: Books, register: Register, rng: Random, begin: date, last: date
) -> list[Entry]:
    """Every episode from `begin` on; no child has two at a time."""
    episodes = _step_downs(social_care, register, rng, begin) + _step_ups(social_care, register, rng, begin)
    days = (last - begin).days
    for _ in range(round(USUAL_A_MONTH * days / 30.4)):
        requested = begin + timedelta(days=rng.randrange(days))
        episodes.append(_ordinary(register.anyone(rng, requested), requested, rng))
    entries: list[Entry] = []
    taken: dict[str, list[_Episode]] = {}
    for episode in episodes:
        others = taken.setdefault(episode.child.eisi_id, [])
        if (
            episode.requested <= last
            and _is_child(episode)
            and not any(_overlap(episode, one) for one in others)
        ):
            others.append(episode)
            entries.append(_entry(episode, rng, last))
    entries.sort(key=lambda entry: (entry.recorded_at, entry.values["eisi_id"]))
    return entries


def _ordinary(child: EarlyHelpChild, requested: date, rng: Random) -> _Episode:
    assessed = requested + timedelta(days=rng.randint(3, 40))
    if rng.random() < 0.1:
        # A request alone, or an assessment that led to no plan, is no episode that runs on.
        return _Episode(
            child=child, requested=requested, assessed=None, started=None, ended=None, closure=None
        )
    started = assessed + timedelta(days=rng.randint(0, 21))
    return _Episode(
        child=child,
        requested=requested,
        assessed=assessed,
        started=started,
        ended=started + timedelta(days=rng.randint(45, 640)),
        closure=rng.choices(list(CLOSURES), list(CLOSURES.values()))[0],
        source=rng.choices(list(SOURCES), list(SOURCES.values()))[0],
    )


def _step_downs(social_care: Books, register: Register, rng: Random, begin: date) -> list[_Episode]:
    """Closures with early help as the reason: most, not all, have an episode within ten working days."""
    episodes: list[_Episode] = []
    for referral in _rows(social_care):
        closed = referral.get("close_date")
        if referral.get("close_reason_code") != "RC9" or closed is None or closed < begin:
            continue
        child = register.child(referral["child_id"], closed)
        if child is None:
            continue
        chance = rng.random()
        if chance < STEP_DOWN_LINKED_SHARE + 0.12:
            # Twelve days hold at least seven working days at any time of the year, and never more than ten.
            is_prompt = chance < STEP_DOWN_LINKED_SHARE
            started = closed + timedelta(days=rng.randint(1, 12) if is_prompt else rng.randint(25, 60))
            episode = _ordinary(child, closed, rng)
            episode.assessed = episode.started = started
            episode.ended = started + timedelta(days=rng.randint(40, 300))
            episode.closure = episode.closure or "Outcomes met"
            episode.is_step_down, episode.source = True, "Social care"
            episodes.append(episode)
    return episodes


def _step_ups(social_care: Books, register: Register, rng: Random, begin: date) -> list[_Episode]:
    """Referrals that began as an early help episode stepping up."""
    episodes: list[_Episode] = []
    for referral in _rows(social_care):
        day = referral["referral_date"]
        if referral.get("is_nfa") or rng.random() >= STEP_UP_SHARE:
            continue
        requested = day - timedelta(days=rng.randint(90, 330))
        child = register.child(referral["child_id"], requested)
        if child is None:
            continue
        episode = _ordinary(child, requested, rng)
        if episode.requested < begin or episode.started is None or episode.started >= day:
            continue
        episode.ended = day - timedelta(days=rng.randint(0, 5))
        episode.closure = "Step up to social care"
        if episode.ended >= episode.started:
            episodes.append(episode)
    return episodes


def _rows(social_care: Books) -> Sequence[dict[str, Any]]:
    """The referrals as they stand when everything has been typed."""
    book = social_care.get("mosaic.referral", [])
    return [entry.values | {column: value for _, column, value in entry.later} for entry in book]


def _is_child(episode: _Episode) -> bool:
    latest = episode.ended or episode.requested
    return episode.child.birth_date <= episode.requested and latest < birthday(episode.child.birth_date, 18)


def _overlap(one: _Episode, other: _Episode) -> bool:
    first, second = sorted((one, other), key=lambda episode: episode.requested)
    end = (first.ended or first.requested) + timedelta(days=DAYS_BETWEEN_EPISODES)
    return second.requested <= end


def _entry(episode: _Episode, rng: Random, last: date) -> Entry:
    child = episode.child
    typed = office_moment(rng, episode.requested)
    lead = rng.choices(list(LEADS), list(LEADS.values()))[0]
    entry = Entry(
        recorded_at=typed,
        values={
            "eisi_id": child.eisi_id,
            "family_id": child.family_id,
            "child_id": child.child_id,
            "nhs_id": child.nhs_id,
            "birth_date": child.birth_date,
            "sex": child.sex,
            "ward": child.ward,
            "request_date": episode.requested,
            "request_source": episode.source,
            "assessment_date": None,
            "plan_start_date": None,
            "plan_end_date": None,
            "lead_agency": lead,
            "closure_reason": None,
            "is_step_down": episode.is_step_down,
            "last_updated_date": episode.requested,
        },
    )
    # Partners are slow to tell of a start and slower to tell of an end.
    slow = 4 if lead == "Council family support" else 24
    moment = typed
    for column, day in (
        ("assessment_date", episode.assessed),
        ("plan_start_date", episode.started),
        ("plan_end_date", episode.ended),
    ):
        if day is None:
            break
        moment = max(moment, datetime.combine(day, time(18))) + timedelta(days=rng.randint(0, slow))
        if moment.date() > last:
            break
        entry.later.append((moment, column, day))
        if column == "plan_end_date":
            entry.later.append((moment, "closure_reason", episode.closure))
        entry.later.append((moment, "last_updated_date", moment.date()))
    return entry
