"""A daily payload as the sheets of the case system's reports, so that one way leads from either to the same tables.

Payloads add up: the first tells of every child, each later one of those about whom something changed, and a child's newest
record is the whole of what is held of it. What a record takes back (`purge`) is left out of it and counted; of a child that
is taken back the reference stays and nothing else. The payload has no primary need, no category of abuse, no reviews,
visits or contacts: what needs these is "not supplied".
"""

from hashlib import sha256
from typing import Any

import polars as pl

from schemas.table import TableModel, columns
from sources.catalogue import sources
from sources.daily.layout import CHILD, EPISODE, NODES
from sources.daily.reading import LINE, Row, payload
from sources.preflight.remark import NODES_NOT_READ, Remark
from sources.sheet import Grid
from sources.source import ALL_MONTHS

_TITLES = {
    "mosaic.person": f"{CHILD}/child_details",
    "mosaic.disability": f"{CHILD}/child_details/disabilities",
    "mosaic.referral": f"{CHILD}/{EPISODE}",
    "mosaic.assessment_factor": f"{CHILD}/{EPISODE}/child_and_family_assessments/factors",
    "mosaic.conference": f"{CHILD}/{EPISODE}/section_47_assessments/icpc_date",
    **{node.table: f"{CHILD}/{EPISODE}/{node.name}" for node in NODES},
}


def sheets(data: bytes) -> tuple[list[Grid], list[Remark]]:
    """One grid a table that the payload fills, and what there is to say of the rest. Raises UnreadableFile."""
    read = payload(data)
    models = {source.name: source.table for source in sources("mosaic")}
    form = f"payload {sha256(data).hexdigest()[:16]}"  # no two are the same piece
    grids = [
        _grid(number, name, models[name], read.rows.get(name, []), form)
        for number, name in enumerate(_TITLES, start=1)
    ]
    words = [f"{read.purged:,} nodes that are taken back (purge)"] if read.purged else []
    words += [f"{count:,} of {name}" for name, count in sorted(read.unread.items())]
    told = f"Of the payload these are not read: {', '.join(words)}."
    return grids, [Remark(notice=NODES_NOT_READ, message=told)] if words else []


def _grid(number: int, name: str, model: TableModel, rows: list[Row], form: str) -> Grid:
    headings = {column: said.headings[0] for column, said in columns(model).items() if said.headings}
    filled = {column for row in rows for column in row}
    held = [column for column in headings if column in filled]
    held = held or [column for column, said in columns(model).items() if said.headings and said.required]
    schema: dict[str, Any] = dict.fromkeys(held, pl.String)
    cells = pl.DataFrame([{column: row.get(column) for column in held} for row in rows], schema=schema)
    header = pl.DataFrame({column: [headings[column]] for column in held})
    lines = pl.Series([0, *(row[LINE] for row in rows)], dtype=pl.Int32)
    return Grid(
        number=number,
        title=_TITLES[name],
        source=name,
        months=ALL_MONTHS,
        form=form,
        cells=pl.concat([header, cells.fill_null("")]),
        row_numbers=lines,
        column_numbers=list(range(1, len(held) + 1)),
    )
