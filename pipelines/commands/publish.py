"""`scorecard publish`."""

import json
from typing import Annotated

import typer

from pipelines.console import (
    AsJson,
    HomeFolder,
    InboxFolder,
    KeyFile,
    SettingsFile,
    home_of,
    plain,
    progress,
    run_job,
)
from pipelines.progress import listening
from scorecards.period import Quarter


def publish(
    quarter: Annotated[str, typer.Option(help="Such as 2022-23-Q4.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="Each page as an accessible PDF as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a quarter's workbooks and pages for every audience, and the page that leads to them."""
    from pipelines.audit import note

    with plain(), progress() as tell:
        place = home_of(settings, inbox, home, key)
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        note(place, "publish", quarter=str(wanted), pdf=as_pdf)
        with listening(tell):
            run_job("publish", str(wanted.first_month), place.settings)
            if as_pdf:
                from pipelines.portable import write_pdfs

                write_pdfs(place, wanted)
        paths = sorted(path for path in (place.published / str(wanted)).glob("*/*") if path.is_file())
    typer.echo(json.dumps([str(path) for path in paths]) if as_json else "\n".join(map(str, paths)))
