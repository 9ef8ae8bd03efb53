"""`scorecard returns`."""

import json
from typing import Annotated

import typer

from pipelines.boundary import Stopped
from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home
from scorecards.period import Month


@with_home
def returns(
    place: Home,
    month: Annotated[
        str | None, typer.Option(help="The extract month, such as 2023-03; by default the newest with packs.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show where a month's return packs are: one folder for each supplier with open issues."""
    from pipelines.audit import note
    from pipelines.returns.packed import folder_of, packs
    from scorecards.return_pack.content import many

    with plain():
        place.key()
        made = sorted(path.name for path in (place.folder / "returns").glob("[0-9]*") if path.is_dir())
        if month is None and not made:
            raise Stopped("Expected packs of at least one month; found none. Run `scorecard refresh` first.")
        wanted = Month.parse(month or made[-1])
        if str(wanted) not in made:
            raise Stopped(
                f"Expected packs of {wanted.name}; found none. Run `scorecard refresh --month {wanted}` first."
            )
        folder, found = folder_of(place, wanted), packs(place, wanted)
        note(place, "returns", month=str(wanted), packs=len(found))
    if as_json:
        typer.echo(json.dumps([{**each.__dict__, "folder": str(folder / each.folder)} for each in found]))
        return
    for each in found:
        typer.echo(
            f"{folder / each.folder}: {many(each.issues, 'open issue')}; {many(each.marked, 'file')} marked, "
            f"{each.readable} as rows, {each.listed} in the list only, {each.refused} refused"
        )
    if not found:
        typer.echo(f"No supplier has an open issue in {wanted.name}.")
