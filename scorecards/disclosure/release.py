"""What every audience may be shown of a quarter: the one door between counting and everything that a reader sees.

`released` takes the counted values of all audiences at once with what earlier releases showed, decides what is
withheld, and gives each audience's `Released`: only numbers that may be shown, and marks. Charts, control limits,
sentences, order, workbook and page are made from it and from nothing else, so that no change of a withheld number can
change any of them.

What is withheld from one controlled audience is withheld from all: whoever holds two packs learns no more than from
one. An operational audience is withheld nothing and is no part of this, because its files are never circulated.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property

import polars

from scorecards.disclosure.breakdowns import Name
from scorecards.disclosure.past import Past, Shown, is_same, past_of
from scorecards.disclosure.plan import plan
from scorecards.disclosure.planned import SECONDARY
from scorecards.disclosure.report import Withholding, of_one_person, report
from scorecards.disclosure.series import SeriesOf, counts_of, rows_frame, series_of, sides
from scorecards.disclosure.system import Key, System, key_of
from scorecards.disclosure.tier import Tier
from scorecards.disclosure.tying import system_of
from scorecards.value import IMPOSSIBLE, OK, WITHHELD, Value, Values

KEY = ("indicator", "period_id", "breakdown", "category")
LONGER_TIME = "A longer period, where that is shown"
BESIDE_OLD = "An older number that is out would not add up with its neighbours and narrow them"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What one audience would be shown if nothing were withheld."""

    audience: str
    tier: Tier
    values: Values
    of_nobody: frozenset[str] = frozenset()
    """The indicators that count no people, such as files received: nothing of them is ever withheld."""


@dataclass(frozen=True, kw_only=True)
class Released:
    """What one audience is shown: a withheld row has the state `withheld` and no number, every other its numbers."""

    audience: str
    tier: Tier
    values: Values


@dataclass(frozen=True, kw_only=True)
class Release:
    """A quarter's release to all audiences.

    `rows` is what its controlled audiences see together, unrounded: what later releases are solved against.
    `small` names the small counts, as row and side, for the attack to know what it must not find; `notes` say what was
    withheld whole because no better choice was found.
    """

    audiences: dict[str, Released]
    rows: tuple[Value, ...]
    small: frozenset[tuple[str, str, str, str, str]]
    report: tuple[Withholding, ...] = ()
    notes: tuple[str, ...] = ()
    is_zero_shown: bool = True
    counts: Callable[[set[tuple[str, str, str]]], list[tuple[Name, date, date, int]]] = field(
        default=lambda rows: [], compare=False, repr=False
    )
    """Tells the counts of rows (indicator, breakdown, category) in every window."""
    past: Callable[[], Past | None] = field(default=lambda: None, compare=False, repr=False)
    """Makes what earlier releases make of it."""
    system: Callable[[bool], System] = field(default=lambda as_read: System(), compare=False, repr=False)
    """Makes everything that ties its counts together, for what is solved over several releases at once: with what is true,
    or as read by who takes old numbers for what they are where nothing newer is shown."""

    @cached_property
    def hidden(self) -> set[Key]:
        """The rows that are withheld."""
        return {key_of(row) for row in self.rows if row.state == WITHHELD}

    def as_they_hold(self, rows: Iterable[Value]) -> tuple[Value, ...]:
        """The rows of an earlier release, those that were revised since without their old number."""
        past = self.past()
        return tuple(row if past is None else past.as_it_holds(row) for row in rows)

    @cached_property
    def true_counts(self) -> list[tuple[Name, date, date, int]]:
        """What is true now, in every window, of all that this or an earlier release withholds in some."""
        past = self.past()
        hidden = self.hidden | (past.hidden if past else set())
        return self.counts({(ref, breakdown, category) for ref, _, breakdown, category in hidden})

    def withholding(self, more: Mapping[Key, str]) -> "Release":
        """The same with more rows withheld, each for a reason in words."""
        lines = [_withheld(key, why, LONGER_TIME) for key, why in more.items()]
        return replace(
            self,
            audiences={
                name: replace(
                    each,
                    values=Values(
                        tuple(emptied(row) if key_of(row) in more else row for row in each.values.rows)
                    ),
                )
                if each.tier.is_controlled
                else each
                for name, each in self.audiences.items()
            },
            rows=tuple(emptied(row) if key_of(row) in more else row for row in self.rows),
            report=tuple(sorted([*self.report, *lines], key=_key)),
        )

    def of(self, audience: str) -> Values:
        """The only figures that this audience's files may be made from."""
        return self.audiences[audience].values


