"""The reference tables of a build: our facts, the partnership's own rows, and the windows and months covered."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from pipelines.chosen.authority import Authority
from pipelines.database import lent
from pipelines.home import Home
from pipelines.intake.force import InForce
from pipelines.publication.published_figures import covered as covered_by_publications
from pipelines.publication.published_figures import published_figures
from pipelines.settings import ROOT, Settings
from pipelines.status.punctuality import covered
from scorecards.period import LONDON, Month
from scorecards.reference_table import (
    PUBLISHED_FIGURE,
    REFERENCE_TABLES,
    TOLD_DIFFERENTLY,
)
from scorecards.setting import default_settings
from scorecards.window import Window, windows

FOLDER = ROOT / "data" / "reference"

_FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "population": ("population.csv", ("authority", "year")),
    "source_group": ("source_groups.csv", ("source_code",)),
    "primary_need": ("primary_needs.csv", ("primary_need_code",)),
    "abuse_category": ("abuse_categories.csv", ("category_code",)),
    "ethnicity": ("ethnicities.csv", ("ethnicity_code",)),
    "close_reason": ("close_reasons.csv", ("close_reason_code",)),
    "factor": ("assessment_factors.csv", ("factor_code",)),
    "role_maximum": ("role_maxima.csv", ("role", "effective_from")),
    "team_group": ("team_groups.csv", ("authority", "team_name")),
}
"""The file of each table of facts, and the columns by which a partnership's row replaces one of ours."""


class CalendarTooShort(Exception):
    """The bank holidays do not reach far enough."""


def reference_files(overlay: Path) -> list[Path]:
    """Every file that the reference tables are made from."""
    return [*FOLDER.glob("*.csv"), *overlay.glob("*.csv")]


def load_reference(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    month: Month,
    force: Iterable[InForce],
    told: Mapping[str, pl.DataFrame],
) -> None:
    """Make the schema `reference` for a build of `month`; `told` are the tables that the ledger tells."""
    settings = home.settings
    connection.execute("create schema if not exists reference")
    for table, (file, key) in _FILES.items():
        _store(connection, table, _facts(table, file, key, settings.overlay))
    _store(connection, "calendar", calendar(FOLDER / "bank_holidays.csv"))
    _store(
        connection, "period", _periods(windows(str(settings.reported_from), str(month), settings.year_start))
    )
    codes = authorities(settings, force)
    _store(connection, "setting", _settings(settings, sorted({*codes, *settings.names})))
    _store(connection, "authority", _authorities(settings, codes))
    _store(connection, "delivery", _covered(force, covered(told) | covered_by_publications(home, month)))
    for table, found in told.items():
        _store(connection, table, found)
    _store(connection, PUBLISHED_FIGURE, published_figures(home, month))
    _store(
        connection,
        TOLD_DIFFERENTLY,
        pl.DataFrame(schema=dict.fromkeys(REFERENCE_TABLES[TOLD_DIFFERENTLY], pl.String)),
    )
    _store_absent(connection, force)


def _store(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in REFERENCE_TABLES[table].items())
    with lent(connection, "incoming", frame):
        connection.execute(f"create or replace table reference.{table} as select {columns} from incoming")


def _facts(table: str, file: str, key: tuple[str, ...], overlay: Path) -> pl.DataFrame:
    """The rows of a reference file as text; the partnership's rows of the same name replace ours with equal keys."""
    wanted = list(REFERENCE_TABLES[table])
    found = [
        pl.read_csv(folder / file, infer_schema=False).select(wanted)
        for folder in (FOLDER, overlay)
        if (folder / file).exists()
    ]
    if not found:
        return pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))
    return pl.concat(found).unique(subset=key, keep="last", maintain_order=True)


