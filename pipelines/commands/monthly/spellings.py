"""`scorecard spellings`."""

import typer

from pipelines.console import BuiltMonth, plain, with_home
from pipelines.home import Home


@with_home
def spellings(place: Home, month: BuiltMonth = None) -> None:
    """Write the words that no code list knows, each with its rows and the line that teaches it. Restricted role only."""
    from pipelines.audit import note
    from pipelines.builds import newest_month
    from pipelines.intake.spellings import write_spellings
    from scorecards.period import Month
    from scorecards.return_pack.content import many

    with plain():
        place.key()
        wanted = Month.parse(month) if month else newest_month(place)
        path, words = write_spellings(place, wanted)
        note(place, "spellings", month=str(wanted), words=words)
    typer.echo(f"{many(words, 'unknown word')}. Written for you alone: {path}")
