"""The attack: what a reader who holds every pack of a release and of all releases before could work out.

It reads finished files, sets up the tables anew and asks for every withheld count how small and how large it can be.
It knows nothing of how the withholding was chosen. Publishing stops when it finds anything.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from scorecards.attack.guessing import Blind, guesses
from scorecards.attack.reader import Reader, with_shown
from scorecards.attack.seen import Seen
from scorecards.attack.tied import LARGEST, TiedCounts, groups
from scorecards.attack.unknowns import Count, Tables, Truth

# One side of one line: indicator, period_id, breakdown, category, side.
Place = tuple[str, str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Leak:
    """A withheld count that can be worked out: `least` and `most` are all that it can be."""

    line: str
    side: str
    least: int
    most: int

    @property
    def words(self) -> str:
        """Where, never what."""
        how = "exactly" if self.least == self.most else "more closely than a small count may be"
        return f"{self.line} ({self.side}) can be worked out {how}"


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """What the attack found: `asked` withheld counts in `groups` tied groups; `notes` say what it had to set aside."""

    leaks: tuple[Leak, ...]
    asked: int
    groups: int
    notes: tuple[str, ...] = ()


def attack(
    lines: Iterable[Seen],
    earlier: Sequence[Iterable[Seen]] = (),
    small: Collection[Place] | None = None,
    true: Truth | None = None,
    *,
    is_zero_shown: bool = True,
) -> Attacked:
    """Every withheld count that the lines of all packs give away, with those of earlier releases, oldest first.

    A withheld count that is small has to keep the whole range from 1 to 5, as far as it is possible at all (a whole of
    two counts is two or more); no other withheld count may be known exactly, unless the same time's figures print that very
    number under another name, or it is only what a withheld share is of: such a count, larger than a small one, is
    often the sum of others that are shown. `small` names those that are small; without it every count that is seen to
    lie between 1 and 5 is taken to be, and must keep the range. `true` are counts that no reader has: who guesses a law
    that they break (two lines are one count, windows or categories add up), or works out another number than the true one,
    has worked out nothing.
    A figure that a later release prints otherwise was revised: the latest stands. Where figures of different releases
    contradict each other a reader knows that something was revised but not what, and the newest release is attacked
    without the older ones.
    """
    newest, before = list(lines), [list(release) for release in earlier]
    out = {_line(each) for release in before for each in release if each.counts}
    fresh = [each for each in newest if _line(each) not in out]
    every = _latest([*before, newest])
    reader = Reader(every, is_zero_shown, with_shown(true, every) if true else {})
    found = _attacked(reader, fresh, small)
    if found.contradictions and before:
        alone = _attacked(replace(reader, lines=newest), fresh, small)
        notes = (
            f"{found.contradictions} groups contradict earlier releases: the newest was attacked by itself too",
        )
        leaks = {leak.words: leak for leak in (*found.leaks, *alone.leaks)}
        return Attacked(leaks=tuple(leaks.values()), asked=found.asked, groups=found.groups, notes=notes)
    return Attacked(leaks=tuple(found.leaks), asked=found.asked, groups=found.groups)


@dataclass
class _Found:
    leaks: list[Leak]
    asked: int = 0
    groups: int = 0
    contradictions: int = 0


def _line(seen: Seen) -> tuple[object, ...]:
    counts = tuple(sorted(seen.counts.items()))
    return (seen.indicator, seen.period_id, seen.breakdown, seen.category, counts)


def _latest(releases: Sequence[Iterable[Seen]]) -> list[Seen]:
    """The newest number of each line, and every withheld line: what one release withholds another may show."""
    found: dict[tuple[str, str, str, str, bool], Seen] = {}
    for release in releases:
        for each in release:
            found[each.indicator, each.period_id, each.breakdown, each.category, each.is_withheld] = each
    return list(found.values())


def _attacked(reader: Reader, newest: list[Seen], small: Collection[Place] | None) -> _Found:
    made, doubted, contradictions = guesses(reader)
    lines: dict[Count, tuple[Seen, str]] = {}
    own: set[Count] = set()
    for each in reader.lines:
        for side in each.sides:
            place = made.of[each.name(side), each.span]
            if each.is_withheld and place in made.floor:
                lines.setdefault(place, (each, side))
                if side != each.base:
                    own.add(place)
    few = {
        place
        for place, names in _names(reader.lines, made, lines).items()
        if small is None or names & set(small)
    }
    found = _Found(leaks=[], asked=len(lines), contradictions=contradictions)
    blind = Blind(reader, newest, made, doubted)
    printed = {(span, told) for (_, span), told in made.told.items()}
    for group in groups(made):
        targets = [count for count in group.counts if count in lines]
        if not targets:
            continue
        found.groups += 1
        if not group.is_possible():
            continue
        for count, least, most in group.narrowed(targets, few, is_told=small is not None):  # type: ignore[arg-type]
            is_printed = count not in few and least == most and (count[1], least) in printed
            is_base = count not in own and least > LARGEST
            is_so = least <= made.true.get(count, least) <= most
            line, side = lines[count]
            whole = _whole(group, made, line, side)
            if is_base or is_printed or not is_so or blind.knows(whole or count, least, most):
                continue
            found.leaks.append(Leak(line=line.words, side=side, least=least, most=most))
    return found


def _whole(group: TiedCounts, made: Tables, line: Seen, side: str) -> Count | None:
    """What a share is of, where one side of it is known to be nobody, which is no secret: the other is then all of them."""
    if side == "d" or "d" not in line.sides:
        return None
    other = made.of[line.name("c" if side == "n" else "n"), line.span]
    is_nobody = made.known.get(other) == 0 or (group.holds(other) and group.ends(other) == (0, 0))
    return made.of[line.name("d"), line.span] if is_nobody else None


def _names(every: Iterable[Seen], made: Tables, lines: Collection[Count]) -> dict[Count, set[Place]]:
    found: dict[Count, set[Place]] = {}
    for each in every:
        for side in each.sides:
            place = made.of[each.name(side), each.span]
            if place in lines:
                name = (each.indicator, each.period_id, each.breakdown, each.category, side)
                found.setdefault(place, set()).add(name)
    return found
