"""What a reader holds and must reckon with: unknown counts, and the equations and inequalities that tie them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scorecards.attack.seen import Name, Span

Count = tuple[Name, Span]
FURTHEST = 10**6
"""More than any count."""
Truth = Mapping[Name, Mapping[Span, int]]
"""Counts that are known here, shown or not, by name and span: no guess of a reader stands against them."""


@dataclass
class Tables:
    """`true` are the counts that are known here, `told` those shown, `known` those of them that this reader sees; `floor`
    holds each unknown count with the least it can be; an equation is the sum of coefficient times unknown, and what it
    comes to; where `is_least` it comes to that or more. `of` names the one count of each name and span."""

    true: dict[Count, int] = field(default_factory=dict)
    told: dict[Count, int] = field(default_factory=dict)
    known: dict[Count, int] = field(default_factory=dict)
    floor: dict[object, int] = field(default_factory=dict)
    lines: list[tuple[dict[object, int], int, bool]] = field(default_factory=list)
    of: dict[Count, Count] = field(default_factory=dict)

    def say(self, terms: Iterable[tuple[object, int]], total: int = 0, *, is_least: bool = False) -> None:
        """Keep an equation with what is known taken out of it. One that holds nothing unknown says nothing new."""
        left: dict[object, int] = {}
        for count, coefficient in terms:
            if count in self.known:
                total -= coefficient * self.known[count]  # type: ignore[index]
            else:
                left[count] = left.get(count, 0) + coefficient
        left = {count: coefficient for count, coefficient in left.items() if coefficient}
        if left:
            self.lines.append((left, total, is_least))
