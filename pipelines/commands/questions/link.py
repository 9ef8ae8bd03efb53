"""`scorecard link`."""

import typer

from pipelines.console import BuiltMonth, plain, with_home
from pipelines.home import Home


@with_home
def link(
    place: Home,
    month: BuiltMonth = None,
) -> None:
    """Show how many people in partners' files social care knows, in bands. Off unless the settings name a lawful basis."""
    with plain():
        from pipelines.audit import note
        from pipelines.builds import newest_month
        from pipelines.linkage.vault import known_to_social_care
        from scorecards.period import Month

        wanted = Month.parse(month) if month else newest_month(place)
        found = known_to_social_care(place, wanted)
        note(place, "link", month=str(wanted), sources=len(found))
    for each in found:
        typer.echo(each.words)
