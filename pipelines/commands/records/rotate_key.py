"""`scorecard rotate-key`."""

import json
from dataclasses import asdict

import typer

from pipelines.console import AsJson, By, Reason, with_home, working
from pipelines.home import Home


@with_home
def rotate_key(
    place: Home,
    reason: Reason,
    by: By,
    as_json: AsJson = False,
) -> None:
    """Replace the pseudonymisation key, and make every pseudonym again from the delivered files."""
    with working():
        from pipelines.audit import note
        from pipelines.intake import children
        from pipelines.keeping.rotation import rotate

        children.start()
        done = rotate(place, by=by, reason=reason)
        note(place, "rotate-key", deliveries=done.deliveries, builds=done.builds)
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"A new key is in force; {done.deliveries:,} deliveries and {done.builds} builds were made anew with it."
    )
    if done.carried or done.dropped:
        typer.echo(
            f"{done.carried} decisions on issues were carried over"
            f"{f'; of {done.dropped} nothing is left to carry' if done.dropped else ''}."
        )
    if done.has_tombstones:
        typer.echo(
            "Children who were erased are known by the old key only: a new file that holds one is not held by itself."
        )
    typer.echo(
        f"The old key stands beside as {done.old_key}. It opens backups made before: keep it with them, or destroy it with "
        "them. Make a new backup now, and run `scorecard refresh --all` for reviews and return packs; keys of issues in "
        "packs that were sent out are not known any more."
    )
