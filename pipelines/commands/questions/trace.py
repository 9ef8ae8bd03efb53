"""`scorecard trace`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, OneCategory, References, WindowName, plain, with_home
from pipelines.home import Home


@with_home
def trace(
    place: Home,
    ref: Annotated[
        str | None,
        typer.Argument(help="The indicator's reference, such as MH07; or give --workbook and --cell."),
    ] = None,
    period: Annotated[str | None, typer.Option(help="Such as 2022-08, 2022-23-Q2 or 2022-23.")] = None,
    window: WindowName = None,
    breakdown: OneCategory = None,
    authority: Annotated[str | None, typer.Option(help="In a region: the code of the authority.")] = None,
    audience: Annotated[str | None, typer.Option(help="The figure as this audience was shown it.")] = None,
    as_published: Annotated[
        str | None,
        typer.Option(help="The figure as this quarter's newest edition has it, such as 2022-23-Q4."),
    ] = None,
    workbook: Annotated[Path | None, typer.Option(help="A published workbook, with --cell.")] = None,
    cell: Annotated[str | None, typer.Option(help="A cell of the workbook, such as 'MH07!B32'.")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read the files behind the figure again, too.")
    ] = False,
    references: References = False,
    rows: Annotated[int, typer.Option(help="How many rows to show; 0 for all.")] = 20,
    query: Annotated[bool, typer.Option("--query", help="Show the query, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Trace a figure back to the rows, files and bytes that it came from, and count it again."""
    with plain():
        from pipelines.tracing.asking import found_in
        from pipelines.tracing.shown import edition_of
        from pipelines.tracing.telling import facts, told
        from pipelines.tracing.trace import trace as traced

        wanted = found_in(
            place,
            ref=ref,
            period=period,
            window=window,
            breakdown=breakdown,
            workbook=workbook,
            cell=cell,
            authority=authority,
        )
        found = traced(
            place,
            wanted.asked,
            audience=wanted.audience or audience,
            edition=wanted.edition or edition_of(place, as_published, audience),
            build=wanted.build,
            is_read_again=verify,
            with_references=references,
        )
        lines = [json.dumps(facts(found))] if as_json else list(told(found, rows, query))
    typer.echo("\n".join(lines))
    if not found.is_sound:
        raise typer.Exit(1)
