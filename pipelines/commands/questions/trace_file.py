"""`scorecard trace-file`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def trace_file(
    place: Home,
    file: Annotated[
        str, typer.Argument(help="A supplier's file, a delivery's id, or the start of its hash.")
    ],
    row: Annotated[int, typer.Argument(help="The row in the file, from 1.")],
    sheet: Annotated[int | None, typer.Option(help="The sheet's number, from 1.")] = None,
    ref: Annotated[str | None, typer.Option(help="Show only this indicator, such as MH07.")] = None,
    as_json: AsJson = False,
) -> None:
    """Trace a row of a delivered file forward: the figures that it is in, and why it is not in others."""
    with plain():
        from pipelines.tracing.forward import forward
        from pipelines.tracing.forward_telling import facts, told

        found = forward(place, file, row, sheet=sheet, ref=ref)
        lines = [json.dumps(facts(found))] if as_json else list(told(found))
    typer.echo("\n".join(lines))