def calendar(path: Path) -> pl.DataFrame:
    """Every day of the years that the bank-holiday file covers, with the UTC instant of the local midnight that ends it and
    the number of working days up to and with it."""
    holidays = pl.read_csv(path, infer_schema=False)["day"].str.to_date()
    first, last = date(holidays.min().year, 1, 1), date(holidays.max().year, 12, 31)  # type: ignore[union-attr]
    days = pl.select(day=pl.date_range(first, last, interval="1d"))
    working = (pl.col("day").dt.weekday() <= 5) & ~pl.col("day").is_in(holidays.to_list())
    midnight = (pl.col("day") + pl.duration(days=1)).cast(pl.Datetime("us")).dt.replace_time_zone(LONDON.key)
    ends_at = midnight.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return days.with_columns(ends_at=ends_at, is_working_day=working).with_columns(
        working_day_number=pl.col("is_working_day").cast(pl.Int32).cum_sum()
    )


def check_calendar(connection: duckdb.DuckDBPyConnection, settings: Settings, month: Month) -> None:
    """Raises CalendarTooShort when the look-backs or the year ahead lie outside the bank-holiday file."""
    first, last = connection.execute("select min(day), max(day) from reference.calendar").fetchall()[0]
    wanted = (settings.reported_from.plus(-24).first_day, month.last_day + timedelta(days=366))
    if first > wanted[0] or last < wanted[1]:
        raise CalendarTooShort(
            f"Expected bank holidays from {wanted[0]:%Y} to {wanted[1]:%Y}; found {first:%Y} to {last:%Y}. "
            "Add the missing years to data/reference/bank_holidays.csv."
        )


def _periods(asked: list[Window]) -> pl.DataFrame:
    return pl.DataFrame([window.__dict__ for window in asked])


def authorities(settings: Settings, force: Iterable[InForce]) -> list[str]:
    """The codes of every authority that figures are of: those that delivered anything, and of a region also those that it
    names, so that one of which nothing ever came is seen to be missing."""
    delivered = {part.delivery.authority for part in force}
    return sorted(delivered | {*settings.names} if settings.is_region else delivered or {*settings.names})


def _settings(settings: Settings, codes: Iterable[str]) -> pl.DataFrame:
    defaults = {setting.name: setting.value for setting in default_settings().values()}
    chosen = defaults | settings.standards
    pairs = [(code, name, value) for code in codes for name, value in sorted(chosen.items())]
    return pl.DataFrame(pairs, schema=["authority", "name", "value"], orient="row")


def _authorities(settings: Settings, codes: Iterable[str]) -> pl.DataFrame:
    """Each authority's name, and the first and last day on which it is of its region; null where there is none."""
    known = {each.code: each for each in (settings.authority, *settings.members)}
    found = [known.get(code, Authority(code=code, names=())) for code in codes]
    rows = [
        (
            each.code,
            (each.names or (each.code,))[0],
            each.first and each.first.first_day,
            each.last and each.last.last_day,
        )
        for each in found
    ]
    schema = {"authority": pl.String, "name": pl.String, "first_day": pl.Date, "last_day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _covered(force: Iterable[InForce], told: set[tuple[str, str, date]]) -> pl.DataFrame:
    """Authority, source and month for every month that a delivery in force covers, and of what the ledger tells."""
    found = told | {
        (part.delivery.authority, part.source, month.first_day)
        for part in force
        for month in part.first.until(part.last)
    }
    return pl.DataFrame(
        sorted(found),
        schema={"authority": pl.String, "source": pl.String, "month_start": pl.Date},
        orient="row",
    )


def _store_absent(connection: duckdb.DuckDBPyConnection, force: Iterable[InForce]) -> None:
    """The columns that no file in force of a source carried, so that what needs them says "not supplied"."""
    absent: dict[tuple[str, str], set[str]] = {}
    for part in force:
        for line in part.delivery.parts:
            if line["source"] == part.source:
                place = (part.delivery.authority, part.source)
                columns = set(line["absent"])
                absent[place] = absent[place] & columns if place in absent else columns
    triples = [(*place, column) for place, columns in sorted(absent.items()) for column in sorted(columns)]
    frame = pl.DataFrame(
        triples, schema=dict.fromkeys(("authority", "source", "column_name"), pl.String), orient="row"
    )
    with lent(connection, "incoming", frame):
        connection.execute("create or replace table reference.absent as select * from incoming")
