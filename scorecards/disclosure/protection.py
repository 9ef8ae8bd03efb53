"""What else has to be withheld so that a small count cannot be worked out: the least harmful choice, found by
mixed-integer programming.

For the count to be safe there must be two other tables that a reader cannot tell from the true one: one in which it is
as small as it could be, one in which it is the largest small count. The programme chooses the rows of least weight
whose withholding lets both exist.
"""

from dataclasses import dataclass

from scorecards.disclosure.pattern import Pattern
from scorecards.programme import UNLIMITED, Programme

# How far from the count the search for partners goes, in nodes; beyond, the true counts are kept, which is safe.
NEIGHBOURHOOD = 1000
# An ample limit of work that is counted, not timed, so that every machine gives the same answer.
MOST_NODES = 2_000
# Partners move to make room for a small count; they never need to move further than this.
FURTHEST = 12


@dataclass(frozen=True)
class Choice:
    """The rows to withhold besides; none could be found when `rows` is None."""

    rows: tuple[int, ...] | None


def choice(
    pattern: Pattern, node: int, *, low: int, high: int, weights: list[float], may_hide: set[int]
) -> Choice:
    """The rows of least weight among `may_hide` that let the node be anything from `low` to `high`."""
    system = pattern.system
    nodes, equations = _around(pattern, node, may_hide)
    place = {each: number for number, each in enumerate(nodes)}
    candidates = sorted({row for each in nodes for row in system.rows_of[each]} & may_hide - pattern.withheld)
    column = {row: number for number, row in enumerate(candidates)}
    targets = [end - system.values[node] for end in (low, high) if end != system.values[node]]
    width = len(candidates) + len(targets) * len(nodes)
    lower, upper = [0.0] * width, [1.0] * width
    entries: list[tuple[int, int, float]] = []
    least: list[float] = []
    most: list[float] = []
    for number, target in enumerate(targets):
        start = len(candidates) + number * len(nodes)
        for each, at in place.items():
            down, up = max(system.values[each] - pattern.lowest(each), 0), FURTHEST
            down = min(down, FURTHEST)
            lower[start + at], upper[start + at] = -down, up
            for row in system.rows_of[each]:
                if row in column:
                    entries += [(len(least), start + at, 1.0), (len(least), column[row], -float(up))]
                    least.append(-UNLIMITED)
                    most.append(0.0)
                    entries += [(len(least), start + at, 1.0), (len(least), column[row], float(down))]
                    least.append(0.0)
                    most.append(UNLIMITED)
        lower[start + place[node]] = upper[start + place[node]] = target
        for equation in equations:
            entries += [
                (len(least), start + place[each], float(coefficient))
                for each, coefficient in system.equations[equation]
                if each in place
            ]
            least.append(0.0)
            most.append(0.0)
    programme = Programme(
        cells=entries, least=least, most=most, floor=lower, top=upper, most_nodes=MOST_NODES
    )
    # The other tables count people too: everything is whole.
    costs = {number: weights[row] for number, row in enumerate(candidates)}
    found = programme.cheapest(costs, is_whole=True)
    if found is None:
        return Choice(rows=None)
    return Choice(rows=tuple(row for row in candidates if found[column[row]] > 0.5))


def _around(pattern: Pattern, node: int, may_hide: set[int]) -> tuple[list[int], list[int]]:
    """The nodes near this one that are hidden or may be, nearest first, and every equation that holds one of them."""
    system = pattern.system
    nodes, seen = [node], {node}
    for each in nodes:
        for equation in system.equations_of[each]:
            for other, _ in system.equations[equation]:
                if (
                    other not in seen
                    and len(nodes) < NEIGHBOURHOOD
                    and _may_be_hidden(pattern, other, may_hide)
                ):
                    seen.add(other)
                    nodes.append(other)
    equations = sorted({equation for each in nodes for equation in system.equations_of[each]})
    return nodes, equations


def _may_be_hidden(pattern: Pattern, node: int, may_hide: set[int]) -> bool:
    """A node whose every row is withheld or may be."""
    return all(row in pattern.withheld or row in may_hide for row in pattern.system.rows_of[node])
