"""What the national rules found in a census that came as the case system's report, with the records' own keys.

The rules are held against a census when somebody first asks, which a refresh does when it reviews, and the answer
stands beside the delivery's rows. Where no census came, nothing is read and nothing waits.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines import fingerprint
from pipelines.builds import SQL
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.progress import say
from pipelines.settings import ROOT

if TYPE_CHECKING:
    from pipelines.statutory.census import Judged
    from sources.census.reading import Census

_AGENCY = "mosaic"
_BEGINNING = 4000
ROWS = {
    "source": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "record_key": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "column_number": pl.Int32,
    "column": pl.String,
    "path": pl.String,
    "message": pl.String,
    "remedy": pl.String,
}
"""A finding's columns: as those of intake, with the path of the element that it is about."""


def census_rows(home: Home, delivery: Delivery) -> pl.DataFrame | None:
    """What the national rules found in a delivery; None where it is no census."""
    if not is_census_delivery(home, delivery):
        return None
    path = home.rows / delivery.folder_name / f"census-{mark()[:8]}.parquet"
    if path.exists():
        return pl.read_parquet(path)
    made = _made(home, delivery)
    data = BytesIO()
    made.write_parquet(data, compression="lz4")
    write_whole(path, data.getvalue())
    return made


def is_census_delivery(home: Home, delivery: Delivery) -> bool:
    """Whether the bytes of a delivery are a census, told by how they begin."""
    from sources.census.reading import is_census

    if delivery.agency != _AGENCY or not delivery.is_usable:
        return False
    try:
        with (home.store / delivery.sha256).open("rb") as stored:
            return is_census(stored.read(_BEGINNING))
    except FileNotFoundError:
        return False


def mark() -> str:
    """The hash of the rules and of what holds them against a census."""
    code = [
        *(SQL / "census").glob("*.sql"),
        *(ROOT / "sources" / "census").glob("*.py"),
        ROOT / "pipelines" / "statutory" / "census.py",
        Path(__file__),
    ]
    return fingerprint.of_files(code)


def _made(home: Home, delivery: Delivery) -> pl.DataFrame:
    from pipelines.intake.children import readers
    from pipelines.statutory.census import held
    from sources.census.travelling import from_book

    say(f"Holding the census of {delivery.month} against the national rules")
    read = from_book(readers().read(home.store / delivery.sha256, is_census=True).result())
    judged = held(read)
    sheets = {str(part["source"]): int(part["sheet"]) for part in delivery.parts}
    return pl.concat(
        [
            pl.DataFrame(schema=ROWS),
            *_of_modules(home, delivery, read, judged, sheets),
            _of_whole(judged),
            _not_run(judged),
        ]
    )


def _of_modules(
    home: Home, delivery: Delivery, read: "Census", judged: "Judged", sheets: dict[str, int]
) -> list[pl.DataFrame]:
    """The findings on records, each with the key that its row has in the case system's table."""
    from schemas.table import columns
    from sources.catalogue import sources
    from sources.cells.identifiers import identifier
    from sources.cells.result import Circumstances
    from sources.census.layout import MODULES
    from sources.census.sheets import references
    from sources.pseudonym import Pseudonyms

    circumstances = Circumstances(
        authority=delivery.authority,
        pseudonyms=Pseudonyms(key=home.key(), authority=delivery.authority),
        own_names=frozenset(),
    )
    models = {source.name: source.table for source in sources(_AGENCY)}
    known = references(read)
    parts = []
    for module in MODULES:
        mine = judged.findings.filter(pl.col("module") == module.tag)
        if mine.is_empty():
            continue
        named = known[module.name]
        said = columns(models[named.source])[named.column]
        ids = named.ids.gather(mine["record"])
        keys = identifier(ids, said, circumstances).values
        source = named.source if named.source in sheets else None
        parts.append(
            _finding(
                mine,
                source=pl.lit(source),
                sheet_number=pl.lit(sheets.get(named.source)),
                record_key=pl.Series(keys).alias("record_key"),
            )
        )
    return parts


def _of_whole(judged: "Judged") -> pl.DataFrame:
    """The findings on the header and on the return as a whole."""
    is_whole = pl.col("module").is_null() | (pl.col("module") == "Header")
    return _finding(
        judged.findings.filter(is_whole),
        source=pl.lit(None),
        sheet_number=pl.lit(None),
        record_key=pl.lit("the whole return"),
    )


def _not_run(judged: "Judged") -> pl.DataFrame:
    """A finding for each rule that could not be run."""
    said = [
        {
            "code": code,
            "severity": "not_run",
            "record_key": "not run",
            "message": f"Expected national rule {code} to run; it could not be run, so nobody knows what it would have "
            "found.",
            "remedy": "Tell whoever looks after the system.",
        }
        for code in judged.not_run
    ]
    return pl.DataFrame(said, schema=ROWS)


def _finding(found: pl.DataFrame, **known: pl.Expr | pl.Series) -> pl.DataFrame:
    shown = found.select(
        "code",
        "severity",
        "path",
        "message",
        "remedy",
        row_number="line",
        column="fields",
        column_number=pl.lit(None),
        **known,
    )
    return shown.select(pl.col(name).cast(kind) for name, kind in ROWS.items())
