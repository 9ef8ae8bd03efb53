"""What may be shown of a region's sums beside its authorities' figures.

The counts of the authorities and their sum are one more relation: from the sum and the others a single withheld count could
be worked out, in one window or by way of several. So everything that ties the counts of every authority together is put
into one system with the sums, and it is decided which sums are shown.

The sums give way first: what an authority's own board reads should not be less because a region exists. Only where sums
that are out already leave no other choice, more of an authority's figures is withheld. A sum shown must leave every
withheld count of every authority the range that the authority's own scorecard leaves it, and none known exactly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scorecards.disclosure.pattern import Component, Pattern
from scorecards.disclosure.plan import EARLIER, PRIMARY, SECONDARY, WINDOW_WEIGHTS
from scorecards.disclosure.protection import choice
from scorecards.disclosure.release import EarlierRelease, Release
from scorecards.disclosure.report import Withholding
from scorecards.disclosure.series import sides
from scorecards.disclosure.system import Key, Row, System, key_of
from scorecards.region.counted import PARTIAL, Counted
from scorecards.value import NOT_APPLICABLE, OK, WITHHELD, Value

ROUNDS = 12
"""How many tables are tried for many counts at once before one is asked by itself."""
AUTHORITY_WEIGHT = 1000.0
"""What an authority's figure weighs against a sum of the region."""
REASONS = {
    PRIMARY: "It shows a count that could show a child",
    SECONDARY: "With the authorities' figures it would give one away that is withheld",
    EARLIER: "An earlier release withheld it, and what it would give away is still out",
}
FOR_THE_SUM = "With a sum of the region that is out already it would give away a small count"
INSTEAD = "The authorities' figures that are shown"


@dataclass(frozen=True, kw_only=True)
class RegionRelease:
    """The region's totals as they are shown; `authorities` are the releases, with more withheld where nothing else helps;
    `small` names the small withheld counts, as authority, row and side, for the attack to know what it must not find."""

    totals: tuple[Counted, ...]
    authorities: Mapping[str, Release]
    small: frozenset[tuple[str, str, str, str, str, str]]
    report: tuple[Withholding, ...] = ()
    notes: tuple[str, ...] = ()
    is_zero_shown: bool = True


def region_released(
    *,
    wanted: Sequence[Counted],
    authorities: Mapping[str, Release],
    earlier: Sequence[EarlierRelease] = (),
    of_nobody: frozenset[str] = frozenset(),
    smallest: int = 1,
    largest: int = 5,
) -> RegionRelease:
    """What is shown of the `wanted` totals of a region whose authorities show what their releases say.

    `earlier` are earlier releases as far as they are of the region. Indicators of nobody are never withheld.
    """
    plan = _Plan(wanted, authorities, earlier, of_nobody, smallest, largest)
    plan.solve()
    hidden = {key_of(each.value): each for each in wanted if key_of(each.value) in plan.hidden}
    releases = {
        code: release.withholding(dict.fromkeys(plan.more[code], FOR_THE_SUM))
        if plan.more.get(code)
        else release
        for code, release in authorities.items()
    }
    return RegionRelease(
        totals=tuple(
            replace(each, value=_emptied(each.value)) if key_of(each.value) in hidden else each
            for each in wanted
        ),
        authorities=releases,
        small=frozenset(
            [(code, *place) for code, release in releases.items() for place in release.small]
            + [
                (each.value.authority, *key, side)
                for key, each in hidden.items()
                for side, count in sides(each.value).items()
                if smallest <= count <= largest
            ]
        ),
        report=tuple(_line(each.value, plan.hidden[key]) for key, each in sorted(hidden.items())),
        notes=tuple(plan.notes),
        is_zero_shown=smallest > 0,
    )


