"""Closures of episodes of need month by month, and the children who turn 18."""

from datetime import date, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.episode import Casebook, Episode
from sources.synthetic.month import first_day, is_working_day, last_day

SHORTEST = timedelta(10)
DEATH_CHANCE = 0.0006


class QuotaError(ValueError):
    """The calibrated numbers of a month contradict each other."""


def grow_up(casebook: Casebook, rng: Random, month: str) -> None:
    """Close the episodes of most of those who turn 18 this month, and later of the rest."""
    first, last = first_day(month), last_day(month)
    locked = casebook.on_plan() | casebook.in_care()
    for episode in list(casebook.open.values()):
        adult_on = episode.child.adult_on
        if adult_on > last or episode.child.person_id in locked:
            continue
        is_birthday_month = adult_on >= first
        if rng.random() < (0.85 if is_birthday_month else 0.3):
            _close_between(
                casebook, rng, episode, first, adult_on - timedelta(1) if is_birthday_month else last
            )


def close(casebook: Casebook, calibration: Calibration, rng: Random, month: str) -> None:
    """Close as many episodes as bring the children in need to the calibrated number of the month's end."""
    last = last_day(month)
    counted = sum(episode.counts(last) for episode in casebook.open.values())
    remaining = counted - round(calibration.in_month("children_in_need", month))
    if remaining < 0:
        raise QuotaError(
            f"{month}: expected at least as many children in need as the closing number, found fewer"
        )
    for group in _groups_by_chance(casebook, rng, month):
        day_group = [episode for episode in group if remaining]
        for episode in day_group:
            if remaining and _close_between(casebook, rng, episode, first_day(month), last):
                remaining -= 1
        if not remaining:
            return
    raise QuotaError(f"{month}: expected enough episodes that may close, found {remaining} too few")


def _groups_by_chance(casebook: Casebook, rng: Random, month: str) -> list[list[Episode]]:
    """Brothers and sisters referred together who may be closed, those just assessed most likely first."""
    last = last_day(month)
    locked = casebook.on_plan() | casebook.in_care()
    groups: dict[tuple[str, date], list[Episode]] = {}
    for person, episode in casebook.open.items():
        is_ready = episode.start <= last - timedelta(14) and episode.busy_until < last - timedelta(4)
        if is_ready and person not in locked and episode.child.adult_on > last:
            groups.setdefault(episode.group, []).append(episode)
    order = [(1 - rng.random() ** (1 / _weight((last - key[1]).days)), key) for key in groups]
    return [groups[key] for _, key in sorted(order)]


def _weight(age: int) -> float:
    if age < 30:
        return 0.5
    return 2.5 if age < 80 else 1.0


def _close_between(casebook: Casebook, rng: Random, episode: Episode, first: date, last: date) -> bool:
    """Close an episode on a working day between two, after everything that has happened in it."""
    first = max(first, episode.start + SHORTEST)
    if episode.busy_until >= first:
        first = episode.busy_until + timedelta(1)
    days = [
        day for number in range((last - first).days + 1) if is_working_day(day := first + timedelta(number))
    ]
    if not days:
        return False
    # Brothers and sisters close on the same day because the choice depends on the days alone.
    day = days[episode.start.toordinal() * 7 % len(days)]
    casebook.close(episode, day)
    if rng.random() < DEATH_CHANCE and episode.child.birth_date and episode.child.birth_date < day:
        casebook.deaths[episode.child.person_id] = day
    return True