def released(
    wanted: Iterable[Wanted],
    earlier: Sequence[Shown] = (),
    counted: polars.DataFrame | None = None,
    before: Values | None = None,
) -> Release:
    """What each audience is shown. The same wanted values and earlier releases give the same release.

    `before` is what this quarter's last release showed: where nothing that it showed has changed, nothing is solved
    again and the same is shown, whatever has become of the counts that it withheld.

    `counted` are the build's values of every window, of this authority: the more windows, the more surely the counts
    that are one count are known. Without it the wanted values are all there is.
    """
    asked = list(wanted)
    controlled = [each for each in asked if each.tier.is_controlled]
    # What one audience is not shown, because it is of one person, another may be.
    rows: dict[Key, Value] = {}
    for row in (row for each in controlled for row in each.values.rows):
        if row.state != WITHHELD or key_of(row) not in rows:
            rows[key_of(row)] = row
    smallest = min((each.tier.withheld[0] for each in controlled), default=1)
    largest = max((each.tier.withheld[1] for each in controlled), default=0)
    lines: dict[Key, Withholding] = {}
    notes: tuple[str, ...] = ()
    of_nobody = frozenset[str]().union(*(each.of_nobody for each in controlled))
    of_people = {key: row for key, row in rows.items() if row.indicator not in of_nobody}

    @cache
    def evidence() -> polars.DataFrame:
        every = rows_frame(of_people.values()) if counted is None else counted
        return every.filter(~polars.col("indicator").is_in(of_nobody))

    @cache
    def past() -> Past:
        return past_of(of_people, earlier, evidence())

    @cache
    def series() -> SeriesOf:
        return series_of(evidence())

    def tied(as_read: bool) -> System:
        taken = past().only_old(set(rows) - hidden) if as_read else set()
        return system_of(past().known_with(taken), series())

    if before is not None and _is_as_it_was(rows, before):
        hidden = {key_of(row) for row in before.rows if row.state == WITHHELD}
    else:
        taken, is_done, hidden = set[Key](), False, past().hidden
        # Withholding more makes nothing less safe: first what is true; then as a reader may take it who has only an old
        # number of a figure, until what is withheld leaves no more such figures.
        while not is_done:
            system = system_of(past().known_with(taken), series())
            made = plan(system, smallest=smallest, largest=largest, hidden_before=hidden)
            hidden = hidden | {system.rows[place].key for place in made.pattern.withheld}
            lines = {**{_key(line): line for line in report(made, set(rows))}, **lines}
            notes += tuple(note for note in made.notes if note not in notes)
            only_old = past().only_old(set(rows) - hidden)
            beside = past().beside_old(of_people, hidden, only_old)
            lines |= {key: _withheld(key, BESIDE_OLD, "The total, where that is shown") for key in beside}
            is_done, taken, hidden = only_old == taken and not beside, only_old, hidden | beside
    return Release(
        audiences={each.audience: _released(each, hidden) for each in asked},
        rows=tuple(emptied(row) if key in hidden else row for key, row in sorted(rows.items())),
        small=frozenset(
            (*key, side)
            for key in hidden & set(rows)
            for side, count in sides(rows[key]).items()
            if smallest <= count <= largest
        ),
        report=tuple(sorted([*lines.values(), *of_one_person(rows.values())], key=_key)),
        notes=notes,
        is_zero_shown=smallest > 0,
        counts=lambda wanted: counts_of(evidence(), wanted),
        past=past,
        system=tied,
    )


def _is_as_it_was(rows: dict[Key, Value], before: Values) -> bool:
    """Whether nothing that was shown has changed: the same rows, with the same numbers where there are any."""
    was = {key_of(row): row for row in before.rows}
    return rows.keys() == was.keys() and all(
        row.state in (OK, IMPOSSIBLE, WITHHELD) if was[key].state == WITHHELD else is_same(row, was[key])
        for key, row in rows.items()
    )


def _key(line: Withholding) -> Key:
    return (line.indicator, line.period_id, line.breakdown, line.category)


def _withheld(key: Key, reason: str, instead: str) -> Withholding:
    return Withholding(**dict(zip(KEY, key, strict=True)), kind=SECONDARY, reason=reason, instead=instead)


def _released(wanted: Wanted, hidden: set[Key]) -> Released:
    rows = wanted.values.rows
    if wanted.tier.is_controlled:
        rows = tuple(
            emptied(row) if key_of(row) in hidden else _rounded(row, wanted.tier.round_to) for row in rows
        )
    return Released(audience=wanted.audience, tier=wanted.tier, values=Values(rows))


def emptied(row: Value) -> Value:
    """The row with the mark of what is withheld in place of its numbers."""
    return replace(row, numerator=None, denominator=None, value=None, state=WITHHELD)


def _rounded(row: Value, to: int) -> Value:
    """The row with its counts to the nearest `to` and its shares and rates whole; as it is when `to` is 1."""
    if to == 1 or row.value is None:
        return row
    value = _nearest(Decimal(str(row.value)), to if row.unit == "count" else 1)
    return replace(
        row,
        numerator=None if row.numerator is None else _nearest(row.numerator, to),
        denominator=None if row.denominator is None else _nearest(row.denominator, to),
        value=float(value),
    )


def _nearest(count: Decimal, to: int) -> Decimal:
    return (count / to).quantize(Decimal(1), ROUND_HALF_UP) * to
