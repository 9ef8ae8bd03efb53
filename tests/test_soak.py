"""Twelve months in one process: no value drifts, nothing stays due, and nothing that grows grows without end."""

import sys
from pathlib import Path

import pytest

from tests.soak.page import page
from tests.soak.soaking import FIRST, soak
from tests.soak.years import FILES, SHARES, Years

MONTHS = 12
pytestmark = pytest.mark.minutes


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and handles as Linux tells them")
def test_a_year_leaves_nothing_behind_but_what_was_delivered(tmp_path: Path) -> None:
    found = soak(tmp_path, MONTHS, is_kept=False)
    assert found.values > 1000 and found.drift == 0
    assert found.left == 0
    assert all(each.runs >= 1 for each in found.samples[:MONTHS])
    assert found.samples[-1].handles <= found.samples[1].handles + 5
    assert (
        found.slope(lambda each: each.memory, after=4) < 15
    )  # megabytes a month; libraries are loaded by then
    assert "0 of" in page(found)


def test_the_shares_of_what_goes_wrong_are_what_is_said() -> None:
    years = Years(FIRST, 400)
    fates, files = years.fates(), 400 * len(FILES)
    for name, share in SHARES.items():  # the middle 99.9 % of so many throws: 3.3 standard deviations
        assert abs(fates[name] / files - share) < 3.3 * (share * (1 - share) / files) ** 0.5
