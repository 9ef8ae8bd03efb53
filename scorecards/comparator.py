"""Published figures of other areas, each with its own year, and which of them may stand beside ours."""

import re
from dataclasses import dataclass
from datetime import date

import polars

from scorecards.period import day_name, year_name

ENGLAND, REGION, NEIGHBOURS = "England", "Region", "Statistical neighbours"
KINDS = (NEIGHBOURS, REGION, ENGLAND)
REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and The Humber",
)
UNITS = {"percent": "%", "cases per FTE": "children per FTE"}
NEIGHBOUR_AREA = re.compile(r"Statistical neighbours (mean|median) \((SN\d{4}) model, n=(\d+)\)")
# The neighbours of the 2021 model and their mean are what the partnership's own reports are set against.
NEIGHBOUR_MODEL, NEIGHBOUR_STATISTIC = "SN2021", "mean"
FEWEST_NEIGHBOURS = 6


@dataclass(frozen=True, kw_only=True)
class Comparator:
    """One published figure: `as_at` is the day its year ended or, for a count of a day, that day."""

    measure: str
    area: str
    kind: str
    as_at: date
    value: float
    unit: str

    def year_words(self, indicator_kind: str) -> str:
        """`2022-23` for what happened in a year, `31 March 2023` for the state on a day."""
        if indicator_kind == "snapshot" or self.as_at.month != 3:
            return day_name(self.as_at)
        return year_name(self.as_at.year - 1)

    @property
    def area_words(self) -> str:
        """The area, and for neighbours how many they are and by which model."""
        found = NEIGHBOUR_AREA.fullmatch(self.area)
        if not found:
            return self.area
        return f"{NEIGHBOURS}, {found[1]} of {found[3]} ({found[2][2:]} model)"

    def our_period_id(self, indicator_kind: str) -> str:
        """The window of our own figures that this one is like."""
        if indicator_kind == "snapshot" or self.as_at.month != 3:
            return f"month:{self.as_at:%Y-%m}"
        return f"year:{year_name(self.as_at.year - 1)}"


def comparators(frame: polars.DataFrame) -> list[Comparator]:
    """The comparators of a table with measure, area, year, value and unit; other areas' rows are left out."""
    year = next((name for name in frame.columns if name.startswith("year")), None)
    if year is None:
        raise ValueError(f"expected a year column among the comparators, found {', '.join(frame.columns)}")
    found = (_comparator(row, row[year]) for row in frame.iter_rows(named=True) if row["value"] is not None)
    return [each for each in found if each is not None]


def _comparator(row: dict[str, object], year: object) -> Comparator | None:
    kind = _kind(str(row["area"]))
    if kind is None:
        return None
    last_month, last_day = (9, 30) if "30 Sept" in str(row["measure"]) else (3, 31)
    unit = str(row["unit"])
    return Comparator(
        measure=str(row["measure"]),
        area=str(row["area"]),
        kind=kind,
        as_at=date(int(str(year)), last_month, last_day),
        value=float(str(row["value"])),
        unit=UNITS.get(unit, unit),
    )


def _kind(area: str) -> str | None:
    """What the area is to us; None when it is no comparator, such as the authority itself."""
    if area in REGIONS:
        return REGION
    neighbours = NEIGHBOUR_AREA.fullmatch(area)
    if neighbours is None:
        return ENGLAND if area == ENGLAND else None
    is_wanted = neighbours[1] == NEIGHBOUR_STATISTIC and neighbours[2] == NEIGHBOUR_MODEL
    return NEIGHBOURS if is_wanted and int(neighbours[3]) >= FEWEST_NEIGHBOURS else None


def latest(published: list[Comparator], *, measure: str | None, unit: str, on: date) -> dict[str, Comparator]:
    """The latest of each kind that was about a time no later than the day.

    Only rates and shares compare: another area's count is a count of more, or fewer, children.
    """
    if measure is None or unit == "count":
        return {}
    fitting = [
        each for each in published if each.measure == measure and each.unit == unit and each.as_at <= on
    ]
    return {each.kind: each for each in sorted(fitting, key=lambda each: (each.as_at, each.area))}
