"""`scorecard trace-file`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def trace_file(
    file: Annotated[
        str, typer.Argument(help="A supplier's file, a delivery's id, or the start of its hash.")
    ],
    row: Annotated[int, typer.Argument(help="The row in the file, from 1.")],
    sheet: Annotated[int | None, typer.Option(help="The sheet's number, from 1.")] = None,
    ref: Annotated[str | None, typer.Option(help="Only this indicator, such as MH07.")] = None,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Walk a row of a delivered file forward: which figures it is in, and why not in others."""
    with plain():
        from pipelines.tracing.forward import forward
        from pipelines.tracing.forward_telling import facts, told

        found = forward(home_of(settings, inbox, home, key), file, row, sheet=sheet, ref=ref)
        lines = [json.dumps(facts(found))] if as_json else list(told(found))
    typer.echo("\n".join(lines))
