"""Every bad file: all mutations of all sources, in one order, the same ones every time."""

from collections.abc import Iterator

from tests.bad_input import cells, files
from tests.bad_input.case import Case
from tests.bad_input.good import Good, every_source, good


def every_case(*names: str) -> Iterator[Case]:
    """All mutants of the sources of these names, or of all."""
    for source in every_source():
        if names and source.name not in names:
            continue
        made = good(source)
        yield from files.text_cases(made)
        yield from files.workbook_cases(made)
        yield from cell_cases(made)


def cell_cases(made: Good) -> Iterator[Case]:
    """Mutations of a cell, each in a row of its own choosing: the first that has something in the column."""
    for place, column in made.columns.values():
        row = next((number for number, cells in enumerate(made.rows) if cells[place]), None)
        if row is None:
            continue
        for group, name, new, must in cells.mutations(column, made.rows[row][place]):
            rows = [list(each) for each in made.rows]
            rows[row][place] = new
            yield Case(
                group=group,
                name=name,
                source=made.source.name,
                file="a.csv",
                data=files.text([made.headings, *rows]).encode(),
                must=frozenset(must),
                rows=frozenset({row}),
                column=made.headings[place],
                written=new,
            )
