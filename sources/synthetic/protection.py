"""Child protection month by month: conferences, plans that start and plans that end."""

from datetime import date, timedelta
from random import Random

from sources.synthetic.calibration import Calibration
from sources.synthetic.episode import Casebook, Conference, Episode, Plan
from sources.synthetic.month import (
    financial_year,
    last_day,
    next_working_day,
    working_days_after,
    working_days_of,
    years_after,
)
from sources.synthetic.season import Seasons

TIMELY_AGE, LATE_AGE = timedelta(25), timedelta(62)
TRANSFER_SHARE = 0.03
OTHER_AUTHORITY_PLANS_A_MONTH = 1
LONG_SHARE = 0.08
ROUNDED_AWAY = 0.49
"""A share printed without decimals may be so much larger."""


def protect(casebook: Casebook, calibration: Calibration, seasons: Seasons, rng: Random, month: str) -> None:
    """Hold one month's conferences, start its plans, and end as many as its closing number asks for."""
    started = round(calibration.in_year("child_protection_plans_started", financial_year(month)))
    started = seasons.share("plans", started, month)
    closing = round(calibration.in_month("child_protection_plans_open", month))
    most = calibration.in_year("plans_two_years_percent", financial_year(month)) + ROUNDED_AWAY
    _end_plans(
        casebook, rng, month, len(casebook.plans) + started - closing, most_long=int(most * closing / 100)
    )
    start_plans(casebook, calibration, rng, month, started)
    share = calibration.in_year("conferences_without_plan_percent", financial_year(month)) / 100
    start_plans(casebook, calibration, rng, month, round(started * share / (1 - share)), has_plan=False)
    _start_plans_of_others(casebook, rng, month)


def opening_plans(casebook: Casebook, rng: Random, before: date, number: int) -> None:
    """Give some of the opening episodes a plan that is already under way."""
    ready = [episode for episode in casebook.open.values() if before - episode.start > timedelta(70)]
    rng.shuffle(ready)
    for episode in ready:
        if len(casebook.plans) == number:
            return
        earliest = max(episode.start + LATE_AGE, before - timedelta(430))
        held_on = next_working_day(earliest + timedelta(rng.randrange(max((before - earliest).days - 7, 1))))
        if held_on < before - timedelta(2) and _is_young(episode, held_on):
            _hold(
                casebook,
                rng,
                episode,
                held_on,
                enquiry_on=_enquiry_day(held_on, rng.randrange(6, 15)),
                has_plan=True,
            )


def start_plans(
    casebook: Casebook,
    calibration: Calibration,
    rng: Random,
    month: str,
    number: int,
    *,
    has_plan: bool = True,
) -> None:
    """Hold conferences for a number of children, brothers and sisters on one day."""
    late_share = 1 - calibration.in_year("conferences_in_15_days_percent", financial_year(month)) / 100
    remaining = number
    for family in _families_by_chance(casebook, rng, last_day(month)):
        if not remaining:
            return
        held_on = _conference_day(rng, month)
        is_transfer = has_plan and rng.random() < TRANSFER_SHARE
        is_late = not is_transfer and casebook.conferences_late < late_share * casebook.conferences_held
        age = timedelta(1) if is_transfer else LATE_AGE if is_late else TIMELY_AGE
        ready = [episode for episode in family if _is_ready(episode, held_on, age)][:remaining]
        days = rng.randrange(17, 32) if is_late else rng.choice((7, 8, 9, 10, 11, 12, 12, 13, 13, 14, 14, 15))
        for episode in ready:
            enquiry_on = None if is_transfer else _enquiry_day(held_on, days)
            _hold(casebook, rng, episode, held_on, enquiry_on=enquiry_on, has_plan=has_plan)
            casebook.conferences_held += not is_transfer
            casebook.conferences_late += is_late
        remaining -= len(ready)


def _families_by_chance(casebook: Casebook, rng: Random, until: date) -> list[list[Episode]]:
    """Families with an open episode and neither a plan nor care, newer episodes more likely to come first."""
    taken = casebook.on_plan() | casebook.in_care()
    families: dict[str, list[Episode]] = {}
    for person, episode in casebook.open.items():
        if person not in taken:
            families.setdefault(episode.child.family_id, []).append(episode)
    order = [
        (rng.random() ** (3.0 if (until - family[0].start).days < 150 else 1.0), name)
        for name, family in families.items()
    ]
    return [families[name] for _, name in sorted(order)]


def _is_ready(episode: Episode, held_on: date, age: timedelta) -> bool:
    quiet_since = held_on - age
    return episode.start <= quiet_since and episode.busy_until < quiet_since and _is_young(episode, held_on)


