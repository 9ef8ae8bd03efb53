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
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import polars

from scorecards.disclosure.plan import SECONDARY, plan
from scorecards.disclosure.report import Withholding, of_one_person, report
from scorecards.disclosure.series import rows_frame, series_of, sides
from scorecards.disclosure.system import Key, System, key_of, system_of
from scorecards.disclosure.tier import Tier
from scorecards.value import IMPOSSIBLE, OK, WITHHELD, Value, Values

KEY = ("indicator", "period_id", "breakdown", "category")
LONGER_TIME = "A longer period, where that is shown"


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
    system: Callable[[], System] = field(default=System, compare=False, repr=False)
    """Makes everything that ties its counts together, for what is solved over several releases at once."""

    @cached_property
    def hidden(self) -> set[Key]:
        """The rows that are withheld."""
        return {key_of(row) for row in self.rows if row.state == WITHHELD}

    def withholding(self, more: Mapping[Key, str]) -> "Release":
        """The same with more rows withheld, each for a reason in words."""
        lines = [Withholding(**dict(zip(KEY, key, strict=True)), kind=SECONDARY, reason=why, instead=LONGER_TIME)
                 for key, why in more.items()]  # fmt: skip
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


@dataclass(frozen=True, kw_only=True)
class EarlierRelease:
    """What an earlier release showed: rows with numbers or the mark `withheld`, of all controlled audiences."""

    release_id: str
    rows: tuple[Value, ...]


def released(
    wanted: Iterable[Wanted],
    earlier: Sequence[EarlierRelease] = (),
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

    def evidence() -> polars.DataFrame:
        known = rows_frame(of_people.values()) if counted is None else counted
        return known.filter(~polars.col("indicator").is_in(of_nobody))

    def true_system() -> System:
        known = evidence()
        return system_of(_past(of_people, earlier, known).known_with(set()), series_of(known))

    if before is not None and _is_as_it_was(rows, before):
        hidden = {key_of(row) for row in before.rows if row.state == WITHHELD}
    else:
        known = evidence()
        series, taken, is_done = series_of(known), set[Key](), False
        past = _past(of_people, earlier, known)
        hidden = past.hidden
        # Withholding more makes nothing less safe: first what is true; then as a reader may take it who has only an old
        # number of a figure, until what is withheld leaves no more such figures.
        while not is_done:
            system = system_of(past.known_with(taken), series)
            made = plan(system, smallest=smallest, largest=largest, hidden_before=hidden)
            hidden = hidden | {system.rows[place].key for place in made.pattern.withheld}
            lines = {**{_key(line): line for line in report(made, set(rows))}, **lines}
            notes += tuple(note for note in made.notes if note not in notes)
            only_old = {key for key in past.outdated if key not in rows or key in hidden}
            is_done, taken = only_old == taken, only_old
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
        system=true_system,
    )


def _is_as_it_was(rows: dict[Key, Value], before: Values) -> bool:
    """Whether nothing that was shown has changed: the same rows, with the same numbers where there are any."""
    was = {key_of(row): row for row in before.rows}
    return rows.keys() == was.keys() and all(
        row.state in (OK, IMPOSSIBLE, WITHHELD) if was[key].state == WITHHELD else _is_same(row, was[key])
        for key, row in rows.items()
    )


@dataclass(frozen=True, kw_only=True)
class _Past:
    """The present values of all rows printed now or before; which of them are `out` as they are, which were printed
    with another number and are `outdated`, which were withheld and have to stay `hidden`."""

    values: dict[Key, Value]
    out: set[Key]
    outdated: set[Key]
    hidden: set[Key]
    now_or_withheld: set[Key]

    def known_with(self, taken: set[Key]) -> list[tuple[Value, bool]]:
        """The rows with whether each is out, the `taken` outdated ones as if they were."""
        wanted = self.now_or_withheld | self.out | taken
        out = self.out | taken
        return [(value, key in out) for key, value in self.values.items() if key in wanted]


def _past(rows: dict[Key, Value], earlier: Sequence[EarlierRelease], evidence: polars.DataFrame) -> _Past:
    """What earlier releases make of the rows.

    A figure that was revised since is a new one: what was shown of the old one says nothing certain of the new. What
    was withheld stays withheld, because what it would have given away is still out.
    """
    shown: dict[Key, list[Value]] = {}
    before: set[Key] = set()
    for release in earlier:
        for row in release.rows:
            if row.state == WITHHELD:
                before.add(key_of(row))
            else:
                shown.setdefault(key_of(row), []).append(row)
    current = {**_counted_now({*shown, *before} - set(rows), evidence), **rows}
    last = {key: printed[-1] for key, printed in shown.items()} | current
    out = {key for key, printed in shown.items() if any(_is_same(last[key], other) for other in printed)}
    return _Past(
        values={key: last[key] for key in sorted(last)},
        out=out,
        outdated=set(shown) - out,
        hidden={key for key in before - out if not _is_nought(current.get(key))},
        now_or_withheld=set(rows) | before,
    )


def _key(line: Withholding) -> Key:
    return (line.indicator, line.period_id, line.breakdown, line.category)


def _counted_now(keys: set[Key], evidence: polars.DataFrame) -> dict[Key, Value]:
    """The present values of rows that an earlier release printed and this one does not."""
    if not keys:
        return {}
    names = ["indicator", "period_id", "breakdown", "category"]
    asked = polars.DataFrame(sorted(keys), schema=names, orient="row")
    found = Values.from_frame(evidence.join(asked, on=names, how="semi"))
    return {key_of(row): row for row in found.rows}


def _is_same(row: Value, other: Value) -> bool:
    return (row.numerator, row.denominator, row.state) == (other.numerator, other.denominator, other.state)


def _is_nought(row: Value | None) -> bool:
    return row is None or row.state not in (OK, IMPOSSIBLE) or (row.unit != "%" and not row.numerator)


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
