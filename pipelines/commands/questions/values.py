"""`scorecard values`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import plain, with_home
from pipelines.home import Home
from scorecards.period import Month


class Form(StrEnum):
    """How values are written."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


@with_home
def values(
    place: Home,
    form: Annotated[Form, typer.Option("--format", help="csv, json or parquet.")] = Form.csv,
    as_known: Annotated[
        str | None, typer.Option("--as-known", help="As the build of this month had it, such as 2022-12.")
    ] = None,
    as_published: Annotated[
        str | None,
        typer.Option(
            "--as-published", help="As this quarter's publication has it, such as 2022-23-Q4; or last."
        ),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(
            "--history", help="Every value that this indicator, such as RF01, has ever had for the --period."
        ),
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="With --history: such as 2022-08, 2022-23-Q2 or 2022-23.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Write every figure in one long table: as known now, as known then, or as published.

    Not for circulation: only what was published has anything withheld.
    """
    from pipelines.audit import note
    from pipelines.questions import past
    from pipelines.questions.answers import NotAsked, write_values
    from pipelines.questions.answers import values as found

    with plain():
        month = Month.parse(as_known) if as_known else None
        if history is not None:
            if period is None:
                raise NotAsked("Expected --period with --history; found none. Name a month, quarter or year.")
            table = past.history(place, history, period)
        elif as_published is not None:
            table = past.as_published(place, as_published)
        else:
            table = found(place, month)
        note(place, "values", form=form.value, as_known=str(month or ""), to_file=output is not None,
             history=history is not None, as_published=as_published is not None)  # fmt: skip
        text = write_values(table, form.value, output)
    if text is not None:
        sys.stdout.write(text)
