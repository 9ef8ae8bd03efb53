"""What a reader can tell about the figures from what is shown: which lines print the same count under two names, and
how the windows of a count fit together. No guess is taken from the makers; every one is checked against all that is
shown and, where that is told, against what is true, and one that is contradicted once is dropped."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy

from scorecards.attack.seen import Name, Seen, Span
from scorecards.attack.unknowns import Truth

SNAPSHOT, SUM, BETWEEN, NONE = "snapshot", "sum", "between", "none"
SURE_WINDOWS, SURE_NUMBERS = 6, 3
# Two lines that agree twice on numbers as large as this are the same by no accident.
TELLING_NUMBER = 100


@dataclass
class Sightings:
    """Each count that is printed, by name and span; None where it is withheld everywhere."""

    counts: dict[Name, dict[Span, int | None]] = field(default_factory=dict)

    def add(self, seen: Seen) -> None:
        for side in seen.sides:
            spans = self.counts.setdefault(seen.name(side), {})
            if spans.get(seen.span) is None:
                spans[seen.span] = seen.counts.get(side)

    def shown(self, name: Name) -> dict[Span, int]:
        return {span: count for span, count in self.counts.get(name, {}).items() if count is not None}


def same_counts(sightings: Sightings, true: Truth) -> dict[Name, Name]:
    """For each name the first name that prints the same count wherever both are shown: told by the counts of a whole
    breakdown where it has another's categories, else by its own."""
    alike = {name: name for name in sorted(sightings.counts)}
    families: dict[tuple[str, str, str], list[Name]] = {}
    for name in alike:
        families.setdefault((name[2], name[0], name[1]), []).append(name)
    sets = [({category for *_, category in names}, key, names) for key, names in sorted(families.items())]
    for place, (categories, (breakdown, *_), names) in enumerate(sets):
        for others, (breakdown_of_other, *_), names_of_other in sets[place + 1 :]:
            if breakdown and breakdown == breakdown_of_other and len(categories & others) > 1:
                _match(alike, sightings, names, names_of_other)
    _match_singly(alike, sightings)
    return _by_no_accident(alike, true)


def _by_no_accident(alike: dict[Name, Name], true: Truth) -> dict[Name, Name]:
    """The same without those that are two counts in some window: they agreed by accident where both are shown."""
    found: dict[Name, Name] = {}
    firsts: dict[Name, list[Name]] = {}
    for name, first in alike.items():
        mine = true.get(name, {})
        for other in firsts.setdefault(first, []):
            theirs = true.get(other, {})
            if all(mine[span] == theirs[span] for span in mine.keys() & theirs.keys()):
                found[name] = other
                break
        else:
            found[name] = name
            firsts[first].append(name)
    return found


def _match(alike: dict[Name, Name], sightings: Sightings, names: list[Name], others: list[Name]) -> None:
    """Two breakdowns that agree on every category and window that both show."""
    by_category = {name[3]: name for name in names}
    pairs = [(by_category[other[3]], other) for other in others if other[3] in by_category]
    shown = [(sightings.shown(first), sightings.shown(other)) for first, other in pairs]
    both = [(one[span], two[span]) for one, two in shown for span in one.keys() & two.keys()]
    if both and all(one == two for one, two in both) and _is_telling(numpy.array([one for one, _ in both])):
        for first, other in pairs:
            if alike[other] == other:
                alike[other] = alike[first]


def _match_singly(alike: dict[Name, Name], sightings: Sightings) -> None:
    shown = {name: counts for name in alike if _may_tell((counts := sightings.shown(name)).values())}
    names = list(shown)
    column = {span: place for place, span in enumerate({span for each in shown.values() for span in each})}
    table = numpy.full((len(names), len(column)), -1, dtype=numpy.int64)
    for line, name in enumerate(names):
        for span, count in shown[name].items():
            table[line, column[span]] = count
    for line, name in enumerate(names):
        if alike[name] != name:
            continue
        both = (table >= 0) & (table[line] >= 0)
        agrees = ~(both & (table != table[line])).any(axis=1)
        for other in numpy.flatnonzero(agrees & (both.sum(axis=1) >= 2)):
            if other > line and alike[names[other]] == names[other] and _is_telling(table[line][both[other]]):
                for each, first in alike.items():
                    if first == names[other]:
                        alike[each] = name


def _may_tell(counts: Collection[int]) -> bool:
    """Whether agreeing on some of these counts could be no accident: of most categories two are shown, and small."""
    is_long = len(counts) >= SURE_WINDOWS and len({*counts}) >= SURE_NUMBERS
    return is_long or len({count for count in counts if count >= TELLING_NUMBER}) > 1


def _is_telling(counts: "numpy.ndarray[tuple[int], numpy.dtype[numpy.int64]]") -> bool:
    """Whether agreeing on these counts can be no accident."""
    different = len(set(counts.tolist()))
    if len(counts) >= SURE_WINDOWS and different >= SURE_NUMBERS:
        return True
    return different >= 2 and int(counts.min()) >= TELLING_NUMBER


def fits(spans: Mapping[Span, int], otherwise: str) -> str:
    """How the windows of a count fit together as far as they are shown; `otherwise` when nothing can be checked."""
    ends: dict[object, list[int]] = {}
    for (_, end), count in spans.items():
        ends.setdefault(end, []).append(count)
    repeated = [counts for counts in ends.values() if len(counts) > 1]
    if repeated and all(len({*counts}) == 1 for counts in repeated):
        return SNAPSHOT if len({*spans.values()} - {0}) >= SURE_NUMBERS else otherwise
    months = [(span, count) for span, count in spans.items() if _months(span) == 1]
    tiled = [
        (count, parts)
        for span, count in spans.items()
        if _months(span) > 1
        and len(parts := [part for month, part in months if _is_inside(month, span)]) == _months(span)
    ]
    if not tiled:
        return otherwise
    if all(count == sum(parts) for count, parts in tiled):
        return SUM
    if all(max(parts) <= count <= sum(parts) for count, parts in tiled):
        return BETWEEN
    return NONE


def _is_inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _months(span: Span) -> int:
    return (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1
