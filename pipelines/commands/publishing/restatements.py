"""`scorecard restatements`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, BuiltMonth, with_home, working
from pipelines.home import Home


@with_home
def restatements(
    place: Home,
    month: BuiltMonth = None,
    quarter: Annotated[
        str | None,
        typer.Option(help="A quarter, such as 2022-23-Q4, instead of a month: the build of its last month."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Report published figures that are different now: by how much, why, and because of which rows."""
    with working():
        from pipelines.audit import note
        from pipelines.builds import newest_month
        from pipelines.restating.files import write_restatements
        from scorecards.period import Month, Quarter

        place.key()
        last = Quarter.parse(quarter, place.settings.year_start).last_month if quarter else None
        wanted = last or (Month.parse(month) if month else newest_month(place))
        with place.ledger.writing():
            written = write_restatements(place, wanted, is_whole=True)
        note(place, "restatements", month=str(wanted), restated=written.restated)
    if as_json:
        typer.echo(
            json.dumps({**written.__dict__, "page": str(written.page), "workbook": str(written.workbook)})
        )
        return
    typer.echo(f"{wanted}  {written.finding}\n  {written.page}\n  {written.workbook}")
