"""The tables that a reader sets up from all that is shown: what is the same, what adds up, and how time ties it."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import pairwise

from scorecards.attack.likeness import BETWEEN, NONE, SNAPSHOT, SUM, Sightings
from scorecards.attack.reader import Reader
from scorecards.attack.seen import Name, Seen, Span
from scorecards.attack.unknowns import FURTHEST, Count, Tables
from scorecards.attack.wholes import wholes


def tables(reader: Reader, blind: Collection[int] = (), *, doubted: Collection[Name] = ()) -> Tables:
    """What all the lines together let a reader set up; of the `blind`, by place, only that they are not nought. Nothing is
    guessed of the `doubted`: which other count they are, or how their windows add up."""
    seen, true, sightings = reader.lines, reader.true, reader.sightings
    hidden = {(seen[place].name(side), seen[place].span) for place in blind for side in seen[place].sides}
    alike = {name: name if name in doubted else first for name, first in reader.alike.items()}
    kinds = {name: NONE if name in doubted else kind for name, kind in reader.kinds.items()}
    found = Tables()
    for name, spans in sightings.counts.items():
        for span, count in spans.items():
            place = (alike[name], _one_month(span) if kinds[name] == SNAPSHOT else span)
            found.of[name, span] = place
            if (true_count := true.get(name, {}).get(span)) is not None:
                found.true.setdefault(place, true_count)
            if count is not None:
                found.told.setdefault(place, count)
                if (name, span) not in hidden:
                    found.known.setdefault(place, count)
    for name, spans in sightings.counts.items():
        for span in spans:
            if (place := found.of[name, span]) not in found.known:
                found.floor.setdefault(place, 0)
    if reader.is_zero_shown:
        _floors(found, seen, blind)
    _shares(found, seen)
    wholes(found, seen)
    _spans(found, sightings, alike, kinds)
    return found


def _floors(found: Tables, seen: Iterable[Seen], blind: Collection[int]) -> None:
    """A zero would have been shown, so a withheld count is one or more, unless its breakdown is withheld whole."""
    shown = {(each.indicator, each.period_id, each.breakdown) for each in seen if not each.is_withheld}
    for place_of_line, each in enumerate(seen):
        is_hidden = each.is_withheld or place_of_line in blind
        is_open = not each.breakdown or (each.indicator, each.period_id, each.breakdown) in shown
        for side in each.sides:
            place = found.of[each.name(side), each.span]
            if is_hidden and is_open and place in found.floor and (side == "d" or each.unit != "%"):
                found.floor[place] = 1


def _shares(found: Tables, seen: Iterable[Seen]) -> None:
    for each in seen:
        is_share = each.unit == "%" and (not each.counts or "c" in each.counts)
        if is_share:
            n, d, c = (found.of[each.name(side), each.span] for side in ("n", "d", "c"))
            found.say([(n, 1), (c, 1), (d, -1)])


def _spans(found: Tables, sightings: Sightings, alike: dict[Name, Name], kinds: dict[Name, str]) -> None:
    """A count that adds up is a running total that never falls; each window is its rise between two days."""
    windows: dict[Name, dict[Span, Count]] = {}
    sums: dict[Name, str] = {}
    for name in sightings.counts:
        first = alike[name]
        sums[first] = min(sums.get(first, kinds[name]), kinds[name], key=[SUM, BETWEEN, SNAPSHOT, NONE].index)
        for span in sightings.counts[name]:
            windows.setdefault(first, {})[span] = found.of[name, span]
    for name, spans in windows.items():
        if all(count in found.known for count in spans.values()):
            continue
        if sums[name] == SUM:
            _running(found, name, spans)
        elif sums[name] == BETWEEN:
            _between(found, spans)


def _running(found: Tables, name: Name, spans: dict[Span, Count]) -> None:
    """Days are tied where the rise between them is known: only one of each tied group is unknown."""
    days = sorted({span[0] for span in spans} | {span[1] + timedelta(days=1) for span in spans})
    base = {day: (day, 0) for day in days}
    for (start, end), count in sorted(spans.items()):
        if count in found.known:
            (first, above), (second, below) = base[start], base[end + timedelta(days=1)]
            rise = above + found.known[count] - below
            for day, (root, over) in base.items():
                if root == second and first != second:
                    base[day] = (first, over + rise)
    for root in {root for root, _ in base.values()}:
        found.floor[name, "total on", root] = -FURTHEST

    def height(day: date) -> tuple[object, int]:
        root, above = base[day]
        return (name, "total on", root), above

    for (start, end), count in spans.items():
        if count not in found.known:
            (low, above), (high, below) = height(start), height(end + timedelta(days=1))
            found.say([(high, 1), (low, -1), (count, -1)], above - below)
    for earlier, later in pairwise(days):
        (low, above), (high, below) = height(earlier), height(later)
        found.say([(high, 1), (low, -1)], above - below, is_least=True)


def _between(found: Tables, spans: dict[Span, Count]) -> None:
    for span, count in spans.items():
        inside = [other for each, other in spans.items() if each != span and _is_inside(each, span)]
        for other in inside:
            found.say([(count, 1), (other, -1)], is_least=True)
        months = [
            other
            for each, other in spans.items()
            if each != span and _is_inside(each, span) and _is_month(each)
        ]
        if len(months) == (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1:
            found.say([(count, -1), *((other, 1) for other in months)], is_least=True)


def _is_inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _is_month(span: Span) -> bool:
    return (span[0].year, span[0].month) == (span[1].year, span[1].month)


def _one_month(span: Span) -> Span:
    return (span[1].replace(day=1), span[1])
