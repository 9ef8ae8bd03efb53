"""Which figure stands in a cell of a finished workbook: its trace key, told by the sheet, the row and the heading.

A workbook needs no hidden sheet and no further column for it: every table names in each row the indicator or the month,
and in each heading the window. The quarter and the build are the file's, whose hash is in the ledger.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecards.figure import SHORTHAND
from scorecards.month_table import MONTH, NOTE, QUARTER, SIGNAL
from scorecards.period import MONTH_NAMES, Month, Quarter
from scorecards.value import WITHHELD

AUTHORITY = "Authority"
"""The heading of a region's tables under which it is said whose figures a row holds."""
PERIOD, STEP, REGION = "Month or quarter ending", "By", "Region"
"""The headings of a region's figures over time: a column for the region and for each authority stands behind them."""
_FIRST = ("Ref", MONTH, QUARTER, "Kind", AUTHORITY)
"""The first headings of tables that hold figures."""
_MONTHS = ("worked out from the months beside it", "Trace a figure of one of these months.")
_FACT = "Its source stands in that file."
_OTHERS = ("of another area, published, from comparators.csv", _FACT)
_AUTHORITIES = (
    "worked out from the authorities' figures that are shown",
    "Trace the figure of one authority.",
)
_NOT_COUNTED = {
    **dict.fromkeys(("Mean", "Lower limit", "Upper limit"), _MONTHS),
    "Target": ("that is a target, from targets.csv", _FACT),
    **dict.fromkeys(("Theirs", "Statistical neighbours", "Region", "England"), _OTHERS),
    **dict.fromkeys(
        ("All plotted together", "All together", "Median of authorities", "Mean of authorities"), _AUTHORITIES
    ),
    **{f"{end} {level}": _AUTHORITIES for end in ("Lower", "Upper") for level in ("95%", "99.8%")},
}
"""What stands under headings that count nothing of ours, and what to ask instead."""
_CELL = re.compile(r"(?:'?(?P<sheet>[^!']+)'?!)(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,5})")


class NoFigure(Exception):
    """A cell that holds no figure of ours; the words say what it holds."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell of a workbook: the sheet's name, row and column from 1."""

    sheet: str
    row: int
    column: int

    @classmethod
    def of(cls, text: str) -> "Place":
        """As people write it: MH07!C14 or 'All columns'!E9. Raises NoFigure."""
        found = _CELL.fullmatch(text.strip())
        if found is None:
            raise NoFigure(
                "Expected a cell such as MH07!C14 or 'All columns'!E9; found another form. Write it so."
            )
        column = 0
        for letter in found["column"]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return cls(sheet=found["sheet"], row=int(found["row"]), column=column)


@dataclass(frozen=True, kw_only=True)
class TraceKey:
    """A figure by ref, window and category. `breakdown` is in the words of the sheet, empty for a total."""

    ref: str
    period_id: str
    breakdown: str = ""
    category: str = ""
    is_withheld: bool = False
    authority: str = ""
    """The name of the authority, where the row of a region's table says one."""


def trace_key(rows: Sequence[Sequence[Any]], place: Place, quarter: Quarter) -> TraceKey:
    """The key of the figure at a place of a sheet, whose cells are given from A1 on. Raises NoFigure."""
    heads = [each for each in range(1, len(rows) + 1) if _at(rows, each, 1) in _FIRST]
    head = max((each for each in heads if each < place.row), default=None)
    content = _at(rows, place.row, place.column)
    if head is None or content in ("", None):
        below = (
            f" On this sheet figures stand below row {' and row '.join(map(str, heads))}." if heads else ""
        )
        raise NoFigure(f"Expected a cell that holds a figure; found none there.{below}")
    heading = str(_at(rows, head, place.column))
    cells = {str(name): _at(rows, place.row, at) for at, name in enumerate(rows[head - 1], start=1)}
    if PERIOD in cells:
        return _over_time(cells, heading, content, quarter)
    if heading in _NOT_COUNTED:
        found, instead = _NOT_COUNTED[heading]
        raise NoFigure(f"Expected a figure of ours; found one {found}. {instead}")
    first = str(_at(rows, head, 1))
    is_trend = first in (MONTH, QUARTER)
    if is_trend:
        period = None if heading in (first, SIGNAL, NOTE) else _span(cells[first], first, quarter)
    else:
        period = _window(heading, cells, quarter)
    if period is None:
        raise NoFigure(
            "Expected a cell that holds a figure; found words, or a number that says where another came from. Name the "
            "cell of a figure."
        )
    breakdown, category = str(cells.get("Broken down by", "")), str(cells.get("Category", ""))
    if "Counted as" in cells and not heading.startswith("Partnership"):
        breakdown, _, category = str(cells["Counted as"]).partition(": ")
    return TraceKey(
        ref=str(cells["Ref"]) if "Ref" in cells else place.sheet,
        period_id=period,
        breakdown=breakdown,
        category=category,
        is_withheld=str(content).startswith(SHORTHAND[WITHHELD][0]),
        authority=str(cells.get(AUTHORITY, "")),
    )


def _over_time(cells: dict[str, Any], heading: str, content: Any, quarter: Quarter) -> TraceKey:
    """A figure of a region's table over time, whose column says whose it is."""
    behind = list(cells)[list(cells).index(PERIOD) + 1 :]
    period = _span(cells[PERIOD], QUARTER if cells[STEP] == "Quarter" else MONTH, quarter)
    if heading not in behind or period is None:
        raise NoFigure("Expected a cell that holds a figure; found words. Name the cell of a figure.")
    return TraceKey(
        ref=str(cells["Ref"]),
        period_id=period,
        is_withheld=str(content).startswith(SHORTHAND[WITHHELD][0]),
        authority="" if heading == REGION else heading,
    )


def _at(rows: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def _span(day: Any, first: str, quarter: Quarter) -> str | None:
    """The month of a day, or the quarter that ends with that month."""
    if not isinstance(day, date):
        return None
    month = Month(day.year, day.month)
    return Quarter.ending(month, quarter.year_start).period_id if first == QUARTER else month.period_id


def _window(heading: str, cells: dict[str, Any], quarter: Quarter) -> str | None:
    if heading == "Ours that year":
        return _year(str(cells.get("Year", "")))
    name, _, window = heading.partition(", ")
    if name == "Beside it":
        return None
    if window == "12 months":
        return quarter.rolling_12_id
    if window == "quarter" or name in ("This quarter", "Numerator", "Denominator"):
        return quarter.period_id
    return {
        "Previous quarter": quarter.previous.period_id,
        "Same quarter last year": quarter.year_before.period_id,
        "Year to date": quarter.year_to_date_id,
        "Rolling 12 months": quarter.rolling_12_id,
    }.get(name)


def _year(said: str) -> str | None:
    """The window beside a published year (2022-23) or day (31 March 2023)."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", said):
        return f"year:{said}"
    day = re.fullmatch(r"[0-9]{1,2} ([A-Z][a-z]+) ([0-9]{4})", said)
    if day is None or day[1] not in MONTH_NAMES:
        return None
    return Month(int(day[2]), MONTH_NAMES.index(day[1]) + 1).period_id
