"""Which source a sheet belongs to, told by its headings and nothing else."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.code_list import folded
from schemas.table import columns
from sources.sheet import Grid
from sources.source import Source

_DEEPEST_HEADING_ROW = 25
_Taught = tuple[Path | None, tuple[int, int]]
"""The partnership's own file of headings, and what changes with it."""
_HEADINGS = Path(__file__).parent.parent / "schemas" / "headings.csv"


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A sheet that is a source's: `heading_row` is the index of its headings in the grid, `positions` the place
    of each column found, `extra` how many columns no schema names."""

    source: Source
    grid: Grid
    heading_row: int
    positions: dict[str, int]
    absent: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Unrecognised:
    """A sheet that is no source's: `is_data` tells a table nobody knows from a page of notes."""

    grid: Grid
    is_data: bool
    message: str


def recognised(
    grid: Grid, sources: Iterable[Source], overlay: Path | None = None
) -> Recognised | Unrecognised:
    """The one source whose headings the sheet carries, or why there is none."""
    if grid.source:
        named = next((source for source in sources if source.name == grid.source), None)
        if named is None:
            words = f"Expected a report of this agency; found {grid.source}. Put the file in that agency's folder."
            return Unrecognised(grid=grid, is_data=True, message=words)
        return _named(grid, named)
    taught, top = _taught(overlay), _top(grid)
    candidates = [found for source in sources if (found := _fit(grid, top, source, taught)) is not None]
    fits = [fit for fit, missing in candidates if not missing]
    if len(fits) == 1:
        twice = _twice(fits[0], taught)
        if twice:
            return Unrecognised(
                grid=grid,
                is_data=True,
                message=f"Expected each heading once; found {', '.join(twice)} in two columns. "
                "Remove the column that is not right, or give it another heading.",
            )
        return fits[0]
    if len(fits) > 1:
        names = " and ".join(sorted(fit.source.name for fit in fits))
        return Unrecognised(
            grid=grid,
            is_data=True,
            message=f"Expected the headings of one report; found those of {names}. Give each report a sheet of its own.",
        )
    if not candidates:
        return Unrecognised(grid=grid, is_data=False, message="No report's headings stand here.")
    closest, missing = min(candidates, key=lambda found: (len(found[1]), found[0].source.name))
    extra = f" {len(closest.extra)} headings are not known." if closest.extra else ""
    return Unrecognised(
        grid=grid,
        is_data=True,
        message=f"Expected the headings of {closest.source.name}; these are missing: {', '.join(missing)}.{extra} "
        f"Put the headings back, or teach a new spelling in the partnership's headings.csv: {_lesson(closest, missing[0])}.",
    )


def _lesson(fit: Recognised, heading: str) -> str:
    """The row that teaches another spelling of a heading."""
    name = next(name for name, known in _wanted(fit.source).items() if known == heading)
    return f"{fit.source.name},{name},THE HEADING"


def _named(grid: Grid, source: Source) -> Recognised:
    """The fit of a sheet that says itself what it is; its first row has the official headings."""
    known = {column.headings[0]: name for name, column in columns(source.table).items() if column.headings}
    positions = {known[cell]: position for position, cell in enumerate(grid.rows(0, 1)[0])}
    absent = tuple(
        name for name, column in columns(source.table).items() if column.headings and name not in positions
    )
    return Recognised(source=source, grid=grid, heading_row=0, positions=positions, absent=absent, extra=())


def _top(grid: Grid) -> list[dict[int, str]]:
    """The rows that may be headings: the folded text of the cells that are filled, by position."""
    rows = grid.rows(0, _DEEPEST_HEADING_ROW)
    return [{position: folded(cell) for position, cell in enumerate(row) if cell} for row in rows]


def _fit(
    grid: Grid, top: list[dict[int, str]], source: Source, taught: _Taught
) -> tuple[Recognised, list[str]] | None:
    """How far a sheet carries the headings of a source: the fit and the headings missing; None below half."""
    if source.unpivot is not None:
        unpivoted = source.unpivot(grid)
        if unpivoted is None:
            return None
        grid, top = unpivoted, _top(unpivoted)
    known, spellings = _headings_known(source, *taught), _heading_set(source, *taught)
    best: tuple[int, dict[str, int]] = (-1, {})
    for index, row in enumerate(top):
        if len(row) <= len(best[1]) or len(spellings.intersection(row.values())) <= len(best[1]):
            continue  # soon told of a row of data
        positions: dict[str, int] = {}
        for position, spelling in row.items():
            if (name := known.get(spelling)) is not None:
                positions.setdefault(name, position)
        if len(positions) > len(best[1]):
            best = (index, positions)
    index, positions = best
    missing = [heading for name, heading in _wanted(source).items() if name not in positions]
    if 2 * len(missing) >= len(_wanted(source)):
        return None
    taken = set(positions.values())
    extra = tuple(
        cell for position, cell in enumerate(grid.rows(index, 1)[0]) if cell.strip() and position not in taken
    )
    absent = tuple(
        name for name, column in columns(source.table).items() if column.headings and name not in positions
    )
    fit = Recognised(
        source=source, grid=grid, heading_row=index, positions=positions, absent=absent, extra=extra
    )
    return fit, missing


@cache
def _wanted(source: Source) -> dict[str, str]:
    """The headings that a sheet must carry, by column."""
    return {
        name: column.headings[0]
        for name, column in columns(source.table).items()
        if column.headings and not column.optional_heading
    }


def _twice(fit: Recognised, taught: _Taught) -> list[str]:
    """The headings, as the schema names them, that more than one column of the sheet goes by."""
    known = _headings_known(fit.source, *taught)
    row = (folded(cell) for cell in fit.grid.rows(fit.heading_row, 1)[0] if cell)
    names = Counter(name for spelling in row if (name := known.get(spelling)) is not None)
    return [columns(fit.source.table)[name].headings[0] for name, count in names.items() if count > 1]


def headings(source: Source, overlay: Path | None = None) -> dict[str, str]:
    """The column of every known folded heading: the schema's, ours in `schemas/headings.csv`, the partnership's."""
    return _headings_known(source, *_taught(overlay))


def _taught(overlay: Path | None) -> _Taught:
    """The overlay's file and what changes with it: it may be taught a heading while we run."""
    path = overlay / "headings.csv" if overlay else None
    if path is None or not path.exists():
        return None, (0, 0)
    facts = path.stat()
    return path, (facts.st_mtime_ns, facts.st_size)


@cache
def _heading_set(source: Source, own: Path | None, stamp: tuple[int, int]) -> frozenset[str]:
    return frozenset(_headings_known(source, own, stamp))


@cache
def _headings_known(source: Source, own: Path | None, stamp: tuple[int, int]) -> dict[str, str]:
    known = {
        folded(spelling): name
        for name, column in columns(source.table).items()
        for spelling in column.headings
    }
    for path in (_HEADINGS, own):
        if path is not None and path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                taught = {
                    folded(row["heading"]): row["column"]
                    for row in csv.DictReader(file)
                    if row["table"] == source.name
                }
            known.update(taught)
    return known
