"""`scorecard forget`."""

import json
from typing import Annotated, Any

import typer

from pipelines.console import AsJson, By, Reason, with_home, working
from pipelines.home import Home


@with_home
def forget(
    place: Home,
    child: Annotated[str, typer.Argument(help="The child's reference as an agency writes it.")],
    reason: Reason,
    by: By,
    domain: Annotated[
        str | None,
        typer.Option(
            help="What kind of reference it is: person (the case system), nominal, eisi, nhs or victim."
        ),
    ] = None,
    several: Annotated[
        bool,
        typer.Option("--several", help="The child was entered more than once; erase all of the entries."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be erased, and change nothing.")
    ] = False,
    authority: Annotated[
        str | None, typer.Option(help="In a region: the code of the authority whose reference it is.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Erase a child from the delivered files and everything made from them. What was published stays as it is."""
    with working():
        from pipelines.audit import note
        from pipelines.intake import children
        from pipelines.subject.erasing import forget as forgotten

        place.key()
        children.start()
        found = forgotten(
            place,
            child,
            by=by,
            reason=reason,
            domain=domain,
            several=several,
            only_look=dry_run,
            authority=authority,
        )
        note(place, "forget", rows=found.rows, files=found.files, done=found.is_done)
    changed: list[dict[str, Any]] = (
        []
        if found.changed is None
        else found.changed.select("month", "indicator", "period_id", "breakdown", "category").to_dicts()
    )
    if as_json:
        facts = {"rows": found.sources, "files": found.files, "unread": found.unread, "done": found.is_done}
        typer.echo(json.dumps({**facts, "figures_changed": changed}))
        return
    how = "Erased" if found.is_done else "Would erase"
    typer.echo(f"{how} {found.rows:,} rows in {found.files:,} files:")
    for source, count in found.sources.items():
        typer.echo(f"  {source}: {count:,}")
    if found.unread:
        typer.echo(
            f"{found.unread} files could not be opened, so nobody can tell whether they hold the child. They are in no "
            "figure; `scorecard status` lists them."
        )
    if not found.is_done:
        return
    refs = sorted({each["indicator"] for each in changed})
    typer.echo(f"{len(changed):,} figures changed{': ' + ', '.join(refs) if refs else ''}.")
    typer.echo(
        "What was published stands; draft the quarters that are still shown again, with erasure as the reason. Run "
        "`scorecard refresh --all` for reviews and return packs.\nNot reached from here: the inbox, which is the agencies', "
        "and backups. Ask the agency to erase at its source; make a new backup and remove those before it."
    )
