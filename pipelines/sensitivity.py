"""What is said of each definition in a build: the settings that decide it there, and how many records sit on its limit."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.builds import SQL
from pipelines.database import database, rows
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.sensitivity import sensitivities, settings_of


def readings(build: Path, indicators: Iterable[Indicator], authority: str) -> dict[str, str]:
    """By ref, sentences such as `Set here: interview_hours 72. On the limit: about 15 of about 900 interviews …`."""
    core = {table.name: table for table in core_tables(SQL)}
    with database(build, read_only=True) as connection:
        of_authority = "select name, value from reference.setting where authority = ?"
        chosen = dict(rows(connection, of_authority, [authority]))
        known = {
            f"{schema}.{table}"
            for schema, table in rows(
                connection, "select table_schema, table_name from information_schema.tables"
            )
        }
        limits: dict[str, list[str]] = {}
        for each in sensitivities(SQL):
            if not set(each.tables) <= known:
                continue
            found = {code: counts for code, *counts in rows(connection, each.sql)}
            words = each.words(*found.get(authority, (0, 0)))
            for ref in each.indicators:
                limits.setdefault(ref, []).append(words)
    told = {}
    for indicator in indicators:
        names = sorted(settings_of(indicator, core) & set(chosen))
        set_here = [f"Set here: {', '.join(f'{name} {chosen[name]}' for name in names)}."] if names else []
        told[indicator.ref] = " ".join([*set_here, *limits.get(indicator.ref, [])])
    return told
