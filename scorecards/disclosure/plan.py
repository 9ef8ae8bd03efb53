"""Choosing what is withheld of a release: every row that shows a small count, and what protects these."""

import math
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from scorecards.disclosure.pattern import Pattern
from scorecards.disclosure.planned import EARLIER, PRIMARY, SECONDARY, WHOLE, Plan
from scorecards.disclosure.protection import choice
from scorecards.disclosure.system import Key, Row, System

# What is lost to a reader by withholding a row: the headline costs most, a category least.
WINDOW_WEIGHTS = {"quarter": 8.0, "year_to_date": 3.0, "rolling_12": 4.0, "year": 4.0, "month": 1.0}
TOTAL_WEIGHT = 20.0
# How many tables are tried for many counts at once before a count is asked by itself: this saves time, no more.
ROUNDS_AT_FIRST, ROUNDS_AGAIN = 12, 2
AT_ONCE = 2
"""The solver keeps one processor busy."""


def plan(system: System, *, smallest: int, largest: int, hidden_before: Collection[Key] = ()) -> Plan:
    """What is withheld: every row that shows a small count, what an earlier release withheld, and what protects them.

    Small counts are taken in the order of their rows, each protected at the least cost given those before it;
    withholding more never makes another less safe. Those that no withholding at all could tie are taken side by side:
    nothing that is chosen for the one touches the other.
    """
    made = Plan(Pattern(system=system, smallest=smallest, largest=largest))
    small = [
        node
        for node, value in enumerate(system.values)
        if smallest <= value <= largest
        and system.rows_of[node]
        and not any(system.rows[row].is_fixed for row in system.rows_of[node])
    ]
    for node in small:
        made.withhold(system.rows_of[node], PRIMARY)
    made.withhold(
        (place for place, row in enumerate(system.rows) if row.key in hidden_before and not row.is_fixed),
        EARLIER,
    )
    weights = [_weight(row, number / max(len(system.rows), 1)) for number, row in enumerate(system.rows)]
    order = sorted(small, key=lambda node: (min(system.rows[row].key for row in system.rows_of[node]), node))
    left = _unproved(made.pattern, order, ROUNDS_AT_FIRST)
    apart = _apart(made.pattern, left)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for each in threads.map(partial(_protected, weights), [made.copy() for _ in apart], apart):
            made.take(each)
    _loosen(made, weights)
    return made


def _apart(pattern: Pattern, nodes: list[int]) -> list[list[int]]:
    """The nodes by what would tie them if every row were withheld that may be, the most first."""
    open_rows = {place for place, row in enumerate(pattern.system.rows) if not row.is_fixed}
    nothing_shown = replace(pattern, withheld=pattern.withheld | open_rows)
    tied = [
        [node for node in nodes if node in component.place] for component in nothing_shown.components(nodes)
    ]
    return sorted(tied, key=len, reverse=True)


def _protected(weights: list[float], made: Plan, left: list[int]) -> Plan:
    """The plan with what protects the counts that are left, in their order."""
    while left:
        node, *left = left
        if _protect(made, node, weights):
            near = made.pattern.component(node).place
            tied = [each for each in left if each in near]
            safe = set(tied) - set(_unproved(made.pattern, tied, ROUNDS_AGAIN))
            left = [each for each in left if each not in safe]
    return made


def _loosen(made: Plan, weights: list[float]) -> None:
    """Withhold what keeps the other withheld counts from being known exactly: they stand guard over small ones."""
    pattern = made.pattern
    left = _known_exactly(pattern, pattern.withheld)
    while left:
        node, *left = left
        if not pattern.component(node).fixed([node]):
            continue
        before, value = set(pattern.withheld), pattern.system.values[node]
        for low, high in ((value - 1, value), (value, value + 1)):
            if _choose(made, node, weights, made.free, low, high):
                left += _known_exactly(pattern, pattern.withheld - before)
                break


