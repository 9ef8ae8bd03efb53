"""`scorecard publish`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, QuarterName, run_job, with_home, working
from pipelines.home import Home
from scorecards.period import Quarter


@with_home
def publish(
    place: Home,
    quarter: QuarterName,
    by: Annotated[
        str,
        typer.Option(
            help="Draft, approve and publish in one go, in this person's name; without it the draft must be approved."
        ),
    ] = "",
    reason: Annotated[str, typer.Option(help="Why a published edition is corrected. Readers see this.")] = "",
    told: Annotated[
        list[str] | None, typer.Option(help="Who has been told of a correction. Repeat for several.")
    ] = None,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="Write each page as an accessible PDF, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Publish a quarter's approved draft for every audience, and the front page that leads to it."""
    from pipelines.alerts.told import tell_news
    from pipelines.audit import note
    from pipelines.publication.signing import is_waiting
    from pipelines.publication.signing import publish as published

    with working():
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        note(place, "publish", quarter=str(wanted), pdf=as_pdf, in_one_go=bool(by))
        if by and place.settings.in_one_go and not is_waiting(place, wanted):
            run_job("draft", str(wanted.first_month), place.settings)
        published(place, wanted, by=by, reason=reason, told=told or ())
        if as_pdf:
            from pipelines.publication.portable import write_pdfs

            write_pdfs(place, wanted)
        paths = sorted(path for path in (place.published / str(wanted)).glob("*/**/*") if path.is_file())
        tell_news(place)
    typer.echo(json.dumps([str(path) for path in paths]) if as_json else "\n".join(map(str, paths)))
