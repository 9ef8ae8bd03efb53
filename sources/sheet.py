"""A sheet as read: every cell as text, with its place in the supplier's file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of one sheet as text, blank cells as empty text.

    `rows[i]` stands in row `row_numbers[i]` of the file (from 1); `column_numbers` are the file's columns of the
    cells (from 1; 0 is none). Where a cross-tab became one row a record, several records come from one row of the
    file, and `record_columns[i]` is the file's column of the cell that `rows[i]` came from. `number` and `title` are
    the sheet's; a CSV is sheet 1 without a title. `unreadable` holds places (row, column) of cells that hold an error
    or a formula that was never computed.
    """

    number: int
    title: str
    rows: list[list[str]]
    row_numbers: list[int]
    column_numbers: list[int] = field(default_factory=list)
    record_columns: list[int] = field(default_factory=list)
    unreadable: frozenset[tuple[int, int]] = frozenset()
