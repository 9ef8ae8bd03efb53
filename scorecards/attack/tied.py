"""Unknown counts that are tied together: which are, and what each can be with all that ties it."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from scorecards.attack.unknowns import FURTHEST, Count, Tables
from scorecards.programme import UNLIMITED, Programme

SMALLEST, LARGEST = 1, 5
PUSHES = 8
SMALLEST_MOVE = 1e-6


class TiedCounts:
    """Unknown counts tied together, as a linear programme over whole numbers."""

    def __init__(self, made: Tables, counts: list[object], lines: list[int]) -> None:
        self.counts = counts
        self._place = {count: number for number, count in enumerate(counts)}
        chosen = [made.lines[line] for line in lines]
        self._rows = [
            [(self._place[count], coefficient) for count, coefficient in terms.items()]
            for terms, _, _ in chosen
        ]
        self._least = [float(total) for _, total, _ in chosen]
        self._most = [UNLIMITED if is_least else float(total) for _, total, is_least in chosen]
        self._floor = [float(made.floor[count]) for count in counts]

    @cached_property
    def _programme(self) -> Programme:
        return Programme(
            cells=[(row, at, float(much)) for row, cells in enumerate(self._rows) for at, much in cells],
            least=self._least,
            most=self._most,
            floor=self._floor,
            top=[float(FURTHEST)] * len(self.counts),
        )

    def holds(self, count: object) -> bool:
        """Whether the count is one of them."""
        return count in self._place

    def is_possible(self) -> bool:
        """Whether any table agrees with all that is shown."""
        return self._table({}) is not None

    def ends(self, count: object) -> tuple[int, int]:
        """The least and the most that the count can be."""
        at = self._place[count]
        least, most = self._table({at: 1.0}), self._table({at: -1.0})
        return round(least[at]), round(most[at])

    def narrowed(
        self, targets: list[Count], few: Collection[Count], *, is_told: bool
    ) -> list[tuple[Count, int, int]]:
        """Those of the targets that are known exactly, or that may be small and cannot be all small counts."""
        low = dict.fromkeys(targets, FURTHEST)
        high = dict.fromkeys(targets, -1)
        for table in self._pushed(targets):
            for count in targets:
                value = round(table[self._place[count]])
                low[count], high[count] = min(low[count], value), max(high[count], value)
        found = []
        for count in targets:
            if not self._is_wide(low[count], high[count], count in few, is_told):
                ends = self.ends(count)
                if not self._is_wide(*ends, count in few, is_told):
                    found.append((count, *ends))
        return found

    @staticmethod
    def _is_wide(least: int, most: int, is_few: bool, is_told: bool) -> bool:
        if least >= most:
            return most == 0  # that there is nobody is shown anyway
        if is_few and (is_told or (least >= SMALLEST and most <= LARGEST)):
            return least <= SMALLEST and most >= LARGEST
        return True

    def _pushed(self, targets: list[Count]) -> list[Any]:
        """Some tables far apart from each other, each a proof of what is possible."""
        from numpy.random import default_rng

        places = [self._place[count] for count in targets]
        chance = default_rng(0)
        costs = [dict.fromkeys(places, 1.0), dict.fromkeys(places, -1.0)]
        costs += [dict(zip(places, chance.uniform(-1, 1, len(places)), strict=True)) for _ in range(PUSHES)]
        tables = (self._table(cost, is_exact=False) for cost in costs)
        return [table for table in tables if table is not None]

    def _table(self, cost: dict[int, float], *, is_exact: bool = True) -> Any:
        """The table of least cost, in whole numbers; None where there is none (or, not exact, none at once)."""
        found = self._programme.cheapest(cost)
        if found is not None and not self._is_whole(found):
            found = self._programme.cheapest(cost, is_whole=True) if is_exact else None
        return None if found is None else found.round()

    def _is_whole(self, table: Any) -> bool:
        """Whether the table is of whole numbers but for the solver's last digits, and adds up when it is rounded."""
        whole = table.round()
        sums = [sum(much * whole[at] for at, much in cells) for cells in self._rows]
        keeps = all(
            least <= total <= most for least, total, most in zip(self._least, sums, self._most, strict=True)
        )
        return keeps and bool((abs(whole - table) < SMALLEST_MOVE).all())


def groups(made: Tables) -> list[TiedCounts]:
    """The unknown counts by what ties them."""
    root: dict[object, object] = {count: count for count in made.floor}

    def find(count: object) -> object:
        while root[count] != count:
            root[count] = root[root[count]]
            count = root[count]
        return count

    for terms, _, _ in made.lines:
        first, *others = terms
        for other in others:
            root[find(other)] = find(first)
    counts: dict[object, list[object]] = {}
    for count in made.floor:
        counts.setdefault(find(count), []).append(count)
    lines: dict[object, list[int]] = {}
    for number, (terms, _, _) in enumerate(made.lines):
        lines.setdefault(find(next(iter(terms))), []).append(number)
    return [TiedCounts(made, group, lines.get(first, [])) for first, group in counts.items()]