def _known_exactly(pattern: Pattern, withheld: set[int]) -> list[int]:
    """The counts of these rows that are not small and that a reader knows all the same, in order. What a share is of is
    no secret of the share's: only together with its numerator would it give the share away."""
    shown = {node for place in withheld for node in pattern.system.rows[place].own_nodes}
    guards = sorted(
        node for node in shown if pattern.system.values[node] > pattern.largest and pattern.hides(node)
    )
    return sorted(node for component in pattern.components(guards) for node in component.fixed(guards))


def _unproved(pattern: Pattern, nodes: list[int], rounds: int) -> list[int]:
    """Those of the nodes that are not quickly seen to be safe, in their order."""
    safe: set[int] = set()
    for component in pattern.components(nodes):
        safe |= component.safe(nodes, rounds)
    return [node for node in nodes if node not in safe]


def _protect(made: Plan, node: int, weights: list[float]) -> bool:
    """Withhold what this small count needs: categories first, then the breakdown whole, then totals; whether anything
    was."""
    pattern = made.pattern
    if _is_safe(pattern, node, pattern.smallest, pattern.largest):
        return False
    rows, free, parts = pattern.system.rows, made.free, made.free_parts
    is_part = not any(rows[place].is_total for place in pattern.system.rows_of[node])
    if _choose(made, node, weights, parts if is_part else free, pattern.smallest, pattern.largest):
        return True
    low, high = _required(made, node)
    if _is_safe(pattern, node, low, high):
        return False
    if is_part:
        if _choose(made, node, weights, parts, low, high):
            return True
        _withhold_whole(made, node)
        if _is_safe(pattern, node, low, high):
            return True
    if not _choose(made, node, weights, made.free, low, high):
        made.notes.append(_words(rows[pattern.system.rows_of[node][0]]))
        made.withhold(_everything_near(pattern, node, free), WHOLE, node)
    return True


def _is_safe(pattern: Pattern, node: int, low: int, high: int) -> bool:
    """Whether a reader must allow for everything from `low` to `high`."""
    least, most = pattern.reach(node)
    return least <= low and most >= high


def _required(made: Plan, node: int) -> tuple[int, int]:
    """The range that a reader must not be able to narrow: all the small counts that the node could be if everything
    that may be withheld were. A whole of two parts, neither of them nought, is two or more whatever is withheld."""
    pattern = made.pattern
    blind = replace(pattern, withheld=pattern.withheld | made.free)
    least, most = blind.reach(node)
    return max(pattern.smallest, least), min(pattern.largest, most)


def _choose(made: Plan, node: int, weights: list[float], may_hide: set[int], low: int, high: int) -> bool:
    found = choice(made.pattern, node, low=low, high=high, weights=weights, may_hide=may_hide)
    if found.rows is None:
        return False
    made.withhold(found.rows, SECONDARY, node)
    return True


def _withhold_whole(made: Plan, node: int) -> None:
    """Withhold every category, zeros too, of the breakdowns of the window that show this count."""
    rows = made.pattern.system.rows
    shown = [rows[place] for place in made.pattern.system.rows_of[node] if not rows[place].is_total]
    groups = {row.key[:3] for row in shown}
    whole = [place for place, row in enumerate(rows) if row.key[:3] in groups and not row.is_fixed]
    made.withhold(whole, WHOLE, node)
    made.pattern.whole.update(whole)


def _everything_near(pattern: Pattern, node: int, free: set[int]) -> list[int]:
    """The rows of the same indicators that may still be withheld."""
    rows = pattern.system.rows
    refs = {rows[place].key[0] for place in pattern.system.rows_of[node]}
    return sorted(place for place in free if rows[place].key[0] in refs)


def _weight(row: Row, place: float) -> float:
    """The weight of a row: by its window, then by the size class of its count, ties by its place in the order."""
    base = WINDOW_WEIGHTS.get(row.value.window_name, 1.0) * (TOTAL_WEIGHT if row.is_total else 1.0)
    size = math.floor(math.log2(float(row.value.denominator or row.value.numerator or 0) + 1))
    return base * (1 + size / 4) + place / 1000


def _words(row: Row) -> str:
    return f"{row.key[0]}, {row.value.period_id}: no partner was found; its indicator is withheld"
