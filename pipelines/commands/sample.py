"""`scorecard sample`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import plain, progress
from scorecards.period import Month


class Faults(StrEnum):
    """What a made-up partnership gets wrong."""

    none = "none"
    typical = "typical"


def sample(
    out: Annotated[Path, typer.Option("--out", help="The folder that becomes the inbox.")],
    first: Annotated[str, typer.Option("--from", help="First reported month.")] = "2021-04",
    last: Annotated[str, typer.Option("--to", help="Last reported month.")] = "2023-03",
    seed: Annotated[int, typer.Option(help="Another seed, other lives.")] = 0,
    scale: Annotated[int, typer.Option(min=1, help="How many authorities.")] = 1,
    faults: Annotated[Faults, typer.Option(help="Faults to plant in the files.")] = Faults.none,
    truth: Annotated[int, typer.Option(min=0, help="Extract months whose answers are counted too.")] = 12,
) -> None:
    """Write a made-up partnership's inbox, as its agencies would."""
    from sources.synthetic.sample import write_sample

    with plain(), progress() as tell:
        write_sample(
            out,
            first=str(Month.parse(first)),
            last=str(Month.parse(last)),
            seed=seed,
            scale=scale,
            faults=faults.value,
            truth=truth,
            progress=tell,
        )
    typer.echo(f"Made-up extracts: {out}")
