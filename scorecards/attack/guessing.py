"""What a reader guesses: with all that is shown, or blind to what the newest release shows but its zeros."""

from collections.abc import Collection, Iterable
from functools import cached_property

from scorecards.attack.reader import Reader
from scorecards.attack.seen import Name, Seen
from scorecards.attack.tables import tables
from scorecards.attack.tied import LARGEST, SMALLEST, TiedCounts, groups
from scorecards.attack.unknowns import Count, Tables


def guesses(reader: Reader) -> tuple[Tables, set[Name], int]:
    """The tables that a reader sets up, without the guesses that what is shown contradicts; the names of
    which nothing is guessed, and how many groups were contradicted."""
    made = tables(reader)
    contradicted = [group for group in groups(made) if not group.is_possible()]
    doubted = _names_in(contradicted, made)
    if doubted:
        made = tables(reader, doubted=doubted)
    return made, doubted, len(contradicted)


def _names_in(tied: Iterable[TiedCounts], made: Tables) -> set[Name]:
    """The names of the counts of these groups: what was guessed of them cannot be so."""
    firsts = {count[0] for group in tied for count in group.counts}  # type: ignore[index]
    return {name for (name, _), place in made.of.items() if place[0] in firsts}


class Blind:
    """What a reader knows who saw nothing of the newest release but its zeros: a withheld whole of two withheld parts
    is two or more, whatever else is withheld."""

    def __init__(self, reader: Reader, newest: list[Seen], made: Tables, doubted: Collection[Name]) -> None:
        self._reader, self._newest, self._made, self._doubted = reader, newest, made, doubted

    @cached_property
    def _tables(self) -> Tables:
        mine = {id(each) for each in self._newest}
        hidden = {
            place
            for place, each in enumerate(self._reader.lines)
            if id(each) in mine and any(each.counts.values())
        }
        return tables(self._reader, hidden, doubted=self._doubted)

    @cached_property
    def _group_of(self) -> dict[object, TiedCounts]:
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
