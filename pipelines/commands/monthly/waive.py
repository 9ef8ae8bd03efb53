"""`scorecard waive`."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from pipelines.console import AsJson, By, plain, with_home
from pipelines.home import Home


class Scope(StrEnum):
    """What a waiver is about."""

    issue = "issue"
    rule = "rule"


@with_home
def waive(
    place: Home,
    issue: Annotated[
        str, typer.Argument(help="The issue's key as the review shows it, or the beginning of it.")
    ],
    reason: Annotated[
        str, typer.Option(help="Why it is right as it is. Kept in the ledger for ever: name no child.")
    ],
    until: Annotated[str, typer.Option(help="The last day on which it is accepted, such as 2023-09-30.")],
    by: By,
    scope: Annotated[
        Scope, typer.Option(help="This issue, or every issue that its rule has found in its table so far.")
    ] = Scope.issue,
    everywhere: Annotated[
        bool, typer.Option("--all-authorities", help="With --scope rule: for every authority of a region.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Accept an issue as right until a day. It is listed apart and needs no action; after that day it is open again."""
    from pipelines.audit import note
    from pipelines.review.waiving import waive as waived

    with plain():
        place.key()
        made = waived(
            place, issue, reason=reason, until=until, by=by, scope=scope.value, everywhere=everywhere
        )
        note(place, "waive", decision=made.decision, issues=len(made.issues))
    if as_json:
        typer.echo(json.dumps({**made.__dict__, "until": str(made.until), "decided": str(made.decided)}))
        return
    typer.echo(
        f"Waived until {made.until:%d %B %Y}: {made.subject}. {len(made.issues):,} issues, decision {made.decision}. "
        "`scorecard review` shows it."
    )
