"""Facts that partnerships record beside deliveries: reference files, and figures entered by hand."""

from pathlib import Path

import polars as pl

from pipelines.database import database, rows
from pipelines.figures.reference import FOLDER
from pipelines.settings import Settings
from scorecards.entered import Entered, Key


def facts(settings: Settings, name: str) -> pl.DataFrame:
    """A reference file as text, the partnership's rows after ours; where it names authorities, those of this one."""
    files = [folder / name for folder in (FOLDER, settings.overlay) if (folder / name).exists()]
    if not files:
        return pl.DataFrame()
    found = pl.concat([pl.read_csv(file, infer_schema=False) for file in files], how="diagonal")
    return _own(found, settings.authority.code)


def by_hand(build: Path, authority: str) -> dict[Key, Entered]:
    """Whose the figures are that were entered by hand. A build that is older than such figures has none."""
    query = """select indicator, period_id, owner, entered_on, coalesce(source, ''), coalesce(note, '')
        from core.manual_figure where authority = ?"""
    with database(build, read_only=True) as connection:
        tables = rows(
            connection, "select table_name from information_schema.tables where table_schema = 'core'"
        )
        if ("manual_figure",) not in tables:
            return {}
        found = rows(connection, query, [authority])
    return {
        (ref, period_id): Entered(
            indicator=ref, period_id=period_id, owner=owner, entered_on=day, source=source, note=note
        )
        for ref, period_id, owner, day, source, note in found
    }


def _own(facts: pl.DataFrame, authority: str) -> pl.DataFrame:
    """The rows of one authority, and those of everybody: another's region and neighbours are not ours."""
    if "authority" not in facts.columns:
        return facts
    return facts.filter(pl.col("authority").fill_null("").is_in(["", authority]))
