"""What may be shown of a region's sums beside its authorities' figures.

The counts of the authorities and their sum are one more relation: from the sum and the others a single withheld count could
be worked out, in one window or category or by way of several, or of earlier editions. So everything that ties the counts
of every authority together is put into one system with the sums, and it is decided which sums are shown.

A sum shown must leave every withheld count of every authority the range that the authority's own scorecard leaves it, and
none known exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from scorecards.disclosure.across import Across
from scorecards.disclosure.joint import Joint
from scorecards.disclosure.past import is_same
from scorecards.disclosure.planned import EARLIER, PRIMARY, SECONDARY, WHOLE
from scorecards.disclosure.release import Release, emptied
from scorecards.disclosure.report import Withholding
from scorecards.disclosure.series import sides
from scorecards.disclosure.system import Key, key_of
from scorecards.region.counted import PARTIAL, Counted
from scorecards.value import OK, WITHHELD, Value

REASONS = {
    PRIMARY: "It shows a count that could show a child",
    SECONDARY: "With the authorities' figures it would give one away that is withheld",
    WHOLE: "An authority shows nothing of this breakdown, not even which of its categories are nought",
    EARLIER: "An earlier release withheld it, and what it would give away is still out",
}
FOR_THE_SUM = "With a sum of the region that is out already it would give away a small count"
INSTEAD = "The authorities' figures that are shown"
SUMMED = (OK, PARTIAL)


@dataclass(frozen=True, kw_only=True)
class RegionRelease:
    """The region's figures as they are shown; `authorities` are the releases, with more withheld where nothing else helps;
    `small` names the small withheld counts, as authority, row and side, for the attack to know what it must not find."""

    totals: tuple[Counted, ...]
    authorities: Mapping[str, Release]
    small: frozenset[tuple[str, str, str, str, str, str]]
    report: tuple[Withholding, ...] = ()
    notes: tuple[str, ...] = ()
    is_zero_shown: bool = True

    def as_they_hold(self, sums: Iterable[Counted]) -> tuple[Value, ...]:
        """The sums of an earlier edition, without their number where their authorities' figures come to another by now:
        nothing true follows from it."""
        return tuple(
            each.value
            if self._holds(each)
            else replace(each.value, numerator=None, denominator=None, value=None)
            for each in sums
        )

    def _holds(self, each: Counted) -> bool:
        if each.value.state not in SUMMED or not self.authorities.keys() >= set(each.counted):
            return True
        pasts = [self.authorities[code].past() for code in each.counted]
        now = [row for past in pasts if past and (row := past.values.get(key_of(each.value)))]
        names = ("numerator", "denominator") if each.value.unit == "%" else ("numerator",)
        return all(
            sum((getattr(row, name) or Decimal(0) for row in now), Decimal(0)) == getattr(each.value, name)
            for name in names
        )


def region_released(
    *,
    wanted: Sequence[Counted],
    authorities: Mapping[str, Release],
    earlier: Sequence[Sequence[Counted]] = (),
    of_nobody: frozenset[str] = frozenset(),
    smallest: int = 1,
    largest: int = 5,
) -> RegionRelease:
    """What is shown of the `wanted` figures of a region whose authorities show what their releases say.

    `earlier` are the region's figures of each earlier edition as they were shown, oldest first, with the authorities that
    were in them. Indicators of nobody are never withheld.
    """
    plan = _Plan(
        {key_of(each.value): each for each in wanted if each.value.indicator not in of_nobody},
        dict(authorities),
        [[each for each in rows if each.value.indicator not in of_nobody] for rows in earlier],
        smallest,
        largest,
    )
    plan.solve()
    hidden = {key_of(each.value): each for each in wanted if key_of(each.value) in plan.hidden}
    return RegionRelease(
        totals=tuple(
            replace(each, value=emptied(each.value)) if key_of(each.value) in hidden else each
            for each in wanted
        ),
        authorities=plan.authorities,
        small=frozenset(
            [(code, *place) for code, release in plan.authorities.items() for place in release.small]
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
    """The sums that are withheld, by key with the kind; `authorities` are replaced where more of them is withheld."""

    wanted: Mapping[Key, Counted]
    authorities: dict[str, Release]
    earlier: Sequence[Sequence[Counted]]
    smallest: int
    largest: int
    hidden: dict[Key, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _old: dict[tuple[Key, tuple[str, ...]], list[Value]] = field(default_factory=dict)
    """What earlier editions showed of each sum, by the authorities that it was of."""

    def solve(self) -> None:
        """Decide every sum: first with what is true, then as a reader may take it who has only an old number of a sum or of
        an authority's figure, until what is withheld leaves no more of these."""
        every = [each for rows in self.earlier for each in rows]
        self._before = {key_of(each.value) for each in every if each.value.state == WITHHELD}
        for each in every:
            if each.value.state in SUMMED:
                self._old.setdefault((key_of(each.value), each.counted), []).append(each.value)
        self._solve(as_read=False)
        while self._old:
            shown = len(self.hidden), sum(len(each.hidden) for each in self.authorities.values())
            self._solve(as_read=True)
            if shown == (len(self.hidden), sum(len(each.hidden) for each in self.authorities.values())):
                return

    def _solve(self, *, as_read: bool) -> None:
        joint = Joint(self.authorities, self.smallest, self.largest, as_read)
        for key, each in self.wanted.items():
            is_whole = key[:3] in joint.whole
            if each.value.state in SUMMED and (is_whole or not joint.is_plain(key, each.counted)):
                self._add(joint, key, each)
        for (key, counted), printed in sorted(self._old.items()):
            if not self._is_newer_shown(key, counted) and all(joint.knows(code, key) for code in counted):
                counts = joint.counts(printed[-1], counted)
                if as_read or any(counts == sides(value) for value in printed):
                    joint.add(printed[-1], counted, is_fixed=True)
        across = Across(joint)
        rows = joint.pattern.system.rows
        across.withhold(
            place for place, key in joint.sums.items() if key in self.hidden and not rows[place].is_fixed
        )
        across.solve()
        self.hidden |= {key: SECONDARY for key in across.sums if key not in self.hidden}
        self.notes += [words for words in across.notes if words not in self.notes]
        for code, keys in across.more.items():
            self.authorities[code] = self.authorities[code].withholding(dict.fromkeys(keys, FOR_THE_SUM))

    def _is_newer_shown(self, key: Key, counted: tuple[str, ...]) -> bool:
        """Whether this edition shows the sum of the same authorities, as it was or revised."""
        now = self.wanted.get(key)
        return now is not None and now.counted == counted and (key not in self.hidden or self._is_out(now))

    def _is_out(self, each: Counted) -> bool:
        """Whether an earlier edition showed the sum as it is."""
        return any(is_same(each.value, old) for old in self._old.get((key_of(each.value), each.counted), ()))

    def _add(self, joint: Joint, key: Key, each: Counted) -> None:
        """Put a sum into the system, or withhold it for what can be told of it alone."""
        is_fixed, counts = self._is_out(each), sides(each.value)
        if joint.is_unclear(key, each.counted):
            self.hidden.setdefault(key, SECONDARY)
            return
        if key[:3] in joint.whole and not is_fixed:
            # A mark beside a nought would say that it is none, of an authority that does not even say so much.
            self.hidden.setdefault(key, WHOLE)
        if key in self._before and not is_fixed:
            self.hidden.setdefault(key, EARLIER)
        is_small = any(self.smallest <= count <= self.largest for count in counts.values())
        if not is_fixed and (is_small or joint.counts(each.value, each.counted) != counts):
            self.hidden.setdefault(key, PRIMARY)
        joint.add(each.value, each.counted, is_fixed=is_fixed)


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
