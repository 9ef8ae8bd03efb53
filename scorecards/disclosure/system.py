"""Everything that ties the published counts together, as equations over counts.

A *node* is one count of people or events in one window. A *row* is one line of a scorecard: it shows its nodes (the
numerator, the denominator of a share and those in between) or, withheld, none of them. A node is hidden only when every
row that would show it is withheld. Equations say that sums of nodes are nought; nodes that nobody prints (a stretch of
time between two printed windows, the slack of an inequality) are hidden always.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from scorecards.disclosure.breakdowns import Name
from scorecards.value import Value

Key = tuple[str, str, str, str]
Place = tuple[Name, date, date]


def key_of(row: Value) -> Key:
    """What names a row in every release."""
    return (row.indicator, row.period_id, row.breakdown, row.category)


@dataclass
class Row:
    """One line: the nodes that it shows. `is_whole` rows count everything of the indicator in the window."""

    key: Key
    value: Value
    nodes: tuple[int, ...]
    is_fixed: bool = False  # an earlier release showed it as it is

    @property
    def own_nodes(self) -> tuple[int, ...]:
        """Those that nobody else need print: all but what a share is of."""
        return (self.nodes[0], self.nodes[2]) if len(self.nodes) == 3 else self.nodes

    @property
    def is_total(self) -> bool:
        return self.value.is_total

    @property
    def is_known_zero(self) -> bool:
        """A count that is nought: where zeros are shown, a withheld one is known to be more."""
        return self.value.unit != "%" and not self.value.numerator


@dataclass
class System:
    """Nodes with their true counts, the rows that show them and the equations between them."""

    values: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rows_of: list[list[int]] = field(default_factory=list)
    equations: list[list[tuple[int, int]]] = field(default_factory=list)
    equations_of: list[list[int]] = field(default_factory=list)
    places: dict[Place, int] = field(default_factory=dict)

    def node(self, value: int) -> int:
        self.values.append(value)
        self.rows_of.append([])
        self.equations_of.append([])
        return len(self.values) - 1

    def add(self, terms: Iterable[tuple[int, int]]) -> None:
        """An equation: the sum of coefficient times node is nought. One that the true counts break is nobody's."""
        merged: dict[int, int] = {}
        for node, coefficient in terms:
            merged[node] = merged.get(node, 0) + coefficient
        equation = [(node, coefficient) for node, coefficient in merged.items() if coefficient]
        if not equation or sum(coefficient * self.values[node] for node, coefficient in equation) != 0:
            return
        for node, _ in equation:
            self.equations_of[node].append(len(self.equations))
        self.equations.append(equation)

    def at_least(self, terms: list[tuple[int, int]]) -> None:
        """An inequality: the sum is nought or more."""
        slack = sum(coefficient * self.values[node] for node, coefficient in terms)
        if slack >= 0:
            self.add([*terms, (self.node(slack), -1)])
