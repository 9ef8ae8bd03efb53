"""The printed figures of 2022/23 come out of the made-up files, and the page that shows it is fresh."""

import pytest

from pipelines import reconciling
from pipelines.published import PAGE, Compared, compared, page
from scorecards.period import Month
from tests.made_up_partnership import LAST, built, home


@pytest.fixture(scope="module")
def found() -> list[Compared]:
    for month in (Month.parse("2022-04"), LAST):
        built(0, month)
    return compared(home(0), LAST)


@pytest.mark.slow
def test_every_figure_that_can_be_squared_is_equal(found: list[Compared]) -> None:
    differing = [line for line in found if line.verdict == "differs"]
    # The two that do not follow from the figures printed beside them; the page says why.
    assert [line.row["measure"] for line in differing] == [
        "Change in referrals from schools",
        "Missing reports relating to repeat-missing children",
    ]
    assert all(line.row["reason"] for line in found if line.verdict != "equal")


@pytest.mark.slow
def test_the_page_is_fresh(found: list[Compared]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(found)


@pytest.mark.slow
def test_the_page_of_published_national_figures_is_as_the_build_says() -> None:
    built(0, LAST)
    assert reconciling.PAGE.read_text(encoding="utf-8") == reconciling.of_home(home(0), LAST)
