"""The delivered files behind rows: told by hash and never by name, their bytes in the store proved by hashing them, and
a row proved by reading the bytes again and coming to the same row."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest
from typing import Any

import polars as pl

from pipelines.database import frame, quoted
from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.intake.file_tables import reading_fingerprint
from pipelines.keeping.gone import Gone
from pipelines.settings import password

SOUND, GONE, CHANGED, REMOVED = "sound", "gone", "changed", "removed"
SAME, OTHER_READING, DIFFERENT = "same", "read otherwise now", "different"


@dataclass(frozen=True, kw_only=True)
class Original:
    """One delivered file behind a figure: `rows` of it lie behind, its bytes are SOUND, GONE, CHANGED or, where their time
    was over, REMOVED; `again` says what reading it again came to (SAME, OTHER_READING, DIFFERENT), empty where nobody
    asked; `remark` says what was erased from it or when it was removed."""

    delivery: Delivery
    rows: int
    bytes: str
    again: str = ""
    remark: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.bytes in (SOUND, REMOVED) and self.again != DIFFERENT


def bytes_of(home: Home, delivery: Delivery) -> str:
    """Whether the store still has the delivered bytes as they came, or as they were redacted."""
    if delivery.is_gone:
        return REMOVED
    path = home.store / delivery.sha256
    if not path.exists():
        return GONE
    with path.open("rb") as file:
        return SOUND if file_digest(file, "sha256").hexdigest() == delivery.sha256 else CHANGED


def originals(
    home: Home,
    connection: Any,
    places: pl.DataFrame,
    known: dict[str, Delivery],
    *,
    is_read_again: bool = False,
) -> list[Original]:
    """The files of places (columns table, delivery_id, sheet_number, row_number), the newest month last."""
    by_delivery = {
        str(name): part for (name,), part in places.drop_nulls("delivery_id").group_by("delivery_id")
    }
    found, gone = [], Gone(home)
    for name in sorted(
        by_delivery, key=lambda each: (known[each].month, each) if each in known else ("", each)
    ):
        if name not in known:
            continue
        delivery, rows = known[name], by_delivery[name].unique()
        state = bytes_of(home, delivery)
        again = ""
        if is_read_again and state == SOUND:
            again = _read_again(home, connection, delivery, rows)
        remark = delivery.reason if delivery.is_gone else gone.words(delivery.sha256)
        found.append(Original(delivery=delivery, rows=rows.height, bytes=state, again=again, remark=remark))
    return found


def _read_again(home: Home, connection: Any, delivery: Delivery, places: pl.DataFrame) -> str:
    """Whether the rows at these places, read from the store's bytes now, are those that the build holds."""
    frames = read_again(home, delivery)
    for (table,), here in places.group_by("table"):
        held = frame(connection, f"select * from {table} where delivery_id = {quoted(delivery.delivery_id)}")
        if str(table) not in frames or not _is_same(held, frames[str(table)], here):
            return DIFFERENT if delivery.reading == reading_fingerprint(home) else OTHER_READING
    return SAME


def _is_same(held: pl.DataFrame, read: pl.DataFrame, places: pl.DataFrame) -> bool:
    at = ["sheet_number", "row_number"]
    wanted = places.select(at).unique()
    first = held.join(wanted, on=at, how="semi")
    columns = [name for name in first.columns if name in read.columns]
    second = read.join(wanted, on=at, how="semi").select(columns).cast(first.select(columns).schema)  # type: ignore[arg-type]
    # a newer row of the same record may stand in the build in place of one of these
    return first.select(columns).join(second, on=columns, how="anti", nulls_equal=True).is_empty()


def read_again(home: Home, delivery: Delivery) -> dict[str, pl.DataFrame]:
    """The accepted rows of a delivery by source, read from the store's bytes; none for a file that is refused now."""
    from pipelines.intake.parsing import Refused, Sheets, tables_of

    sheets = _sheets(home, delivery)
    if sheets is None:
        return {}
    found = tables_of(
        [
            Sheets(
                delivery_id=delivery.delivery_id,
                month=delivery.month,
                grids=sheets.grids,
                remarks=sheets.remarks,
            )
        ],
        agency=delivery.agency,
        authority=delivery.authority,
        key=home.key(),
        names=home.settings.names.get(delivery.authority, ()),
        overlay=home.settings.overlay,
    )[delivery.delivery_id]
    return {} if isinstance(found, Refused) else found.frames


def references_of(
    home: Home, delivery: Delivery, places: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], dict[str, str]]:
    """The identifiers of rows (sheet, row) as the supplier wrote them, by the heading of their column. For the
    restricted role alone."""
    from schemas.table import columns
    from sources.catalogue import sources
    from sources.recognising import Recognised, recognised

    read = _sheets(home, delivery)
    found: dict[tuple[int, int], dict[str, str]] = {}
    wanted = set(places)
    for grid in read.grids if read is not None else ():
        here = sorted({row for sheet, row in wanted if sheet == grid.number} & set(grid.row_numbers))
        if not here:
            continue
        sheet = recognised(grid, sources(delivery.agency), home.settings.overlay)
        if not isinstance(sheet, Recognised):
            continue
        named = {
            column.headings[0] if column.headings else name: sheet.positions[name]
            for name, column in columns(sheet.source.table).items()
            if column.kind == "identifier" and name in sheet.positions
        }
        for row, cells in zip(here, grid.rows_numbered(pl.Series(here, dtype=pl.Int32)), strict=True):
            found[grid.number, row] = {heading: cells[at] for heading, at in named.items() if cells[at]}
    return found


def _sheets(home: Home, delivery: Delivery) -> Any:
    from pipelines.intake.children import readers
    from sources.reading import UnreadableFile

    try:
        return (
            readers()
            .read(home.store / delivery.sha256, name="", password=password(home.settings, delivery.agency))
            .result()
        )
    except UnreadableFile:
        return None
