"""Every indicator says all that a reader asks of it, in its file and on the page of definitions."""

import re

import pytest

from scorecards.definition_history import history
from scorecards.documentation import HISTORY, PAGE
from scorecards.indicator import Indicator, indicators
from tests.example_database import SQL

FOUND = indicators(SQL)
SECTIONS = dict(
    re.findall(r"^### (\S+) [^\n]*\n(.*?)(?=^###? |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
)
VERSIONS = history(HISTORY)


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
