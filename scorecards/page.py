"""A scorecard as one self-contained page: no scripts, nothing fetched, every supplier's word escaped."""

from functools import cache, lru_cache

from jinja2 import Environment, Template
from markupsafe import Markup

from scorecards.chart.bars import bars
from scorecards.chart.sparkline import sparkline
from scorecards.chart.trend import key, sign, trend
from scorecards.columns import FRONT, NOW, TREND
from scorecards.comparator import ENGLAND, NEIGHBOURS, REGION
from scorecards.figure import MARKS, SHORTHAND, Figure
from scorecards.indicator_page import MOST_DRAWN, IndicatorPage
from scorecards.month_table import month_headings, month_rows
from scorecards.notes import BREAK, notes, status
from scorecards.period import day_name
from scorecards.scorecard import Scorecard
from scorecards.sign_off import DRAFT
from scorecards.target import CLOSE, MEETS, MISSES
from scorecards.templating import TEMPLATES, templates
from scorecards.thin import thin

RATING_CLASSES = {MEETS: "meets", CLOSE: "close", MISSES: "misses"}
VARIATION_CLASSES = {"improvement": "better", "concern": "worse", "neutral": "other"}


def page(content: Scorecard) -> str:
    """The HTML of the scorecard."""
    return thin(template("page.html.j2").render(content=content, css=css()))


def css() -> Markup:
    """The style sheet that stands in every page."""
    return Markup(drawing_css() + (TEMPLATES / "page.css").read_text(encoding="utf-8"))


def drawing_css() -> str:
    """The part of it that is about drawings."""
    return (TEMPLATES / "drawing.css").read_text(encoding="utf-8")


def template(name: str) -> Template:
    """A template of this folder, with everything that draws and words."""
    return _environment().get_template(name)


@lru_cache(MOST_DRAWN)
def _article(page: IndicatorPage) -> Markup:
    """What is shown of one indicator: the same to all who are shown the same of it, so made once."""
    return Markup(template("page/indicator.html.j2").render(each=page))


@cache
def _environment() -> Environment:
    return templates(
        TEMPLATES,
        article=_article, bars=bars, key=key, sign=_sign, sparkline=sparkline, trend=trend,
        front=FRONT, now=NOW, trend_heading=TREND,
        month_headings=month_headings, month_rows=month_rows, notes=notes, status=status, day_name=day_name,
        rating_class=lambda word: RATING_CLASSES.get(word, "unrated"),
        variation_class=_variation_class,
        shorthand=[*SHORTHAND.values(), *MARKS.values(), (BREAK[0], "break", BREAK[1])],
        comparator_kinds=(NEIGHBOURS, REGION, ENGLAND),
        comparator_year=_comparator_year,
        sign_off=DRAFT.lines,
        shown=shown_words,
    )  # fmt: skip


def _kind(page: IndicatorPage) -> str:
    """improvement, concern, neutral or empty: what the chart tells its reader."""
    return page.control.variation.partition("_")[0] if page.control.is_signal else ""


def _variation_class(page: IndicatorPage) -> str:
    return VARIATION_CLASSES.get(_kind(page), "unrated")


def _sign(page: IndicatorPage) -> Markup:
    """The mark that the chart's last point has, before the words for it."""
    point = page.control.latest
    return sign(point.mark) if point is not None and _kind(page) in VARIATION_CLASSES else Markup("")


def shown_words(figure: Figure) -> Markup | str:
    """A figure in its words; the mark of a revised one leads to both of its figures."""
    if not figure.is_revised:
        return figure.words
    marks = figure.mark_words.removesuffix("[r]")
    return Markup('{}{}<a href="#revised">[r]</a>').format(figure.plain_words, marks)


def _comparator_year(page: IndicatorPage, kind: str) -> str:
    return next((other.year for other in page.comparison.beside_us if other.kind == kind), "")
