"""Which rows are withheld, and how far a reader could narrow each hidden count."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scorecards.disclosure.system import System
from scorecards.programme import UNLIMITED, Programme

SMALLEST_MOVE = 1e-6
ROUNDS_OF_MOVING, FURTHEST = 4, 1e4


@dataclass
class Pattern:
    """The withheld rows of a system. `whole` are the rows of breakdowns withheld whole, zeros and all: of those a
    reader does not even know that they are not nought."""

    system: System
    smallest: int
    largest: int
    withheld: set[int] = field(default_factory=set)
    whole: set[int] = field(default_factory=set)

    def hides(self, node: int) -> bool:
        return all(row in self.withheld for row in self.system.rows_of[node])

    def lowest(self, node: int) -> int:
        """The least that a reader must allow for a hidden node: a zero would have been shown."""
        rows = [row for row in self.system.rows_of[node] if row not in self.whole]
        if not rows or self.smallest == 0:
            return 0
        return int(any(self._is_never_nought(node, row) for row in rows))

    def _is_never_nought(self, node: int, row: int) -> bool:
        shown = self.system.rows[row]
        is_denominator = len(shown.nodes) == 3 and shown.nodes[1] == node
        return len(shown.nodes) == 1 or is_denominator

    def component(self, node: int) -> "Component":
        """The hidden nodes tied to this one through hidden nodes."""
        system = self.system
        nodes, equations, seen = [node], [], {node}
        told: set[int] = set()
        for each in nodes:
            for equation in system.equations_of[each]:
                if equation in told:
                    continue
                told.add(equation)
                equations.append(equation)
                for other, _ in system.equations[equation]:
                    if other not in seen and self.hides(other):
                        seen.add(other)
                        nodes.append(other)
        return Component(self, nodes, equations)

    def components(self, wanted: Iterable[int]) -> Iterator["Component"]:
        """The components that hold the wanted nodes, each once."""
        seen: set[int] = set()
        for node in wanted:
            if node not in seen:
                found = self.component(node)
                seen.update(found.place)
                yield found

    def reach(self, node: int) -> tuple[int, int]:
        """The least and the most that the node can be, as far as the range of small counts goes."""
        return self.component(node).reach(node)


class Component:
    """Hidden counts that are tied together: all tables that agree with what is shown are its solutions."""

    def __init__(self, pattern: Pattern, nodes: list[int], equations: list[int]) -> None:
        self._pattern = pattern
        self.place = {each: number for number, each in enumerate(nodes)}
        self._values = [pattern.system.values[each] for each in nodes]
        # A table that a revision made impossible is given the room that the true counts need.
        self._floor = [
            min(pattern.lowest(each) - value, 0) for each, value in zip(nodes, self._values, strict=True)
        ]
        self._cells = [
            (row, self.place[each], coefficient)
            for row, equation in enumerate(equations)
            for each, coefficient in pattern.system.equations[equation]
            if each in self.place
        ]
        self._height = len(equations)

    def reach(self, node: int) -> tuple[int, int]:
        """The least and the most that the node can be, drawn in to whole numbers and to the range of small counts."""
        if not self._cells:
            return self._pattern.lowest(node), self._pattern.largest
        at = self.place[node]
        least, most = (self._solve({at: sign}, {at})[at] + self._values[at] for sign in (1.0, -1.0))
        return math.ceil(least - SMALLEST_MOVE), math.floor(most + SMALLEST_MOVE)

    def safe(self, nodes: Iterable[int], rounds: int) -> set[int]:
        """Those of the nodes that so many tables show at both ends of the small counts. Each table pushes all that are
        left, each to an end that it was not yet seen at; others may be safe all the same."""
        from numpy.random import default_rng

        wanted = [self.place[node] for node in nodes if node in self.place]
        if not self._cells:
            low = self._pattern.smallest
            return {node for node in nodes if node in self.place and self._pattern.lowest(node) <= low}
        chance = default_rng(0)
        low_left, high_left = dict.fromkeys(wanted), dict.fromkeys(wanted)
        for _ in range(rounds):
            left = [at for at in wanted if at in low_left or at in high_left]
            if not left:
                break
            ends = {
                at: 1.0 if at not in high_left else -1.0
                for at in left
                if (at in low_left) != (at in high_left)
            }
            pushes = chance.uniform(0.5, 1.5, len(left)) * chance.choice((-1.0, 1.0), len(left))
            cost = {
                at: abs(push) * ends.get(at, push / abs(push)) for at, push in zip(left, pushes, strict=True)
            }
            moves = self._solve(cost, {at for at, push in cost.items() if push < 0})
            for at in left:
                count = moves[at] + self._values[at]
                if count <= self._pattern.smallest + SMALLEST_MOVE:
                    low_left.pop(at, None)
                if count >= self._pattern.largest - SMALLEST_MOVE:
                    high_left.pop(at, None)
        unseen = {*low_left, *high_left}
        return {node for node in nodes if node in self.place and self.place[node] not in unseen}

    def fixed(self, nodes: Iterable[int]) -> set[int]:
        """Those of the nodes that are the same in every table: they are known exactly."""
        from numpy.random import default_rng

        left = {node: self.place[node] for node in nodes if node in self.place}
        if not self._cells:
            return set()
        chance = default_rng(0)
        for _ in range(ROUNDS_OF_MOVING):
            if not left:
                break
            cost = dict(zip(left.values(), chance.uniform(0.5, 1.5, len(left)), strict=True))
            moves = self._solve(cost, set())
            lifts = self._solve({at: -push for at, push in cost.items()}, set(), furthest=FURTHEST)
            left = {node: at for node, at in left.items() if lifts[at] - moves[at] < 1 - SMALLEST_MOVE}
        return {node for node, at in left.items() if self._width(at) < 1 - SMALLEST_MOVE}

    def _width(self, at: int) -> float:
        least, most = self._solve({at: 1.0}, set()), self._solve({at: -1.0}, set(), furthest=FURTHEST)
        return float(most[at] - least[at])

    def _solve(self, cost: dict[int, float], topped: set[int], furthest: float = UNLIMITED) -> Any:
        """The moves from the true counts that cost least; the topped places stay within the small counts."""
        import numpy

        tops = {} if furthest == UNLIMITED else dict.fromkeys(range(len(self._values)), furthest)
        tops |= {at: float(max(self._pattern.largest - self._values[at], 0)) for at in topped}
        found = self._programme.cheapest(cost, tops)
        return numpy.zeros(len(self._values)) if found is None else found

    @cached_property
    def _programme(self) -> Programme:
        nothing = [0.0] * self._height
        unlimited = [UNLIMITED] * len(self._values)
        return Programme(cells=self._cells, least=nothing, most=nothing, floor=self._floor, top=unlimited)
