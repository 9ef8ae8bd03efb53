"""What ties the counts of a scorecard: a share its parts, a breakdown its whole, and time its windows."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from scorecards.disclosure.breakdowns import Name
from scorecards.disclosure.series import ADDITIVE, DISTINCT, FREE, SeriesOf, sides
from scorecards.disclosure.system import Row, System, key_of
from scorecards.value import IMPOSSIBLE, OK, Value

ROOM = 20
"""More than any small count of any tier can be moved by."""


def system_of(rows: Iterable[tuple[Value, bool]], series: SeriesOf) -> System:
    """The system of the rows, each with whether an earlier release showed it as it is."""
    found = System()
    printed: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for value, is_fixed in rows:
        _add_row(found, value, is_fixed, series, printed)
    _add_parts(found, series, printed)
    _add_time(found, series)
    return found


def _add_row(
    system: System,
    value: Value,
    is_fixed: bool,
    series: SeriesOf,
    printed: dict[tuple[str, str, str, str], dict[str, int]],
) -> None:
    if value.state not in (OK, IMPOSSIBLE):
        return
    nodes = {}
    for side, count in sides(value).items():
        name = (value.indicator, side, value.breakdown, value.category)
        place = series.place(name, value.period_start, value.period_end)
        if place not in system.places:
            system.places[place] = system.node(int(count))
        # Two series that only seemed one are two here.
        node = system.places[place]
        if system.values[node] != count:
            node = system.node(int(count))
        nodes[side] = node
        printed.setdefault((value.indicator, side, value.breakdown, value.period_id), {})[value.category] = (
            node
        )
    for node in nodes.values():
        system.rows_of[node].append(len(system.rows))
    system.rows.append(Row(key=key_of(value), value=value, nodes=tuple(nodes.values()), is_fixed=is_fixed))
    if len(nodes) == 3:
        system.add([(nodes["n"], 1), (nodes["c"], 1), (nodes["d"], -1)])


def _add_parts(
    system: System, series: SeriesOf, printed: dict[tuple[str, str, str, str], dict[str, int]]
) -> None:
    """The categories of a breakdown add up to its whole, or overlap and cover it, and some add up to a category of a
    coarser breakdown."""
    for (indicator, side, breakdown, period_id), nodes in printed.items():
        whole = printed.get((indicator, side, "", period_id), {}).get("")
        if whole is not None and (indicator, side, breakdown) in series.parts:
            system.add([(whole, -1), *((node, 1) for node in nodes.values())])
        elif whole is not None and (indicator, side, breakdown) in series.covers:
            _add_cover(system, whole, list(nodes.values()))
    for (indicator, side, coarse, category), made_of in series.subtotals.items():
        for period_id in {period_id for *_, period_id in printed}:
            whole = printed.get((indicator, side, coarse, period_id), {}).get(category)
            pieces = printed.get((indicator, side, made_of[0][2], period_id), {})
            if whole is not None and pieces:
                system.add([(whole, -1), *((pieces[name], 1) for *_, name in made_of if name in pieces)])


def _add_cover(system: System, whole: int, nodes: list[int]) -> None:
    """None of them is above the whole, and together they are no less: where there is room for any small count that
    says nothing, and is left out."""
    if sum(system.values[node] for node in nodes) < system.values[whole] + ROOM:
        system.at_least([(whole, -1), *((node, 1) for node in nodes)])
    if system.values[whole] < ROOM:
        for node in nodes:
            system.at_least([(whole, 1), (node, -1)])


def _add_time(system: System, series: SeriesOf) -> None:
    """The windows of a count that adds up are runs of the stretches between their ends; of a count of different
    children, a window holds at least as many as any window inside it and at most as many as all of them."""
    windows: dict[Name, dict[tuple[date, date], int]] = {}
    for (name, start, end), node in system.places.items():
        windows.setdefault(name, {})[start, end] = node
    for name, nodes in windows.items():
        kind = series.kinds.get(name, FREE)
        # A month may be known under the name of another series.
        for month in series.months.get(name, {}):
            place = series.place(name, month, _last_day(month))
            if place in system.places:
                nodes.setdefault((month, _last_day(month)), system.places[place])
        if kind == ADDITIVE:
            _add_sums(system, nodes, series.months.get(name, {}))
        elif kind == DISTINCT:
            _add_bounds(system, nodes)


def _add_sums(system: System, nodes: dict[tuple[date, date], int], months: dict[date, int]) -> None:
    cuts = sorted({start for start, _ in nodes} | {end + timedelta(days=1) for _, end in nodes})
    stretches = [(first, after - timedelta(days=1)) for first, after in pairwise(cuts)]
    atoms: dict[tuple[date, date], int] = {}
    for window, node in nodes.items():
        inside = [each for each in stretches if window[0] <= each[0] and each[1] <= window[1]]
        if len(inside) < 2:
            continue
        for each in inside:
            if each not in nodes and each not in atoms:
                count = sum(count for month, count in months.items() if each[0] <= month <= each[1])
                atoms[each] = system.node(count)
        system.add([(node, -1), *((nodes.get(each, atoms.get(each, -1)), 1) for each in inside)])


def _add_bounds(system: System, nodes: dict[tuple[date, date], int]) -> None:
    for window, node in nodes.items():
        inside = {each: other for each, other in nodes.items() if each != window and _holds(window, each)}
        for other in inside.values():
            system.at_least([(node, 1), (other, -1)])
        months = {each: other for each, other in inside.items() if each[1] == _last_day(each[0])}
        if months and len(months) == _months(window):
            system.at_least([(node, -1), *((other, 1) for other in months.values())])


def _holds(window: tuple[date, date], other: tuple[date, date]) -> bool:
    return window[0] <= other[0] and other[1] <= window[1]


def _months(window: tuple[date, date]) -> int:
    return (window[1].year - window[0].year) * 12 + window[1].month - window[0].month + 1


def _last_day(start: date) -> date:
    after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return after - timedelta(days=1)
