"""Nothing that a reader sees is made from a withheld number: not a cell, a line, a word, an order or a property."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scorecards.agency_return import agency_returns
from scorecards.agency_return_files import agency_files
from scorecards.disclosure.release import Release, released
from scorecards.period import Quarter
from scorecards.printed import printed
from scorecards.publication import publish_files
from scorecards.scorecard import scorecard
from scorecards.value import Values
from tests.made_up_scorecard import (
    INDICATORS,
    QUARTER,
    made_up_audience,
    made_up_comparators,
    made_up_provenance,
    made_up_targets,
    made_up_values,
)

Place = tuple[str, str, str, str]


def release_of(values: pl.DataFrame, before: Values | None = None) -> Release:
    wanted = printed(
        audience=made_up_audience(),
        quarter=Quarter.parse(QUARTER),
        indicators=INDICATORS,
        values=values,
        authority="370",
    )
    return released([wanted], counted=values, before=before)


def files_of(made: Release, folder: Path) -> dict[str, bytes]:
    """Every byte that is published of a release."""
    content = scorecard(
        audience=made_up_audience(), quarter=QUARTER, indicators=INDICATORS, values=made.of("child_exploitation"),
        comparators=made_up_comparators(), targets=made_up_targets(), provenance=made_up_provenance(),
    )  # fmt: skip
    paths = publish_files(folder=folder, audience=made_up_audience(), content=content)
    for each in agency_returns(
        release=made, indicators=INDICATORS, quarter=Quarter.parse(QUARTER), provenance=made_up_provenance()
    ):
        paths += agency_files(folder=folder, content=each)
    return {path.name: path.read_bytes() for path in paths}


def hidden_in(made: Release) -> set[Place]:
    return {
        (row.indicator, row.period_id, row.breakdown, row.category)
        for row in made.rows
        if row.state == "withheld"
    }


def with_other(places: set[Place], other: Callable[[dict[str, Any]], dict[str, Any]]) -> pl.DataFrame:
    def change(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if (row["indicator"], row["period_id"], row["breakdown"], row["category"]) in places:
                row.update(other(row))

    return made_up_values(change)


@pytest.mark.keeps("P9")
def test_other_withheld_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    """Each withheld number becomes one that nobody could mistake; where nothing shown has changed, nothing is."""
    first = release_of(made_up_values())
    hidden = hidden_in(first)
    changed = with_other(hidden, lambda row: {"numerator": 7_654_321, "value": 7_654_321.0})
    second = release_of(changed, before=Values(first.rows))
    assert len(hidden) > 10
    shown = files_of(first, tmp_path / "first")
    assert files_of(second, tmp_path / "second") == shown
    assert not any(b"7654321" in content or b"7,654,321" in content for content in shown.values())


@pytest.mark.parametrize("step", [1, -1])
def test_a_small_count_that_is_one_more_or_less_gives_the_same_bytes_when_solved_anew(
    tmp_path: Path, step: int
) -> None:
    """A withheld count of 2 to 4 that nothing else is tied to, one more or one less."""
    first = release_of(made_up_values())
    lone = {place for place in hidden_in(first) if place[0] == "CE02"}

    def moved(row: dict[str, Any]) -> dict[str, Any]:
        count = row["numerator"] + step if 2 <= row["numerator"] <= 4 else row["numerator"]
        return {"numerator": count, "value": float(count)}

    changed = with_other(lone, moved)
    assert lone and not changed.equals(made_up_values())
    assert files_of(release_of(changed), tmp_path / "second") == files_of(first, tmp_path / "first")
