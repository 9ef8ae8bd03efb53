"""`scorecard find`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, with_home, working
from pipelines.home import Home


@with_home
def find(
    place: Home,
    child: Annotated[
        str | None,
        typer.Argument(
            help="The child's reference as an agency writes it. Left out, it is asked for and not shown."
        ),
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option(
            help="What kind of reference it is: person (the case system), nominal, eisi, nhs or victim."
        ),
    ] = None,
    authority: Annotated[
        str | None, typer.Option(help="In a region: the code of the authority whose reference it is.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a subject access request: every row held about a child, and every file it is in. Restricted role only."""
    reference = child if child is not None else typer.prompt("Reference", hide_input=True)
    with working():
        from pipelines.intake import children
        from pipelines.subject.finding import find as found_of

        children.start()
        found = found_of(place, reference, domain, authority)
    if as_json:
        facts = {
            "rows": found.sources,
            "files": found.files,
            "tables": found.tables,
            "unread": found.unread,
            "untaken": found.untaken,
        }
        typer.echo(json.dumps({**facts, "workbook": str(found.path)}))
        return
    typer.echo(
        f"{found.rows:,} rows in {found.files:,} files, {found.untaken:,} of which were never taken in:"
    )
    for source, count in found.sources.items():
        typer.echo(f"  {source or 'sheets that no table knows'}: {count:,}")
    typer.echo(f"{sum(found.tables.values()):,} rows in {len(found.tables)} tables of the newest build.")
    if found.unread:
        typer.echo(
            f"{found.unread} files could not be read, so nobody can tell whether they hold the child: open them by hand. "
            "The workbook lists them."
        )
    typer.echo(f"Written for you alone: {found.path}")
