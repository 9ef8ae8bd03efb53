"""`scorecard purge`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, with_home, working
from pipelines.home import Home


@with_home
def purge(
    place: Home,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be removed, and remove nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Remove files that are past the retention in the settings, and whatever nothing needs any more."""
    with working():
        from datetime import date

        from pipelines.audit import note
        from pipelines.keeping.retention import past
        from pipelines.keeping.retention import purge as purged

        place.key()
        found = past(place, date.today()) if dry_run else purged(place, date.today())
        if not dry_run:
            note(
                place,
                "purge",
                deliveries=len(found.deliveries),
                builds=len(found.builds),
                cited=list(found.cited),
            )
    if as_json:
        files = [
            {"delivery": each.delivery_id, "agency": each.agency, "month": each.month}
            for each in found.deliveries
        ]
        typer.echo(json.dumps({**found.__dict__, "deliveries": files, "removed": not dry_run}))
        return
    for agency, months in sorted(place.settings.retention.items()):
        ours = sorted(each.month for each in found.deliveries if each.agency == agency)
        told = f"{len(ours)} files past it, {ours[0]} to {ours[-1]}" if ours else "none is past it"
        typer.echo(f"{agency}: kept for {months} months; {told}.")
    if not place.settings.retention:
        typer.echo('No retention is set: [retention] in the settings, such as mosaic = "6 years".')
    how = "Would remove" if dry_run else "Removed"
    typer.echo(
        f"{how} {len(found.deliveries)} files with their rows, {len(found.builds)} builds that hold rows of them, "
        f"{len(found.old_rows)} folders of rows of earlier readings and {len(found.old_builds)} builds of before."
    )
    for quarter in found.cited:
        typer.echo(f"What was published of {quarter} stands, but can no longer be walked back to its rows.")
    if found.remade:
        typer.echo(f"Made anew without them: {', '.join(found.remade)}.")
    if found.deliveries and not dry_run:
        typer.echo(
            "Not reached from here: the inbox, which is the agencies', and backups. Remove older backups."
        )
