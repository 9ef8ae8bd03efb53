"""The referrals of a month: how many, whose, and which are second ones within twelve months."""

from datetime import date, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.episode import Casebook
from sources.synthetic.month import (
    anniversary,
    financial_year,
    first_day,
    is_working_day,
    last_day,
)
from sources.synthetic.population import Child
from sources.synthetic.season import Seasons

OPENING_AGES = ((0.50, 1, 150), (0.30, 150, 330), (0.20, 330, 450))


def arrive(casebook: Casebook, calibration: Calibration, seasons: Seasons, rng: Random, month: str) -> None:
    """Add the referrals of one month to the casebook, exactly as many as the calibrated year asks for."""
    year = financial_year(month)
    total = calibration.in_year("referrals", year)
    referred = seasons.share("referrals", round(total), month)
    again = round(total * calibration.in_year("re_referral_percent", year) / 100)
    again = seasons.share("second referrals", again, month)
    nowhere = round(total * calibration.in_year("referral_nfa_percent", year) / 100)
    nowhere = seasons.share("no further action", nowhere, month)
    picked = _second_referrals(casebook, rng, month, again)
    picked += _first_referrals(
        casebook, rng, month, referred - len(picked), {child.person_id for child, _, _ in picked}
    )
    picked.sort(key=lambda item: (item[1], item[0].family_id, item[0].person_id))
    no_further = set(rng.sample(range(len(picked)), nowhere))
    for place, (child, day, is_second) in enumerate(picked):
        casebook.refer(child, day, is_nfa=place in no_further, is_re_referral=is_second)


def open_stock(casebook: Casebook, rng: Random, before: date, number: int) -> None:
    """Fill the casebook with the episodes that were open when the lives begin."""
    while len(casebook.open) < number:
        family = casebook.families[rng.choice(casebook.family_ids)]
        low, high = _opening_age(rng)
        day = before - timedelta(rng.randrange(low, high))
        for child in family:
            is_ready = casebook.may_be_referred(child, day) and child.adult_on > before + timedelta(31)
            if is_ready and len(casebook.open) < number:
                casebook.refer(child, day)


def referral_day(rng: Random, first: date, last: date) -> date:
    """A day between two, most often a working one."""
    day = first + timedelta(rng.randrange((last - first).days + 1))
    for _ in range(4):
        if is_working_day(day) or rng.random() < 0.05:
            break
        day = first + timedelta(rng.randrange((last - first).days + 1))
    return day


def _opening_age(rng: Random) -> tuple[int, int]:
    _, low, high = rng.choices(OPENING_AGES, weights=[share for share, _, _ in OPENING_AGES])[0]
    return low, high


def _second_referrals(
    casebook: Casebook, rng: Random, month: str, number: int
) -> list[tuple[Child, date, bool]]:
    """Children whose last referral is at most twelve calendar months old and whose episode is closed."""
    first, last = first_day(month), last_day(month)
    ready: dict[str, list[Child]] = {}
    for episode in casebook.episodes:
        child = episode.child
        is_latest = casebook.last_referral[child.person_id] == episode.start
        if is_latest and anniversary(episode.start) >= first and casebook.may_be_referred(child, last):
            ready.setdefault(child.family_id, []).append(child)
    families = list(ready)
    rng.shuffle(families)
    picked: list[tuple[Child, date, bool]] = []
    for family in families:
        children = ready[family] if rng.random() < 0.7 else ready[family][:1]
        latest = min(anniversary(casebook.last_referral[child.person_id]) for child in children)
        # Now and then the very last day that still counts, so that the inclusive anniversary matters.
        day = latest if latest <= last and rng.random() < 0.3 else referral_day(rng, first, min(latest, last))
        picked += [(child, day, True) for child in children[: number - len(picked)]]
        if len(picked) == number:
            break
    return picked


def _first_referrals(
    casebook: Casebook, rng: Random, month: str, number: int, taken: set[str]
) -> list[tuple[Child, date, bool]]:
    """Children never referred before, or not in the last twelve months."""
    first, last = first_day(month), last_day(month)
    picked: list[tuple[Child, date, bool]] = []
    while len(picked) < number:
        family = casebook.families[rng.choice(casebook.family_ids)]
        ready = [
            child for child in family if child.person_id not in taken and _is_new(casebook, child, first)
        ]
        if not ready:
            continue
        children = ready if rng.random() < 0.75 else [rng.choice(ready)]
        day = referral_day(rng, first, last)
        for child in [child for child in children if casebook.may_be_referred(child, day)][
            : number - len(picked)
        ]:
            picked.append((child, day, False))
            taken.add(child.person_id)
    return picked


def _is_new(casebook: Casebook, child: Child, first: date) -> bool:
    earlier = casebook.last_referral.get(child.person_id)
    return casebook.may_be_referred(child, first) and (earlier is None or anniversary(earlier) < first)