def _is_young(episode: Episode, day: date) -> bool:
    """Young enough for any plan to end well before the 18th birthday."""
    return episode.child.adult_on > day + timedelta(750)


def _conference_day(rng: Random, month: str) -> date:
    return rng.choice(working_days_of(month))


def _enquiry_day(held_on: date, days: int) -> date:
    return working_days_after(held_on, -days)


def _hold(
    casebook: Casebook,
    rng: Random,
    episode: Episode,
    held_on: date,
    *,
    enquiry_on: date | None,
    has_plan: bool,
) -> None:
    plan = None
    if has_plan:
        longest = _longest(casebook, rng, episode, held_on)
        earlier = casebook.plans_of.get(episode.child.person_id, 0)
        plan = Plan(episode=episode, start=held_on, longest_days=longest, earlier_plans=earlier)
        episode.plans.append(plan)
        casebook.plans.append(plan)
        casebook.plans_of[episode.child.person_id] = earlier + 1
    episode.conferences.append(Conference(held_on=held_on, enquiry_on=enquiry_on, plan=plan))
    episode.busy_until = held_on


def _longest(casebook: Casebook, rng: Random, episode: Episode, held_on: date) -> int:
    """How many days a plan may last: the same for brothers and sisters, and beyond two years for a few."""
    together = [plan for plan in casebook.plans if plan.episode.child.family_id == episode.child.family_id]
    known = next((plan.longest_days for plan in together if plan.start == held_on), None)
    is_long = casebook.plans_long < LONG_SHARE * casebook.plans_started
    casebook.plans_started += 1
    if known is None:
        known = rng.randrange(780, 1150) if is_long else rng.randrange(540, 700)
    longest = min(known, (episode.child.adult_on - held_on).days - 80)
    casebook.plans_long += longest > 720
    return longest


def _end_plans(casebook: Casebook, rng: Random, month: str, number: int, *, most_long: int) -> None:
    """End a number of open plans, the overdue ones first, brothers and sisters together; of those that have lasted two
    years no more than `most_long` stay."""
    too_long = _too_long(casebook, month, most_long)
    order: dict[tuple[str, date], float] = {}
    families: dict[tuple[str, date], list[Plan]] = {}
    for plan in casebook.plans:
        age = (last_day(month) - plan.start).days
        if age < 45:
            continue
        key = (plan.episode.child.family_id, plan.start)
        families.setdefault(key, []).append(plan)
        order.setdefault(key, -2.0 if key in too_long else _end_order(rng, plan, age))
    remaining = number
    for key in sorted(families, key=lambda name: (order[name], name)):
        day = _conference_day(rng, month)
        for plan in families[key][:remaining]:
            plan.end = max(day, next_working_day(plan.start + timedelta(24)))
            plan.episode.busy_until = plan.end
            remaining -= 1
    casebook.plans = [plan for plan in casebook.plans if plan.end is None]


def _too_long(casebook: Casebook, month: str, most: int) -> set[tuple[str, date]]:
    """The families whose plans of two years and more are too many at the month's end, the oldest first."""
    long: dict[tuple[str, date], int] = {}
    for plan in casebook.plans:
        if years_after(plan.start, 2) <= last_day(month):
            key = (plan.episode.child.family_id, plan.start)
            long[key] = long.get(key, 0) + 1
    remaining = sum(long.values())
    found: set[tuple[str, date]] = set()
    for key in sorted(long, key=lambda name: (name[1], name[0])):
        if remaining <= most:
            break
        found.add(key)
        remaining -= long[key]
    return found


def _end_order(rng: Random, plan: Plan, age: int) -> float:
    if age > plan.longest_days - 31:
        return -1.0
    if plan.longest_days > 720:
        return 2.0
    weight = 0.35 if age < 100 else 1.0 if age < 200 else 1.8
    return 1 - float(rng.random() ** (1 / weight))


def _start_plans_of_others(casebook: Casebook, rng: Random, month: str) -> None:
    """Temporary plans of other authorities: the child lives here for a while and is in need meanwhile."""
    started = 0
    for family in _families_by_chance(casebook, rng, last_day(month)):
        day = _conference_day(rng, month)
        episode = family[0]
        if started == OTHER_AUTHORITY_PLANS_A_MONTH:
            return
        if _is_ready(episode, day, timedelta(1)):
            end = next_working_day(day + timedelta(rng.randrange(60, 240)))
            episode.plans.append(Plan(episode=episode, start=day, end=end, is_other_authority=True))
            episode.busy_until = end
            started += 1
