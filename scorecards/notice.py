"""The page that stands in the place of a scorecard that was withdrawn."""

from scorecards.page import css, template
from scorecards.period import Quarter
from scorecards.thin import thin

NOTICE = "withdrawn.html"


def notice(*, partnership: str, quarter: Quarter, title: str, marking: str, words: str) -> str:
    """The HTML of the notice; `words` say when it was withdrawn and why."""
    return thin(
        template("withdrawn.html.j2").render(
            css=css(), partnership=partnership, quarter=quarter, title=title, marking=marking, words=words
        )
    )
