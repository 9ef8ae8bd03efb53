"""A source: one report of one agency, and how it is delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from schemas.table import TableModel
    from sources.sheet import Grid

ALL_MONTHS = 1200
"""As `months` of a form that comes in pieces, each of which may tell of any month: none replaces another."""
TAKEN_BACK = " taken back"
"""How the `form` of a sheet ends that says which records such a form takes back: it has their references and no more."""

Delivery = Literal["snapshot", "month", "year_to_date", "as_at"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A report that an agency delivers.

    `delivery` says what a file holds: `snapshot` the whole history each month, `month` the month's rows and earlier
    ones that changed, `year_to_date` the financial year so far, `as_at` the position on the month's last day.
    `unpivot` turns a cross-tab's grid into one row a record under ordinary headings; most sources need none.
    """

    table: "TableModel"
    delivery: Delivery
    unpivot: "Callable[[Grid], Grid | None] | None" = None

    @property
    def name(self) -> str:
        """The source's name, which is its table's: `police.missing_report`."""
        from schemas.table import table_name

        return table_name(self.table)

    @property
    def agency(self) -> str:
        """The agency that delivers it."""
        return self.name.split(".")[0]