@dataclass
class _Plan:
    """The sums that are withheld, by key with the kind, and what is withheld besides of each authority."""

    wanted: Sequence[Counted]
    authorities: Mapping[str, Release]
    earlier: Sequence[EarlierRelease]
    of_nobody: frozenset[str]
    smallest: int
    largest: int
    hidden: dict[Key, str] = field(default_factory=dict)
    more: dict[str, set[Key]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._alone = {code: self._pattern(release) for code, release in sorted(self.authorities.items())}
        self._joint = Pattern(system=System(), smallest=self.smallest, largest=self.largest)
        self._at: dict[str, int] = {}
        self._row_of: dict[tuple[str, Key], int] = {}
        for code, pattern in self._alone.items():
            self._join(code, pattern)
        self._owned = len(self._joint.system.rows)
        self._nodes = len(self._joint.system.values)
        self._sums: dict[int, Key] = {}
        self._nothing = {
            (code, key_of(row))
            for code, release in self.authorities.items()
            for row in release.rows
            if row.state == NOT_APPLICABLE
        }

    def solve(self) -> None:
        """Decide every sum."""
        out = {
            key_of(row): row for release in self.earlier for row in release.rows if row.state in (OK, PARTIAL)
        }
        before = {key_of(row) for release in self.earlier for row in release.rows if row.state == WITHHELD}
        for each in self.wanted:
            key = key_of(each.value)
            if each.value.indicator in self.of_nobody or each.value.state not in (OK, PARTIAL):
                continue
            is_fixed = key in out and _is_same(out[key], each.value)
            if self._is_plain(each, key):
                continue
            if self._is_unclear(each, key):
                self.hidden[key] = SECONDARY
            elif key in before and not is_fixed:
                self.hidden[key] = EARLIER
            elif self._add(each.value, each.counted, is_fixed=is_fixed) and not is_fixed:
                self.hidden[key] = PRIMARY
        for key, row in sorted(out.items()):
            if (
                key not in {key_of(each.value) for each in self.wanted}
                and row.indicator not in self.of_nobody
            ):
                self._add(row, tuple(self._alone), is_fixed=True)
        self._withhold(row for row, key in self._sums.items() if key in self.hidden)
        self._weights = [self._weight(place) for place in range(len(self._joint.system.rows))]
        done: set[int] = set()
        for node in self._touched():
            if node not in done:
                done |= self._make_safe(node)

    def _pattern(self, release: Release) -> Pattern:
        system = release.system()
        withheld = {
            place for place, row in enumerate(system.rows) if row.key in release.hidden and not row.is_fixed
        }
        # What an earlier release withheld and this one does not print is withheld still.
        shown = {key_of(row) for row in release.rows}
        withheld |= {
            place
            for place, row in enumerate(system.rows)
            if row.key not in shown and not row.is_fixed
        }  # fmt: skip
        return Pattern(system=system, smallest=self.smallest, largest=self.largest, withheld=withheld)

    def _join(self, code: str, pattern: Pattern) -> None:
        """Put an authority's system beside the others'."""
        joint, one = self._joint.system, pattern.system
        nodes, rows, equations = len(joint.values), len(joint.rows), len(joint.equations)
        self._at[code] = nodes
        joint.values += one.values
        joint.rows_of += [[row + rows for row in each] for each in one.rows_of]
        joint.equations += [[(node + nodes, much) for node, much in each] for each in one.equations]
        joint.equations_of += [[equation + equations for equation in each] for each in one.equations_of]
        for place, row in enumerate(one.rows):
            self._row_of[code, row.key] = place + rows
            joint.rows.append(replace(row, nodes=tuple(node + nodes for node in row.nodes)))
        self._joint.withheld |= {row + rows for row in pattern.withheld}

    def _is_plain(self, each: Counted, key: Key) -> bool:
        """Whether a sum is of figures that are all shown, so that whoever can add knows it."""
        is_printed = all((code, key) in self._row_of or (code, key) in self._nothing for code in each.counted)
        return is_printed and not any(key in release.hidden for release in self.authorities.values())

    def _is_unclear(self, each: Counted, key: Key) -> bool:
        """Whether a sum is of something that readers are not shown at all, or leaves out what they see as withheld: its
        number of authorities would tell of it."""
        for code, release in self.authorities.items():
            if code not in each.counted and key in release.hidden:
                return True
        return any(
            (code, key) not in self._row_of and (code, key) not in self._nothing for code in each.counted
        )

    def _add(self, value: Value, counted: Sequence[str], *, is_fixed: bool) -> bool:
        """Put a sum into the system; whether it may not be shown, because it is small itself or is not what the
        authorities' counts come to."""
        system, key = self._joint.system, key_of(value)
        counts = {side: int(count) for side, count in sides(value).items()}
        nodes = {side: system.node(count) for side, count in counts.items()}
        place = len(system.rows)
        system.rows.append(Row(key=key, value=value, nodes=tuple(nodes.values()), is_fixed=is_fixed))
        self._sums[place] = key
        is_sound = True
        for side, node in nodes.items():
            system.rows_of[node].append(place)
            parts = list(self._parts(key, side, counted))
            is_sound &= sum(system.values[part] for part in parts) == counts[side]
            system.add([(node, -1), *((part, 1) for part in parts)])
        return not is_sound or any(self.smallest <= count <= self.largest for count in counts.values())

    def _parts(self, key: Key, side: str, counted: Sequence[str]) -> Iterator[int]:
        """The authorities' counts that a sum is of."""
        for code in counted:
            at = self._row_of.get((code, key))
            if at is not None:
                row = self._joint.system.rows[at]
                nodes = dict(zip(sides(row.value), row.nodes, strict=True))
                if side in nodes:
                    yield nodes[side]

    def _touched(self) -> list[int]:
        """The withheld counts of authorities that a shown sum is of, in order."""
        system = self._joint.system
        found = {
            other
            for place in self._sums
            if place not in self._joint.withheld
            for node in system.rows[place].nodes
            for equation in system.equations_of[node]
            for other, _ in system.equations[equation]
            if other < self._nodes and self._joint.hides(other)
        }
        return sorted(found)

    def _make_safe(self, touched: int) -> set[int]:
        """Withhold sums until everything tied to this count is as safe as it is without them; what is tied to it then."""
        while True:
            tied = self._joint.component(touched)
            harmed = next(self._harmed(tied), None)
            if harmed is None:
                return set(tied.place)
            if not self._protect(*harmed, tied):
                self.notes.append(f"{self._words(harmed[0])}: no choice was found that protects it")
                return set(tied.place)

    def _weight(self, place: int) -> float:
        """A sum by its window; an authority's figure far more; ties by place."""
        row = self._joint.system.rows[place]
        base = WINDOW_WEIGHTS.get(row.value.window_name, 1.0)
        return base * (1.0 if place in self._sums else AUTHORITY_WEIGHT) + place / 1_000_000

    def _harmed(self, tied: Component) -> Iterator[tuple[int, int, int]]:
        """The counts that sums narrow, each with the range that it has to keep."""
        values = self._joint.system.values
        printed = [
            node for node in sorted(tied.place) if node < self._nodes and self._joint.system.rows_of[node]
        ]
        small = [node for node in printed if self.smallest <= values[node] <= self.largest]
        proved = tied.safe(small, ROUNDS)
        for node in small:
            if node not in proved:
                low, high = self._own(node).reach(node - self._offset(node))
                low, high = max(low, self.smallest), min(high, self.largest)
                least, most = tied.reach(node)
                if least > low or most < high:
                    yield node, low, high
        larger = [node for node in printed if values[node] > self.largest]
        for node in sorted(tied.fixed(larger)):
            mine = node - self._offset(node)
            if not self._own(node).component(mine).fixed([mine]):
                yield node, values[node] - 1, values[node] + 1

    def _protect(self, node: int, low: int, high: int, tied: Component) -> bool:
        """Withhold the sums, or at last the figures, of least weight that give the count its range."""
        system = self._joint.system
        sums = {place for place in self._sums if not system.rows[place].is_fixed}
        rows = {
            place
            for place in range(self._owned)
            if not system.rows[place].is_fixed and not system.rows[place].is_known_zero
        }
        value = system.values[node]
        ranges = [(low, high)] if value <= self.largest else [(value - 1, value), (value, value + 1)]
        for may_hide in (sums, sums | rows):
            for least, most in ranges:
                found = choice(
                    self._joint, node, low=least, high=most, weights=self._weights, may_hide=may_hide
                )
                if found.rows:
                    self._withhold(found.rows)
                    return True
            near = {
                place for each in tied.place for equation in system.equations_of[each] for other, _ in system.equations[equation]
                for place in system.rows_of[other] if place in sums - self._joint.withheld
            }  # fmt: skip
            if near:  # every sum that touches it: without them it is as safe as in its own scorecard
                self._withhold(sorted(near))
                return True
        return False

    def _withhold(self, rows: Iterable[int]) -> None:
        for place in rows:
            self._joint.withheld.add(place)
            row = self._joint.system.rows[place]
            if place in self._sums:
                self.hidden.setdefault(row.key, SECONDARY)
            else:
                self.more.setdefault(self._code(row.nodes[0]), set()).add(row.key)

    def _own(self, node: int) -> Pattern:
        return self._alone[self._code(node)]

    def _offset(self, node: int) -> int:
        return self._at[self._code(node)]

    def _code(self, node: int) -> str:
        return max(
            (code for code, at in self._at.items() if at <= node), key=lambda code: (self._at[code], code)
        )

    def _words(self, node: int) -> str:
        row = self._joint.system.rows[self._joint.system.rows_of[node][0]]
        return f"{self._code(node)} {row.key[0]} {row.key[1]}"


def _is_same(row: Value, other: Value) -> bool:
    return (row.numerator, row.denominator, row.state) == (other.numerator, other.denominator, other.state)


def _emptied(row: Value) -> Value:
    return replace(row, numerator=None, denominator=None, value=None, state=WITHHELD)


def _line(value: Value, kind: str) -> Withholding:
    return Withholding(
        indicator=value.indicator,
        period_id=value.period_id,
        breakdown=value.breakdown,
        category=value.category,
        kind=kind,
        reason=REASONS[kind],
        instead=INSTEAD,
        authority=value.authority,
    )
