"""`scorecard draft`."""

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
from scorecards.period import Quarter


def draft(
    quarter: Annotated[str, typer.Option(help="Such as 2022-23-Q4.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a quarter's workbooks and pages as a draft, for whoever approves them."""
    from pipelines.audit import note
    from pipelines.progress import listening

    with plain(), progress() as tell:
        place = home_of(settings, inbox, home, key)
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        note(place, "draft", quarter=str(wanted))
        with listening(tell):
            run_job("draft", str(wanted.first_month), place.settings)
        paths = sorted(path for path in (place.drafts / str(wanted)).glob("[!.]*/**/*") if path.is_file())
    if as_json:
        typer.echo(json.dumps([str(path) for path in paths]))
        return
    typer.echo("\n".join(map(str, paths)))
    typer.echo(f"\nNobody receives this yet. Approve it: scorecard approve --quarter {wanted} --by NAME")
