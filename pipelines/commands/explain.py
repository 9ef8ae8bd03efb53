"""`scorecard explain`."""

from typing import Annotated

import typer

from pipelines.console import AsJson, HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def explain(
    ref: Annotated[str, typer.Argument(help="Such as MH07.")],
    period: Annotated[str, typer.Option(help="Such as 2022-08, 2022-23-Q2 or 2022-23.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """What a figure means and what it rests on: definition, query, rows by file, checks."""
    from pipelines.answers import explanation
    from pipelines.telling import explained, explained_for_machines

    with plain():
        found = explanation(home_of(settings, inbox, home, key), ref, period)
    typer.echo(explained_for_machines(found) if as_json else "\n".join(explained(found)))
