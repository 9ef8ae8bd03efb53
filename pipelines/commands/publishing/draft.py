"""`scorecard draft`."""

import json

import typer

from pipelines.console import AsJson, QuarterName, run_job, with_home, working
from pipelines.home import Home
from scorecards.period import Quarter


@with_home
def draft(
    place: Home,
    quarter: QuarterName,
    as_json: AsJson = False,
) -> None:
    """Write a quarter's workbooks and pages as a draft for approval."""
    from pipelines.audit import note

    with working():
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        note(place, "draft", quarter=str(wanted))
        run_job("draft", str(wanted.first_month), place.settings)
        paths = sorted(path for path in (place.drafts / str(wanted)).glob("[!.]*/**/*") if path.is_file())
    if as_json:
        typer.echo(json.dumps([str(path) for path in paths]))
        return
    typer.echo("\n".join(map(str, paths)))
    typer.echo(f"\nNobody receives this yet. Approve it: scorecard approve --quarter {wanted} --by NAME")
