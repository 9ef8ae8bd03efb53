"""`scorecard approve`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, QuarterName, plain, with_home
from pipelines.home import Home
from scorecards.period import Quarter


@with_home
def approve(
    place: Home,
    quarter: QuarterName,
    by: Annotated[
        str,
        typer.Option(help="The name of the person who approves. Shown on the cover and kept in the ledger."),
    ],
    caveat: Annotated[
        list[str] | None,
        typer.Option(help="What readers must know. Shown on the cover. Repeat for several."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Approve a quarter's draft as it stands. A draft that is made again has to be approved again."""
    from pipelines.publication.drafts import newer_build
    from pipelines.publication.signing import approve as approved

    with plain():
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        draft = approved(place, wanted, by=by, caveats=caveat or ())
        newer = newer_build(place, draft)
    if as_json:
        typer.echo(json.dumps({"quarter": str(wanted), "draft": draft.id, "by": by, "newer_build": newer}))
        return
    typer.echo(f"Approved by {by}: the draft of {wanted}, of build {draft.facts['build']}.")
    if newer:
        typer.echo(f"There is a newer build, {newer}, which this draft does not show.")
    typer.echo(f"Publish it: scorecard publish --quarter {wanted}")
