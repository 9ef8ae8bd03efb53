"""A census as a book, so that it travels from the process that reads files as sheets do."""

import json

from sources.census.layout import MODULES
from sources.census.reading import Census, census
from sources.reading import Book
from sources.sheet import Grid

_FACTS = "facts"
_BEGINS = "line"


def as_book(data: bytes) -> Book:
    """The modules of a census file as sheets. Raises NotACensus."""
    read = census(data)
    facts = json.dumps({"header": read.header, "unknown": read.unknown})
    grids = [Grid.of([[facts]], number=0, title=_FACTS)]
    for number, (name, table) in enumerate(read.tables.items(), start=1):
        cells = table.drop(_BEGINS)
        grids.append(Grid(number=number, title=name, cells=cells, row_numbers=table[_BEGINS]))
    return Book(grids=grids, remarks=[])


def from_book(book: Book) -> Census:
    """The census that came as a book."""
    facts = json.loads(book.grids[0].cells.item(0, 0))
    tables = {grid.title: grid.cells.with_columns(grid.row_numbers.alias(_BEGINS)) for grid in book.grids[1:]}
    return Census(
        header=facts["header"],
        unknown=facts["unknown"],
        tables={module.name: tables[module.name] for module in MODULES},
    )
