"""Which rows are withheld, and how far a reader could narrow each hidden count."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scorecards.disclosure.system import System

SMALLEST_MOVE = 1e-6


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

    def component(self, node: int) -> tuple[list[int], list[int]]:
        """The hidden nodes tied to this one through hidden nodes, and the equations that tie them."""
        nodes, equations, seen = [node], [], {node}
        told: set[int] = set()
        for each in nodes:
            for equation in self.system.equations_of[each]:
                if equation in told:
                    continue
                told.add(equation)
                equations.append(equation)
                for other, _ in self.system.equations[equation]:
                    if other not in seen and self.hides(other):
                        seen.add(other)
                        nodes.append(other)
        return nodes, equations

    def reach(self, node: int) -> tuple[int, int]:
        """The least and the most that the node can be, as far as the range of small counts goes.

        Whole numbers; a bound inside the range that is not whole is drawn in.
        """
        import math

        import numpy
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        nodes, equations = self.component(node)
        place = {each: number for number, each in enumerate(nodes)}
        cells = [
            (row, place[each], coefficient)
            for row, equation in enumerate(equations)
            for each, coefficient in self.system.equations[equation]
            if each in place
        ]
        floor = [self.lowest(each) - self.system.values[each] for each in nodes]
        top = self.largest - self.system.values[node]
        if not cells:
            return self.lowest(node), self.largest
        line, column, data = zip(*cells, strict=True)
        matrix = csr_array((data, (line, column)), shape=(len(equations), len(nodes)))
        bounds = [(min(low, 0), None) for low in floor]
        bounds[0] = (bounds[0][0], max(top, 0))
        cost = numpy.zeros(len(nodes))
        ends = []
        for sign in (1, -1):
            cost[0] = sign
            found = linprog(
                cost, A_eq=matrix, b_eq=numpy.zeros(len(equations)), bounds=bounds, method="highs"
            )
            ends.append(
                float(found.x[0]) + self.system.values[node] if found.success else self.system.values[node]
            )
        return math.ceil(ends[0] - SMALLEST_MOVE), math.floor(ends[1] + SMALLEST_MOVE)

    def withhold(self, rows: Iterable[int]) -> None:
        self.withheld.update(rows)
