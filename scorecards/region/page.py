"""A region's scorecard as one self-contained page: no scripts, nothing fetched."""

from markupsafe import Markup

from scorecards.chart.funnel import SIGNS, description, funnel_plot
from scorecards.figure import MARKS, SHORTHAND
from scorecards.notes import BREAK
from scorecards.page import css, template
from scorecards.region.content import RegionScorecard
from scorecards.region.notes import absent_words, chance_words, notes, status
from scorecards.region.printed import WINDOWS
from scorecards.sign_off import DRAFT
from scorecards.templating import TEMPLATES
from scorecards.thin import thin
from scorecards.trace_key import REGION


def region_page(content: RegionScorecard) -> str:
    """The HTML of the region's scorecard."""
    style = Markup((TEMPLATES / "region.css").read_text(encoding="utf-8"))
    return thin(
        template("region.html.j2").render(
            content=content,
            css=css() + style,
            sign_off=DRAFT.lines,
            status=status(content),
            absent_words=absent_words(content),
            chance_words=chance_words(content),
            notes=notes(),
            windows=WINDOWS,
            region_heading=REGION,
            plot=funnel_plot,
            said=description,
            signs=SIGNS,
            shorthand=[*SHORTHAND.values(), MARKS["p"], (BREAK[0], "break", BREAK[1])],
        )
    )
