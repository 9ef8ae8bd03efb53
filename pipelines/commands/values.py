"""`scorecard values`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import (
    HomeFolder,
    InboxFolder,
    KeyFile,
    SettingsFile,
    home_of,
    plain,
)
from scorecards.period import Month


class Form(StrEnum):
    """How values are written."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


def values(
    form: Annotated[Form, typer.Option("--format", help="csv, json or parquet.")] = Form.csv,
    as_known: Annotated[
        str | None, typer.Option("--as-known", help="As the build of that month knew it.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
) -> None:
    """Every figure in one long table. Not for circulation: nothing is withheld in it."""
    from pipelines.answers import values as found
    from pipelines.answers import write_values
    from pipelines.audit import note

    with plain():
        place = home_of(settings, inbox, home, key)
        month = Month.parse(as_known) if as_known else None
        note(place, "values", form=form.value, as_known=str(month or ""), to_file=output is not None)
        text = write_values(found(place, month), form.value, output)
    if text is not None:
        sys.stdout.write(text)
