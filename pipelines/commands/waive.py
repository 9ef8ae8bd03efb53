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
        str, typer.Argument(help="The key of an issue, as the review shows it, or its beginning.")
    ],
    reason: Annotated[
        str, typer.Option(help="Why it is right as it is. It stays in the ledger: name no child.")
    ],
    until: Annotated[str, typer.Option(help="The last day on which it counts, such as 2023-09-30.")],
    by: By,
    scope: Annotated[
        Scope, typer.Option(help="That issue, or all that its rule has found in its table by now.")
    ] = Scope.issue,
    everywhere: Annotated[
        bool, typer.Option("--all-authorities", help="With --scope rule: of every authority of a region.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Answer for an issue until a day: it is shown apart and asks for nothing, and then it is open again."""
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
