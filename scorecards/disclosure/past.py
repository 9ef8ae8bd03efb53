"""What earlier releases make of a release: which rows are out as they are, which were printed otherwise and are outdated,
and which have to stay withheld."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars

from scorecards.disclosure.system import Key, key_of
from scorecards.value import IMPOSSIBLE, OK, WITHHELD, Value, Values

Shown = tuple[Value, ...]
"""What an earlier release showed: rows with numbers or the mark `withheld`, of all controlled audiences."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """The present values of all rows printed now or before; which of them are `out` as they are, which were printed
    with another number and are `outdated`, which were withheld and have to stay `hidden`."""

    values: dict[Key, Value]
    out: set[Key]
    outdated: set[Key]
    hidden: set[Key]
    now_or_withheld: set[Key]

    def as_it_holds(self, row: Value) -> Value:
        """What an earlier release showed of a row, without its number where that was revised since: nothing true follows
        from it, but that there is such a row does."""
        if row.state == WITHHELD or is_same(self.values.get(key_of(row), row), row):
            return row
        return replace(row, numerator=None, denominator=None, value=None)

    def known_with(self, taken: set[Key]) -> list[tuple[Value, bool]]:
        """The rows with whether each is out, the `taken` outdated ones as if they were."""
        wanted = self.now_or_withheld | self.out | taken
        out = self.out | taken
        return [(value, key in out) for key, value in self.values.items() if key in wanted]

    def only_old(self, shown: Collection[Key]) -> set[Key]:
        """The figures of which readers have an old number and none that is newer."""
        return self.outdated.difference(shown)

    def beside_old(
        self, rows: Mapping[Key, Value], hidden: Collection[Key], only_old: Collection[Key]
    ) -> set[Key]:
        """The categories that are shown beside withheld ones of a figure of which readers have an old number alone. They
        would take the one from the other, which was never a sum of counts of one day, and what is left says less or more
        than any true table does; so no choice that rests on true tables guards it, and the breakdown goes whole."""
        old = {key[:2] for key in only_old}
        partly = {key[:3] for key in hidden if key[2] and key[:2] in old}
        shown = {key for key, row in rows.items() if row.state in (OK, IMPOSSIBLE)}
        return {key for key in shown.difference(hidden, self.out) if key[:3] in partly}


def past_of(rows: dict[Key, Value], earlier: Sequence[Shown], evidence: polars.DataFrame) -> Past:
    """What earlier releases make of the rows.

    A figure that was revised since is a new one: what was shown of the old one says nothing certain of the new. What
    was withheld stays withheld, because what it would have given away is still out.
    """
    shown: dict[Key, list[Value]] = {}
    before: set[Key] = set()
    for release in earlier:
        for row in release:
            if row.state == WITHHELD:
                before.add(key_of(row))
            else:
                shown.setdefault(key_of(row), []).append(row)
    current = {**_counted_now({*shown, *before} - set(rows), evidence), **rows}
    last = {key: printed[-1] for key, printed in shown.items()} | current
    out = {key for key, printed in shown.items() if any(is_same(last[key], other) for other in printed)}
    return Past(
        values={key: last[key] for key in sorted(last)},
        out=out,
        outdated=set(shown) - out,
        hidden={key for key in before - out if not _is_nought(current.get(key))},
        now_or_withheld=set(rows) | before,
    )


def is_same(row: Value, other: Value) -> bool:
    """Whether both show the same numbers."""
    return (row.numerator, row.denominator, row.state) == (other.numerator, other.denominator, other.state)


def _counted_now(keys: set[Key], evidence: polars.DataFrame) -> dict[Key, Value]:
    """The present values of rows that an earlier release printed and this one does not."""
    if not keys:
        return {}
    names = ["indicator", "period_id", "breakdown", "category"]
    asked = polars.DataFrame(sorted(keys), schema=names, orient="row")
    found = Values.from_frame(evidence.join(asked, on=names, how="semi"))
    return {key_of(row): row for row in found.rows}


def _is_nought(row: Value | None) -> bool:
    return row is None or row.state not in (OK, IMPOSSIBLE) or (row.unit != "%" and not row.numerator)
