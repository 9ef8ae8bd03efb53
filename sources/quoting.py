"""What stands at a place of a supplier's own file: its cell, its row and the supplier's own reference of the record.

Only a return pack, which goes back to that supplier, asks for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from schemas.table import columns, key
from sources.recognising import Recognised, recognised
from sources.sheet import Grid
from sources.source import Source


@dataclass(frozen=True, kw_only=True, eq=False)
class Quotes:
    """The wanted rows of one sheet as the supplier wrote them. `known` is the report that the sheet was taken for."""

    grid: Grid
    known: Recognised | None
    wanted: frozenset[int]

    def found(self, row: int | None, column: int | None) -> str:
        """The cell's text; empty where there is no such cell or none is named."""
        if row is None or column is None or column not in self.grid.column_numbers:
            return ""
        cells = self.rows.get(row, [])
        place = self.grid.column_numbers.index(column)
        return cells[place] if place < len(cells) else ""

    def reference(self, row: int | None, column: int | None) -> str:
        """What the supplier calls the record: the cells of the report's key, or of another reference if they are blank."""
        if self.known is None or row is None:
            return ""
        cells = self._records.get((row, column if self._is_cross_tab else None), [])
        positions, said = self.known.positions, columns(self.known.source.table)
        words = {name: _at(cells, positions.get(name)) for name in said}
        named = key(self.known.source.table)
        if named and all(words[name] for name in named if said[name].kind == "identifier"):
            return " · ".join(filter(None, map(words.get, named)))
        others = (name for name, column in said.items() if column.kind == "identifier" and words[name])
        return next((f"{said[name].headings[0]} {words[name]}" for name in others), "")

    def column_number(self, heading: str | None) -> int | None:
        """The file's column under the report's official heading; None where there is none."""
        if self.known is None or not heading:
            return None
        said, numbers = columns(self.known.source.table), self.known.grid.column_numbers
        names = (name for name, column in said.items() if heading in column.headings[:1])
        position = next((self.known.positions[name] for name in names if name in self.known.positions), None)
        return (numbers[position] or None) if position is not None and position < len(numbers) else None

    @cached_property
    def rows(self) -> dict[int, list[str]]:
        """The wanted rows by the file's row or line number."""
        return dict(_wanted(self.grid, self.wanted))

    @cached_property
    def headings(self) -> list[str]:
        """The headings as the supplier wrote them; empty where the sheet was taken for no report."""
        if self.known is None or self._is_cross_tab:
            return [""] * self.grid.cells.width
        return self.grid.rows(self.known.heading_row, 1)[0]

    @property
    def _is_cross_tab(self) -> bool:
        return self.known is not None and self.known.grid.record_columns is not None

    @cached_property
    def _records(self) -> dict[tuple[int, int | None], list[str]]:
        """The records of the wanted rows; in a cross-tab each by the column that it came from too."""
        assert self.known is not None
        grid = self.known.grid
        if grid.record_columns is None:
            return {(row, None): cells for row, cells in _wanted(grid, self.wanted)}
        mask = grid.row_numbers.is_in(list(self.wanted))
        places = zip(grid.row_numbers.filter(mask), grid.record_columns.filter(mask), strict=True)
        return dict(zip(places, map(list, grid.cells.filter(mask).iter_rows()), strict=True))


def quotes(
    grids: Iterable[Grid], sources: Sequence[Source], overlay: Path | None, wanted: dict[int, set[int]]
) -> dict[int, Quotes]:
    """The quotes of the sheets that `wanted` names, each with the row numbers that are wanted of it."""
    found = {}
    for grid in grids:
        if grid.number in wanted:
            known = recognised(grid, sources, overlay)
            found[grid.number] = Quotes(
                grid=grid,
                known=known if isinstance(known, Recognised) else None,
                wanted=frozenset(wanted[grid.number]),
            )
    return found


def _wanted(grid: Grid, wanted: frozenset[int]) -> Iterable[tuple[int, list[str]]]:
    mask = grid.row_numbers.is_in(list(wanted))
    found = grid.cells.filter(mask)
    return zip(grid.row_numbers.filter(mask), map(list, found.iter_rows()), strict=True)


def _at(cells: Sequence[str], position: int | None) -> str:
    return cells[position].strip() if position is not None and position < len(cells) else ""
