"""A series of dates as it was given: put in order, checked, and cut where its limits start again."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import TypeVar

from scorecards.spc.rebase import Rebase

Item = TypeVar("Item")
Series = Mapping[date, Item | None] | Iterable[tuple[date, Item | None]]
Stretch = list[tuple[date, Item | None]]


def ordered(series: Series[Item], is_sound: Callable[[Item], bool]) -> Stretch[Item]:
    """The pairs by date. Raises ValueError for a date that comes twice and for an item that is not sound."""
    pairs = sorted(series.items() if isinstance(series, Mapping) else series, key=lambda pair: pair[0])
    for (before, _), (after, _) in pairwise(pairs):
        if before == after:
            raise ValueError(f"Expected each date once; found {after} twice. Give one value a date.")
    for on, item in pairs:
        # The value itself may be a child's: the words name its date only.
        if item is not None and not is_sound(item):
            raise ValueError(
                f"Expected a number or None; found neither on {on}. Use None where there is none."
            )
    return pairs


def is_number(value: float) -> bool:
    return math.isfinite(value)


def stretches(pairs: Stretch[Item], rebases: Iterable[Rebase]) -> list[tuple[Stretch[Item], Rebase | None]]:
    """The series cut at each rebase. Raises ValueError for one on no date of the series, on its first, or twice."""
    starts = _starts([on for on, _ in pairs[1:]], rebases)
    found: list[tuple[Stretch[Item], Rebase | None]] = []
    for pair in pairs:
        if not found or pair[0] in starts:
            found.append(([], starts.get(pair[0])))
        found[-1][0].append(pair)
    return found


def _starts(later: list[date], rebases: Iterable[Rebase]) -> dict[date, Rebase]:
    starts: dict[date, Rebase] = {}
    for rebase in rebases:
        if rebase.on not in later or rebase.on in starts:
            raise ValueError(
                f"Expected new limits on a date of the series after its first, once; found {rebase.on}. "
                "Choose the date of the first value after the change."
            )
        starts[rebase.on] = rebase
    return starts
