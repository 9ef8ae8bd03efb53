"""For each definition in a build, the settings that decide it and how many records sit on its limit."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.builds import SQL
from pipelines.database import database, rows
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.sensitivity import Sensitivity, sensitivities, settings_of
from scorecards.setting import default_settings


def readings(build: Path, indicators: Iterable[Indicator], authority: str) -> dict[str, str]:
    """By ref, sentences such as `Set here: interview_hours 72. On the limit: about 15 of about 900 interviews …`.

    A convention of very many definitions is told only where it was changed or where a record sits on its limit.
    """
    core = {table.name: table for table in core_tables(SQL)}
    found = sensitivities(SQL)
    with database(build, read_only=True) as connection:
        of_authority = "select name, value from reference.setting where authority = ?"
        chosen = dict(rows(connection, of_authority, [authority]))
        known = {
            f"{schema}.{table}"
            for schema, table in rows(
                connection, "select table_schema, table_name from information_schema.tables"
            )
        }
        counted: dict[Sensitivity, tuple[int, int]] = {}
        for each in found:
            if set(each.tables) <= known:
                by_authority = {
                    code: (int(on_limit), int(of)) for code, on_limit, of in rows(connection, each.sql)
                }
                counted[each] = by_authority.get(authority, (0, 0))
    silent = {each.setting for each in found if each.is_convention and _is_usual(each.setting, chosen)}
    told = {}
    for indicator in indicators:
        decided_by = settings_of(indicator, core) & set(chosen)
        names = sorted(decided_by - silent)
        words = [f"Set here: {', '.join(f'{name} {chosen[name]}' for name in names)}."] if names else []
        for each, (on_limit, records) in counted.items():
            is_convention_here = each.is_convention and each.setting in decided_by and on_limit > 0
            if indicator.ref in each.indicators or is_convention_here:
                words.append(each.words(on_limit, records))
        told[indicator.ref] = " ".join(words)
    return told


def _is_usual(name: str, chosen: dict[str, str]) -> bool:
    return chosen.get(name) == default_settings()[name].value
