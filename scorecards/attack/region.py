"""The attack on a region's edition: what a reader who holds every authority's packs and the region's could work out.

Like the attack on one authority it reads what is frozen and finished, sets the tables up anew and knows nothing of how the
withholding was chosen. The counts of an authority are tied as they are there; a sum of the region ties them to each other.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from io import StringIO
from pathlib import Path

from scorecards.accessibility.opened import opened
from scorecards.attack.attack import LARGEST, SMALLEST, Leak, groups, guesses
from scorecards.attack.drawings import charts_beyond_their_tables
from scorecards.attack.files import COUNTS, Place, number_places, withheld_places, workbook_tables
from scorecards.attack.pages import Table, page_of
from scorecards.attack.seen import Name, Seen, seen_in
from scorecards.attack.tables import Count, Tables
from scorecards.period import Quarter

AuthorityPlace = tuple[str, str, str, str, str, str]
"""One side of one line: authority, indicator, period_id, breakdown, category, side."""
SUM_STATES = ("ok", "partial")
LEFT_OUT = "impossible"


@dataclass
class _Edition:
    """One frozen release: lines by authority, those whose figures no sum holds, and the region's sums."""

    lines: dict[str, list[Seen]] = field(default_factory=dict)
    left_out: set[tuple[str, str, str]] = field(default_factory=set)
    sums: list[Seen] = field(default_factory=list)

    @cached_property
    def totals(self) -> set[tuple[str, str]]:
        """Indicator and window of every line that is no category."""
        return {
            (each.indicator, each.period_id)
            for lines in self.lines.values()
            for each in lines
            if not each.breakdown
        }


def region_leaks(
    text: str,
    earlier: Sequence[str],
    small: Collection[AuthorityPlace],
    *,
    region: str,
    is_zero_shown: bool = True,
) -> tuple[str, ...]:
    """What the region's sums of a frozen release, with those of the releases before it, let a reader work out of any
    authority's withheld counts that the authority's own packs do not: sentences that say where, never what."""
    newest = _edition(text, region)
    since = min((each.span[0] for lines in newest.lines.values() for each in lines), default=date.min)
    before = [_edition(each, region, since) for each in earlier if each != text]
    found = _leaks([*before, newest], small, is_zero_shown)
    if found is None and before:
        # Figures were revised: the sums of then are of other counts. The newest is attacked by itself.
        found = _leaks([newest], small, is_zero_shown)
    return tuple(f"{leak.words}." for leak in found or ())


def _edition(text: str, region: str, since: date = date.min) -> _Edition:
    found = _Edition()
    by_authority: dict[str, list[dict[str, str]]] = {}
    for line in csv.DictReader(StringIO(text)):
        if date.fromisoformat(line["period_end"]) >= since:
            by_authority.setdefault(line["authority"], []).append(line)
    for code, lines in by_authority.items():
        if code == region:
            told = [
                {**line, "state": "ok" if line["state"] in SUM_STATES else line["state"]} for line in lines
            ]
            found.sums = [each for each in seen_in(told) if not each.breakdown]
        else:
            found.lines[code] = [
                replace(each, indicator=_named(code, each.indicator)) for each in seen_in(lines)
            ]
            found.left_out |= {
                (code, line["indicator"], line["period_id"]) for line in lines if line["state"] == LEFT_OUT
            }
    return found


def _named(code: str, ref: str) -> str:
    """An authority's indicator: to this attack the same indicator elsewhere is another one."""
    return f"{code} {ref}"


def _leaks(
    editions: Sequence[_Edition], small: Collection[AuthorityPlace], is_zero_shown: bool
) -> list[Leak] | None:
    """The leaks, or None where the editions contradict each other."""
    joint, lines = Tables(), dict[Count, tuple[Seen, str]]()
    few, own = set[Count](), set[Count]()
    for code in sorted({code for each in editions for code in each.lines}):
        every = _latest(line for each in editions for line in each.lines.get(code, ()))
        one, _, _ = guesses(every, is_zero_shown=is_zero_shown)
        joint.told |= one.told
        joint.known |= one.known
        joint.floor |= one.floor
        joint.lines += one.lines
        joint.of |= one.of
        for each in every:
            for side in each.sides:
                place = one.of[each.name(side), each.span]
                if each.is_withheld and place in one.floor:
                    lines.setdefault(place, (each, side))
                    if side != each.base:
                        own.add(place)
                    ref = each.indicator.removeprefix(f"{code} ")
                    if (code, ref, each.period_id, each.breakdown, each.category, side) in small:
                        few.add(place)
    alone = {count: group for group in groups(joint) for count in group.counts}
    before = len(joint.lines)
    # A newer sum of the same window takes an older one's place: figures were revised in between.
    latest = {
        (each.indicator, each.period_id): (each, edition) for edition in editions for each in edition.sums
    }
    for each, edition in latest.values():
        _say_sum(joint, each, edition)
    if len(joint.lines) == before:
        return []
    summed = {count for terms, _, _ in joint.lines[before:] for count in terms}
    found = []
    for group in groups(joint):
        targets = [count for count in group.counts if count in lines]
        if not targets or summed.isdisjoint(group.counts):
            continue
        if not group.is_possible():
            if len(editions) > 1:
                return None
            continue
        for count, least, most in group.narrowed(targets, few, is_told=True):  # type: ignore[arg-type]
            if (
                count not in few and count not in own
            ):  # what a withheld share is of, and larger than a small count
                continue
            apart = alone[count].ends(count) if alone[count].is_possible() else (least, most)
            if not _is_known_anyway(apart, (least, most), is_few=count in few):
                line, side = lines[count]
                found.append(Leak(line=line.words, side=side, least=least, most=most))
    return found


