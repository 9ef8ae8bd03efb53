"""The page that says why an authority's figures are not in its region's edition."""

from scorecards.page import css, template
from scorecards.period import Quarter
from scorecards.region.content import MARKING
from scorecards.sign_off import DRAFT
from scorecards.thin import thin


def absent_page(*, partnership: str, quarter: Quarter, words: str, is_made_up: bool) -> str:
    """The HTML of the page; `words` say why the figures are not there."""
    return thin(
        template("absent.html.j2").render(
            css=css(), partnership=partnership, quarter=quarter, words=words, marking=f"{MARKING}.", sign_off=DRAFT.lines,
            is_made_up=is_made_up,
        )
    )  # fmt: skip
