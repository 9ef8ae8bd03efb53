"""A sheet as read: every cell as text, with its place in the supplier's file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import polars as pl


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The cells of one sheet as text, blank cells as empty text.

    `cells` has a text column for each column of the sheet; its row `i` stands in row `row_numbers[i]` of the file (from
    1); `column_numbers` are the file's columns of the cells (from 1; 0 is none). `widths` says how many cells each row
    had where they are not all alike. Where a cross-tab became one row a record, several records come from one row of
    the file, and `record_columns[i]` is the file's column of the cell that row `i` came from. `number` and `title` are
    the sheet's; a CSV is sheet 1 without a title. `unreadable` holds places (row, column) of cells that hold an error
    or a formula that was never computed.

    `source` names the source where the file's form leaves no doubt of it, as a national return does; a column that such
    a form never has is absent, not missing. `months` is how many months up to its own such a form covers; 0 is as many as
    the agency's reports do. `form` names the sheet's part of such a form where each may come as a file of its own.

    A grid can be sent from one process to another: it holds text and numbers only.
    """

    number: int
    title: str
    cells: pl.DataFrame
    row_numbers: pl.Series
    column_numbers: list[int] = field(default_factory=list)
    widths: pl.Series | None = None
    record_columns: pl.Series | None = None
    unreadable: frozenset[tuple[int, int]] = frozenset()
    source: str = ""
    months: int = 0
    form: str = ""

    @classmethod
    def of(
        cls,
        rows: Sequence[Sequence[str]],
        *,
        number: int = 1,
        title: str = "",
        row_numbers: Sequence[int] | None = None,
        column_numbers: Sequence[int] | None = None,
        record_columns: Sequence[int] | None = None,
        unreadable: frozenset[tuple[int, int]] = frozenset(),
    ) -> "Grid":
        """The grid of rows of cells; without numbers given they begin at 1 and have no gap."""
        widths = list(map(len, rows))
        width = max(widths, default=0)
        columns = (
            zip(*rows, strict=True) if min(widths, default=0) == width else zip_longest(*rows, fillvalue="")
        )
        return cls(
            number=number,
            title=title,
            cells=pl.DataFrame(
                [pl.Series(str(n), column, dtype=pl.String) for n, column in enumerate(columns)]
            ),
            row_numbers=_numbers(range(1, len(rows) + 1) if row_numbers is None else row_numbers),
            column_numbers=list(range(1, width + 1) if column_numbers is None else column_numbers),
            widths=None if min(widths, default=0) == width else _numbers(widths),
            record_columns=None if record_columns is None else _numbers(record_columns),
            unreadable=unreadable,
        )

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.row_numbers)

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any((column != "").any() for column in self.cells.iter_columns())

    def rows(self, first: int = 0, count: int | None = None) -> list[list[str]]:
        """`count` rows (or all) from `first` on, each as wide as it was."""
        found = [list(row) for row in self.cells.slice(first, count).iter_rows()]
        if self.widths is None:
            return found
        widths = self.widths.slice(first, count).to_list()
        return [row[:width] for row, width in zip(found, widths, strict=False)] or [[] for _ in widths]

    def rows_at(self, positions: Sequence[int]) -> list[list[str]]:
        """The rows at some positions (from 0), each as wide as it was."""
        found = [list(row) for row in self.cells[list(positions)].rows()]
        if self.widths is None:
            return found
        return [
            row[:width]
            for row, width in zip(found, self.widths.gather(list(positions)).to_list(), strict=True)
        ]

    def rows_numbered(self, numbers: pl.Series) -> list[list[str]]:
        """The first row of each of the file's row numbers, in the order of the file."""
        is_first = self.row_numbers.is_first_distinct() & self.row_numbers.is_in(numbers.implode())
        return self.rows_at(is_first.arg_true().to_list())


def _numbers(values: Sequence[int]) -> pl.Series:
    return pl.Series(values, dtype=pl.Int32)
