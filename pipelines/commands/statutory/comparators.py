"""`scorecard comparators`."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipelines.boundary import Stopped
from pipelines.console import AsJson, SettingsFile, plain
from pipelines.settings import settings as read_settings


def comparators(
    files: Annotated[list[Path], typer.Argument(help="Files of published statistics, as downloaded.")],
    authority: Annotated[
        str | None,
        typer.Option(
            help="The authority's three-figure code; by default the settings' own, or all of a region."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write to; by default the partnership's own.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(help="The day the files were downloaded, such as 2023-03-31; today by default."),
    ] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Take in published statistics: comparators, populations and statistical neighbours of an authority or a region."""
    from pipelines.audit import note
    from pipelines.home import Home
    from pipelines.statutory.national import take_statistics
    from sources.national.comparators import UnknownAuthority
    from sources.national.statistics import NotPublishedStatistics

    with plain():
        chosen = read_settings(settings)
        missing = [path.name for path in files if not path.is_file()]
        if missing:
            raise Stopped(f"Expected files; found none named {', '.join(missing)}. Check the paths.")
        try:
            taken = take_statistics(
                files,
                authorities=[authority] if authority else sorted(chosen.names),
                overlay=out or chosen.overlay,
                on=date.fromisoformat(on) if on else date.today(),
            )
        except (NotPublishedStatistics, UnknownAuthority) as wrong:
            raise Stopped(str(wrong)) from None
        note(Home(chosen), "comparators", rows=sum(taken.rows.values()))
    if as_json:
        typer.echo(json.dumps({"rows": taken.rows, "measures": taken.measures, "unused": taken.unused}))
        return
    for name, count in taken.rows.items():
        typer.echo(f"{name}: {count:,} rows")
    if taken.unused:
        typer.echo(f"Nothing that is compared here in: {', '.join(taken.unused)}")
