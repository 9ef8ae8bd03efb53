"""`scorecard validate-census`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.boundary import Stopped
from pipelines.console import AsJson, SettingsFile, plain
from pipelines.settings import settings as read_settings


def validate_census(
    file: Annotated[Path, typer.Argument(help="A children in need census return (XML).")],
    out: Annotated[
        Path | None,
        typer.Option(help="The folder for the page, workbook and list; by default the file's own."),
    ] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Check a children in need census against the national rules. Exit code 1 if there are errors."""
    from hashlib import file_digest

    from pipelines.statutory.census import judged_file
    from pipelines.statutory.census_review import write_census_review, year_of
    from sources.preflight.refusal import UnreadableFile

    with plain():
        if not file.is_file():
            raise Stopped("Expected a file; found none at that path. Check the path.")
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
        try:
            found = judged_file(file)
        except UnreadableFile as refused:
            raise Stopped(str(refused)) from None
        paths = write_census_review(
            found,
            out or file.parent,
            partnership_name=read_settings(settings).name,
            year=year_of(found),
            digest=digest,
        )
        severities = dict(found.findings.group_by("severity").len().iter_rows())
    errors, queries = int(severities.get("error", 0)), int(severities.get("query", 0))
    if as_json:
        typer.echo(json.dumps({"errors": errors, "queries": queries, "files": [str(path) for path in paths]}))
    else:
        children = found.records["Child"]
        typer.echo(f"{children:,} children: {errors:,} errors and {queries:,} queries.")
        typer.echo("\n".join(map(str, paths)))
    if errors or found.not_run:
        raise typer.Exit(1)
