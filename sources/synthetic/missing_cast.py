"""The children whom the police's missing reports are about, and in which months each is reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sources.synthetic.calibration import shared_out
from sources.synthetic.moments import birthday
from sources.synthetic.month import month_of
from sources.synthetic.population import PLACING_AUTHORITIES
from sources.synthetic.volumes import Volumes

HOME_WEIGHTS = {"Home": 70, "School": 8, "Hospital": 6, "Other": 16}
CARE_WEIGHTS = {"Children's home": 62, "Foster care": 28, "School": 5, "Other": 5}
UNKNOWN_TO_SOCIAL_CARE_SHARE = 0.28


@dataclass(slots=True, kw_only=True, eq=False)
class MissingChild:
    """A child as the police know them: one or two nominals, and the Mosaic ID where they have it."""

    nominals: list[str]
    child_id: str | None
    birth_date: date
    sex: str
    habit: float
    is_in_care: bool
    placing_authority: str | None = None


@dataclass(slots=True, kw_only=True)
class MissingMonth:
    """One month of reports: the children reported, each with a number of reports, and the interviews to make."""

    month: date
    children: list[tuple[MissingChild, int]]
    accepted: int | None
    within_72_hours: int | None

    @property
    def slack(self) -> int:
        """How many reports may lead to no accepted or completed interview."""
        reports = sum(number for _, number in self.children)
        needed = max(self.accepted or 0, self.within_72_hours or 0) or round(reports * 0.78)
        return reports - needed


def missing_months(
    volumes: Volumes, rng: Random, population: Sequence[Any], known_since: dict[str, date]
) -> list[MissingMonth]:
    """Who is reported missing how often in each reported month."""
    months: list[MissingMonth] = []
    earlier: list[MissingChild] = []
    reports = volumes.by_month("missing_reports", 800)
    known = [child for child in population if child.birth_date and child.sex in ("F", "M")]
    known = [child for child in known if not getattr(child, "placing_authority", "")]
    for year, firsts in volumes.years().items():
        sizes = [_children_of(volumes, rng, month, reports[month]) for month in firsts]
        distinct = volumes.published("missing_children", year) or max(
            sizes[0], round(sum(sizes) * (0.63 if len(firsts) > 6 else 0.8))
        )
        candidates = [child for child in known if known_since.get(child.person_id, date.max) < firsts[0]]
        cast = _cast(rng, distinct, firsts, earlier, candidates)
        for month, group in zip(firsts, _groups(rng, cast, sizes), strict=True):
            numbers = _report_numbers(rng, group, reports[month])
            months.append(
                MissingMonth(
                    month=month,
                    children=list(zip(group, numbers, strict=True)),
                    accepted=volumes.figures.get("interviews_accepted", month_of(month)),
                    within_72_hours=volumes.figures.get("interviews_within_72_hours", month_of(month)),
                )
            )
        new = [child for child in cast if child not in earlier]
        _place_by_others(rng, months[-len(firsts) :], new)
        earlier = earlier + new
    return months


def _children_of(volumes: Volumes, rng: Random, month: date, reports: int) -> int:
    printed = volumes.figures.get("missing_children", month_of(month))
    return printed if printed is not None else max(1, round(reports * rng.uniform(0.55, 0.68)))


def _cast(
    rng: Random, size: int, months: list[date], earlier: list[MissingChild], candidates: Sequence[Any]
) -> list[MissingChild]:
    """The children of a year: a third were missing in an earlier year too."""
    end = months[-1] + timedelta(days=31)
    young = [
        child for child in earlier if child.placing_authority is None and birthday(child.birth_date, 18) > end
    ]
    again = rng.sample(young, min(len(young), size // 3))
    used = {child.child_id for child in earlier}
    known = [
        child
        for child in candidates
        if child.person_id not in used
        and birthday(child.birth_date, 10) <= months[0]
        and birthday(child.birth_date, 18) > end
    ]
    wanted = size - len(again)
    chosen = rng.sample(known, min(len(known), round(wanted * (1 - UNKNOWN_TO_SOCIAL_CARE_SHARE))))
    numbers = iter(range(len(earlier) + 1, len(earlier) + 1 + wanted))
    cast = again + [_known_child(rng, next(numbers), child) for child in chosen]
    cast += [_unknown_child(rng, next(numbers), end) for _ in range(size - len(cast))]
    rng.shuffle(cast)
    return cast


def _known_child(rng: Random, number: int, child: Any) -> MissingChild:
    nominals = [f"N{number:05d}"]
    if rng.random() < 0.04:
        nominals.append(f"N{number + 50000:05d}")
    return MissingChild(
        nominals=nominals,
        child_id=child.person_id,
        birth_date=child.birth_date,
        sex=child.sex,
        habit=rng.lognormvariate(0, 1),
        is_in_care=rng.random() < 0.4,
    )


def _unknown_child(rng: Random, number: int, end: date) -> MissingChild:
    # Nobody of the cast turns 18 before the year is over.
    born = end - timedelta(days=rng.randint(365 * 11, 365 * 17 + 200))
    return MissingChild(
        nominals=[f"N{number:05d}"],
        child_id=None,
        birth_date=born,
        sex=rng.choice(["F", "M"]),
        habit=rng.lognormvariate(-0.4, 0.8),
        is_in_care=False,
    )


def _groups(rng: Random, cast: list[MissingChild], sizes: list[int]) -> list[list[MissingChild]]:
    """The children of each month: everyone of the cast comes up, those with a habit again and again."""
    fresh = [sizes[0], *shared_out(len(cast) - sizes[0], [float(size) for size in sizes[1:]])]
    waiting = list(cast)
    seen: list[MissingChild] = []
    groups: list[list[MissingChild]] = []
    for size, number in zip(sizes, fresh, strict=True):
        new = [waiting.pop() for _ in range(min(number, size))]
        # A weighted draw without putting back: the largest of u^(1/weight).
        drawn = sorted(seen, key=lambda child: rng.random() ** (1 / child.habit), reverse=True)
        groups.append(new + drawn[: size - len(new)])
        seen += new
    return groups


def _report_numbers(rng: Random, group: list[MissingChild], reports: int) -> list[int]:
    numbers = [1] * len(group)
    while sum(numbers) < reports:
        at = rng.choices(range(len(group)), [child.habit for child in group])[0]
        # More than seven reports in a month would leave no time to be found between them.
        if numbers[at] < 7 or min(numbers) >= 7:
            numbers[at] += 1
    return numbers


def _place_by_others(rng: Random, months: list[MissingMonth], new: list[MissingChild]) -> None:
    """Some children are placed here by another authority, as far as the months' interviews allow."""
    room = {month.month: month.slack // 4 for month in months}
    unknown = [child for child in new if child.child_id is None]
    for child in rng.sample(unknown, len(unknown)):
        numbers = {month.month: number for month in months for one, number in month.children if one is child}
        if all(room[month] >= number for month, number in numbers.items()):
            child.placing_authority = rng.choice(PLACING_AUTHORITIES)
            child.is_in_care = True
            for month, number in numbers.items():
                room[month] -= number
