"""The vault of linkage: a file of its own that only its owner can read, made for one run and removed at its end.

Names are in no row below the store: they are read again from the stored bytes here, turned at once into keyed hashes of
forename, surname and date of birth, and never written down. Only aggregates leave.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipelines.builds import Plan
from pipelines.database import database
from pipelines.home import Home
from pipelines.intake.children import readers
from pipelines.intake.force import InForce
from pipelines.linkage.name_keys import KEYS, keyed
from pipelines.linkage.probable import probable
from pipelines.linkage.rungs import (
    NEAR_NAME,
    OTHERS,
    PEOPLE,
    PROBABLE,
    UP_TO,
    Known,
    Rung,
    known,
    ladder,
    near,
)
from pipelines.roles import restricted_folder
from pipelines.settings import password
from scorecards.period import Month
from sources.catalogue import sources
from sources.pseudonym import Pseudonyms
from sources.recognising import Recognised, recognised
from sources.sheet import Grid

SOCIAL_CARE = "mosaic.person"
PERSON = {"police.missing_report": "nominal_id", "eisi.early_help_episode": "eisi_id"}
"""By source whom it takes for one person."""
FORENAMES = ("forename", "first name", "given name", "pers_forename")
SURNAMES = ("surname", "last name", "family name", "pers_surname")
FURTHER: dict[str, Rung] = {NEAR_NAME: near, PROBABLE: probable}
"""The rungs beyond the exact ones."""
_KEYED = dict.fromkeys(("sex", *(key for key in KEYS if key not in PEOPLE)), pl.String)


class LinkageOff(Exception):
    """Linkage was asked for and the settings do not name its lawful basis and agreement; the words say how."""


def known_to_social_care(home: Home, month: Month) -> list[Known]:
    """How many people of each source social care knows, by rung. Raises LinkageOff."""
    if home.settings.linkage is None:
        raise LinkageOff(
            "Expected [linkage] in the settings with lawful_basis and agreement; found none. Linkage stays off until "
            "somebody has answered for it there."
        )
    with _vault(home) as connection:
        for name, frame in zip(("people", "others"), _records(home, month), strict=True):
            connection.register("incoming", frame)
            connection.execute(f"create table {name} as select * from incoming")
            connection.unregister("incoming")
        people, others = (connection.sql(f"select * from {name}").pl() for name in ("people", "others"))
        rungs = UP_TO[home.settings.linkage.up_to]
        further = {name: rung for name, rung in FURTHER.items() if name in rungs}
        return known(ladder(people, others, further), others, rungs)


@contextmanager
def _vault(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = restricted_folder(home, "vault")
    path = folder / "linkage.duckdb"
    _remove(path)
    try:
        with database(path) as connection:
            path.chmod(0o600)
            yield connection
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()


def _records(home: Home, month: Month) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Those whom social care knows, and those in the other sources: pseudonyms and keyed hashes."""
    force = Plan(home, month).force
    people = [pl.DataFrame(schema=PEOPLE | _KEYED)]
    others = [pl.DataFrame(schema=OTHERS | _KEYED)]
    for part in force:
        if part.source == SOCIAL_CARE:
            people.append(_keyed(home, part).select(*PEOPLE, *_KEYED))
        elif part.source in PERSON:
            rows = _keyed(home, part).with_columns(
                source=pl.lit(part.source), person=pl.col(PERSON[part.source])
            )
            others.append(rows.drop_nulls("person").select(*OTHERS, *_KEYED))
    return pl.concat(people), pl.concat(others)


def _keyed(home: Home, part: InForce) -> pl.DataFrame:
    """The rows of a delivery's part with the keyed hashes of name and date of birth, null where one is not there."""
    delivery = part.delivery
    rows = pl.read_parquet(home.rows / delivery.folder_name / f"{part.source}.parquet")
    for name in ("child_id", "nhs_id", "sex", "birth_date"):
        if name not in rows.columns:
            rows = rows.with_columns(
                pl.lit(None, dtype=pl.Date if name == "birth_date" else pl.String).alias(name)
            )
    named = rows.join(
        _names(home, part), on=["sheet_number", "row_number"], how="left", maintain_order="left"
    )
    pseudonyms = Pseudonyms(key=home.key(), authority=delivery.authority)
    return rows.hstack(keyed(pseudonyms, named.select("forename", "surname", "birth_date").iter_rows()))


def _names(home: Home, part: InForce) -> pl.DataFrame:
    """Forename and surname by sheet and row of the supplier's file, where it has them."""
    delivery = part.delivery
    agency, _, _ = part.source.partition(".")
    read = readers().read(home.store / delivery.sha256, name="", password=password(home.settings, agency))
    known_sources = [source for source in sources(agency) if source.name == part.source]
    frames = [
        pl.DataFrame(
            schema={
                "sheet_number": pl.Int32,
                "row_number": pl.Int32,
                "forename": pl.String,
                "surname": pl.String,
            }
        )
    ]
    for grid in read.result().grids:
        sheet = recognised(grid, known_sources, home.settings.overlay)
        if isinstance(sheet, Recognised):
            frames.append(_columns(grid, sheet.heading_row))
    return pl.concat(frames)


def _columns(grid: Grid, heading_row: int) -> pl.DataFrame:
    headings = [cell.strip().casefold() for cell in grid.rows(heading_row, 1)[0]]
    places = [_place(headings, names) for names in (FORENAMES, SURNAMES)]
    cells = grid.cells.slice(heading_row + 1)
    blank = pl.Series("", [""] * cells.height, dtype=pl.String)
    forename, surname = (blank if place is None else cells.to_series(place) for place in places)
    return pl.DataFrame(
        {
            "sheet_number": pl.Series([grid.number] * cells.height, dtype=pl.Int32),
            "row_number": grid.row_numbers.slice(heading_row + 1),
            "forename": forename,
            "surname": surname,
        }
    )


def _place(headings: list[str], names: Iterable[str]) -> int | None:
    return next((headings.index(name) for name in names if name in headings), None)
