"""The pipeline and the truth, two ways of counting that share no code, give the same figures."""

import csv
from pathlib import Path

import pytest

from pipelines.database import database, rows
from pipelines.settings import ROOT
from scorecards.indicator import indicators
from scorecards.period import Month
from tests.made_up_partnership import ANSWERED, LAST, built, inbox

Key = tuple[str, ...]
Counts = tuple[float, float | None]


def figures(build: Path) -> dict[Key, tuple[Counts, str]]:
    query = """
        select indicator, window_name, cast(period_end as varchar), breakdown, category,
            cast(numerator as double), cast(denominator as double), state
        from scorecard.value"""
    with database(build, read_only=True) as connection:
        return {tuple(row[:5]): ((row[5], row[6]), row[7]) for row in rows(connection, query)}


def answers(path: Path) -> dict[Key, Counts]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["indicator"], row["window"], row["period_end"], row["breakdown"], row["category"]): (
                float(row["numerator"]),
                float(row["denominator"]) if row["denominator"] else None,
            )
            for row in csv.DictReader(file)
        }


def differences(build: Path, truth: Path) -> list[str]:
    ours, theirs = figures(build), answers(truth)
    found = []
    for key, counts in theirs.items():
        if key not in ours:
            # A category that nobody ever had has no row of ours; an answer of nothing agrees with it.
            if counts[0] or counts[1]:
                found.append(f"{key}: truth {counts}, no figure")
        elif ours[key][0] != counts:
            found.append(f"{key}: truth {counts}, ours {ours[key]}")
    return found


def untold(build: Path, truth: Path) -> list[str]:
    """Figures of a breakdown that the truth counts, above nothing, that the truth does not have."""
    theirs = answers(truth)
    told = {(key[0], key[3]) for key in theirs}
    return [
        f"{key}: {counts}"
        for key, (counts, _) in figures(build).items()
        if (key[0], key[3]) in told and key not in theirs and counts[0]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("month", ANSWERED)
def test_every_figure_of_the_default_seed_equals_the_truth_as_recorded_by_then(month: str) -> None:
    build, truth = built(0, Month.parse(month)), inbox(0) / "truth" / f"{month}.csv"
    assert len(answers(truth)) > 1000
    assert differences(build, truth) == []
    assert untold(build, truth) == []
    assert without_data(truth) == set() or month != str(LAST)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_other_seeds_equals_the_truth(seed: int) -> None:
    build, truth = built(seed, LAST), inbox(seed) / "truth" / f"{LAST}.csv"
    assert differences(build, truth) == []
    assert untold(build, truth) == []


OF_THE_LEDGER = {"DQ01", "DQ03", "PA04"}
"""Counted from what the pipeline itself did with files, which the truth knows nothing of; their own tests count them."""
WITHOUT_TOTAL = {("PO02", "")}
"""Its flags overlap."""
MAY_BE_NOUGHT = {"DQ02D"}
"""Most events are recorded on their day, so that the middle lag is none."""


def without_data(truth: Path) -> set[tuple[str, str]]:
    """The indicators, with each of their breakdowns, of which the truth has no figure above nought."""
    with_data = {(key[0], key[3]) for key, counts in answers(truth).items() if counts[0]}
    asked = {
        (each.ref, breakdown)
        for each in indicators(ROOT / "sql")
        if each.ref not in OF_THE_LEDGER | MAY_BE_NOUGHT
        for breakdown in ("", *each.breakdowns)
        if (each.ref, breakdown) not in WITHOUT_TOTAL
    }
    return asked - with_data
