"""What readers were shown of a figure: the ledger's frozen editions, and the build that each was made from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.builds import NoBuild, build_path
from pipelines.home import Home
from pipelines.keeping.gone import Gone
from pipelines.publication import editions
from pipelines.publication.editions import Edition
from pipelines.questions.answers import NotAsked
from pipelines.roles import RESTRICTED, refuse_unless
from pipelines.tracing.cell import NATURAL, Asked
from scorecards.value import WITHHELD


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A figure as an edition showed it; a withheld one has no number."""

    edition: Edition
    audiences: tuple[str, ...]
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    definition: str


def edition_of(home: Home, quarter: str | None, audience: str | None) -> Edition | None:
    """The newest edition of a quarter, or with an audience alone the newest that stands. Raises NotAsked."""
    if quarter is not None:
        found = editions.newest(home, quarter)
        if found is None:
            raise NotAsked(f"Expected a quarter that was published; found that {quarter} never was.")
        return found
    if audience is None:
        return None
    standing = editions.standing(home)
    if not standing:
        raise NotAsked("Expected something published to that audience; found nothing published yet.")
    return standing[-1]


def shown(home: Home, edition: Edition, asked: Asked, authority: str, audience: str | None) -> Shown:
    """The figure as the edition showed it, to an audience or to any. A withheld one is for the restricted role alone.
    Raises NotAsked and NotYourRole."""
    windows = [asked.window] if asked.window else NATURAL
    found = editions.figures(home, edition).filter(
        (pl.col("authority") == authority)
        & (pl.col("indicator") == asked.ref)
        & (
            (pl.col("period_id") == asked.period)
            | pl.col("period_id").is_in([f"{window}:{asked.period}" for window in windows])
        )
        & (pl.col("breakdown") == asked.breakdown)
        & (pl.col("category") == asked.category)
    )
    lines: list[dict[str, Any]] = [
        line
        for line in found.iter_rows(named=True)
        if audience is None or audience in line["audiences"].split()
    ]
    if not lines:
        whom = f"to {audience}" if audience else "to anybody"
        raise NotAsked(
            f"Expected a figure that {edition.name}, showed {whom}; found that it did not show this one."
        )
    line = next((each for each in lines if each["state"] == WITHHELD), lines[0])
    if line["state"] == WITHHELD:
        refuse_unless(home, RESTRICTED, "a figure that was withheld")
    return Shown(
        edition=edition,
        audiences=tuple(line["audiences"].split()),
        numerator=line["numerator"],
        denominator=line["denominator"],
        value=line["value"],
        state=line["state"],
        definition=line["definition"],
    )


def build_of(home: Home, edition: Edition | None) -> Path:
    """The build that an edition was made from, else the newest. Raises NoBuild."""
    if edition is None:
        return build_path(home)
    return kept_build(home, edition.month, edition.build)


def kept_build(home: Home, month: str, build: str) -> Path:
    """The file of one build of a month. Raises NoBuild when it is kept no longer."""
    path = home.builds / month / f"{build}.duckdb"
    if not path.exists():
        why = (
            "the time of files in it was over"
            if (month, build) in Gone(home).builds
            else "it is kept no longer"
        )
        raise NoBuild(
            f"Expected the build {build} of {month}, from which this was published; found that {why}. Ask for the figure "
            "as it is known now, or ask a backup of then, restored into an empty folder."
        )
    return path
