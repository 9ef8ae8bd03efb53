"""The attack on releases as they are frozen: text in, sentences out that name places and never a value."""

import csv
from collections.abc import Collection, Iterable
from datetime import date
from io import StringIO

from scorecards.attack.attack import Place, attack
from scorecards.attack.seen import Name, Seen, Span, seen_in


def lines_in(text: str, since: date = date.min) -> list[Seen]:
    """What a reader of all controlled packs sees, of windows that end on this day or later."""
    lines = csv.DictReader(StringIO(text))
    return seen_in(line for line in lines if date.fromisoformat(line["period_end"]) >= since)


def leaks(
    text: str,
    earlier: Iterable[str],
    small: Collection[Place],
    true: Iterable[tuple[str, str, str, str, str, str, int]],
    *,
    is_zero_shown: bool,
) -> tuple[str, ...]:
    """What can be worked out from a release and those before it, oldest first, of which what was revised since has no
    number any more. Windows older than any of the newest release touch nothing in it. `true` are counts that no reader
    has: indicator, side, breakdown, category, first and last day, count."""
    starts = (date.fromisoformat(line["period_start"]) for line in csv.DictReader(StringIO(text)))
    since = min(starts, default=date.min)
    before = [lines_in(each, since) for each in earlier if each != text]
    known: dict[Name, dict[Span, int]] = {}
    for ref, side, breakdown, category, start, end, count in true:
        known.setdefault((ref, side, breakdown, category), {})[
            date.fromisoformat(start), date.fromisoformat(end)
        ] = count
    found = attack(lines_in(text, since), before, small, known, is_zero_shown=is_zero_shown)
    return tuple(f"{leak.words}." for leak in found.leaks)