def _is_known_anyway(alone: tuple[int, int], summed: tuple[int, int], *, is_few: bool) -> bool:
    """Whether a reader of the authority's own packs narrows the count as far: a small one within the range of small
    counts, another one to a single number."""
    if not is_few:
        return alone[0] == alone[1]
    return max(alone[0], SMALLEST) >= max(summed[0], SMALLEST) and min(alone[1], LARGEST) <= min(
        summed[1], LARGEST
    )


def _latest(lines: Iterable[Seen]) -> list[Seen]:
    """The newest number of each line, and every withheld line."""
    found = {
        (each.indicator, each.period_id, each.breakdown, each.category, each.is_withheld): each
        for each in lines
    }
    return list(found.values())


def _say_sum(joint: Tables, total: Seen, edition: _Edition) -> None:
    """What a sum says of the counts that it is of; one that is withheld is no nought, and says no more."""
    for side in total.sides:
        parts = list(_parts(joint, total, side, edition))
        if side in total.counts:
            joint.say(((part, 1) for part in parts), total.counts[side])
        elif total.is_withheld and (side == "d" or total.unit != "%"):
            joint.say(((part, 1) for part in parts), 1, is_least=True)


def _parts(joint: Tables, total: Seen, side: str, edition: _Edition) -> Iterator[Count]:
    """The counts of the authorities whose figures of the window are shown or withheld there and can be so."""
    for code in edition.lines:
        ref = _named(code, total.indicator)
        name: Name = (ref, side, "", "")
        is_there = (ref, total.period_id) in edition.totals
        is_left_out = (code, total.indicator, total.period_id) in edition.left_out
        if is_there and not is_left_out and (name, total.span) in joint.of:
            yield joint.of[name, total.span]


def region_sightings(
    path: Path, quarter: Quarter, text: str, *, region: str, names: Mapping[str, str]
) -> list[str]:
    """Sentences, without a value, for every number that a finished file of the region has where the frozen release has a
    mark: in the region's own figures and in those of every authority, which its files call by `names`."""
    lines = _edition(text, region)
    hidden: dict[str, set[Place]] = {region: withheld_places(lines.sums)}
    for code, seen in lines.lines.items():
        own = (replace(each, indicator=each.indicator.removeprefix(f"{code} ")) for each in seen)
        hidden[code] = withheld_places(own)
    tables, found = list[Table](), list[str]()
    if path.suffix == ".xlsx":
        book = opened(path.read_bytes(), path.name)
        tables, found = list(workbook_tables(book)), charts_beyond_their_tables(book)
    if path.suffix == ".html":
        tables = page_of(path.read_text(encoding="utf-8")).tables
    for whose, table in ((whose, part) for each in tables for whose, part in _by_whom(each, names, region)):
        for place in set(number_places(table, quarter)) & hidden.get(whose, set()):
            found.append(f"{whose} has a number for {place[0]} {place[1]}, which is withheld.")
    return [f"{path.name}: {words}" for words in sorted(found)]


def _by_whom(table: Table, names: Mapping[str, str], region: str) -> Iterator[tuple[str, Table]]:
    """A table parted by authority, or the region's own as it is. One that is about an indicator gets its ref as a column."""
    about, headings, rows = table
    if "Authority" not in headings:
        yield region, table
        return
    at = headings.index("Authority")
    ref = about.partition(" by authority")[0].strip()
    is_about = "Ref" not in headings
    if "This quarter" not in headings:  # its counts are of the window that its figures are of
        headings = ["" if name in COUNTS else name for name in headings]
    for name, code in names.items():
        mine = [row for row in rows if row[at] == name]
        if is_about:
            yield code, (about, ["Ref", *headings], [[ref, *row] for row in mine])
        else:
            yield code, (about, headings, mine)
