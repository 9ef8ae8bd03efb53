"""The plan of a release: which rows are withheld, and for each the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from scorecards.disclosure.pattern import Pattern
from scorecards.disclosure.system import Row

PRIMARY, SECONDARY, WHOLE, EARLIER = "primary", "secondary", "whole", "earlier"


@dataclass
class Plan:
    """The kinds of withholding by row, and what could not be solved as it should."""

    pattern: Pattern
    kinds: dict[int, str] = field(default_factory=dict)
    protects: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def free(self) -> set[int]:
        """The rows that may be withheld."""
        rows = enumerate(self.pattern.system.rows)
        return {place for place, row in rows if _may_hide(self.pattern, row)}

    @cached_property
    def free_parts(self) -> set[int]:
        """Those of them that are categories."""
        return {place for place in self.free if not self.pattern.system.rows[place].is_total}

    def withhold(self, rows: Iterable[int], kind: str, protects: int | None = None) -> None:
        """Withhold rows, keeping the first reason of each."""
        for row in rows:
            self.pattern.withheld.add(row)
            self.kinds.setdefault(row, kind)
            if protects is not None:
                self.protects.setdefault(row, protects)

    def copy(self) -> "Plan":
        """The same, to go on with by itself."""
        pattern = replace(self.pattern, withheld=set(self.pattern.withheld), whole=set(self.pattern.whole))
        return Plan(pattern, dict(self.kinds), dict(self.protects), list(self.notes))

    def take(self, other: "Plan") -> None:
        """Take in what a copy of it has decided since."""
        self.pattern.withheld |= other.pattern.withheld
        self.pattern.whole |= other.pattern.whole
        self.kinds = other.kinds | self.kinds
        self.protects = other.protects | self.protects
        self.notes += [note for note in other.notes if note not in self.notes]


def _may_hide(pattern: Pattern, row: Row) -> bool:
    return not row.is_fixed and not (row.is_known_zero and pattern.smallest > 0)
