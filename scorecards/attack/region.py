"""The attack on a region's edition: what a reader who holds every authority's packs and the region's could work out.

Like the attack on one authority it reads what is frozen and finished, sets the tables up anew and knows nothing of how the
withholding was chosen. The counts of an authority are tied as they are there; a sum of the region ties them to each other.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import StringIO

from scorecards.attack.attack import Leak
from scorecards.attack.guessing import guesses
from scorecards.attack.reader import Reader, with_shown
from scorecards.attack.seen import Seen, seen_in
from scorecards.attack.tied import LARGEST, SMALLEST, groups
from scorecards.attack.unknowns import Count, Tables, Truth

AuthorityPlace = tuple[str, str, str, str, str, str]
"""One side of one line: authority, indicator, period_id, breakdown, category, side."""
LineOf = tuple[str, str, str, str]
"""Indicator, period_id, breakdown and category of a line."""
SUM_STATES = ("ok", "partial")
LEFT_OUT = "impossible"


@dataclass
class Edition:
    """One frozen release: the lines of each authority, those of them that are in no sum, and the region's sums."""

    lines: dict[str, dict[LineOf, Seen]] = field(default_factory=dict)
    left_out: set[tuple[str, LineOf]] = field(default_factory=set)
    sums: dict[LineOf, Seen] = field(default_factory=dict)

    def summed(self, line: LineOf) -> dict[str, Seen]:
        """The lines that a sum is of, by authority. A category that an authority does not list is nought there."""
        return {
            code: lines[line]
            for code, lines in self.lines.items()
            if line in lines and (code, line) not in self.left_out
        }


def region_leaks(
    text: str,
    earlier: Sequence[str],
    small: Collection[AuthorityPlace],
    true: Mapping[str, Truth],
    *,
    region: str,
    is_zero_shown: bool = True,
) -> tuple[str, ...]:
    """What the region's sums of a frozen release, with those of the releases before it, let a reader work out of any
    authority's withheld counts that the authority's own packs do not: sentences that say where, never what.

    Of the releases before, what was revised since has no number any more. `true` are counts that no reader has, by
    authority: a guess that they break is none, and another number than the true one is not worked out."""
    newest = edition_of(text, region)
    since = min(
        (each.span[0] for lines in newest.lines.values() for each in lines.values()), default=date.min
    )
    before = [edition_of(each, region, since) for each in earlier if each != text]
    found, is_contradicted = _leaks([*before, newest], small, true, is_zero_shown)
    if is_contradicted:
        # Figures were revised, and a reader cannot tell which: the newest is attacked by itself too.
        found += _leaks([newest], small, true, is_zero_shown)[0]
    return tuple(dict.fromkeys(f"{leak.words}." for leak in found))


def edition_of(text: str, region: str, since: date = date.min) -> Edition:
    """A frozen release as far as its windows end on this day or later."""
    found = Edition()
    by_authority: dict[str, list[dict[str, str]]] = {}
    for line in csv.DictReader(StringIO(text)):
        if date.fromisoformat(line["period_end"]) >= since:
            by_authority.setdefault(line["authority"], []).append(line)
    for code, lines in by_authority.items():
        if code == region:
            told = [
                {**line, "state": "ok" if line["state"] in SUM_STATES else line["state"]} for line in lines
            ]
            found.sums = {_line(each): each for each in seen_in(told)}
            continue
        seen = {_line(each): each for each in seen_in(lines)}
        impossible = (each for each in seen_in(line for line in lines if line["state"] == LEFT_OUT))
        found.left_out |= {(code, _line(each)) for each in impossible}
        # To this attack the same indicator elsewhere is another one.
        found.lines[code] = {
            line: replace(each, indicator=f"{code} {each.indicator}") for line, each in seen.items()
        }
    return found


def _line(seen: Seen) -> LineOf:
    return (seen.indicator, seen.period_id, seen.breakdown, seen.category)


def _leaks(
    editions: Sequence[Edition],
    small: Collection[AuthorityPlace],
    true: Mapping[str, Truth],
    is_zero_shown: bool,
) -> tuple[list[Leak], bool]:
    """The leaks, and whether the editions contradict each other."""
    joint, lines = Tables(), dict[Count, tuple[Seen, str]]()
    few, own = set[Count](), set[Count]()
    for code in sorted({code for each in editions for code in each.lines}):
        every = _latest(line for each in editions for line in each.lines.get(code, {}).values())
        mine = {
            (f"{code} {ref}", side, breakdown, category): spans
            for (ref, side, breakdown, category), spans in true.get(code, {}).items()
        }
        one, _, _ = guesses(Reader(every, is_zero_shown, with_shown(mine, every) if mine else {}))
        joint.true |= one.true
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
    # A newer sum of the same authorities takes an older one's place, as in `_latest`: figures were revised in between.
    latest: dict[tuple[object, ...], tuple[Seen, Collection[Seen]]] = {}
    for edition in editions:
        for line, total in edition.sums.items():
            parts = edition.summed(line)
            latest[line, total.is_withheld, *parts] = (total, parts.values())
    open_to = {line[:3] for each in editions for line, total in each.sums.items() if not total.is_withheld}
    for total, seen_parts in latest.values():
        _say_sum(joint, total, seen_parts, is_open=not total.breakdown or _line(total)[:3] in open_to)
    summed = {count for terms, _, _ in joint.lines[before:] for count in terms}
    printed = {(_whose(count), count[1], told) for count, told in joint.told.items()}
    found, is_contradicted = list[Leak](), False
    for group in groups(joint) if summed else ():
        targets = [count for count in group.counts if count in lines]
        if not targets or summed.isdisjoint(group.counts):
            continue
        if not group.is_possible():
            is_contradicted |= len(editions) > 1
            continue
        for count, least, most in group.narrowed(targets, few, is_told=True):  # type: ignore[arg-type]
            # What a withheld share is of, and larger than a small count; or that very number under another name.
            is_base = count not in few and count not in own
            is_printed = count not in few and least == most and (_whose(count), count[1], least) in printed
            if is_base or is_printed or not least <= joint.true.get(count, least) <= most:
                continue
            apart = alone[count].ends(count) if alone[count].is_possible() else (least, most)
            if not _is_known_anyway(apart, (least, most), is_few=count in few):
                seen, side = lines[count]
                found.append(Leak(line=seen.words, side=side, least=least, most=most))
    return found, is_contradicted


def _whose(count: Count) -> str:
    """The authority of a count."""
    return count[0][0].partition(" ")[0]


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


def _say_sum(joint: Tables, total: Seen, parts: Collection[Seen], *, is_open: bool) -> None:
    """What a sum says of the counts that it is of, those that its own edition shows taken out of it; one that is withheld
    is no nought where anything of its breakdown is shown, and says no more."""
    for side in total.sides:
        shown = sum(each.counts.get(side, 0) for each in parts)
        hidden = list(_hidden(joint, side, parts))
        if side in total.counts:
            joint.say(((part, 1) for part in hidden), total.counts[side] - shown)
        elif total.is_withheld and is_open and not shown and (side == "d" or total.unit != "%"):
            joint.say(((part, 1) for part in hidden), 1, is_least=True)


def _hidden(joint: Tables, side: str, parts: Collection[Seen]) -> Iterator[Count]:
    """The counts of the authorities' lines that their edition does not show."""
    for each in parts:
        place = (each.name(side), each.span)
        if side not in each.counts and place in joint.of:
            yield joint.of[place]
