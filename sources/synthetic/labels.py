"""The codes that the lives need once they are lived: sources, needs, categories and earlier plans."""

from collections.abc import Hashable, Sequence
from datetime import date
from random import Random
from typing import TypeVar

from sources.synthetic.calibration import Calibration, shared_out, shared_out_as_printed
from sources.synthetic.episode import Casebook, Episode, Plan
from sources.synthetic.month import financial_year, first_day, last_day, month_of, year_months, years_after

T = TypeVar("T")
SOURCE_CODES = {
    "Police": {"6": 1},
    "Schools/Education": {"2A": 17, "2B": 3},
    "Health": {"3A": 3, "3B": 5, "3C": 2, "3D": 1, "3E": 5, "3F": 4},
    "Local Authority": {"4": 2, "5A": 5, "5B": 6, "5C": 3, "5D": 1},
    "Family/Friend": {"1A": 3, "1B": 6, "1C": 4, "1D": 2},
    "Legal agency": {"7": 1},
    "Other": {"8": 5, "9": 4, "10": 2},
}


def label_sources(casebook: Casebook, calibration: Calibration, rng: Random) -> None:
    """Give every referral its source: one a family and day, with each year's calibrated numbers."""
    for year, episodes in _by_year(casebook.episodes):
        groups = _in_groups([(episode.group, episode) for episode in episodes])
        for members, source in _by_quota(groups, _source_quota(calibration, year, len(episodes)), rng):
            codes = SOURCE_CODES[source]
            code = rng.choices(list(codes), weights=list(codes.values()))[0]
            for episode in members:
                episode.source_code = code


def label_categories(casebook: Casebook, calibration: Calibration, rng: Random) -> None:
    """Give every plan its latest category, exactly as calibrated for the year that the figures describe."""
    (year,) = calibration.periods("child_protection_plans_by_category", "NEG")
    weights = calibration.categories("child_protection_plans_by_category", year)
    first, last = first_day(year_months(year)[0]), last_day(year_months(year)[-1])
    plans = [plan for episode in casebook.episodes for plan in episode.plans]
    counted = [
        plan for plan in plans if not plan.is_other_authority and _touches(plan.start, plan.end, first, last)
    ]
    for part in (counted, [plan for plan in plans if plan not in frozenset(counted)]):
        quota = dict(zip(weights, shared_out(len(part), list(weights.values())), strict=True))
        groups = _in_groups([((plan.episode.child.family_id, plan.start), plan) for plan in part])
        for members, category in _by_quota(groups, quota, rng):
            is_changed = rng.random() < 0.1
            for plan in members:
                plan.category = category
                plan.initial_category = rng.choice(list(weights)) if is_changed else category


def count_earlier_plans(casebook: Casebook, calibration: Calibration, rng: Random) -> None:
    """Add plans from before the extract begins until the calibrated share of each year's starts has one."""
    plans = [plan for episode in casebook.episodes for plan in episode.plans if not plan.is_other_authority]
    plans.sort(key=lambda plan: (plan.start, plan.episode.child.person_id))
    of_child = _in_groups([(plan.episode.child.person_id, plan) for plan in plans])
    later = {group[0]: group for group in of_child}
    for year in sorted({financial_year(month_of(plan.start)) for plan in plans}):
        started = [plan for plan in plans if financial_year(month_of(plan.start)) == year]
        share = calibration.in_year("second_plan_percent", year) / 100
        missing = round(len(started) * share) - sum(plan.earlier_plans > 0 for plan in started)
        ready = [plan for plan in started if plan in later and _was_born(plan) and plan.earlier_plans == 0]
        for plan in rng.sample(ready, min(max(missing, 0), len(ready))):
            number = rng.choice((1, 1, 1, 2))
            for other in later[plan]:
                other.earlier_plans += number


def label_needs(casebook: Casebook, calibration: Calibration, rng: Random) -> None:
    """Give every child a primary need that fits both published tables, recoded in between where they differ."""
    (month,) = calibration.periods("children_in_need_by_need_at_month_end", "N1")
    (year,) = calibration.periods("children_in_need_by_need_in_year", "N1")
    early = calibration.categories("children_in_need_by_need_at_month_end", month)
    late = calibration.categories("children_in_need_by_need_in_year", year)
    _label_at_random(casebook.episodes, early, late, first_day(year_months(year)[0]), rng)
    # Lives that end before the date of a published table have nothing to fit to it.
    lived_until = last_day(month_of(max(episode.start for episode in casebook.episodes)))
    if lived_until < last_day(month):
        return
    snapshot = [episode for episode in casebook.episodes if episode.counts(last_day(month))]
    for episode, need in _dealt(snapshot, _printed_quota(len(snapshot), early), rng):
        episode.need_at_first = episode.need = need
    if lived_until >= last_day(year_months(year)[-1]):
        _label_year(casebook, snapshot, late, year, rng)


