"""Every indicator says all that a reader asks of it, in its file and on the page of definitions, and is broken down as the
catalogue asks."""

import re

import pytest

from pipelines.figures.completing import needs
from scorecards.catalogue import Asked, catalogue
from scorecards.core_table import core_tables
from scorecards.definition_history import history
from scorecards.documentation import CATALOGUE, HISTORY, PAGE
from scorecards.indicator import Indicator, indicators
from tests.example_database import SQL

FOUND = indicators(SQL)
SECTIONS = dict(
    re.findall(r"^### (\S+) [^\n]*\n(.*?)(?=^###? |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
)
VERSIONS = history(HISTORY)
ASKED = catalogue(CATALOGUE)


@pytest.mark.parametrize("each", FOUND, ids=lambda each: each.ref)
def test_an_indicator_says_all_that_is_asked_of_it(each: Indicator) -> None:
    assert each.why and each.basis and each.questions and each.examples and each.audiences
    assert all(question.endswith("?") for question in each.questions)
    section = SECTIONS[each.ref]
    assert each.definition in section and each.sql.strip() in section
    for heading in (
        "Why it matters",
        "Source of the definition",
        "Read from",
        "Questions to ask",
        "Edge cases",
    ):
        assert f"**{heading}.**" in section
    assert f"Version {len(VERSIONS[each.ref])}, from" in section
    if each.comparator:
        assert f"**Compared with.** {each.comparator}." in section
    if each.breakdowns:
        assert "**By.** " + ", ".join(name.replace("_", " ") for name in each.breakdowns) in section


@pytest.mark.parametrize("each", ASKED, ids=lambda each: f"{each.indicator} by {each.asked}")
def test_an_indicator_is_broken_down_as_the_catalogue_asks_or_says_why_not(each: Asked) -> None:
    assert bool(each.by) != bool(each.without)
    if each.by:
        ref, column = each.answer
        (found,) = (indicator for indicator in FOUND if indicator.ref == ref)
        assert column in found.breakdowns
    else:
        assert f"**Not by {each.asked}.** {each.without}." in SECTIONS[each.indicator]


def test_the_catalogue_asks_nothing_twice() -> None:
    assert len({(each.indicator, each.asked) for each in ASKED}) == len(ASKED)


def test_a_team_that_nobody_delivers_is_not_recorded_and_the_figure_stands() -> None:
    """The figures by the team that holds a case rest on plans, visits and reviews, not on who is involved."""
    core = {table.name: table for table in core_tables(SQL)}
    by_team = [each for each in FOUND if "core.case_team" in each.tables]
    assert {"CN06", "CN08", "CP11", "CP12"} <= {each.ref for each in by_team}
    for each in by_team:
        tables, columns = needs(each, core)
        assert "mosaic.team" not in tables and not any("team" in column for column in columns)
        assert "mosaic.involvement" not in tables or "core.allocation" in each.tables
