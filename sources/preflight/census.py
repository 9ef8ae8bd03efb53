"""What stands in a sheet besides its values, whatever the format: the places that hold none, and what is hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, product

from sources.preflight.refusal import UnreadableFile

_LARGEST_AREA = 20_000_000
_MOST_MERGED = 200_000

Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(kw_only=True)
class SheetCensus:
    """The places of a sheet that a reader of values shows as blank although they are not, and what is hidden.

    `merged` are cells covered by one above. `hidden_rows` are rows with cells. `zero_filled` gives the width of
    numbers that are shown with leading zeros.
    """

    title: str
    is_hidden: bool = False
    is_filtered: bool = False
    has_false_dimension: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    merged: set[Place] = field(default_factory=set)
    zero_filled: dict[Place, int] = field(default_factory=dict)

    @property
    def unreadable(self) -> frozenset[Place]:
        """Every place that holds no value although something should stand there."""
        return frozenset(self.errors | self.uncomputed | self.merged)


def check_area(height: int, width: int) -> None:
    """Raises UnreadableFile where so many rows and columns would have to be held at once."""
    if height * width > _LARGEST_AREA:
        raise UnreadableFile(
            "Expected the cells of a sheet to stand together; found one far away from the others. "
            "Delete the empty rows and columns between and send the file again."
        )


def covered(areas: Iterable[tuple[Place, Place]], height: int, width: int) -> set[Place]:
    """The cells that merged areas (first and last place of each) take from the rows below their first, within the
    sheet's `height` and `width`."""
    places: set[Place] = set()
    for (top, left), (bottom, right) in areas:
        area = product(range(top + 1, min(bottom, height) + 1), range(left, min(right, width) + 1))
        places.update(islice(area, _MOST_MERGED + 1))
        if len(places) > _MOST_MERGED:
            raise UnreadableFile(
                "Expected a value in every row; found large areas merged into one cell. "
                "Unmerge them, fill every row and send the file again."
            )
    return places
