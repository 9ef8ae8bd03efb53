"""Which of the lists a sheet is, told by its headings; its title only decides between two that fit as well."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sources.annex_a.layout import AnnexList, ListColumn, every_spelling, lists, squeezed
from sources.sheet import Grid

_DEEPEST_HEADING_ROW = 10
_FEWEST = 4
"""A sheet with fewer headings that a list has is none."""
CHILD = "child_id"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A sheet that is a list. `places` has the position of each column by its heading, `unknown` the number of columns
    that no dialect names, `missing` the headings that are needed and absent, `twice` those that stand in two columns."""

    grid: Grid
    annex_list: AnnexList
    heading_row: int
    places: dict[str, int]
    unknown: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def used(self) -> dict[str, tuple[ListColumn, int]]:
        """The columns that fill a field, by field, with their positions."""
        return {
            column.field: (column, self.places[column.heading])
            for column in self.annex_list.columns
            if column.field and column.heading in self.places
        }

    @property
    def unused(self) -> list[str]:
        """The official headings of the columns that stand there and fill nothing."""
        return [
            each.heading for each in self.annex_list.columns if not each.field and each.heading in self.places
        ]


def is_annex_a(grids: Iterable[Grid]) -> bool:
    """Whether any sheet is one of the lists."""
    return any(not grid.is_blank and found(grid) is not None for grid in grids)


def found(grid: Grid) -> Found | None:
    """The list that a sheet is; None where it is none."""
    best: tuple[tuple[int, bool], Found] | None = None
    for index, row in enumerate(grid.rows(0, _DEEPEST_HEADING_ROW)):
        headings = [squeezed(cell) for cell in row]
        if len(every_spelling().intersection(headings)) < _FEWEST:
            continue
        for each in lists():
            fit = _fit(grid, each, index, headings)
            if fit is None:
                continue
            rank = (len(fit.places), squeezed(grid.title) in each.titles)
            if best is None or rank > best[0]:
                best = (rank, fit)
    return best[1] if best else None


def _fit(grid: Grid, annex_list: AnnexList, index: int, headings: Sequence[str]) -> Found | None:
    """The fit of a list whose own columns stand there at least by half."""
    names = [annex_list.headings.get(heading) for heading in headings]
    places: dict[str, int] = {}
    for position, name in enumerate(names):
        if name is not None:
            places.setdefault(name, position)
    own = annex_list.own & places.keys()
    if len(own) < 2 or 2 * len(own) < len(annex_list.own) or len(places) < _FEWEST:
        return None
    needed = [column.heading for column in annex_list.columns if column.field in (CHILD, annex_list.day)]
    counts = Counter(name for name in names if name is not None)
    return Found(
        grid=grid,
        annex_list=annex_list,
        heading_row=index,
        places=places,
        unknown=sum(1 for heading, name in zip(headings, names, strict=True) if heading and name is None),
        missing=tuple(heading for heading in needed if heading not in places),
        twice=tuple(name for name, count in counts.items() if count > 1),
    )