def _label_at_random(
    episodes: list[Episode], early: dict[str, float], late: dict[str, float], change: date, rng: Random
) -> None:
    for episode in episodes:
        weights = late if episode.start >= change else early
        episode.need_at_first = episode.need = rng.choices(list(weights), weights=list(weights.values()))[0]


def _label_year(
    casebook: Casebook, snapshot: list[Episode], weights: dict[str, float], year: str, rng: Random
) -> None:
    """The children in need at any point in the year: one need a child, recoding as few as possible."""
    in_year = _children_in_year(casebook.episodes, year)
    quota = _printed_quota(len(in_year), weights)
    keep = {need: round(0.6 * number) for need, number in quota.items()}
    needs: dict[str, str] = {}
    for episode in snapshot:
        person = episode.child.person_id
        if person not in in_year:
            continue
        need = episode.need if keep[episode.need] > 0 else "N1"
        keep[need] -= 1
        quota[need] -= 1
        needs[person] = need
    rest = [person for person in in_year if person not in needs]
    # Those who turn 18 in the year are dealt first and in proportion: a reader may leave them out.
    end = last_day(year_months(year)[-1])
    adults = [person for person in rest if in_year[person][0].child.adult_on <= end]
    adult_quota = dict(zip(quota, shared_out(len(adults), list(map(float, quota.values()))), strict=True))
    minors = [person for person in rest if in_year[person][0].child.adult_on > end]
    minor_quota = {need: number - adult_quota[need] for need, number in quota.items()}
    for part, part_quota in ((adults, adult_quota), (minors, minor_quota)):
        dealt = _dealt([in_year[person][0] for person in part], part_quota, rng)
        needs.update((episode.child.person_id, need) for episode, need in dealt)
    in_snapshot = frozenset(snapshot)
    for person, episodes in in_year.items():
        for episode in episodes:
            episode.need = needs[person]
            if episode not in in_snapshot:
                episode.need_at_first = needs[person]


def _children_in_year(episodes: list[Episode], year: str) -> dict[str, list[Episode]]:
    first, last = first_day(year_months(year)[0]), last_day(year_months(year)[-1])
    found: dict[str, list[Episode]] = {}
    for episode in episodes:
        is_minor = episode.child.adult_on > max(first, episode.start)
        if not episode.is_nfa and is_minor and _touches(episode.start, episode.end, first, last):
            found.setdefault(episode.child.person_id, []).append(episode)
    return found


def _touches(start: date, end: date | None, first: date, last: date) -> bool:
    return start <= last and (end is None or end >= first)


def _quota(total: int, weights: dict[str, float]) -> dict[str, int]:
    return dict(zip(weights, shared_out(total, list(weights.values())), strict=True))


def _printed_quota(total: int, weights: dict[str, float]) -> dict[str, int]:
    return dict(zip(weights, shared_out_as_printed(total, list(weights.values())), strict=True))


def _dealt(episodes: list[Episode], quota: dict[str, int], rng: Random) -> list[tuple[Episode, str]]:
    """Deal needs to episodes by quota; a disabled child gets the disability need while it lasts."""
    shuffled = rng.sample(episodes, len(episodes))
    shuffled.sort(key=lambda episode: not episode.child.is_disabled)
    needs = [need for need, number in quota.items() for _ in range(number) if need != "N2"]
    rng.shuffle(needs)
    return list(zip(shuffled, ["N2"] * quota.get("N2", 0) + needs, strict=True))


def _source_quota(calibration: Calibration, year: str, total: int) -> dict[str, int]:
    counts = calibration.categories("referrals_by_source", year)
    percents = calibration.categories("referral_source_percent", year)
    others = {group: percent for group, percent in percents.items() if group not in counts}
    rest = round(calibration.in_year("referrals", year)) - round(sum(counts.values()))
    counts |= _quota(rest, others)
    return _quota(total, counts)


def _by_year(episodes: list[Episode]) -> list[tuple[str, list[Episode]]]:
    years: dict[str, list[Episode]] = {}
    for episode in episodes:
        years.setdefault(financial_year(month_of(episode.start)), []).append(episode)
    return sorted(years.items())


def _in_groups(pairs: Sequence[tuple[Hashable, T]]) -> list[list[T]]:
    groups: dict[Hashable, list[T]] = {}
    for key, member in pairs:
        groups.setdefault(key, []).append(member)
    return list(groups.values())


def _by_quota(groups: list[list[T]], quota: dict[str, int], rng: Random) -> list[tuple[list[T], str]]:
    """Give each group one label so that the members per label meet the quota; a last group may be split."""
    left, found = dict(quota), []
    for group in sorted(rng.sample(groups, len(groups)), key=len, reverse=True):
        while group:
            labels = [label for label, number in left.items() if number >= len(group)]
            labels = labels or [max(left, key=lambda label: left[label])]
            label = rng.choices(labels, weights=[left[name] for name in labels])[0]
            members, group = group[: left[label]], group[left[label] :]
            left[label] -= len(members)
            found.append((members, label))
    return found


def _was_born(plan: Plan) -> bool:
    return years_after(plan.episode.child.due_on, 1) <= plan.start
