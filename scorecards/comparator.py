"""Published figures of other areas, each with its own year, and which of them may stand beside ours."""

from dataclasses import dataclass
from datetime import date

import polars

from scorecards.period import day_name, year_name

ENGLAND, REGION, NEIGHBOURS = "England", "Region", "Statistical neighbours"
RANK = "National rank"
KINDS = {"england": ENGLAND, "region": REGION, "statistical_neighbours": NEIGHBOURS, "national_rank": RANK}
UNITS = {"percent": "%", "cases per FTE": "children per FTE"}
# The neighbours of the 2021 model and their mean are what the partnership's own reports are set against.
NEIGHBOUR_MODEL, NEIGHBOUR_STATISTIC = "2021", "mean"
FEWEST_NEIGHBOURS = 6
RANK_UNIT = "rank"


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a rank stands among in its year: the middle half of all authorities, the neighbours' other averages (in words
    with model and n), and the neighbour with the highest and the one with the lowest figure, of the newest model."""

    middle_half: tuple[float, float] | None = None
    averages: tuple[tuple[str, float], ...] = ()
    highest: tuple[str, float] | None = None
    lowest: tuple[str, float] | None = None
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparator:
    """One published figure: `as_at` is the day its year ended or, for a count of a day, that day."""

    measure: str
    area: str
    kind: str
    as_at: date
    value: float
    unit: str
    among: int | None
    """Of how many it is: the neighbours averaged, or the authorities ranked."""
    statistic: str
    """What the figure is of: `snapshot`, `any time` or `flow`."""
    around: "Around | None" = None
    """Of a rank, what it stands among."""

    def year_words(self, indicator_kind: str) -> str:
        """`2022-23` for what happened in a year, `31 March 2023` for the state on a day."""
        if indicator_kind == "snapshot" or self.as_at.month != 3:
            return day_name(self.as_at)
        return year_name(self.as_at.year - 1)

    def our_period_id(self, indicator_kind: str) -> str:
        """The window of our own figures that this one is like."""
        if indicator_kind == "snapshot" or self.as_at.month != 3:
            return f"month:{self.as_at:%Y-%m}"
        return f"year:{year_name(self.as_at.year - 1)}"


def comparators(frame: polars.DataFrame) -> list[Comparator]:
    """The rows of `comparators.csv` that may stand beside ours; the authority's own and withheld ones are left out."""
    known = [row for row in frame.iter_rows(named=True) if row["value"]]
    beside: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in known:
        beside.setdefault((row["measure"], row["year_ending"]), []).append(row)
    return [
        _comparator(row, _around(beside[row["measure"], row["year_ending"]]))
        for row in known
        if _is_chosen(row)
    ]


def _around(rows: list[dict[str, str]]) -> Around:
    """What the rows of one measure and year say beside the averages that are chosen."""
    spread = {row["statistic"]: float(row["value"]) for row in rows if row["area_kind"] == "authorities"}
    averages = [
        row
        for row in rows
        if row["area_kind"] == "statistical_neighbours" and int(row["n"] or 0) >= FEWEST_NEIGHBOURS
    ]
    near = [row for row in rows if row["area_kind"] == "neighbour"]
    model = max((row["neighbour_model"] or "" for row in near), default="")
    of_model = [(row["area"], float(row["value"])) for row in near if (row["neighbour_model"] or "") == model]
    by_value = sorted(of_model, key=lambda pair: (pair[1], pair[0]))
    return Around(
        middle_half=(spread["lower_quartile"], spread["upper_quartile"])
        if {"lower_quartile", "upper_quartile"} <= set(spread)
        else None,
        averages=tuple(
            (
                f"{row['statistic']} of {row['n']} neighbours ({row['neighbour_model']} model)",
                float(row["value"]),
            )
            for row in sorted(averages, key=lambda row: (row["neighbour_model"], row["statistic"]))
            if not _is_chosen(row)
        ),
        highest=by_value[-1] if by_value else None,
        lowest=by_value[0] if by_value else None,
        model=model,
    )


def _is_chosen(row: dict[str, str]) -> bool:
    """Of the neighbours' figures only the chosen statistic of the chosen model, and not of too few of them."""
    if row["area_kind"] != "statistical_neighbours":
        return row["area_kind"] in KINDS
    is_wanted = (row["neighbour_model"], row["statistic"]) == (NEIGHBOUR_MODEL, NEIGHBOUR_STATISTIC)
    return is_wanted and int(row["n"]) >= FEWEST_NEIGHBOURS


def _comparator(row: dict[str, str], around: Around) -> Comparator:
    last_month, last_day = (9, 30) if "30 Sept" in row["measure"] else (3, 31)
    kind = KINDS[row["area_kind"]]
    among = f"{NEIGHBOURS}, {row['statistic']} of {row['n']} ({row['neighbour_model']} model)"
    return Comparator(
        measure=row["measure"],
        area=among if kind == NEIGHBOURS else row["area"],
        kind=kind,
        as_at=date(int(row["year_ending"]), last_month, last_day),
        value=float(row["value"]),
        unit=UNITS.get(row["unit"], row["unit"]),
        among=int(row["n"]) if row["n"] else None,
        statistic=_statistic(row["measure"]),
        around=around if kind == RANK else None,
    )


def _statistic(measure: str) -> str:
    """What a published measure is of, as its name tells."""
    if "at 31 March" in measure or "30 Sept" in measure:
        return "snapshot"
    return "any time" if "at any point" in measure else "flow"


def latest(
    published: list[Comparator], *, measure: str | None, unit: str, statistic: str, on: date
) -> dict[str, Comparator]:
    """The latest of each kind that was about a time no later than the day, and of the same basis.

    Only rates and shares compare: another area's count is a count of more, or fewer, children.
    """
    if measure is None or unit == "count":
        return {}
    basis = "flow" if statistic == "cohort" else statistic
    fitting = [
        each
        for each in published
        if (each.measure, each.statistic) == (measure, basis)
        and each.unit in (unit, RANK_UNIT)
        and each.as_at <= on
    ]
    return {each.kind: each for each in sorted(fitting, key=lambda each: (each.as_at, each.area))}
