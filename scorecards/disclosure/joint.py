"""Everything that ties the counts of a region's authorities to each other, in one system: each authority's own, and the
sums of the region, which tie them across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scorecards.disclosure.pattern import Pattern
from scorecards.disclosure.release import Release
from scorecards.disclosure.series import sides
from scorecards.disclosure.system import Key, Row, System, key_of
from scorecards.value import NOT_APPLICABLE, Value


@dataclass
class Joint:
    """`pattern` holds the rows of all authorities, one authority after the other, and the `sums` behind them."""

    authorities: Mapping[str, Release]
    smallest: int
    largest: int
    as_read: bool = False
    """As a reader takes it who has only an old number of a figure that was revised."""
    sums: dict[int, Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pattern = Pattern(system=System(), smallest=self.smallest, largest=self.largest)
        self._alone = {code: self._own_pattern(release) for code, release in sorted(self.authorities.items())}
        self._at: dict[str, int] = {}
        self._row_of: dict[tuple[str, Key], int] = {}
        self.whole: set[tuple[str, str, str]] = set()  # breakdowns of which some authority shows nothing
        for code, pattern in self._alone.items():
            self._join(code, pattern)
        self.owned_rows = range(len(self.pattern.system.rows))
        self.owned_nodes = len(self.pattern.system.values)
        self._nothing = {
            (code, key_of(row))
            for code, release in self.authorities.items()
            for row in release.rows
            if row.state == NOT_APPLICABLE
        }
        self._printed = {
            (code, row.indicator, row.period_id)
            for code, release in self.authorities.items()
            for row in release.rows
        }

    def _own_pattern(self, release: Release) -> Pattern:
        """What an authority withholds: of what it prints, and whatever an earlier release withheld and it prints no more."""
        system = release.system(self.as_read)
        shown = {key_of(row) for row in release.rows}
        withheld = {
            place
            for place, row in enumerate(system.rows)
            if not row.is_fixed and (row.key in release.hidden or row.key not in shown)
        }
        # Where nothing of a breakdown is shown, nobody can tell that a withheld category of it is not nought.
        told = {row.key[:3] for place, row in enumerate(system.rows) if row.is_total or place not in withheld}
        whole = {place for place, row in enumerate(system.rows) if row.key[:3] not in told}
        return Pattern(
            system=system, smallest=self.smallest, largest=self.largest, withheld=withheld, whole=whole
        )

    def _join(self, code: str, pattern: Pattern) -> None:
        """Put an authority's system beside the others'."""
        joint, one = self.pattern.system, pattern.system
        nodes, rows, equations = len(joint.values), len(joint.rows), len(joint.equations)
        self._at[code] = nodes
        joint.values += one.values
        joint.rows_of += [[row + rows for row in each] for each in one.rows_of]
        joint.equations += [[(node + nodes, much) for node, much in each] for each in one.equations]
        joint.equations_of += [[equation + equations for equation in each] for each in one.equations_of]
        for place, row in enumerate(one.rows):
            self._row_of[code, row.key] = place + rows
            joint.rows.append(replace(row, nodes=tuple(node + nodes for node in row.nodes)))
        self.pattern.withheld |= {row + rows for row in pattern.withheld}
        self.pattern.whole |= {row + rows for row in pattern.whole}
        self.whole |= {one.rows[row].key[:3] for row in pattern.whole}

    def knows(self, code: str, key: Key) -> bool:
        """Whether readers know of an authority's line: it is printed, shown or withheld, or is seen to be nought, as a
        category is that is not among those printed."""
        is_part = bool(key[2]) and (code, *key[:2]) in self._printed
        return (code, key) in self._row_of or (code, key) in self._nothing or is_part

    def is_plain(self, key: Key, counted: Sequence[str]) -> bool:
        """Whether a sum is of figures that are all shown, so that whoever can add knows it."""
        is_hidden = any(key in release.hidden for release in self.authorities.values())
        return not is_hidden and all(self.knows(code, key) for code in counted)

    def is_unclear(self, key: Key, counted: Sequence[str]) -> bool:
        """Whether a sum is of something that readers are not shown at all, or leaves out what they see as withheld: its
        number of authorities would tell of it."""
        left_out = self.authorities.keys() - set(counted)
        return any(key in self.authorities[code].hidden for code in left_out) or not all(
            self.knows(code, key) for code in counted
        )

    def counts(self, value: Value, counted: Sequence[str]) -> dict[str, int]:
        """What the authorities' counts of a sum come to by now, by side."""
        values = self.pattern.system.values
        parts = {side: self._parts(key_of(value), side, counted) for side in sides(value)}
        return {side: sum(values[node] for node in nodes) for side, nodes in parts.items()}

    def add(self, value: Value, counted: Sequence[str], *, is_fixed: bool) -> None:
        """Tie the authorities' counts by a sum of them; one that they do not come to ties nothing."""
        system, place = self.pattern.system, len(self.pattern.system.rows)
        nodes = {side: system.node(count) for side, count in self.counts(value, counted).items()}
        row = Row(key=key_of(value), value=value, nodes=tuple(nodes.values()), is_fixed=is_fixed)
        system.rows.append(row)
        self.sums[place] = row.key
        if row.key[:3] in self.whole:
            self.pattern.whole.add(place)
        for side, node in nodes.items():
            system.rows_of[node].append(place)
            system.add([(node, -1), *((part, 1) for part in self._parts(row.key, side, counted))])

    def _parts(self, key: Key, side: str, counted: Sequence[str]) -> list[int]:
        """The authorities' counts that one side of a sum is of."""
        rows = self.pattern.system.rows
        found = [rows[self._row_of[code, key]] for code in counted if (code, key) in self._row_of]
        nodes = [dict(zip(sides(row.value), row.nodes, strict=True)) for row in found]
        return [each[side] for each in nodes if side in each]

    def touched(self) -> list[int]:
        """The withheld counts of authorities that a shown sum is of, in order."""
        system = self.pattern.system
        found = {
            other
            for place in self.sums
            if place not in self.pattern.withheld
            for node in system.rows[place].nodes
            for equation in system.equations_of[node]
            for other, _ in system.equations[equation]
            if other < self.owned_nodes and self.pattern.hides(other)
        }
        return sorted(found)

    def code_of(self, node: int) -> str:
        """Whose count it is."""
        begun = (code for code, at in self._at.items() if at <= node)
        return max(begun, key=lambda code: (self._at[code], code))

    def own(self, node: int) -> tuple[Pattern, int]:
        """The authority's own pattern, as if there were no sums, and its number for the node."""
        code = self.code_of(node)
        return self._alone[code], node - self._at[code]
