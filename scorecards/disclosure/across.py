"""Which sums of a region have to be withheld so that they take nothing from what each authority's own scorecard keeps.

The sums give way first: what an authority's own board reads should not be less because a region exists. Only where sums
that are out already leave no other choice, more of an authority's figures is withheld.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scorecards.disclosure.joint import Joint
from scorecards.disclosure.pattern import Component
from scorecards.disclosure.plan import WINDOW_WEIGHTS
from scorecards.disclosure.protection import choice
from scorecards.disclosure.system import Key

ROUNDS = 12
"""How many tables are tried for many counts at once before one is asked by itself."""
AUTHORITY_WEIGHT = 1000.0
"""What an authority's figure weighs against a sum of the region."""


@dataclass
class Across:
    """The `sums` that are withheld, `more` that is withheld of each authority, and what could not be protected."""

    joint: Joint
    sums: set[Key] = field(default_factory=set)
    more: dict[str, set[Key]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def solve(self) -> None:
        """Withhold until every count that a shown sum is of is as safe as it is without any sum."""
        rows = range(len(self.joint.pattern.system.rows))
        self._weights = [self._weight(place) for place in rows]
        done: set[int] = set()
        for node in self.joint.touched():
            if node not in done:
                done |= self._make_safe(node)

    def withhold(self, rows: Iterable[int]) -> None:
        """Withhold rows of sums, or of authorities."""
        for place in rows:
            self.joint.pattern.withheld.add(place)
            row = self.joint.pattern.system.rows[place]
            if place in self.joint.sums:
                self.sums.add(row.key)
            else:
                self.more.setdefault(self.joint.code_of(row.nodes[0]), set()).add(row.key)

    def _make_safe(self, touched: int) -> set[int]:
        """Withhold sums until everything tied to this count is as safe as it is without them; what is tied to it then."""
        while True:
            tied = self.joint.pattern.component(touched)
            harmed = next(self._harmed(tied), None)
            if harmed is None:
                return set(tied.place)
            if not self._protect(*harmed, tied):
                self.notes.append(f"{self._words(harmed[0])}: no choice was found that protects it")
                return set(tied.place)

    def _weight(self, place: int) -> float:
        """A sum by its window, a category's the least; an authority's figure far more; ties by place."""
        row = self.joint.pattern.system.rows[place]
        base = WINDOW_WEIGHTS.get(row.value.window_name, 1.0) if row.is_total else 0.5
        return base * (1.0 if place in self.joint.sums else AUTHORITY_WEIGHT) + place / 1_000_000

    def _harmed(self, tied: Component) -> Iterator[tuple[int, int, int]]:
        """The counts that sums narrow, each with the range that it has to keep."""
        pattern, system = self.joint.pattern, self.joint.pattern.system
        printed = [
            node for node in sorted(tied.place) if node < self.joint.owned_nodes and system.rows_of[node]
        ]
        small = [node for node in printed if pattern.smallest <= system.values[node] <= pattern.largest]
        proved = tied.safe(small, ROUNDS)
        for node in small:
            if node not in proved:
                alone, mine = self.joint.own(node)
                low, high = alone.reach(mine)
                low, high = max(low, pattern.smallest), min(high, pattern.largest)
                least, most = tied.reach(node)
                if least > low or most < high:
                    yield node, low, high
        for node in sorted(tied.fixed(node for node in printed if system.values[node] > pattern.largest)):
            alone, mine = self.joint.own(node)
            if not alone.component(mine).fixed([mine]):
                yield node, system.values[node] - 1, system.values[node] + 1

    def _protect(self, node: int, low: int, high: int, tied: Component) -> bool:
        """Withhold the sums, or at last the figures, of least weight that give the count its range."""
        pattern, system = self.joint.pattern, self.joint.pattern.system
        sums = {place for place in self.joint.sums if not system.rows[place].is_fixed}
        rows = {
            place
            for place in self.joint.owned_rows
            if not system.rows[place].is_fixed and not system.rows[place].is_known_zero
        }
        value = system.values[node]
        ranges = [(low, high)] if value <= pattern.largest else [(value - 1, value), (value, value + 1)]
        for may_hide in (sums, sums | rows):
            for least, most in ranges:
                found = choice(pattern, node, low=least, high=most, weights=self._weights, may_hide=may_hide)
                if found.rows:
                    self.withhold(found.rows)
                    return True
            near = {
                place for each in tied.place for equation in system.equations_of[each] for other, _ in system.equations[equation]
                for place in system.rows_of[other] if place in sums - pattern.withheld
            }  # fmt: skip
            if near:  # every sum that touches it: without them it is as safe as in its own scorecard
                self.withhold(sorted(near))
                return True
        return False

    def _words(self, node: int) -> str:
        row = self.joint.pattern.system.rows[self.joint.pattern.system.rows_of[node][0]]
        return f"{self.joint.code_of(node)} {row.key[0]} {row.key[1]}"
