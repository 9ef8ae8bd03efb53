"""A scorecard as one self-contained page: no scripts, nothing fetched, every supplier's word escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from scorecards.chart.trend import trend as chart
from scorecards.chart.words import STATE_WORDS
from scorecards.comparator import ENGLAND, NEIGHBOURS, REGION
from scorecards.figure import SHORTHAND
from scorecards.period import day_name
from scorecards.scorecard import Scorecard
from scorecards.target import CLOSE, MEETS, MISSES

TEMPLATES = Path(__file__).with_name("templates")
RATING_CLASSES = {MEETS: "meets", CLOSE: "close", MISSES: "misses"}


def page(content: Scorecard) -> str:
    """The HTML of the scorecard."""
    return _template().render(
        content=content, css=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        chart=chart,
        rating_class=lambda word: RATING_CLASSES.get(word, "unrated"),
        day_name=day_name,
        state_word=lambda state: STATE_WORDS.get(state, ""),
        shorthand=list(SHORTHAND.values()),
        comparator_kinds=((NEIGHBOURS, "Statistical neighbours"), (REGION, "Region"), (ENGLAND, "England")),
    )
    return environment.get_template("page.html.j2")
