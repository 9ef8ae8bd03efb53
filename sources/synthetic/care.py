"""Times in care month by month."""

from datetime import date, timedelta
from random import Random

from sources.synthetic.arrivals import referral_day
from sources.synthetic.calibration import Calibration
from sources.synthetic.episode import CareSpell, Casebook
from sources.synthetic.month import first_day, last_day

ENDS_A_MONTH = 9


def look_after(casebook: Casebook, calibration: Calibration, rng: Random, month: str) -> None:
    """End and start times in care so that the month closes with its calibrated number."""
    first, last = first_day(month), last_day(month)
    casebook.care.sort(key=lambda spell: (spell.episode.child.adult_on > last, rng.random()))
    adults = sum(spell.episode.child.adult_on <= last for spell in casebook.care)
    for spell in casebook.care[: max(adults, ENDS_A_MONTH)]:
        _end(rng, spell, first, last)
    casebook.care = [spell for spell in casebook.care if spell.end is None]
    _start(casebook, rng, first, last, round(calibration.between("looked_after_children", month)))


def opening_care(casebook: Casebook, rng: Random, before: date, number: int) -> None:
    """Take some of the longest open episodes of the opening stock into care."""
    on_plan = casebook.on_plan()
    ready = sorted(
        (e for e in casebook.open.values() if e.child.person_id not in on_plan), key=lambda e: e.start
    )
    for episode in ready[:number]:
        wait = min(rng.randrange(5, 60), (before - episode.start).days)
        spell = CareSpell(episode=episode, start=episode.start + timedelta(wait))
        episode.care.append(spell)
        casebook.care.append(spell)


def _end(rng: Random, spell: CareSpell, first: date, last: date) -> None:
    adult_on = spell.episode.child.adult_on
    if adult_on <= last:
        spell.end = adult_on
    elif spell.start < first - timedelta(40):
        spell.end = referral_day(rng, first, last)
    if spell.end:
        spell.episode.busy_until = spell.end


def _start(casebook: Casebook, rng: Random, first: date, last: date, closing: int) -> None:
    taken = casebook.on_plan() | casebook.in_care()
    ready = [episode for person, episode in casebook.open.items() if person not in taken]
    rng.shuffle(ready)
    for episode in ready:
        if len(casebook.care) >= closing:
            return
        day = referral_day(rng, first, last)
        is_quiet = episode.busy_until < day and episode.start + timedelta(5) <= day
        if is_quiet and not episode.child.placing_authority and episode.child.adult_on > day + timedelta(60):
            spell = CareSpell(episode=episode, start=day)
            episode.care.append(spell)
            casebook.care.append(spell)
            episode.busy_until = day
