"""Whether what the analyst's script counted is what a build counted: a comparison without equal answers does not
count."""

import json
from pathlib import Path

from pipelines.database import database, rows
from tests.benchmark.analyst import INDICATORS

Key = tuple[str, str, str, str, str]


def disagreements(build: Path, figures: Path) -> list[Key]:
    """The cells (authority, reference, window, breakdown, category) that the two tell differently, of all that the
    script counts; a cell that one of them has at nought or not at all is the same to both."""
    told = {tuple(line[:5]): (line[5], line[6]) for line in json.loads(figures.read_text(encoding="utf-8"))}
    theirs = {key: pair for key, pair in told.items() if pair[0] or pair[1]}
    query = """select authority, indicator, period_id, breakdown, category,
            cast(numerator as double), cast(denominator as double)
        from scorecard.counted where numerator <> 0 or denominator <> 0"""
    with database(build, read_only=True) as connection:
        ours = {
            tuple(line[:5]): (line[5], line[6])
            for line in rows(connection, query)
            if line[1] in INDICATORS and line[3] in ("", INDICATORS[line[1]][0])
        }
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
