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
    by: Annotated[str, typer.Option(help="Who approves. It stands on the cover and in the ledger.")],
    caveat: Annotated[
        list[str] | None,
        typer.Option(help="What readers must know; may be given several times. It stands on the cover."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Stand for a quarter's draft as it is. A draft that is made again has to be approved again."""
    from pipelines.drafts import newer_build
    from pipelines.signing import approve as approved

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
