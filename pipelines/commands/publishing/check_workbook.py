"""`scorecard check-workbook`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson


def check_workbook(
    file: Annotated[Path, typer.Argument(help="Any .xlsx workbook.")],
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option(help="Exit code 1 for desirable items, too.")] = False,
) -> None:
    """Check any workbook against the checklist of accessible spreadsheets. Exit code 1 if it breaks an essential item."""
    from scorecards.accessibility.check import check
    from scorecards.accessibility.checklist import items
    from scorecards.accessibility.opened import NotAWorkbook

    try:
        findings = check(file.read_bytes(), file.name)
    except (NotAWorkbook, OSError) as error:
        said = (
            str(error)
            if isinstance(error, NotAWorkbook)
            else f"Expected a file at {file}; found none to read."
        )
        typer.echo(said, err=True)
        raise typer.Exit(2) from None
    broken = sum(finding.item.is_essential for finding in findings)
    if as_json:
        typer.echo(
            json.dumps(
                [
                    {
                        "item": finding.item.code,
                        "essential": finding.item.is_essential,
                        "sheet": finding.sheet,
                        "places": [place.cell or place.words for place in finding.places],
                        "expected": finding.item.sentence,
                        "remedy": finding.item.remedy,
                    }
                    for finding in findings
                ]
            )
        )
    else:
        for finding in findings:
            typer.echo(finding.sentence)
        kinds = [each.is_essential for each in items()]
        typer.echo(
            f"{kinds.count(True)} essential and {kinds.count(False)} desirable items looked at; "
            f"{broken} essential and {len(findings) - broken} desirable findings."
        )
    raise typer.Exit(1 if broken or (strict and findings) else 0)
