"""How the categories of a breakdown tie their total, as far as what is shown lets a reader guess."""

from collections.abc import Iterable

from scorecards.attack.seen import Seen, Span
from scorecards.attack.unknowns import FURTHEST, Count, Tables

Groups = dict[tuple[str, str, str], dict[Span, dict[str, Count]]]
"""By indicator, side and breakdown the counts of each span by category."""


def wholes(found: Tables, seen: Iterable[Seen]) -> None:
    """Categories add up to their total, unless a breakdown that is shown in full anywhere says that they do not, or
    that they share one denominator, of which what is left over cannot add up; if so, a case may be in several."""
    groups: Groups = {}
    for each in seen:
        for side in each.sides:
            spans = groups.setdefault((each.indicator, side, each.breakdown), {})
            spans.setdefault(each.span, {})[each.category] = found.of[each.name(side), each.span]
    for indicator, side, breakdown in groups:
        pairs = _pairs(groups, indicator, side, breakdown)
        sides = {side, "d"} if side == "c" else {side}
        adds_up = all(
            _may_add_up(found, each, *pair)
            for each in sides
            for pair in _pairs(groups, indicator, each, breakdown)
        )
        if adds_up:
            for parts, whole in pairs:
                found.say([(whole, -1), *((part, 1) for part in parts)])
        elif any(_is_told(found, *pair) for pair in pairs) and all(
            _may_cover(found, *pair) for pair in pairs
        ):
            _covers(found, pairs)


def _pairs(groups: Groups, indicator: str, side: str, breakdown: str) -> list[tuple[list[Count], Count]]:
    """In every span the categories and their total."""
    if not breakdown:
        return []
    totals = groups.get((indicator, side, ""), {})
    spans = groups.get((indicator, side, breakdown), {})
    return [(list(parts.values()), totals[span][""]) for span, parts in spans.items() if span in totals]


def _covers(found: Tables, pairs: list[tuple[list[Count], Count]]) -> None:
    """Of categories that overlap none is above the total, and all together are no less."""
    for parts, whole in pairs:
        for part in parts:
            found.say([(whole, 1), (part, -1)], is_least=True)
        if sum(found.known.get(part, 0) for part in parts) < found.known.get(whole, FURTHEST):
            found.say([(whole, -1), *((part, 1) for part in parts)], is_least=True)


def _may_cover(found: Tables, parts: list[Count], whole: Count) -> bool:
    if (true := _true(found, parts, whole)) is not None:
        return max(true[:-1]) <= true[-1] <= sum(true[:-1])
    known = [found.told[part] for part in parts if part in found.told]
    if whole not in found.told:
        return True
    return max(known, default=0) <= found.told[whole] and (
        len(known) < len(parts) or sum(known) >= found.told[whole]
    )


def _is_told(found: Tables, parts: list[Count], whole: Count) -> bool:
    """Whether a line that is shown in full has the sum."""
    return all(part in found.told for part in parts) and found.told.get(whole, 0) > 0


def _may_add_up(found: Tables, side: str, parts: list[Count], whole: Count) -> bool:
    """What is not told may be nought; what shares are of is what it is known to be at least."""
    if (true := _true(found, parts, whole)) is not None:
        return sum(true[:-1]) == true[-1]
    if whole not in found.told:
        return True
    told = [found.told[part] for part in parts if part in found.told]
    if len(told) == len(parts):
        return sum(told) == found.told[whole]
    open_ = sum(found.floor.get(part, 0) for part in parts if part not in found.told) if side == "d" else 0
    return sum(told) + open_ <= found.told[whole]


def _true(found: Tables, parts: list[Count], whole: Count) -> list[int] | None:
    """The true counts of the parts and at last of the whole, if all are known here: no guess stands against them."""
    counts = [found.true[each] for each in (*parts, whole) if each in found.true]
    return counts if len(counts) > len(parts) else None
