"""The attack: what a reader who holds every pack of a release and of all releases before could work out.

It reads finished files, sets up the tables anew and asks for every withheld count how small and how large it can be.
It knows nothing of how the withholding was chosen. Publishing stops when it finds anything.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scorecards.attack.seen import Name, Seen
from scorecards.attack.tables import tables
from scorecards.attack.unknowns import Count, Tables, Truth
from scorecards.programme import UNLIMITED, Programme

SMALLEST, LARGEST = 1, 5
# One side of one line: indicator, period_id, breakdown, category, side.
Place = tuple[str, str, str, str, str]
PUSHES = 8
SMALLEST_MOVE = 1e-6
FURTHEST = 10**6


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
    known = _known(every, true) if true else {}
    found = _attacked(every, fresh, small, known, is_zero_shown)
    if found.contradictions and before:
        alone = _attacked(newest, fresh, small, known, is_zero_shown)
        notes = (
            f"{found.contradictions} groups contradict earlier releases: the newest was attacked by itself too",
        )
        leaks = {leak.words: leak for leak in (*found.leaks, *alone.leaks)}
        return Attacked(leaks=tuple(leaks.values()), asked=found.asked, groups=found.groups, notes=notes)
    return Attacked(leaks=tuple(found.leaks), asked=found.asked, groups=found.groups)


def _known(every: Iterable[Seen], true: Truth) -> Truth:
    """What is shown and what is not, together."""
    found = {name: dict(spans) for name, spans in true.items()}
    for each in every:
        for side, count in each.counts.items():
            found.setdefault(each.name(side), {})[each.span] = count
    return found


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


def _attacked(
    every: list[Seen],
    newest: list[Seen],
    small: Collection[Place] | None,
    true: Truth,
    is_zero_shown: bool,
) -> _Found:
    made, doubted, contradictions = guesses(every, true, is_zero_shown=is_zero_shown)
    lines: dict[Count, tuple[Seen, str]] = {}
    own: set[Count] = set()
    for each in every:
        for side in each.sides:
            place = made.of[each.name(side), each.span]
            if each.is_withheld and place in made.floor:
                lines.setdefault(place, (each, side))
                if side != each.base:
                    own.add(place)
    few = {
        place for place, names in _names(every, made, lines).items() if small is None or names & set(small)
    }
    found = _Found(leaks=[], asked=len(lines), contradictions=contradictions)
    blind = _Blind(every, newest, made, is_zero_shown, doubted, true)
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


def _whole(group: "TiedCounts", made: Tables, line: Seen, side: str) -> Count | None:
    """What a share is of, where one side of it is known to be nobody, which is no secret: the other is then all of them."""
    if side == "d" or "d" not in line.sides:
        return None
    other = made.of[line.name("c" if side == "n" else "n"), line.span]
    is_nobody = made.known.get(other) == 0 or (group.holds(other) and group.ends(other) == (0, 0))
    return made.of[line.name("d"), line.span] if is_nobody else None


def guesses(every: list[Seen], true: Truth, *, is_zero_shown: bool) -> tuple[Tables, set[Name], int]:
    """The tables that these lines let a reader set up, without the guesses that what is shown contradicts; the names of
    which nothing is guessed, and how many groups were contradicted."""
    made = tables(every, true, is_zero_shown=is_zero_shown)
    contradicted = [group for group in groups(made) if not group.is_possible()]
    doubted = _names_in(contradicted, made)
    if doubted:
        made = tables(every, true, is_zero_shown=is_zero_shown, doubted=doubted)
    return made, doubted, len(contradicted)


def _names_in(tied: Iterable["TiedCounts"], made: Tables) -> set[Name]:
    """The names of the counts of these groups: what was guessed of them cannot be so."""
    firsts = {count[0] for group in tied for count in group.counts}  # type: ignore[index]
    return {name for (name, _), place in made.of.items() if place[0] in firsts}


def _names(every: list[Seen], made: Tables, lines: Collection[Count]) -> dict[Count, set[Place]]:
    found: dict[Count, set[Place]] = {}
    for each in every:
        for side in each.sides:
            place = made.of[each.name(side), each.span]
            if place in lines:
                name = (each.indicator, each.period_id, each.breakdown, each.category, side)
                found.setdefault(place, set()).add(name)
    return found


class _Blind:
    """What a reader knows who saw nothing of the newest release but its zeros: a withheld whole of two withheld parts
    is two or more, whatever else is withheld."""

    def __init__(
        self,
        every: list[Seen],
        newest: list[Seen],
        made: Tables,
        is_zero_shown: bool,
        doubted: Collection[Name],
        true: Truth,
    ) -> None:
        self._every, self._newest, self._made = every, newest, made
        self._is_zero_shown, self._doubted, self._true = is_zero_shown, doubted, true

    @cached_property
    def _tables(self) -> Tables:
        mine = {id(each) for each in self._newest}
        hidden = {
            place for place, each in enumerate(self._every) if id(each) in mine and any(each.counts.values())
        }
        return tables(
            self._every, self._true, hidden, is_zero_shown=self._is_zero_shown, doubted=self._doubted
        )

    @cached_property
    def _group_of(self) -> dict[object, "TiedCounts"]:
        return {count: group for group in groups(self._tables) for count in group.counts}

    @cached_property
    def _name_of(self) -> dict[Count, Count]:
        return {place: name for name, place in self._made.of.items()}

    def knows(self, count: Count, least: int, most: int) -> bool:
        """Whether this reader too could narrow the count so far."""
        place = self._tables.of[self._name_of[count]]
        if place not in self._tables.floor:
            return True
        low, high = self._group_of[place].ends(place)
        return max(low, SMALLEST) >= max(least, SMALLEST) and min(high, LARGEST) <= min(most, LARGEST)


class TiedCounts:
    """Unknown counts tied together, as a linear programme over whole numbers."""

    def __init__(self, made: Tables, counts: list[object], lines: list[int]) -> None:
        self.counts = counts
        self._place = {count: number for number, count in enumerate(counts)}
        chosen = [made.lines[line] for line in lines]
        self._rows = [
            [(self._place[count], coefficient) for count, coefficient in terms.items()]
            for terms, _, _ in chosen
        ]
        self._least = [float(total) for _, total, _ in chosen]
        self._most = [UNLIMITED if is_least else float(total) for _, total, is_least in chosen]
        self._floor = [float(made.floor[count]) for count in counts]

    @cached_property
    def _programme(self) -> Programme:
        return Programme(
            cells=[(row, at, float(much)) for row, cells in enumerate(self._rows) for at, much in cells],
            least=self._least,
            most=self._most,
            floor=self._floor,
            top=[float(FURTHEST)] * len(self.counts),
        )

    def holds(self, count: object) -> bool:
        """Whether the count is one of them."""
        return count in self._place

    def is_possible(self) -> bool:
        """Whether any table agrees with all that is shown."""
        return self._table({}) is not None

    def ends(self, count: object) -> tuple[int, int]:
        """The least and the most that the count can be."""
        at = self._place[count]
        least, most = self._table({at: 1.0}), self._table({at: -1.0})
        return round(least[at]), round(most[at])

    def narrowed(
        self, targets: list[Count], few: Collection[Count], *, is_told: bool
    ) -> list[tuple[Count, int, int]]:
        """Those of the targets that are known exactly, or that may be small and cannot be all small counts."""
        low = dict.fromkeys(targets, FURTHEST)
        high = dict.fromkeys(targets, -1)
        for table in self._pushed(targets):
            for count in targets:
                value = round(table[self._place[count]])
                low[count], high[count] = min(low[count], value), max(high[count], value)
        found = []
        for count in targets:
            if not self._is_wide(low[count], high[count], count in few, is_told):
                ends = self.ends(count)
                if not self._is_wide(*ends, count in few, is_told):
                    found.append((count, *ends))
        return found

    @staticmethod
    def _is_wide(least: int, most: int, is_few: bool, is_told: bool) -> bool:
        if least >= most:
            return most == 0  # that there is nobody is shown anyway
        if is_few and (is_told or (least >= SMALLEST and most <= LARGEST)):
            return least <= SMALLEST and most >= LARGEST
        return True

    def _pushed(self, targets: list[Count]) -> list[Any]:
        """Some tables far apart from each other, each a proof of what is possible."""
        from numpy.random import default_rng

        places = [self._place[count] for count in targets]
        chance = default_rng(0)
        costs = [dict.fromkeys(places, 1.0), dict.fromkeys(places, -1.0)]
        costs += [dict(zip(places, chance.uniform(-1, 1, len(places)), strict=True)) for _ in range(PUSHES)]
        tables = (self._table(cost, is_exact=False) for cost in costs)
        return [table for table in tables if table is not None]

    def _table(self, cost: dict[int, float], *, is_exact: bool = True) -> Any:
        """The table of least cost, in whole numbers; None where there is none (or, not exact, none at once)."""
        found = self._programme.cheapest(cost)
        if found is not None and not self._is_whole(found):
            found = self._programme.cheapest(cost, is_whole=True) if is_exact else None
        return None if found is None else found.round()

    def _is_whole(self, table: Any) -> bool:
        """Whether the table is of whole numbers but for the solver's last digits, and adds up when it is rounded."""
        whole = table.round()
        sums = [sum(much * whole[at] for at, much in cells) for cells in self._rows]
        keeps = all(
            least <= total <= most for least, total, most in zip(self._least, sums, self._most, strict=True)
        )
        return keeps and bool((abs(whole - table) < SMALLEST_MOVE).all())


def groups(made: Tables) -> list[TiedCounts]:
    """The unknown counts by what ties them."""
    root: dict[object, object] = {count: count for count in made.floor}

    def find(count: object) -> object:
        while root[count] != count:
            root[count] = root[root[count]]
            count = root[count]
        return count

    for terms, _, _ in made.lines:
        first, *others = terms
        for other in others:
            root[find(other)] = find(first)
    counts: dict[object, list[object]] = {}
    for count in made.floor:
        counts.setdefault(find(count), []).append(count)
    lines: dict[object, list[int]] = {}
    for number, (terms, _, _) in enumerate(made.lines):
        lines.setdefault(find(next(iter(terms))), []).append(number)
    return [TiedCounts(made, group, lines.get(first, [])) for first, group in counts.items()]
