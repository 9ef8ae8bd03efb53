"""`scorecard commentary-template`."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import QuarterName, plain, with_home
from pipelines.home import Home


@with_home
def commentary_template(
    place: Home,
    quarter: QuarterName,
    out: Annotated[
        Path | None, typer.Option(help="The workbook to write; by default in this folder.")
    ] = None,
) -> None:
    """Write the workbook in which owners of indicators say what is happening and what is being done."""
    from pipelines.builds import SQL
    from pipelines.files import write_whole
    from scorecards.commentary_file import template
    from scorecards.indicator import indicators
    from scorecards.period import Quarter

    with plain():
        chosen = place.settings
        wanted = Quarter.parse(quarter, chosen.year_start)
        owners = [
            (each.ref, each.title, each.owner or "Not named yet") for each in indicators(SQL, chosen.overlay)
        ]
        path = out or Path(f"commentary-{str(wanted).lower()}.xlsx")
        write_whole(path, template(wanted, owners, chosen.name))
    typer.echo(
        f"{path}\nFilled in, it belongs in the inbox: commentary/{wanted}/. Several owners, several workbooks."
    )
