"""A reader, and what can be told from all that the reader is shown before any of it is doubted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scorecards.attack.likeness import BETWEEN, SUM, Sightings, fits, same_counts
from scorecards.attack.seen import Name, Seen
from scorecards.attack.unknowns import Truth


@dataclass(frozen=True)
class Reader:
    """A reader of `lines`, for whom a zero is shown as one or is not; what is `true` is nothing that a reader has."""

    lines: Sequence[Seen]
    is_zero_shown: bool
    true: Truth = field(default_factory=dict)

    @cached_property
    def sightings(self) -> Sightings:
        """Each count that is printed anywhere."""
        found = Sightings()
        for each in self.lines:
            found.add(each)
        return found

    @cached_property
    def alike(self) -> dict[Name, Name]:
        """Which other count each is."""
        return same_counts(self.sightings, self.true)

    @cached_property
    def kinds(self) -> dict[Name, str]:
        """How the windows of each count fit; where too little is shown, as those of its indicator do, else as a sum,
        unless that is known to be untrue."""
        sure = {name: fits(self.sightings.shown(name), "") for name in self.sightings.counts}
        kinds = {}
        for name, kind in sure.items():
            indicator, side, *_ = name
            near = ((indicator, side, "", ""), (indicator, "d", "", ""), (indicator, "n", "", ""))
            guess = next(each for each in (kind, *(sure.get(other, "") for other in near), SUM) if each)
            kind = fits(self.true.get(name, {}), guess)
            kinds[name] = guess if (guess, kind) == (BETWEEN, SUM) else kind
        return kinds


def with_shown(true: Truth, lines: Iterable[Seen]) -> Truth:
    """What is true and is not shown, and what is shown, together."""
    found = {name: dict(spans) for name, spans in true.items()}
    for each in lines:
        for side, count in each.counts.items():
            found.setdefault(each.name(side), {})[each.span] = count
    return found
