"""A daily payload as the sheets of the case system's reports, so that one way leads from either to the same tables.

Payloads add up: the first tells of every child, each later one of what changed. So a sheet has the columns that its nodes
tell (and one without rows those that any could), nodes that tell others stand in a sheet of their own, and so do those that
are taken back (`purge`), with their references alone. The payload has no primary need, no category of abuse, no reviews,
visits or contacts: what needs these is "not supplied".
"""

from hashlib import sha256
from typing import Any

import polars as pl

from schemas.table import TableModel, columns
from sources.catalogue import sources
from sources.daily.layout import CHILD, EPISODE, NODES, PURGED, TOLD
from sources.daily.reading import LINE, Row, payload
from sources.preflight.remark import NODES_NOT_READ, Remark
from sources.sheet import Grid
from sources.source import ALL_MONTHS, TAKEN_BACK

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
    parts = [
        (name, told, rows, form + ending)
        for name in _TITLES
        for told, rows, ending in (
            (TOLD[name], [], ""),  # so that what no node tells is known as asked for
            *((set(rows[0]), rows, "") for rows in _alike(read.rows.get(name, []))),
            *((set(rows[0]), rows, TAKEN_BACK) for rows in _alike(read.taken_back.get(name, []))),
        )
    ]
    grids = [
        _grid(number, name, models[name], told, rows, form)
        for number, (name, told, rows, form) in enumerate(parts, 1)
    ]
    words = [f"{count:,} of {name}" for name, count in sorted(read.unread.items())]
    message = f"Of the payload these are not read: {', '.join(words)}."
    return grids, [Remark(notice=NODES_NOT_READ, message=message)] if words else []


def _alike(rows: list[Row]) -> list[list[Row]]:
    """The rows in groups of those that tell the same columns."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return list(groups.values())


def _grid(number: int, name: str, model: TableModel, told: set[str], rows: list[Row], form: str) -> Grid:
    headings = {column: said.headings[0] for column, said in columns(model).items() if said.headings}
    held = [column for column in headings if column in told]
    schema: dict[str, Any] = dict.fromkeys(held, pl.String)
    cells = pl.DataFrame([{column: row[column] for column in held} for row in rows], schema=schema)
    header = pl.DataFrame({column: [headings[column]] for column in held})
    lines = pl.Series([0, *(row[LINE] for row in rows)], dtype=pl.Int32)
    return Grid(
        number=number,
        title=_TITLES[name] + (f" ({PURGED})" if form.endswith(TAKEN_BACK) else ""),
        source=name,
        months=ALL_MONTHS,
        form=form,
        cells=pl.concat([header, cells.fill_null("")]),
        row_numbers=lines,
        column_numbers=list(range(1, len(held) + 1)),
    )
